#pragma once

#include "core/amount.hpp"
#include "core/calibration_result.hpp"
#include "core/combination_result.hpp"
#include "core/config.hpp"
#include "core/flag_result.hpp"
#include "core/gap_result.hpp"
#include "core/kpi.hpp"
#include "core/line_result.hpp"
#include "core/measures.hpp"
#include "core/modelled_area.hpp"
#include "core/place_result.hpp"
#include "core/placement_range.hpp"
#include "core/plan_result.hpp"
#include "core/population.hpp"
#include "core/scenario_result.hpp"
#include "core/sensitivity_result.hpp"
#include "core/site.hpp"
#include "core/zone.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace amaneku {

/// Totals and covered amounts of some areas, for every weight, layer and rule.
///
/// A service that counts the cells of a list only leaves out the people of all others: they are in the area's
/// total, in neither numerator nor denominator of the service's rates.
struct CoverageTable {
    std::size_t area_count = 0;
    std::size_t weight_count = 0;
    std::size_t layer_count = 0;
    std::vector<Amount> totals;   ///< [area][weight]
    std::vector<Amount> covered;  ///< [area][weight][layer][rule]
    std::vector<Amount>
        left_out;  ///< [area][weight][layer]: people of cells that the layer's service does not count

    CoverageTable() = default;
    CoverageTable(std::size_t areas, std::size_t weights, std::size_t layers)
        : area_count{areas},
          weight_count{weights},
          layer_count{layers},
          totals(areas * weights, 0),
          covered(areas * weights * layers * rule_count, 0),
          left_out(areas * weights * layers, 0) {}

    [[nodiscard]] Amount& total(std::size_t area, std::size_t weight) {
        return totals[area * weight_count + weight];
    }
    [[nodiscard]] Amount total(std::size_t area, std::size_t weight) const {
        return totals[area * weight_count + weight];
    }
    [[nodiscard]] Amount& left(std::size_t area, std::size_t weight, std::size_t layer) {
        return left_out[(area * weight_count + weight) * layer_count + layer];
    }
    [[nodiscard]] Amount left(std::size_t area, std::size_t weight, std::size_t layer) const {
        return left_out[(area * weight_count + weight) * layer_count + layer];
    }
    /// The denominator of a layer's rates.
    [[nodiscard]] Amount counted(std::size_t area, std::size_t weight, std::size_t layer) const {
        return total(area, weight) - left(area, weight, layer);
    }
    [[nodiscard]] std::size_t index(std::size_t area, std::size_t weight, std::size_t layer,
                                    Rule rule) const {
        return ((area * weight_count + weight) * layer_count + layer) * rule_count +
               static_cast<std::size_t>(rule);
    }
    [[nodiscard]] Amount& at(std::size_t area, std::size_t weight, std::size_t layer, Rule rule) {
        return covered[index(area, weight, layer, rule)];
    }
    [[nodiscard]] Amount at(std::size_t area, std::size_t weight, std::size_t layer, Rule rule) const {
        return covered[index(area, weight, layer, rule)];
    }
};

/// Where every person of the input went, for one weight: input = outside + unassigned + other + reported. Of
/// a service's layer reported = covered + uncovered + left out, see CoverageTable.
struct LedgerLine {
    std::string weight;
    Amount input = 0;
    Amount outside = 0;     ///< in cells that touch no zone (extent = "zones")
    Amount unassigned = 0;  ///< in cells with no zone within reach (extent = "all")
    Amount other = 0;       ///< in supplied zones that are not reported
    Amount reported = 0;
};

/// An area of a report: a prefecture, a city of wards, a group.
struct Area {
    std::string code;
    std::string name;
    std::string kind;                  ///< groups only
    std::vector<std::uint32_t> zones;  ///< its reported zones
};

/// One line of the comparison of zone totals with a census table.
struct CensusLine {
    std::string code;
    std::string name;
    Amount computed_population = 0;
    double census_population = 0.0;
    Amount computed_households = 0;
    double census_households = 0.0;   ///< < 0: not compared
    double missing_population = 0.0;  ///< what calibration could not place, else 0
    double missing_households = 0.0;

    /// Percent of the census; there must be people in it.
    [[nodiscard]] double error_percent() const noexcept {
        return 100.0 * (to_double(computed_population) - census_population) / census_population;
    }
};

struct CensusCheck {
    bool calibrated = false;
    std::vector<CensusLine> lines;    ///< zones with people in the census, by code
    double median_error_percent = 0;  ///< median of |computed - census| / census
    double mean_signed_error_percent = 0;
    Amount computed_population = 0;  ///< sums over the lines
    double census_population = 0.0;
    double missing_population = 0.0;  ///< sum over the zones that could not be met
    std::size_t missing_zones = 0;
    double surplus_population = 0.0;  ///< and what the others have too many
    std::size_t surplus_zones = 0;

    /// Error of all lines' people together, percent of the census; 0 where it has nobody.
    [[nodiscard]] double total_error_percent() const noexcept {
        if (census_population <= 0.0) return 0.0;
        return 100.0 * (to_double(computed_population) - census_population) / census_population;
    }
};

/// A service that counts meshes, those that hold a station or are covered, by area.
struct MeshKpiResult {
    CoverageTable zones, prefectures, cities, groups, nation;  ///< of the weight `cells` alone
    std::uint64_t cells = 0;                                   ///< of its list
    std::uint64_t outside = 0;                                 ///< of them those that touch no zone
};

/// What a run found; all that the writers need.
struct RunResult {
    Config config;
    Population population;
    ZoneTable zones;
    std::vector<double> zone_area_km2;  ///< by zone
    Measures measures;                  ///< the layers always; of the cells what the run keeps
    // Of the cells, where the run keeps them:
    std::vector<std::uint32_t>
        cell_zone;                      ///< by cell: the zone of its largest share; no_zone where it has none
    std::vector<double> cell_reported;  ///< by cell: the part of its people that is of reported zones
    std::vector<std::uint8_t> cell_is_shown;  ///< by cell: 1 where it touches or is of a reported zone
    std::vector<std::vector<std::uint8_t>>
        cell_covered;  ///< [service][cell]: 1 where the service's own rule counts the cell's people
    std::vector<std::vector<std::uint8_t>>
        cell_counted;  ///< [service][cell]: 1 where the service's profile counts the cell; empty: all
    std::vector<std::string> layer_names;  ///< `5g`, `5g/operator-a`, …
    CoverageTable zone_coverage;           ///< by zone (reported and other)
    CoverageTable prefecture_coverage, city_coverage, group_coverage, nation_coverage;
    std::vector<Area> prefectures, cities, groups;
    std::vector<LedgerLine> ledger;
    std::optional<CensusCheck> census;
    std::vector<SiteTable>
        sites;  ///< by provider, in the order of the configuration (empty where it has none)
    std::vector<SiteTable>
        placed;  ///< by provider: stations drawn where only numbers are known; may be empty
    std::vector<PlacementRange> ranges;  ///< of services that have such stations
    std::vector<ModelledArea> modelled;  ///< by provider: what was modelled before the overlay (mostly empty)
    std::vector<std::uint64_t> provider_features;  ///< by provider: the areas and sites that take part
    std::vector<LevelCounts> provider_levels;  ///< by provider: those by the method that their shape is of
    std::vector<CalibrationLine> calibration;  ///< by service, provider, prefecture, band; mostly empty
    std::vector<std::uint8_t> zone_has_site;   ///< [service * zone_count + zone]
    std::optional<TargetsResult> targets;
    std::optional<std::vector<Flag>> flags;         ///< by level, area, service; nothing: not looked for
    std::optional<GapResult> gaps;                  ///< with [gaps]
    std::optional<PlaceResult> places;              ///< with [[place]]
    std::optional<LineResult> lines;                ///< with [[line]]
    std::optional<CombinationResult> combinations;  ///< with [combinations]
    std::vector<MeshKpiResult> mesh_kpis;           ///< by service of config.mesh_kpis
    std::optional<SensitivityResult> sensitivity;   ///< with [sensitivity]
    std::optional<PlanResult> plan;                 ///< of `amaneku plan`
    std::optional<ScenarioResult> scenario;         ///< of `amaneku run --scenario`
    std::vector<InputFile> inputs;
    std::vector<Issue> issues;
    std::vector<std::string> notes;
    std::vector<std::string> warnings;  ///< what may make figures misleading; said on the terminal too

    /// Whether the service's profile counts the cell; where it does not, the cell is neither covered nor
    /// uncovered.
    [[nodiscard]] bool counts_cell(std::size_t service, std::size_t cell) const {
        if (cell_counted.empty()) return true;
        const auto& counted = cell_counted[service];
        return counted.empty() || counted[cell] != 0;
    }
};

inline constexpr std::uint32_t no_zone = 0xffffffffU;

}  // namespace amaneku
