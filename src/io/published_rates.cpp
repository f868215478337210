#include "io/published_rates.hpp"

#include "core/kpi.hpp"
#include "io/csv_rows.hpp"
#include <amaneku/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string_view>
#include <tuple>
#include <utility>

namespace amaneku::io {

namespace {

bool are_digits(std::string_view text, std::size_t count) {
    return text.size() == count && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

std::string known_bands(const RadioDefaults& defaults) {
    std::string out = "*";
    for (const RadioClass& band : defaults.bands) out += ", " + band.id;
    return out;
}

/// The columns of the table.
struct Columns {
    std::size_t prefecture, band, rate, year, source;

    explicit Columns(const CsvTable& table)
        : prefecture{table.column("prefecture_code")},
          band{table.column("band")},
          rate{table.column("rate")},
          year{table.column("year")},
          source{table.column("source")} {}
};

/// Fills a rate from a row. @returns what is wrong with it, else empty
std::string parse(const std::vector<std::string>& row, const Columns& columns, const RadioDefaults& defaults,
                  PublishedRate& to) {
    to.prefecture_code = row[columns.prefecture];
    if (are_digits(to.prefecture_code, 1)) to.prefecture_code.insert(0, "0");  // a spreadsheet's 1 for 01
    if (!are_digits(to.prefecture_code, 2))
        return fmt::format("prefecture_code '{}': must be two digits, 29 for Nara", to.prefecture_code);
    to.band = row[columns.band];
    if (to.band != "*") {
        const RadioClass* const band = defaults.band(to.band);
        if (band == nullptr)
            return fmt::format("band '{}' is none of '{}': {}", to.band, defaults.id, known_bands(defaults));
        to.band = band->id;
    }
    const auto rate = parse_decimal(row[columns.rate]);
    if (!rate || *rate < 0 || *rate > Amount{100} * amount_per_unit)
        return fmt::format("rate '{}': must be percent from 0 to 100, digits with a point, without %",
                           row[columns.rate]);
    to.rate = *rate;
    to.year = row[columns.year];
    if (!are_digits(to.year, 4))
        return fmt::format("year '{}': must be four digits, the year that the rate is of", to.year);
    to.source = row[columns.source];
    return {};
}

}  // namespace

PublishedRates read_published_rates(const std::string& path, const RadioDefaults& defaults) {
    const CsvTable table = read_csv_table(path);
    const Columns columns{table};
    PublishedRates out;
    std::map<std::pair<std::string, std::string>, std::size_t> first_line;
    for (std::size_t r = 0; r < table.rows.size(); ++r) {
        PublishedRate rate;
        rate.line = table.lines[r];
        std::string problem = parse(table.rows[r], columns, defaults, rate);
        if (problem.empty()) {
            const auto [at, is_new] =
                first_line.emplace(std::pair{rate.prefecture_code, rate.band}, rate.line);
            if (!is_new)
                problem = fmt::format("prefecture {} and band {} are in line {} already; that line counts",
                                      rate.prefecture_code, rate.band, at->second);
        }
        if (problem.empty()) {
            out.rates.push_back(std::move(rate));
        } else {
            out.issues.push_back({IssueKind::rejected, table.name, fmt::format("line {}", rate.line),
                                  std::move(problem), std::nullopt});
        }
    }
    if (out.rates.empty()) {
        const std::string why = out.issues.empty()
                                    ? "it has no line"
                                    : out.issues.front().place + ": " + out.issues.front().reason;
        throw Error{Errc::input, table.name, "has no published rate to calibrate to: " + why};
    }
    std::ranges::sort(out.rates, [](const PublishedRate& a, const PublishedRate& b) {
        return std::tie(a.prefecture_code, a.band) < std::tie(b.prefecture_code, b.band);
    });
    return out;
}

}  // namespace amaneku::io
