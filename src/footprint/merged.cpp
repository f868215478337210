#include "footprint/merged.hpp"

#include "footprint/local_metric.hpp"
#include "geos/dissolve.hpp"
#include "parallel/loop.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <map>
#include <numeric>
#include <utility>

namespace amaneku::footprint {

namespace {

void append_part(const PolygonSet& from, std::size_t part, PolygonSet& out) {
    for (std::size_t r = from.part_begin[part]; r < from.part_begin[part + 1]; ++r) {
        const auto ring = from.ring(r);
        out.points.insert(out.points.end(), ring.begin(), ring.end());
        out.close_ring();
    }
    out.close_part();
}

}  // namespace

MergedParts merged_by_block(const PolygonSet& parts, std::span<const std::uint32_t> owner, double block_m,
                            int threads) {
    const double degrees = block_m / LocalMetric::at(36.0).metres_y;
    std::map<std::pair<std::int64_t, std::int64_t>, std::vector<std::size_t>> blocks;
    for (std::size_t p = 0; p < parts.part_count(); ++p) {
        const Point at = parts.ring(parts.part_begin[p]).front();
        blocks[{std::llround(at.y / degrees), std::llround(at.x / degrees)}].push_back(p);
    }
    std::vector<const std::vector<std::size_t>*> members;
    for (const auto& [place, own] : blocks) members.push_back(&own);
    std::vector<std::size_t> order(members.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return members[a]->size() > members[b]->size(); });
    std::vector<PolygonSet> made(members.size());
    parallel::for_each(order, threads, [&](std::size_t, std::size_t b) {
        PolygonSet own;
        for (const std::size_t p : *members[b]) append_part(parts, p, own);
        made[b] = members[b]->size() == 1 ? std::move(own) : geos::dissolve(own);
    });
    MergedParts out;
    for (std::size_t b = 0; b < members.size(); ++b) {
        const std::uint32_t first = owner[members[b]->front()];
        const bool is_one = std::all_of(members[b]->begin(), members[b]->end(),
                                        [&](std::size_t p) { return owner[p] == first; });
        out.polygons.append(made[b]);
        out.owner.resize(out.polygons.part_count(), is_one ? first : of_many);
    }
    return out;
}

}  // namespace amaneku::footprint
