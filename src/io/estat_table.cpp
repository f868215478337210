#include "io/estat_table.hpp"

#include "io/csv_rows.hpp"
#include <amaneku/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <iterator>
#include <unordered_map>

namespace amaneku::io {

namespace {

constexpr std::size_t key_columns = 4;  // KEY_CODE, HTKSYORI, HTKSAKI, GASSAN
constexpr std::string_view utf8_mark = "\xEF\xBB\xBF";

/// Splits at commas; plain tables have no quotes.
void split_line(std::string_view line, std::vector<std::string_view>& fields) {
    fields.clear();
    for (std::size_t at = 0;;) {
        const std::size_t comma = line.find(',', at);
        fields.push_back(line.substr(at, comma == std::string_view::npos ? comma : comma - at));
        if (comma == std::string_view::npos) return;
        at = comma + 1;
    }
}

/// The last three digits of a column code, 0 where there are none: T001141019 -> 19.
int column_number(std::string_view code) noexcept {
    int number = 0;
    if (code.size() >= 3) std::from_chars(code.data() + code.size() - 3, code.data() + code.size(), number);
    return number;
}

bool is_exact_column(int number) noexcept {
    return (number >= 1 && number <= 3) || number == 34 || number == 35;
}

/// The exact column a breakdown follows: triples total, male, female up to 033, then households.
int reference_column(int number) noexcept {
    return number >= 34 ? 34 : (number - 1) % 3 + 1;
}

struct Column {
    std::size_t field = 0;
    bool exact = true;
    std::size_t reference_field = 0;
};

/// The fields of a row that are read, and how many it has.
class RowFields {
public:
    /// @param wanted  indices of fields, in any order
    explicit RowFields(const std::vector<std::size_t>& wanted) {
        const std::size_t last = wanted.empty() ? 0 : *std::max_element(wanted.begin(), wanted.end());
        m_begin.resize(last + 2);
    }
    /// Finds the fields up to the last wanted one; those behind it are counted only.
    void split(std::string_view line) {
        m_line = line;
        const std::size_t most = m_begin.size() - 1;
        std::size_t at = 0;
        m_count = 0;
        m_begin[0] = 0;
        for (; at < line.size() && m_count < most; ++at) {
            if (line[at] == ',') m_begin[++m_count] = at + 1;
        }
        if (m_count < most) {
            m_begin[++m_count] = line.size() + 1;
        } else {
            m_count += 1 + static_cast<std::size_t>(
                               std::count(line.begin() + static_cast<std::ptrdiff_t>(at), line.end(), ','));
        }
    }
    [[nodiscard]] std::size_t count() const noexcept { return m_count; }
    [[nodiscard]] std::string_view operator[](std::size_t i) const {
        return m_line.substr(m_begin[i], m_begin[i + 1] - 1 - m_begin[i]);
    }

private:
    std::string_view m_line;
    std::vector<std::size_t> m_begin;
    std::size_t m_count = 0;
};

struct Group {
    std::vector<std::size_t> rows;  ///< of PopulationRows; the first is the destination
};

}  // namespace

bool is_estat(std::string_view text) noexcept {
    if (text.starts_with(utf8_mark)) text.remove_prefix(utf8_mark.size());
    return text.starts_with("KEY_CODE,HTKSYORI") || text.starts_with("\"KEY_CODE\",\"HTKSYORI\"");
}

std::string plain_estat(std::string text, const std::string& name) {
    const bool has_cr_only = text.find('\n') == std::string::npos && text.find('\r') != std::string::npos;
    if (text.find('"') == std::string::npos && !has_cr_only) {
        if (text.starts_with(utf8_mark)) text.erase(0, utf8_mark.size());
        return text;
    }
    std::string plain;
    plain.reserve(text.size());
    CsvRows rows{text};
    std::size_t line = 1;
    for (std::vector<std::string_view> fields; rows.next(fields); ++line) {
        if (rows.is_cut())
            throw Error{Errc::input, fmt::format("{}:{}", name, rows.line()), "a quote is never closed"};
        for (; line < rows.line(); ++line) plain += '\n';  // keeps the numbers of lines
        for (std::size_t i = 0; i < fields.size(); ++i) {
            if (i > 0) plain += ',';
            // Only labels hold commas and line breaks, and labels are not read.
            std::transform(fields[i].begin(), fields[i].end(), std::back_inserter(plain),
                           [](char c) { return c == ',' || c == '\n' || c == '\r' ? ' ' : c; });
        }
        plain += '\n';
    }
    return plain;
}

std::string_view first_estat_code(std::string_view text) noexcept {
    for (std::size_t at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', at)) {
        ++at;
        const std::string_view code =
            text.substr(at, std::min(text.find_first_of(",\r\n", at), text.size()) - at);
        if (!code.empty()) return code;
    }
    return {};
}

std::string estat_table_id(std::string_view text) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::vector<std::string_view> fields;
    split_line(text.substr(0, end), fields);
    if (fields.size() <= key_columns || fields[key_columns].size() != 10) return {};
    return std::string{fields[key_columns].substr(0, 7)};
}

void read_estat(std::string_view text, const std::string& name, std::uint32_t file,
                const std::vector<WeightColumn>& columns, std::optional<MeshLevel> level, bool partial,
                PopulationRows& rows, EstatStates& states, Population& out) {
    std::vector<std::string_view> fields;
    std::size_t at = 0;
    std::size_t line_number = 0;
    const auto next_line = [&](std::string_view& line) {
        if (at >= text.size()) return false;
        std::size_t end = text.find('\n', at);
        if (end == std::string_view::npos) end = text.size();
        line = text.substr(at, end - at);
        if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
        at = end + 1;
        ++line_number;
        return true;
    };
    std::string_view line;
    next_line(line);
    split_line(line, fields);
    const std::size_t width = fields.size();
    std::vector<Column> wanted;
    for (const WeightColumn& c : columns) {
        const auto find = [&](const std::string& code) {
            const auto found = std::find(fields.begin(), fields.end(), code);
            if (found == fields.end()) {
                throw Error{
                    Errc::input, fmt::format("{}:1", name),
                    fmt::format("has no column '{}' for the weight '{}'; it has {} … {}: set "
                                "population.columns",
                                code, c.weight, fields[std::min(key_columns, width - 1)], fields.back())};
            }
            return static_cast<std::size_t>(found - fields.begin());
        };
        const int number = column_number(c.column);
        Column column{find(c.column), is_exact_column(number) || number == 0, 0};
        if (!column.exact)
            column.reference_field = find(
                fmt::format("{}{:03}", c.column.substr(0, c.column.size() - 3), reference_column(number)));
        wanted.push_back(column);
    }

    const std::size_t first_row = rows.cells.size();
    std::vector<std::uint8_t> state;                                // by row of this file
    std::vector<std::vector<CellAmount>> reference(wanted.size());  // by weight and row: the exact column
    std::vector<std::string_view> codes;
    std::vector<std::string_view> destination;  // of a source row
    std::unordered_map<std::string_view, std::size_t> destinations;
    std::vector<std::size_t> read{0, 1, 2};
    for (const Column& column : wanted) {
        read.push_back(column.field);
        if (!column.exact) read.push_back(column.reference_field);
    }
    RowFields row{read};
    std::string problem;
    std::vector<CellAmount> amounts;
    std::vector<CellAmount> exact;
    while (next_line(line)) {
        if (line.empty()) continue;
        row.split(line);
        if (line_number == 2 && row[0].empty()) continue;  // the row of labels
        ++out.rows_read;
        const auto place = [&] { return fmt::format("line {}", line_number); };
        if (row.count() != width) {
            reject(out, name, place(), fmt::format("{} fields where the header has {}", row.count(), width));
            continue;
        }
        const auto code = MeshCode::parse(row[0], level);
        if (!code || code->level() != out.grid.level()) {
            reject(out, name, place(),
                   code ? fmt::format("mesh code '{}' is of level {}, the run's cells are of level {}",
                                      row[0], mesh_level_id(code->level()), mesh_level_id(*out.grid.level()))
                        : mesh_code_problem(row[0], level));
            continue;
        }
        const std::uint8_t s = row[1] == "1" ? 1 : row[1] == "2" ? 2 : 0;
        problem.clear();
        if (s == 0 && row[1] != "0" && !row[1].empty())
            problem = fmt::format("HTKSYORI '{}' is no state: 0, 1 or 2", row[1]);
        amounts.clear();
        exact.clear();
        for (std::size_t w = 0; w < wanted.size(); ++w) {
            ParsedAmount parsed;
            if (!(s == 2 && !wanted[w].exact && row[wanted[w].field] == "*")) {
                parsed = parse_amount(row[wanted[w].field]);
                if (parsed.problem != nullptr)
                    problem =
                        fmt::format("{} '{}' {}", columns[w].column, row[wanted[w].field], parsed.problem);
            }
            amounts.push_back(parsed.amount);
            ParsedAmount base;
            if (!wanted[w].exact) {
                base = parse_amount(row[wanted[w].reference_field]);
                if (base.problem != nullptr)
                    problem = fmt::format("'{}' {}", row[wanted[w].reference_field], base.problem);
            }
            exact.push_back(base.amount);
        }
        if (!problem.empty()) {
            reject(out, name, place(), problem);
            continue;
        }
        ++(s == 0 ? states.plain : s == 1 ? states.destination : states.source);
        if (s == 1) destinations.emplace(row[0], state.size());
        state.push_back(s);
        codes.push_back(row[0]);
        destination.push_back(s == 2 ? row[2] : std::string_view{});
        rows.cells.push_back(
            {static_cast<std::int32_t>(code->row()), static_cast<std::int32_t>(code->column())});
        rows.estimated.push_back(0);
        rows.partial.push_back(partial ? 1 : 0);
        rows.file.push_back(file);
        for (std::size_t w = 0; w < wanted.size(); ++w) {
            rows.weights[w].push_back(amounts[w]);
            reference[w].push_back(exact[w]);
        }
    }

    std::vector<Group> groups(state.size());
    for (std::size_t i = 0; i < state.size(); ++i) {
        if (state[i] == 1) groups[i].rows.insert(groups[i].rows.begin(), i);
        if (state[i] != 2) continue;
        const auto found = destinations.find(destination[i]);
        if (found == destinations.end()) {
            rows.estimated[first_row + i] = 1;
            out.issues.push_back(
                {IssueKind::note, name, out.grid.code(rows.cells[first_row + i]),
                 fmt::format(
                     "its suppressed columns were added to '{}', which is not in the file: they count as 0",
                     destination[i]),
                 std::nullopt});
        } else {
            groups[found->second].rows.push_back(i);
        }
    }
    for (const Group& group : groups) {
        if (group.rows.empty()) continue;
        for (std::size_t w = 0; w < wanted.size(); ++w) {
            if (wanted[w].exact) continue;
            // Largest remainder over the group, in proportion to the exact column; equal remainders to the
            // smallest code.
            auto& weight = rows.weights[w];
            const CellAmount total = weight[first_row + group.rows.front()];
            Amount base = 0;
            for (const std::size_t i : group.rows) base += reference[w][i];
            if (base == 0) continue;
            CellAmount rest = total;
            std::vector<std::pair<Amount, std::size_t>> remainders;
            for (const std::size_t i : group.rows) {
                const Amount product = static_cast<Amount>(total) * reference[w][i];
                weight[first_row + i] = static_cast<CellAmount>(product / base);
                rest -= weight[first_row + i];
                remainders.emplace_back(product % base, i);
                rows.estimated[first_row + i] = 1;
            }
            std::sort(remainders.begin(), remainders.end(), [&](const auto& a, const auto& b) {
                return a.first != b.first ? a.first > b.first : codes[a.second] < codes[b.second];
            });
            for (std::size_t i = 0; rest > 0; i = (i + 1) % remainders.size(), --rest)
                ++weight[first_row + remainders[i].second];
        }
    }
}

}  // namespace amaneku::io
