#include "app/town_cells.hpp"

#include "app/messages.hpp"
#include "app/town_zones.hpp"
#include "footprint/strips.hpp"
#include "geos/voronoi.hpp"
#include "parallel/loop.hpp"
#include "proj/transform.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <numeric>
#include <optional>
#include <set>
#include <utility>

namespace amaneku::app {

namespace {

/// A place of about a centimetre.
using Place = std::pair<std::int64_t, std::int64_t>;

Place place_of(Point at) {
    constexpr double per_degree = 1e7;
    return {std::llround(at.x * per_degree), std::llround(at.y * per_degree)};
}

std::string fid_text(std::int64_t fid) {
    return fmt::format("fid={}", fid);
}

/// A municipality's parts.
PolygonSet polygons_of(const ZoneTable& zones, const std::vector<std::size_t>& parts) {
    PolygonSet out;
    for (const std::size_t part : parts) {
        for (std::size_t r = zones.polygons.part_begin[part]; r < zones.polygons.part_begin[part + 1]; ++r) {
            const auto ring = zones.polygons.ring(r);
            out.points.insert(out.points.end(), ring.begin(), ring.end());
            out.close_ring();
        }
        out.close_part();
    }
    return out;
}

/// Reported zones without a cell, of prefectures of which some zone has one.
std::vector<std::uint32_t> zones_without(const ZoneTable& zones,
                                         const std::vector<std::vector<std::size_t>>& cells_of) {
    std::set<std::string> prefectures;
    for (std::size_t z = 0; z < zones.zones.size(); ++z) {
        if (!cells_of[z].empty()) prefectures.insert(zones.zones[z].prefecture_code);
    }
    std::vector<std::uint32_t> out;
    for (std::uint32_t z = 0; z < zones.zones.size(); ++z) {
        const Zone& zone = zones.zones[z];
        if (cells_of[z].empty() && zone.reported && !zone.code.empty() &&
            prefectures.contains(zone.prefecture_code))
            out.push_back(z);
    }
    return out;
}

/// What a degree of longitude is to one of latitude, in the middle of the points; 1 in a plane.
double x_scale(const Grid& grid, std::span<const Point> points) {
    if (!grid.is_geographic()) return 1.0;
    const auto [low, high] =
        std::minmax_element(points.begin(), points.end(), [](Point a, Point b) { return a.y < b.y; });
    return std::cos(0.5 * (low->y + high->y) * (std::numbers::pi / 180.0));
}

}  // namespace

TownCells town_cells(const RunResult& run, const TownPoints& points, int threads, io::ProviderReport& report,
                     bool every) {
    TownCells out;
    const TownZones zones{run.zones};
    const Grid& grid = run.population.grid;
    std::optional<proj::Transform> to_grid;
    if (!grid.is_geographic()) to_grid.emplace("EPSG:6668", grid.crs());
    std::vector<Point> at;  // by cell, in the grid's CRS
    std::vector<std::vector<std::size_t>> cells_of(run.zones.zones.size());
    std::map<std::pair<std::uint32_t, Place>, std::size_t> cell_at;
    std::uint64_t outside = 0;
    for (std::size_t i = 0; i < points.size(); ++i) {
        const Point p = to_grid ? (*to_grid)(points.at[i]) : points.at[i];
        TownZones::Found found = zones.find(points, i, p);
        if (!found.zone) {
            if (found.problem.empty()) {
                ++out.elsewhere;
            } else {
                report.reject(points.file[i], points.fid[i], std::move(found.problem));
            }
            continue;
        }
        const Zone& zone = run.zones.zones[*found.zone];
        if (!zones.holds(*found.zone, p) && ++outside <= io::ProviderReport::most_listed) {
            report.issues.push_back(
                {IssueKind::note,
                 points.file[i],
                 fid_text(points.fid[i]),
                 fmt::format(
                     "({}, {}) lies outside {} {}, its municipality; what of that is nearest to it is "
                     "its area all the same",
                     points.at[i].x, points.at[i].y, zone.code, zone.name),
                 {}});
        }
        const auto [known, is_new] =
            cell_at.emplace(std::pair{*found.zone, place_of(points.at[i])}, at.size());
        if (!is_new) {
            ++out.merged;
            out.share[known->second] = std::max(out.share[known->second], points.share[i]);
            continue;
        }
        cells_of[*found.zone].push_back(at.size());
        at.push_back(p);
        out.point.push_back(i);
        out.share.push_back(points.share[i]);
    }
    if (outside > io::ProviderReport::most_listed)
        report.notes.push_back(
            fmt::format("{} points of towns lie outside their municipalities; the first {} are "
                        "listed",
                        outside, io::ProviderReport::most_listed));
    out.zones_without = zones_without(run.zones, cells_of);
    std::vector<std::vector<std::size_t>> parts(run.zones.zones.size());
    for (std::size_t part = 0; part < run.zones.part_zone.size(); ++part)
        parts[run.zones.part_zone[part]].push_back(part);
    std::vector<std::size_t> order(run.zones.zones.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return cells_of[a].size() > cells_of[b].size(); });
    out.area.resize(at.size());
    parallel::for_each(order, threads, [&](std::size_t, std::size_t z) {
        const auto& cells = cells_of[z];
        std::vector<std::uint8_t> wanted;
        std::vector<Point> own;
        for (const std::size_t c : cells) {
            own.push_back(at[c]);
            wanted.push_back(every || out.share[c] > footprint::least_share ? 1 : 0);
        }
        if (std::find(wanted.begin(), wanted.end(), 1) == wanted.end()) return;
        throw_if_stopped();
        auto areas = geos::voronoi_cells(own, polygons_of(run.zones, parts[z]), x_scale(grid, own), wanted);
        for (std::size_t i = 0; i < cells.size(); ++i) out.area[cells[i]] = std::move(areas[i]);
    });
    return out;
}

}  // namespace amaneku::app
