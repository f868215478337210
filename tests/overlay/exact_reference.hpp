#pragma once

#include "core/grid.hpp"
#include <amaneku/geometry.hpp>

#include <boost/multiprecision/cpp_int.hpp>

#include <algorithm>
#include <map>
#include <vector>

namespace amaneku::reference {

using Exact = boost::multiprecision::cpp_rational;

struct ExactPoint {
    Exact x, y;
};
struct ExactPart {
    std::uint32_t target = 0;
    std::vector<std::vector<ExactPoint>> rings;  ///< shell first; not closed
};

inline Exact exact(double value) {
    return Exact{value};
}

/// Areas of the unit cell [column, column + 1) x [row, row + 1) by the set of targets that cover them.
/// By definition and slowly: cut at every vertex, crossing and cell side, wind between, add trapezoids; all
/// in rationals.
inline std::map<std::vector<bool>, Exact> areas(const std::vector<ExactPart>& parts, const Exact& column,
                                                const Exact& row, std::size_t targets) {
    struct Edge {
        ExactPoint low, high;
        int direction;
        std::size_t part, ring;
        bool west;  // of the whole cell: only its direction matters
        Exact slope;
        [[nodiscard]] Exact x(const Exact& y) const { return low.x + (y - low.y) * slope; }
    };
    std::vector<Edge> edges;
    const Exact top = row + 1;
    const Exact east = column + 1;
    std::vector<Exact> cuts{row, top};
    const auto cut = [&](const Exact& y) {
        if (y > row && y < top) cuts.push_back(y);
    };
    for (std::size_t p = 0; p < parts.size(); ++p) {
        for (std::size_t r = 0; r < parts[p].rings.size(); ++r) {
            const auto& ring = parts[p].rings[r];
            for (std::size_t i = 0; i < ring.size(); ++i) {
                const ExactPoint& a = ring[i];
                const ExactPoint& b = ring[(i + 1) % ring.size()];
                if (a.y == b.y) continue;
                const ExactPoint& low = a.y < b.y ? a : b;
                const ExactPoint& high = a.y < b.y ? b : a;
                if (high.y <= row || low.y >= top || (low.x >= east && high.x >= east)) continue;
                cut(low.y);
                cut(high.y);
                const bool west = low.x <= column && high.x <= column;
                edges.push_back({low, high, a.y < b.y ? 1 : -1, p, r, west,
                                 west ? Exact{0} : Exact{(high.x - low.x) / (high.y - low.y)}});
            }
        }
    }
    for (std::size_t i = 0; i < edges.size(); ++i) {
        const Edge& e = edges[i];
        if (e.west) continue;
        if (e.slope != 0) {
            for (const Exact& side : {column, east}) {
                const Exact y = e.low.y + (side - e.low.x) / e.slope;
                if (y > e.low.y && y < e.high.y) cut(y);
            }
        }
        for (std::size_t j = 0; j < i; ++j) {
            const Edge& f = edges[j];
            if (f.west || e.slope == f.slope || e.high.y <= f.low.y || f.high.y <= e.low.y) continue;
            if (std::max(e.low.x, e.high.x) < std::min(f.low.x, f.high.x) ||
                std::max(f.low.x, f.high.x) < std::min(e.low.x, e.high.x))
                continue;
            cut((f.low.x - f.slope * f.low.y - e.low.x + e.slope * e.low.y) / (e.slope - f.slope));
        }
    }
    std::sort(cuts.begin(), cuts.end());
    cuts.erase(std::unique(cuts.begin(), cuts.end()), cuts.end());
    std::map<std::vector<bool>, Exact> found;
    for (std::size_t c = 0; c + 1 < cuts.size(); ++c) {
        const Exact& y0 = cuts[c];
        const Exact& y1 = cuts[c + 1];
        const Exact middle = (y0 + y1) / 2;
        std::vector<std::pair<Exact, const Edge*>> active;
        for (const Edge& e : edges) {
            if (e.low.y <= y0 && e.high.y >= y1) active.emplace_back(e.west ? column : e.x(middle), &e);
        }
        std::sort(active.begin(), active.end(),
                  [](const auto& a, const auto& b) { return a.first < b.first; });
        std::vector<std::vector<int>> winding;
        for (const ExactPart& part : parts) winding.emplace_back(part.rings.size(), 0);
        const auto covered = [&] {
            std::vector<bool> out(targets, false);
            for (std::size_t p = 0; p < parts.size(); ++p) {
                bool inside = winding[p][0] != 0;
                for (std::size_t r = 1; r < winding[p].size(); ++r) inside = inside && winding[p][r] == 0;
                if (inside) out[parts[p].target] = true;
            }
            return out;
        };
        const auto clamped = [&](const Exact& x) { return std::min(std::max(x, column), east); };
        Exact left = column;
        for (std::size_t i = 0; i <= active.size(); ++i) {
            // Between two cuts no edge crosses another or a side, so the width at the middle is the mean
            // width.
            const Exact right = i < active.size() ? clamped(active[i].first) : east;
            if (right > left) found[covered()] += (right - left) * (y1 - y0);
            left = std::max(left, right);
            if (i < active.size())
                winding[active[i].second->part][active[i].second->ring] += active[i].second->direction;
        }
    }
    return found;
}

}  // namespace amaneku::reference
