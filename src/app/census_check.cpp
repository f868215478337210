#include "app/census_check.hpp"

#include "app/weights.hpp"
#include "core/weight.hpp"
#include "io/zone_reader.hpp"
#include <amaneku/error.hpp>

#include <algorithm>
#include <cmath>

namespace amaneku::app {

zonal::CensusTotals read_census_totals(const RunResult& result) {
    const ZoneTable& zones = result.zones;
    const auto census = io::read_census(*result.config.zones.census);
    zonal::CensusTotals out{std::vector<double>(zones.zones.size(), -1.0),
                            std::vector<double>(zones.zones.size(), -1.0)};
    for (std::size_t z = 0; z < zones.zones.size(); ++z) {
        const auto row = census.find(zones.zones[z].code);
        if (zones.zones[z].code.empty() || row == census.end()) continue;
        out.population[z] = row->second.population;
        out.households[z] = row->second.households;
    }
    return out;
}

void calibrate(const RunResult& result, const zonal::CensusTotals& census, zonal::Allocation& allocation) {
    const Population& population = result.population;
    const std::size_t people = weight_index(population, "population");
    const std::size_t households = weight_index(population, "households");
    const std::size_t weights = population.weight_names.size();
    if (people == weights)
        throw Error{Errc::configuration, result.config.zones.place,
                    "zones.calibrate needs a weight named population"};
    if (result.config.zones.calibrate_reach == 1) zonal::extend_reach(population, allocation);
    zonal::rake(population, allocation, people, census.population);
    const bool fit_households =
        households < weights &&
        std::any_of(census.households.begin(), census.households.end(), [](double v) { return v >= 0.0; });
    if (fit_households) zonal::rake(population, allocation, households, census.households);
    for (std::size_t w = 0; w < weights; ++w) {
        if (w != people && !(w == households && fit_households))
            zonal::follow(population, allocation, w, people);
    }
}

CensusCheck check_census(const RunResult& result, const zonal::CensusTotals& census) {
    CensusCheck check;
    check.calibrated = result.config.zones.calibrate;
    const std::size_t people = weight_index(result.population, "population");
    const std::size_t households = weight_index(result.population, "households");
    std::vector<double> errors;
    double signed_sum = 0.0;
    for (std::size_t z = 0; z < result.zones.zones.size(); ++z) {
        const Zone& zone = result.zones.zones[z];
        if (!zone.reported || census.population[z] < 0.0) continue;
        CensusLine line{
            zone.code, zone.name, result.zone_coverage.total(z, people), census.population[z], 0, -1.0,
            0.0,       0.0};
        if (households < result.population.weight_names.size() && census.households[z] >= 0.0) {
            line.computed_households = result.zone_coverage.total(z, households);
            line.census_households = census.households[z];
        }
        if (check.calibrated) {
            line.missing_population =
                std::max(0.0, std::round(line.census_population - to_double(line.computed_population)));
            if (line.census_households >= 0.0)
                line.missing_households =
                    std::max(0.0, std::round(line.census_households - to_double(line.computed_households)));
            check.missing_population += line.missing_population;
            if (line.missing_population > 0.0) ++check.missing_zones;
            const double surplus =
                std::max(0.0, std::round(to_double(line.computed_population) - line.census_population));
            check.surplus_population += surplus;
            if (surplus > 0.0) ++check.surplus_zones;
        }
        check.computed_population += line.computed_population;
        check.census_population += line.census_population;
        if (line.census_population > 0.0) {
            const double error = line.error_percent();
            errors.push_back(std::abs(error));
            signed_sum += error;
        }
        check.lines.push_back(std::move(line));
    }
    if (!errors.empty()) {
        check.mean_signed_error_percent = signed_sum / static_cast<double>(errors.size());
        std::sort(errors.begin(), errors.end());
        const std::size_t n = errors.size();
        check.median_error_percent = n % 2 == 1 ? errors[n / 2] : 0.5 * (errors[n / 2 - 1] + errors[n / 2]);
    }
    return check;
}

}  // namespace amaneku::app
