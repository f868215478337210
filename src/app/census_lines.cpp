#include "app/census_lines.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace amaneku::app {

namespace {

constexpr std::size_t most_named = 3;
constexpr double worth_naming_percent = 1.0;

/// Zones with people in the census, the furthest from it first.
std::vector<const CensusLine*> worst_first(const CensusCheck& census) {
    std::vector<const CensusLine*> lines;
    for (const CensusLine& line : census.lines) {
        if (line.census_population > 0.0) lines.push_back(&line);
    }
    std::stable_sort(lines.begin(), lines.end(), [](const CensusLine* a, const CensusLine* b) {
        return std::abs(a->error_percent()) > std::abs(b->error_percent());
    });
    return lines;
}

/// Three decimals with a sign, but for what rounds to nothing.
std::string signed_percent(double value) {
    return std::abs(value) < 0.0005 ? "0.000" : fmt::format("{:+.3f}", value);
}

}  // namespace

std::string census_lines(const CensusCheck& census) {
    const auto lines = worst_first(census);
    std::string out =
        fmt::format("census: {} % in all ({} people for {:.0f}); median error of {} zones {:.3f} %\n",
                    signed_percent(census.total_error_percent()), whole_units(census.computed_population),
                    census.census_population, lines.size(), census.median_error_percent);
    std::string worst;
    for (std::size_t i = 0; i < std::min(lines.size(), most_named); ++i) {
        if (std::abs(lines[i]->error_percent()) < worth_naming_percent) break;
        worst += fmt::format("{}{} {:+.1f} %", worst.empty() ? "" : ", ", lines[i]->name,
                             lines[i]->error_percent());
    }
    if (!worst.empty())
        out += fmt::format("census: furthest off: {} (all in qa.csv){}\n", worst,
                           census.calibrated ? "" : "; zones.calibrate = true fits zones to the census");
    if (census.calibrated && census.missing_zones + census.surplus_zones > 0)
        out += fmt::format(
            "census: after calibration {} zones lack {:.0f} people and {} have {:.0f} too many: their cells "
            "do not hold what the census says\n",
            census.missing_zones, census.missing_population, census.surplus_zones, census.surplus_population);
    return out;
}

}  // namespace amaneku::app
