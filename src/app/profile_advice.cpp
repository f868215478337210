#include "app/profile_advice.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <vector>

namespace amaneku::app {

namespace {

/// A 500 m cell is 463 m high; a raster's metres are rarely round in another CRS.
constexpr double size_tolerance = 1.2;

std::string joined(const std::vector<std::string>& words) {
    return fmt::format("{}", fmt::join(words, ", "));
}

}  // namespace

void note_unfollowed_advice(RunResult& result) {
    static constexpr std::array assigns{"land_share", "max_area", "list", "centroid"};
    const std::string used = assigns[static_cast<std::size_t>(result.config.zones.assign)];
    std::map<std::string, std::vector<std::string>> by_assign;  // advice -> services
    for (const ServiceConfig& s : result.config.services) {
        if (!s.profile.assign.empty() && s.profile.assign != used)
            by_assign[s.profile.assign].push_back(fmt::format("{} ({})", s.id, s.profile.id));
    }
    for (const auto& [advised, services] : by_assign) {
        result.notes.push_back(fmt::format(
            "{}: the official way of counting advises zones.assign = \"{}\", this run has \"{}\": "
            "people of cells on a border may be in another municipality than officially",
            joined(services), advised, used));
    }
    if (result.population.cells.empty()) return;
    const double height = result.population.grid.height_m(result.population.cells.front());
    for (const ServiceConfig& s : result.config.services) {
        if (s.profile.cell_size_m <= 0.0 || height <= s.profile.cell_size_m * size_tolerance) continue;
        result.warnings.push_back(
            fmt::format("{}: the profile {} is defined on cells of {} m or less, the population's have about "
                        "{:.0f} m: the figures are not comparable with official ones",
                        s.id, s.profile.id, s.profile.cell_size_m, height));
    }
}

}  // namespace amaneku::app
