#include "io/csv_rows.hpp"

#include "gdal/vsi.hpp"
#include <amaneku/error.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace amaneku::io {

bool CsvRows::next(std::vector<std::string_view>& fields) {
    fields.clear();
    m_unquoted.clear();
    while (m_at < m_text.size() && (m_text[m_at] == '\n' || m_text[m_at] == '\r')) {
        if (m_text[m_at] == '\n' || m_at + 1 >= m_text.size() || m_text[m_at + 1] != '\n') ++m_line;
        ++m_at;
    }
    if (m_at >= m_text.size()) return false;
    m_row_line = m_line;
    for (;;) {
        if (m_at < m_text.size() && m_text[m_at] == '"') {
            std::string value;
            m_is_cut = true;
            ++m_at;
            while (m_at < m_text.size()) {
                if (m_text[m_at] == '"') {
                    if (m_at + 1 < m_text.size() && m_text[m_at + 1] == '"') {
                        value += '"';
                        m_at += 2;
                        continue;
                    }
                    ++m_at;
                    m_is_cut = false;
                    break;
                }
                if (m_text[m_at] == '\n') ++m_line;
                value += m_text[m_at++];
            }
            m_unquoted.push_back(std::move(value));
            fields.push_back(m_unquoted.back());
            while (m_at < m_text.size() && m_text[m_at] != ',' && m_text[m_at] != '\n' &&
                   m_text[m_at] != '\r')
                ++m_at;
        } else {
            const std::size_t end = std::min(m_text.find_first_of(",\r\n", m_at), m_text.size());
            fields.push_back(m_text.substr(m_at, end - m_at));
            m_at = end;
        }
        if (m_at >= m_text.size() || m_text[m_at] != ',') return true;
        ++m_at;
    }
}

std::size_t CsvTable::column(const std::string& wanted) const {
    const auto found = std::find(header.begin(), header.end(), wanted);
    if (found == header.end())
        throw Error{Errc::input, name,
                    fmt::format("has no column '{}'; it has {}", wanted, fmt::join(header, ", "))};
    return static_cast<std::size_t>(found - header.begin());
}

CsvTable read_csv_table(const std::string& path) {
    auto texts = gdal::read_texts(path);
    std::string content = std::move(texts.front().content);
    if (!gdal::is_utf8(content)) content = gdal::from_cp932(content);
    CsvTable table{texts.front().name, {}, {}, {}};
    CsvRows rows{content};
    std::vector<std::string_view> fields;
    if (!rows.next(fields)) throw Error{Errc::input, path, "is empty"};
    table.header.assign(fields.begin(), fields.end());
    while (rows.next(fields)) {
        if (rows.is_cut())
            throw Error{Errc::input, fmt::format("{}:{}", table.name, rows.line()),
                        "a quote is never closed"};
        table.rows.emplace_back(fields.begin(), fields.end());
        table.rows.back().resize(table.header.size());
        table.lines.push_back(rows.line());
    }
    return table;
}

}  // namespace amaneku::io
