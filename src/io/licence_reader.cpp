#include "io/licence_reader.hpp"

#include "core/municipal_code.hpp"
#include "io/csv_rows.hpp"
#include <amaneku/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>
#include <set>

namespace amaneku::io {

namespace {

constexpr std::uint64_t most_stations = 1'000'000;  // of one municipality: more is a slip

std::string_view trimmed(std::string_view text) {
    const std::size_t first = text.find_first_not_of(' ');
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

/// The columns that are added; a name that has a plus of its own comes first.
std::vector<std::size_t> count_columns(const CsvTable& table, const std::string& names) {
    if (std::find(table.header.begin(), table.header.end(), names) != table.header.end())
        return {table.column(names)};
    std::vector<std::size_t> out;
    for (std::size_t begin = 0; begin <= names.size();) {
        const std::size_t end = std::min(names.find('+', begin), names.size());
        out.push_back(table.column(std::string{trimmed(std::string_view{names}.substr(begin, end - begin))}));
        begin = end + 1;
    }
    return out;
}

/// A whole number; `-` is the statistics offices' zero.
std::optional<std::uint64_t> count_of(std::string_view text) {
    text = trimmed(text);
    if (text == "-") return 0;
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || error != std::errc{} || end != text.data() + text.size() || value > most_stations)
        return std::nullopt;
    return value;
}

bool is_prefecture(std::string_view code) {
    if (code == "PREF" || code == "pref") return true;
    const auto five = municipal_code5(code);
    return five && five->ends_with("000");
}

/// Tells municipalities that have the count of all their prefecture, the row of which stands before them.
class BlockCheck {
public:
    explicit BlockCheck(LicenceCounts& out, const std::string& file) : m_out{out}, m_file{file} {}

    void begin(std::optional<std::uint64_t> total) {
        tell();
        m_total = total;
        m_sum = 0;
        m_same.clear();
    }
    void add(const LicenceCount& row) {
        m_sum += row.count;
        if (m_total && row.count == *m_total) m_same.push_back(row);
    }
    void tell() {
        for (const LicenceCount& row : m_same) {
            if (m_sum == row.count || row.count == 0) continue;
            m_out.issues.push_back(
                {IssueKind::note, m_file, fmt::format("line {}", row.line),
                 fmt::format("{} has {} stations, as many as all its prefecture, and others have some too: "
                             "taken as it stands",
                             row.code, row.count),
                 std::nullopt});
        }
        m_same.clear();
    }

private:
    LicenceCounts& m_out;
    const std::string& m_file;
    std::optional<std::uint64_t> m_total;
    std::uint64_t m_sum = 0;
    std::vector<LicenceCount> m_same;
};

/// Drops totals of cities whose wards are there.
void drop_city_totals(LicenceCounts& out, std::map<std::string, LicenceCount>& rows) {
    std::set<std::string> cities;
    for (const auto& [code, row] : rows) {
        if (const auto city = city_of_ward(code)) cities.insert(city->code);
    }
    std::string dropped;
    for (const std::string& city : cities) {
        const auto row = rows.find(city);
        if (row == rows.end()) continue;
        dropped += fmt::format("{}{} ({})", dropped.empty() ? "" : ", ", city, row->second.count);
        rows.erase(row);
    }
    if (!dropped.empty())
        out.notes.push_back(fmt::format(
            "totals of cities whose wards have rows are left out, so that no station counts twice: {}",
            dropped));
}

}  // namespace

LicenceCounts read_licence_counts(const LicenceConfig& config) {
    const CsvTable table = read_csv_table(config.counts);
    const std::size_t code_column = table.column(config.code_column);
    const std::vector<std::size_t> columns = count_columns(table, config.count_column);
    LicenceCounts out;
    std::map<std::string, LicenceCount> rows;
    BlockCheck blocks{out, config.counts};
    std::size_t prefectures = 0;
    for (std::size_t r = 0; r < table.rows.size(); ++r) {
        const auto& fields = table.rows[r];
        const std::string code{trimmed(fields[code_column])};
        const auto reject = [&](const std::string& why) {
            out.issues.push_back({IssueKind::rejected, config.counts, fmt::format("line {}", table.lines[r]),
                                  why, std::nullopt});
        };
        std::optional<std::uint64_t> count = 0;
        for (const std::size_t c : columns) {
            const auto one = count_of(fields[c]);
            if (!one) {
                reject(fmt::format("{} '{}' of '{}' is no whole number of stations: left out",
                                   table.header[c], fields[c], code));
                count.reset();
                break;
            }
            *count += *one;
        }
        if (is_prefecture(code)) {
            ++prefectures;
            blocks.begin(count);
            continue;
        }
        if (!count) continue;
        const auto five = code.empty() ? std::nullopt : municipal_code5(code);
        if (!five) {
            reject(code.empty()
                       ? fmt::format("has no code: {} stations are left out; give the municipality's code",
                                     *count)
                       : fmt::format("code '{}' is no municipal code of five digits, nor one of six with its "
                                     "check digit: {} stations are left out",
                                     code, *count));
            continue;
        }
        const LicenceCount row{*five, *count, table.lines[r]};
        if (const auto [at, is_new] = rows.emplace(*five, row); !is_new) {
            reject(fmt::format("{} is there already, on line {}: {} stations are left out", *five,
                               at->second.line, *count));
            continue;
        }
        blocks.add(row);
    }
    blocks.tell();
    if (prefectures > 0)
        out.notes.push_back(fmt::format("of the counts {} of whole prefectures {} left out",
                                        prefectures == 1 ? "a row" : fmt::format("{} rows", prefectures),
                                        prefectures == 1 ? "is" : "are"));
    if (rows.empty())
        throw Error{Errc::input, config.counts,
                    fmt::format("has no row with a municipal code in '{}' and a whole number in '{}'",
                                config.code_column, config.count_column)};
    drop_city_totals(out, rows);
    for (const auto& [code, row] : rows) out.rows.push_back(row);
    return out;
}

}  // namespace amaneku::io
