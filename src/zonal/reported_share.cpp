#include "zonal/reported_share.hpp"

#include <algorithm>

namespace amaneku::zonal {

double reported_share(const Population& population, const ZoneTable& zones, const Allocation& allocation,
                      std::size_t cell) {
    const CellAmount all = population.weights.front()[cell];
    CellAmount people = 0;
    double share = 0.0;
    bool is_whole = allocation.begin[cell] != allocation.begin[cell + 1];
    for (std::uint64_t e = allocation.begin[cell]; e < allocation.begin[cell + 1]; ++e) {
        if (!zones.zones[allocation.zone[e]].reported) {
            is_whole = false;
            continue;
        }
        people += allocation.amount.front()[e];
        share += allocation.share[e];
    }
    if (is_whole) return 1.0;
    return all > 0 ? static_cast<double>(people) / static_cast<double>(all) : std::clamp(share, 0.0, 1.0);
}

}  // namespace amaneku::zonal
