#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace amaneku {

/// The longest way from a cable or a closure to a house that is believed: what is longer is a slip of units.
inline constexpr double longest_drop_m = 20'000.0;

/// Cables: everything within a distance of a line is served.
struct CableConfig {
    std::vector<std::string> files;
    std::optional<double> distance_m;  ///< where the column is absent or empty
    std::string distance_column;       ///< empty: `distance_m`, where there is one
};

/// Closures (クロージャ, drop points): everything within a drop's length is served, straight or along roads.
struct ClosureConfig {
    std::vector<std::string> files;
    std::optional<double> drop_m;    ///< where the column is absent or empty
    std::string drop_column;         ///< empty: `drop_m`, where there is one
    std::vector<std::string> roads;  ///< empty: straight
    std::string roads_where;         ///< OGR SQL condition, empty: all
    double drop_to_road_m = 100.0;   ///< the nearest road may be so far; the way to it is a part of the drop
    double road_width_m = 50.0;      ///< to either side of a reached road
};

enum class RateUnit : std::uint8_t { fraction, percent };

/// Towns (町字, 小地域) with a flag or a rate: polygons, or points that become areas.
struct TownConfig {
    std::vector<std::string> areas;
    std::vector<std::string> points;
    std::string served;       ///< column of a flag; empty: a rate is given
    std::string served_rate;  ///< column of a rate; empty: a flag is given
    RateUnit unit = RateUnit::fraction;
    std::optional<double> served_at;  ///< a rate of at least this is the whole town, one below it nothing
    std::string code_column;          ///< of the points' municipality; empty: `code`, where there is one
    std::string prefecture_column;    ///< empty: `prefecture` or `pref`; with `city`, where there is no code
    std::string city_column;          ///< empty: `city`
};

/// What a provider of fiber comes with instead of areas.
struct FiberConfig {
    CableConfig cables;
    ClosureConfig closures;
    TownConfig towns;
    std::string id_column;  ///< of any of the files; empty: `id`, where there is one
    std::string lon_column = "lon";
    std::string lat_column = "lat";
    /// Names a configuration gave itself: a missing one is an error, a missing default is not.
    std::vector<std::string> given;
};

/// Every file of it, in the order in which they are read.
[[nodiscard]] std::vector<std::string> files_of(const FiberConfig& fiber);

}  // namespace amaneku
