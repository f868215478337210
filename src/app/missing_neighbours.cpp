#include "app/missing_neighbours.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace amaneku::app {

void warn_missing_neighbours(RunResult& result, const zonal::Allocation& allocation, Messages& messages) {
    const auto& zones = result.zones.zones;
    if (result.config.zones.extent == Extent::all) return;
    if (std::any_of(zones.begin(), zones.end(), [](const Zone& z) { return !z.reported && !z.code.empty(); }))
        return;
    Amount people = 0;
    for (std::size_t cell = 0; cell < result.population.cells.size(); ++cell) {
        if (allocation.begin[cell] == allocation.begin[cell + 1] || result.measures.land[cell] >= 1.0 - 1e-9)
            continue;
        people += result.population.weights.front()[cell];
    }
    if (people == 0) return;
    const std::string text = fmt::format(
        "{} people live in cells that reach beyond the supplied zones and are all counted inside: supply the "
        "neighbouring prefectures' boundaries too, and name yours in zones.report",
        whole_units(people));
    messages.warn(text);
    result.notes.push_back(text);
}

}  // namespace amaneku::app
