#pragma once

#include "core/combination_config.hpp"
#include "core/fiber_config.hpp"
#include "core/gap_config.hpp"
#include "core/licence_config.hpp"
#include "core/place_config.hpp"
#include "core/plan_config.hpp"
#include "core/radio_config.hpp"
#include "core/rule_profile.hpp"
#include "core/sensitivity_config.hpp"
#include "core/source.hpp"
#include "core/targets_config.hpp"
#include <amaneku/mesh_code.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace amaneku {

/// A calendar date; `2026-03-31`.
struct Date {
    int year = 0;
    int month = 0;
    int day = 0;

    friend auto operator<=>(const Date&, const Date&) = default;
};

[[nodiscard]] std::string format_date(Date date);
/// `2026-03-31` (also `2026/3/31`); nothing for anything else.
[[nodiscard]] std::optional<Date> parse_date(std::string_view text);

/// A place in the configuration file, for messages: `sample.toml:12`.
using ConfigPlace = std::string;

enum class PopulationFormat : std::uint8_t { automatic, estat, ksj, csv, raster };

/// A weight of the run and the input column that holds it.
struct WeightColumn {
    std::string weight;
    std::string column;
};

struct PopulationConfig {
    std::vector<std::string> files;  ///< absolute, globs expanded, sorted
    PopulationFormat format = PopulationFormat::automatic;
    std::optional<MeshLevel> level;
    std::vector<WeightColumn> columns;  ///< in the order of the configuration; empty: the format's defaults
    std::string code_column;            ///< csv only
    int year = 0;                       ///< ksj only: the projection's year, 0 = not given
    double max_bad_rows = 0.001;
    Source source;
    ConfigPlace place;
};

enum class Wards : std::uint8_t { wards, cities, both };
enum class Extent : std::uint8_t { zones, all };

struct CensusConfig {
    std::string file;
    std::string code = "code";
    std::string population = "population";
    std::string households;  ///< empty: not compared
    Source source;
};

struct ZonesConfig {
    std::vector<std::string> files;
    std::string code = "N03_007";
    std::string name;                 ///< empty: the N03 columns, else a column `name`
    std::vector<std::string> report;  ///< codes or prefixes; empty: every zone
    ZoneAssign assign = ZoneAssign::land_share;
    std::vector<std::string> list;
    Wards wards = Wards::wards;
    std::optional<CensusConfig> census;
    bool calibrate = false;
    int calibrate_reach = 0;  ///< 1: also to the zones of the eight neighbours
    std::string groups;       ///< path, empty: none
    Extent extent = Extent::zones;
    double nearest_m = 2000.0;
    Source source;
    ConfigPlace place;
};

/// Columns of a site table; empty where the table has none.
struct SiteColumns {
    std::string id, lon = "lon", lat = "lat", azimuth, beamwidth, radius_m;
    std::string status, planned, on_air, until;  ///< what is there at a date
    std::string band, type;                      ///< of a radio model, and what else it knows of a sector:
    std::string frequency_mhz, bandwidth_mhz, power_dbm, gain_dbi, feeder_loss_db, height_m, tilt;
    /// Names a configuration gave itself: a missing one is an error, a missing default is not.
    std::vector<std::string> given;
};

struct ProviderConfig {
    std::string id;
    std::string name;
    std::vector<std::string> footprints;
    std::vector<std::string> sites;
    std::string where;  ///< OGR SQL condition, empty: all
    SiteColumns columns;
    std::optional<double> radius_m;
    std::optional<double> beamwidth;  ///< where an azimuth is given without a beamwidth; default 65
    int segments = 64;
    bool counts_planned = false;  ///< sites count from their planned date on
    std::optional<RadioConfig> radio;
    std::optional<FiberConfig> fiber;       ///< cables, closures, towns
    std::optional<LicenceConfig> licences;  ///< stations of which only numbers are known
    /// Of draws: has the areas and sites of that provider of the run, and reads nothing.
    std::optional<std::size_t> same_as;
    double max_bad_rows = 0.001;
    Source source;
    ConfigPlace place;

    /// Whether it has stations, of a list or placed.
    [[nodiscard]] bool has_sites() const noexcept { return !sites.empty() || licences.has_value(); }
};

struct ServiceConfig {
    std::string id;
    std::string name;
    RuleProfile profile;                    ///< with the service's own keys applied
    std::vector<std::string> changed_keys;  ///< keys of the profile that the service sets again
    std::vector<ProviderConfig> providers;
    ConfigPlace place;
};

enum class Encoding : std::uint8_t { utf8, utf8_bom, cp932 };

/// Map tiles of the user's own behind the page's map; without them it asks no host for anything.
struct BaseMap {
    std::string url;  ///< `https://host/{z}/{x}/{y}.png`
    std::string attribution;

    /// `https://host`: what the page may ask.
    [[nodiscard]] std::string host() const;
};

struct OutputConfig {
    std::string directory;             ///< absolute
    std::vector<std::string> formats;  ///< csv json gpkg geojson fgb, or `PG:…`
    Encoding encoding = Encoding::utf8;
    std::optional<BaseMap> base_map;
    ConfigPlace place;

    [[nodiscard]] bool wants(std::string_view format) const;
};

/// Everything a run needs to know, checked: ids unique, files existing, values in range.
struct Config {
    std::string path;  ///< of the file itself
    std::string title;
    std::string language = "ja";
    Date as_of;
    PopulationConfig population;
    ZonesConfig zones;
    std::vector<ServiceConfig> services;
    std::optional<TargetsConfig> targets;
    std::optional<PopulationConfig> projection;  ///< of [targets]: people of another year on the same cells
    OutputConfig output;
    std::optional<GapsConfig> gaps;
    std::vector<FeatureConfig> places;  ///< points that are in or out
    std::vector<FeatureConfig> lines;   ///< ways that are measured in and out
    std::optional<CombinationsConfig> combinations;
    std::optional<EquityConfig> equity;
    std::vector<ServiceConfig> mesh_kpis;  ///< services that count meshes and no people
    std::optional<PlanConfig> plan;
    std::optional<SensitivityConfig> sensitivity;
    std::string earlier_run;  ///< folder of an earlier run that rates are compared with; empty: none
    std::string text;         ///< the file as read, kept for summary.json
};

/// Whether the overlay also has to measure fractions of the cells' land.
[[nodiscard]] bool needs_land_fraction(const Config& config);
/// How many providers the layer `other` of a service asks for; 0: the run needs no such layer.
[[nodiscard]] int other_k_of(const Config& config, const ServiceConfig& service);

}  // namespace amaneku
