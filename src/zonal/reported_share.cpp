#include "zonal/reported_share.hpp"

#include <algorithm>

namespace amaneku::zonal {

std::vector<double> reported_shares(const Population& population, const ZoneTable& zones,
                                    const Allocation& allocation) {
    std::vector<double> out(population.cells.size(), 0.0);
    for (std::size_t cell = 0; cell < out.size(); ++cell) {
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
        if (is_whole) {
            out[cell] = 1.0;
        } else {
            out[cell] = all > 0 ? static_cast<double>(people) / static_cast<double>(all)
                                : std::clamp(share, 0.0, 1.0);
        }
    }
    return out;
}

}  // namespace amaneku::zonal
