#pragma once

#include "core/amount.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace amaneku::serve {

/// A JSON document that is written from beginning to end. Amounts keep all their digits.
class JsonText {
public:
    JsonText& object();
    JsonText& array();
    JsonText& end();
    JsonText& key(std::string_view name);

    JsonText& text(std::string_view value);  ///< what is not UTF-8 in it is replaced
    JsonText& number(double value);          ///< null where it is not finite
    JsonText& whole(std::int64_t value);
    JsonText& amount(Amount value);
    JsonText& flag(bool value);
    JsonText& null();
    /// A number as it is written, `92.4`; null where it is empty.
    JsonText& digits(std::string_view value);
    /// A value that is JSON already.
    JsonText& raw(std::string_view json);
    [[nodiscard]] std::size_t size() const noexcept { return m_text.size(); }
    [[nodiscard]] std::string take() && { return std::move(m_text); }

private:
    void begin_value();

    std::string m_text;
    std::vector<char> m_ends;
    bool m_first = true;
    bool m_after_key = false;
};

/// A text as JSON has it, in quotes.
[[nodiscard]] std::string json_quoted(std::string_view text);

}  // namespace amaneku::serve
