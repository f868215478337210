#include "io/csv_rows.hpp"

#include "gdal/text_lines.hpp"
#include <amaneku/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace amaneku::io {

namespace {

constexpr std::size_t longest_row = std::size_t{16} << 20;
constexpr std::string_view utf8_mark = "\xEF\xBB\xBF";

}  // namespace

CsvRows::CsvRows(std::string_view text) : m_text{text} {
    if (m_text.starts_with(utf8_mark)) m_at = utf8_mark.size();
}

CsvRows::CsvRows(More more) : m_more{std::move(more)} {
    get_more();
    if (m_text.starts_with(utf8_mark)) m_at = utf8_mark.size();
}

/// Drops what was used and at least doubles the rest, so that a long row is not parsed too often.
bool CsvRows::get_more() {
    if (!m_more) return false;
    m_buffer.erase(0, m_at);
    m_at = 0;
    const std::size_t before = m_buffer.size();
    const bool is_full = before > longest_row;
    while (!is_full && m_buffer.size() <= 2 * before && m_more(m_buffer)) {
    }
    m_text = m_buffer;
    return m_text.size() > before;
}

/// Steps over a CR, LF or CRLF.
void CsvRows::count_line_end() {
    if (m_text[m_at] == '\r' && m_at + 1 < m_text.size() && m_text[m_at + 1] == '\n') ++m_at;
    ++m_at;
    ++m_line;
}

bool CsvRows::skip_empty_lines() {
    do {
        while (m_at < m_text.size() && (m_text[m_at] == '\n' || m_text[m_at] == '\r')) count_line_end();
    } while (m_at >= m_text.size() && get_more());
    return m_at < m_text.size();
}

void CsvRows::parse_quoted(std::vector<std::string_view>& fields) {
    std::string value;
    m_is_cut = true;
    ++m_at;
    while (m_at < m_text.size() && m_is_cut) {
        if (m_text[m_at] == '"') {
            ++m_at;
            m_is_cut = m_at < m_text.size() && m_text[m_at] == '"';
            if (!m_is_cut) break;
            value += m_text[m_at++];
        } else if (m_text[m_at] == '\n' || m_text[m_at] == '\r') {
            const std::size_t from = m_at;
            count_line_end();
            value += m_text.substr(from, m_at - from);
        } else {
            value += m_text[m_at++];
        }
    }
    m_unquoted.push_back(std::move(value));
    fields.push_back(m_unquoted.back());
    m_at = std::min(m_text.find_first_of(",\r\n", m_at), m_text.size());
}

void CsvRows::parse_row(std::vector<std::string_view>& fields) {
    fields.clear();
    m_unquoted.clear();
    m_is_cut = false;
    for (;;) {
        if (m_at < m_text.size() && m_text[m_at] == '"') {
            parse_quoted(fields);
        } else {
            std::size_t end =
                m_at;  // fields are short: a search of the library would cost more than it finds
            while (end < m_text.size() && m_text[end] != ',' && m_text[end] != '\n' && m_text[end] != '\r')
                ++end;
            fields.push_back(m_text.substr(m_at, end - m_at));
            m_at = end;
        }
        if (m_at >= m_text.size() || m_text[m_at] != ',') return;
        ++m_at;
    }
}

bool CsvRows::next(std::vector<std::string_view>& fields) {
    if (!skip_empty_lines()) {
        fields.clear();
        return false;
    }
    for (;;) {
        const std::size_t begin = m_at;
        m_row_line = m_line;
        parse_row(fields);
        if (m_at < m_text.size()) return true;
        m_at = begin;  // the text ends here: the row may go on
        m_line = m_row_line;
        if (!get_more()) break;
    }
    parse_row(fields);
    return true;
}

std::string header_advice(const std::vector<std::string>& header) {
    if (header.size() != 1) return {};
    for (const auto& [separator, name] : {std::pair{';', "';'"}, std::pair{'\t', "tabs"}}) {
        if (header.front().find(separator) != std::string::npos)
            return fmt::format("; its fields are separated by {}: save it with commas", name);
    }
    return {};
}

std::size_t CsvTable::column(const std::string& wanted) const {
    const auto found = std::find(header.begin(), header.end(), wanted);
    if (found == header.end())
        throw Error{Errc::input, fmt::format("{}:1", name),
                    fmt::format("has no column '{}'; it has {}{}", wanted, fmt::join(header, ", "),
                                header_advice(header))};
    return static_cast<std::size_t>(found - header.begin());
}

CsvTable read_csv_table(const std::string& path) {
    const auto sources = gdal::table_sources(path);
    if (sources.size() > 1) {
        throw Error{Errc::input, path,
                    fmt::format("holds {} tables: name one, as in {}", sources.size(),
                                gdal::shown_name(sources.front()))};
    }
    CsvTable table{gdal::shown_name(sources.front()), {}, {}, {}};
    gdal::LineReader text{sources.front()};
    CsvRows rows{[&](std::string& to) { return text.read(to); }};
    std::vector<std::string_view> fields;
    if (!rows.next(fields)) throw Error{Errc::input, table.name, "is empty"};
    table.header.assign(fields.begin(), fields.end());
    while (rows.next(fields)) {
        const std::string place = fmt::format("{}:{}", table.name, rows.line());
        if (rows.is_cut()) throw Error{Errc::input, place, "a quote is never closed"};
        while (fields.size() > table.header.size() && fields.back().empty()) fields.pop_back();
        if (fields.size() != table.header.size()) {
            throw Error{Errc::input, place,
                        fmt::format("{} fields where the header has {}", fields.size(), table.header.size())};
        }
        table.rows.emplace_back(fields.begin(), fields.end());
        table.lines.push_back(rows.line());
    }
    return table;
}

}  // namespace amaneku::io
