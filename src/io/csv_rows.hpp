#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace amaneku::io {

/// Rows of a CSV text: quotes, line breaks inside quotes, CRLF, LF or CR. Fields without quotes point into
/// the text.
class CsvRows {
public:
    explicit CsvRows(std::string_view text) : m_text{text} {
        if (m_text.starts_with("\xEF\xBB\xBF")) m_at = 3;
    }
    /// The next row that is not empty; false at the end.
    bool next(std::vector<std::string_view>& fields);
    /// Line on which the last row began, from 1.
    [[nodiscard]] std::size_t line() const noexcept { return m_row_line; }
    /// Whether the last row has a quote that is never closed: it then holds all the rest of the text.
    [[nodiscard]] bool is_cut() const noexcept { return m_is_cut; }

private:
    std::string_view m_text;
    std::size_t m_at = 0;
    std::size_t m_line = 1;
    std::size_t m_row_line = 1;
    std::deque<std::string> m_unquoted;  // what quoted fields hold, of this row; views into them stay
    bool m_is_cut = false;
};

/// A whole CSV table in memory with its header; for small tables (groups, census, lists).
struct CsvTable {
    std::string name;
    std::vector<std::string> header;
    std::vector<std::vector<std::string>> rows;
    std::vector<std::size_t> lines;

    /// @throws Error (Errc::input) naming the columns that there are
    [[nodiscard]] std::size_t column(const std::string& wanted) const;
};

/// UTF-8 or CP932, by content; .gz and members of zips too. @throws Error (Errc::input)
[[nodiscard]] CsvTable read_csv_table(const std::string& path);

}  // namespace amaneku::io
