#pragma once

#include <amaneku/error.hpp>

#include <toml++/toml.h>

#include <initializer_list>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace amaneku::io {

/// Something wrong in a configuration.
struct Problem {
    std::string where;
    std::string what;
};

/// A table of a TOML file that notes every wrong type and every key that nobody asked for, instead of
/// stopping at the first.
class TomlCursor {
public:
    TomlCursor(const toml::table& table, std::string name, std::string file, std::vector<Problem>& problems)
        : m_table{table}, m_name{std::move(name)}, m_file{std::move(file)}, m_problems{problems} {}

    [[nodiscard]] bool has(std::string_view key) const { return m_table.contains(key); }
    [[nodiscard]] std::optional<std::string> text(std::string_view key);
    [[nodiscard]] std::optional<double> number(std::string_view key, double low, double high);
    [[nodiscard]] std::optional<int> integer(std::string_view key, int low, int high);
    [[nodiscard]] std::optional<bool> flag(std::string_view key);
    /// A string or a list of strings.
    [[nodiscard]] std::vector<std::string> texts(std::string_view key);
    /// A number or a list of numbers, each in the range.
    [[nodiscard]] std::vector<double> numbers(std::string_view key, double low, double high);
    [[nodiscard]] std::optional<std::string> date(std::string_view key);
    /// The index of the value in `values`.
    [[nodiscard]] std::optional<std::size_t> one_of(std::string_view key,
                                                    std::initializer_list<std::string_view> values);
    /// A sub-table; nothing where it is absent.
    [[nodiscard]] std::optional<TomlCursor> table(std::string_view key);
    /// An array of tables.
    [[nodiscard]] std::vector<TomlCursor> tables(std::string_view key);
    /// All string values of the table in the order in which they stand in the file.
    [[nodiscard]] std::vector<std::pair<std::string, std::string>> text_pairs();

    /// Refuses a key by name where it is present.
    void refuse(std::string_view key, std::string_view why);
    void problem(std::string_view key, const std::string& what);
    /// Every key that was not asked for is a problem.
    void finish();

    [[nodiscard]] std::string place(std::string_view key = {}) const;
    [[nodiscard]] const std::string& name() const noexcept { return m_name; }

private:
    [[nodiscard]] const toml::node* take(std::string_view key);
    [[nodiscard]] std::string path(std::string_view key) const;

    const toml::table& m_table;
    std::string m_name;
    std::string m_file;
    std::vector<Problem>& m_problems;
    std::set<std::string, std::less<>> m_taken;
};

}  // namespace amaneku::io
