#include "io/earlier_run.hpp"

#include "io/csv_rows.hpp"
#include <amaneku/error.hpp>

#include <fmt/format.h>

#include <filesystem>
#include <optional>

namespace amaneku::io {

namespace fs = std::filesystem;

namespace {

/// `12.345000000` as it was written: digits, a point, nine digits.
std::optional<Amount> amount(const std::string& text) {
    const std::size_t point = text.find('.');
    if (point == std::string::npos || point == 0 || text.size() != point + 10 || text.size() > 36)
        return std::nullopt;
    Amount value = 0;
    for (const char c : text) {
        if (c == '.') continue;
        if (c < '0' || c > '9') return std::nullopt;
        value = value * 10 + (c - '0');
    }
    return value;
}

}  // namespace

EarlierRun EarlierRun::read(const std::string& folder) {
    const std::string path = (fs::path{folder} / "coverage.csv").string();
    if (!fs::exists(path)) {
        throw Error{Errc::input, path,
                    "is not there: compare.before must name the folder of a run that wrote csv"};
    }
    const CsvTable table = read_csv_table(path);
    const std::size_t level = table.column("zone_level");
    const std::size_t code = table.column("zone_code");
    const std::size_t service = table.column("service");
    const std::size_t provider = table.column("provider");
    const std::size_t weight = table.column("weight");
    const std::size_t rule = table.column("rule");
    const std::size_t total = table.column("total");
    const std::size_t covered = table.column("covered");
    EarlierRun out;
    for (std::size_t r = 0; r < table.rows.size(); ++r) {
        const auto& row = table.rows[r];
        if (row[provider] != "*") continue;
        const auto all = amount(row[total]);
        const auto part = amount(row[covered]);
        if (!all || !part) {
            throw Error{
                Errc::input, fmt::format("{}:{}", path, table.lines[r]),
                fmt::format("'{}' or '{}' is no amount with nine decimals, as a run writes them: give "
                            "the file as it was written",
                            row[total], row[covered])};
        }
        out.m_amounts[{row[level], row[code], row[service], row[weight], row[rule]}] = {*part, *all};
    }
    return out;
}

const EarlierRun::Amounts* EarlierRun::find(const std::string& level, const std::string& code,
                                            const std::string& service, const std::string& weight,
                                            const std::string& rule) const {
    const auto found = m_amounts.find({level, code, service, weight, rule});
    return found == m_amounts.end() ? nullptr : &found->second;
}

}  // namespace amaneku::io
