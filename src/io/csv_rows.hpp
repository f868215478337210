#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace amaneku::io {

/// Rows of a CSV text: quotes, line breaks inside quotes, CRLF, LF or CR. Fields of a row are valid until the
/// next.
class CsvRows {
public:
    /// Appends further text; false where there is none.
    using More = std::function<bool(std::string&)>;

    /// Of a text that outlives the rows.
    explicit CsvRows(std::string_view text);
    /// Of a text that comes in pieces: as much memory as a piece or the longest row.
    explicit CsvRows(More more);
    CsvRows(const CsvRows&) = delete;
    CsvRows& operator=(const CsvRows&) = delete;
    CsvRows(CsvRows&&) = delete;
    CsvRows& operator=(CsvRows&&) = delete;
    ~CsvRows() = default;

    /// The next row that is not empty; false at the end.
    bool next(std::vector<std::string_view>& fields);
    /// Line on which the last row began, from 1.
    [[nodiscard]] std::size_t line() const noexcept { return m_row_line; }
    /// Whether the last row has a quote that is never closed: it then holds all the rest of the text, or more
    /// than a row may.
    [[nodiscard]] bool is_cut() const noexcept { return m_is_cut; }

private:
    bool skip_empty_lines();
    void parse_row(std::vector<std::string_view>& fields);
    void parse_quoted(std::vector<std::string_view>& fields);
    void count_line_end();
    bool get_more();

    More m_more;
    std::string m_buffer;  // of a text in pieces
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

/// UTF-8 or CP932, by content; .gz and members of zips too.
/// @throws Error (Errc::input) for a zip of several tables, a row that has not the header's fields
[[nodiscard]] CsvTable read_csv_table(const std::string& path);

/// What may be done about a header in which a column was not found: `; its fields are separated by ';' …`,
/// else empty.
[[nodiscard]] std::string header_advice(const std::vector<std::string>& header);

}  // namespace amaneku::io
