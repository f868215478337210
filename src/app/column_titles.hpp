#pragma once

#include "core/config.hpp"

#include <map>
#include <string>

namespace amaneku::app {

/// Columns of layers and tables and what they are called in words.
class ColumnTitles {
public:
    explicit ColumnTitles(const Config& config);
    /// Empty where a column has no other name than its id.
    [[nodiscard]] std::string of(const std::string& column) const;
    /// The one that is of the report's language.
    [[nodiscard]] std::string word(const char* ja, const char* en) const { return m_is_japanese ? ja : en; }
    [[nodiscard]] bool is_japanese() const noexcept { return m_is_japanese; }

private:
    void add(const std::string& column, const std::string& title) { m_titles.emplace(column, title); }
    [[nodiscard]] std::string of_weight(const std::string& column) const;

    bool m_is_japanese;
    std::map<std::string, std::string> m_titles;
};

/// What a service, a provider is called: its id where the configuration gives it no name.
[[nodiscard]] const std::string& shown_name(const ServiceConfig& service) noexcept;
[[nodiscard]] const std::string& shown_name(const ProviderConfig& provider) noexcept;

}  // namespace amaneku::app
