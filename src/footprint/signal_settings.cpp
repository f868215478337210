#include "footprint/signal_settings.hpp"

#include "footprint/p1812_rows.hpp"
#include "footprint/sub_grid.hpp"
#include "footprint/transmitter.hpp"
#include <amaneku/error.hpp>

#include <fmt/format.h>

#include <cmath>

namespace amaneku::footprint {

namespace {

void require(bool is_right, const char* key, double value, const char* rule) {
    if (!is_right) throw Error{Errc::configuration, key, fmt::format("is {}: {}", value, rule)};
}

/// A reach that a patch and its radials have room for: 64 MiB and 500 MB.
void check_reach(double reach_m, const SubGrid& cells) {
    constexpr double most_cells = 2000.0;
    constexpr double metres_per_degree = 111'000.0;
    const double side_m = cells.cell_height() * (cells.grid().is_geographic() ? metres_per_degree : 1.0);
    if (reach_m <= most_cells * side_m) return;
    throw Error{Errc::configuration, "reach_m",
                fmt::format("is {}: that is {:.0f} cells of {:.1f} m, must be at most {:.0f}; take a larger "
                            "resolution_m",
                            reach_m, reach_m / side_m, side_m, most_cells)};
}

/// What P.1812 asks of settings, whatever the transmitter.
void check_p1812(const SignalSettings& s) {
    Transmitter any;
    any.height_m = 30.0;
    any.frequency_mhz = 1000.0;
    if (const auto problem = p1812_problem(any, s)) throw Error{Errc::configuration, "p1812", *problem};
}

void check_values(const SignalSettings& s) {
    require(s.level == AccuracyLevel::path_loss || s.level == AccuracyLevel::terrain ||
                s.level == AccuracyLevel::path_specific,
            "level", static_cast<double>(s.level), "must be 3 (L3), 4 (L4) or 5 (L5)");
    require(s.reach_m > 0.0 && s.reach_m <= 200'000.0, "reach_m", s.reach_m,
            "must be above 0 and at most 200000");
    require(std::isfinite(s.threshold_dbm), "threshold_dbm", s.threshold_dbm, "must be a number");
    require(s.floor_dbm <= s.threshold_dbm, "floor_dbm", s.floor_dbm, "must not be above the threshold");
    require(s.reliability > 0.0 && s.reliability < 1.0, "reliability", s.reliability,
            "must be above 0 and below 1");
    require(s.receiver_height_m > 0.0, "receiver_height_m", s.receiver_height_m, "must be above 0");
    require(s.profile_step_m == 0.0 || s.profile_step_m >= 1.0, "profile_step_m", s.profile_step_m,
            "must be 0 or at least 1");
    require(s.fresnel >= 0.0 && s.fresnel <= 1.0, "fresnel", s.fresnel, "must be between 0 and 1");
}

}  // namespace

void check(const SignalSettings& settings, const SubGrid& cells, bool has_terrain) {
    check_values(settings);
    check_reach(settings.reach_m, cells);
    if (settings.level != AccuracyLevel::path_loss && !has_terrain)
        throw Error{Errc::configuration, "level", "L4 and L5 need a terrain model: name one, or use L3"};
    if (settings.level == AccuracyLevel::path_specific) check_p1812(settings);
}

}  // namespace amaneku::footprint
