#include "footprint/strips.hpp"

#include "geos/clip_rows.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

namespace amaneku::footprint {

namespace {

/// The strip of a cell whose upper edge takes up what rounding left over of the others: not that of the
/// middle.
constexpr int evening_strip = 4;

using Rings = std::vector<std::vector<Point>>;

/// What of a ring is on one side of a horizontal line (Sutherland and Hodgman). A ring that crosses it
/// several times runs to and fro on the line: it winds around the same as before on this side and around
/// nothing on the other.
std::vector<Point> cut(const std::vector<Point>& ring, double y, bool above) {
    std::vector<Point> out;
    const auto is_in = [&](Point p) { return above ? p.y >= y : p.y <= y; };
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const Point p = ring[i];
        const Point q = ring[i + 1 < ring.size() ? i + 1 : 0];
        if (is_in(p)) out.push_back(p);
        if (is_in(p) == is_in(q) || p.y == y || q.y == y) continue;
        // From the lower end, so that both walks along an edge meet the line in the same point.
        const Point low = p.y < q.y ? p : q;
        const Point high = p.y < q.y ? q : p;
        const double t = (y - low.y) / (high.y - low.y);
        out.push_back({low.x + t * (high.x - low.x), y});
    }
    return out;
}

Rings cut(const Rings& rings, double y, bool above) {
    Rings out;
    for (const auto& ring : rings) {
        auto rest = cut(ring, y, above);
        const bool is_flat = std::all_of(rest.begin(), rest.end(), [&](Point p) { return p.y == y; });
        if (!is_flat) {
            out.push_back(std::move(rest));
        } else if (out.empty()) {
            return {};  // of the shell nothing is left, and nothing is in its holes
        }
    }
    return out;
}

/// Whether a strip is one plain polygon: one ring that meets each border in one stretch.
bool is_plain(const Rings& strip, double low, double high) {
    if (strip.size() != 1) return false;
    const auto& ring = strip.front();
    for (const double y : {low, high}) {
        int stretches = 0;
        for (std::size_t i = 0; i < ring.size(); ++i) {
            const Point before = ring[i > 0 ? i - 1 : ring.size() - 1];
            if (ring[i].y == y && before.y != y) ++stretches;
        }
        if (stretches > 1) return false;
    }
    return true;
}

void append_rings(const Rings& rings, PolygonSet& out) {
    for (const auto& ring : rings) {
        out.points.insert(out.points.end(), ring.begin(), ring.end());
        out.points.push_back(Point{ring.front()});
        out.close_ring();
    }
    out.close_part();
}

std::int64_t floor_div(Tick a, Tick b) noexcept {
    return a / b - (a % b < 0 ? 1 : 0);
}

}  // namespace

Strips::Band Strips::plain_band(std::int64_t strip) const {
    // In halves of a strip, so that a cell's middle is the middle of a strip. Cells of every grid are 2^22
    // ticks high or a multiple of that: no half is rounded.
    const Tick half = m_grid.cell_height() / (2 * strips_per_cell);
    const Tick bottom = m_grid.y_of(0) + (2 * strip - 1) * half;
    const auto height = static_cast<Tick>(
        std::llround(m_share * static_cast<double>(m_grid.cell_height()) / strips_per_cell));
    const Tick x = m_grid.x_of(0);
    return {m_grid.position_of({x, bottom}).y, m_grid.position_of({x, bottom + height}).y};
}

double Strips::top_that_evens_out(std::int64_t row, Band own) const {
    const Tick low = m_grid.y_of(row);
    const Tick high = m_grid.y_of(row + 1);
    const double x = m_grid.position_of({m_grid.x_of(0), low}).x;
    const auto tick = [&](double y) {
        const auto at = m_grid.ticks_of({x, y});
        return std::clamp(at ? at->y : low, low, high);
    };
    Tick covered = 0;
    for (std::int64_t i = 0; i <= strips_per_cell; ++i) {
        const Band band = plain_band(row * strips_per_cell + i);
        covered += tick(band.high) - tick(band.low);
    }
    const auto wanted = static_cast<Tick>(std::llround(m_share * static_cast<double>(m_grid.cell_height())));
    const Tick top = tick(own.high) + (wanted - covered);
    // The nearest double there is, which the way from ticks to a position misses by one now and then.
    const double about = m_grid.position_of({m_grid.x_of(0), top}).y;
    const double infinity = std::numeric_limits<double>::infinity();
    const std::array<double, 3> near{about, std::nextafter(about, -infinity),
                                     std::nextafter(about, infinity)};
    return *std::min_element(near.begin(), near.end(), [&](double a, double b) {
        return std::abs(tick(a) - top) < std::abs(tick(b) - top);
    });
}

Strips::Band Strips::band(std::int64_t strip) const {
    Band out = plain_band(strip);
    const std::int64_t row = floor_div(strip, strips_per_cell);
    if (strip - row * strips_per_cell == evening_strip) out.high = top_that_evens_out(row, out);
    return out;
}

std::size_t Strips::append(const PolygonSet& polygons, std::size_t part, PolygonSet& out) const {
    Rings rings;
    double south = std::numeric_limits<double>::infinity();
    double north = -south;
    double x = 0.0;
    for (std::size_t r = polygons.part_begin[part]; r < polygons.part_begin[part + 1]; ++r) {
        const auto ring = polygons.ring(r);
        for (const Point& p : ring) {
            south = std::min(south, p.y);
            north = std::max(north, p.y);
            x = p.x;
        }
        auto& open = rings.emplace_back(ring.begin(), ring.end());
        if (open.size() > 1 && open.front() == open.back()) open.pop_back();
    }
    const auto first_tick = m_grid.ticks_of({x, south});
    const auto last_tick = m_grid.ticks_of({x, north});
    if (!first_tick || !last_tick) return 0;
    const auto strip_of = [&](Tick y) {
        // A strip more to either side than can be: those that miss the part leave nothing.
        const std::int64_t row = floor_div(y - m_grid.y_of(0), m_grid.cell_height());
        return row * strips_per_cell + (y - m_grid.y_of(row)) / (m_grid.cell_height() / strips_per_cell);
    };
    struct Task {
        Rings rings;
        std::int64_t begin, end;
    };
    std::vector<Task> open;
    open.push_back({std::move(rings), strip_of(first_tick->y) - 1, strip_of(last_tick->y) + 3});
    std::size_t count = 0;
    while (!open.empty()) {
        Task task = std::move(open.back());
        open.pop_back();
        if (task.rings.empty()) continue;
        if (task.end - task.begin > 1) {
            const std::int64_t middle = task.begin + (task.end - task.begin) / 2;
            const double y = plain_band(middle).low;
            Rings lower = cut(task.rings, y, false);
            Rings upper = cut(task.rings, y, true);
            open.push_back({std::move(upper), middle, task.end});
            open.push_back({std::move(lower), task.begin, middle});
            continue;
        }
        const Band own = band(task.begin);
        const Rings strip = cut(cut(task.rings, own.low, true), own.high, false);
        if (strip.empty()) continue;
        ++count;
        if (is_plain(strip, own.low, own.high)) {
            append_rings(strip, out);
        } else if (const auto pieces = geos::clipped_to_rows(polygons, part, own.low, own.high)) {
            out.append(*pieces);
        } else {
            append_rings(strip, out);  // of a part that winds as it likes
        }
    }
    return count;
}

}  // namespace amaneku::footprint
