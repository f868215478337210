#include "app/line_step.hpp"

#include "app/messages.hpp"
#include "app/served_areas.hpp"
#include "app/zone_finder.hpp"
#include "io/line_reader.hpp"
#include "parallel/loop.hpp"
#include "planning/dead_stretches.hpp"
#include "proj/geodesic.hpp"
#include "proj/transform.hpp"
#include <amaneku/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <memory>
#include <numeric>
#include <utility>
#include <vector>

namespace amaneku::app {

namespace {

/// The reported and other zones in degrees.
planning::AreaIndex zone_index(const RunResult& result) {
    PolygonSet polygons = result.zones.polygons;
    if (!result.population.grid.is_geographic()) {
        const proj::Transform transform{result.population.grid.crs(), "EPSG:6668"};
        for (Point& p : polygons.points) p = transform(p);
    }
    std::vector<planning::TargetPolygons> areas;
    for (std::size_t part = 0; part < polygons.part_count(); ++part) {
        planning::TargetPolygons one{result.zones.part_zone[part], {}};
        for (std::size_t r = polygons.part_begin[part]; r < polygons.part_begin[part + 1]; ++r) {
            const auto ring = polygons.ring(r);
            one.polygons.points.insert(one.polygons.points.end(), ring.begin(), ring.end());
            one.polygons.close_ring();
        }
        one.polygons.close_part();
        areas.push_back(std::move(one));
    }
    return planning::AreaIndex{std::move(areas)};
}

Point between(Point a, Point b, double t) {
    if (t <= 0.0) return a;
    if (t >= 1.0) return b;
    return {a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)};
}

/// Cuts lines into pieces of one zone and one state of all services.
class Cutter {
public:
    Cutter(const RunResult& result, const planning::AreaIndex& served, const planning::AreaIndex& zones,
           const std::vector<ServiceReach>& reaches, const ZoneFinder& finder)
        : m_result{result}, m_served{served}, m_zones{zones}, m_finder{finder}, m_reaches{reaches} {}

    /// Appends a feature's pieces; those in no reported zone are only measured.
    void cut(std::uint32_t feature, const std::vector<Point>& line) {
        m_feature = feature;
        m_is_open = false;
        for (std::size_t i = 0; i + 1 < line.size(); ++i) segment(line[i], line[i + 1]);
    }
    [[nodiscard]] std::vector<LinePiece> take() { return std::move(m_pieces); }
    [[nodiscard]] std::int64_t elsewhere_um() const noexcept { return m_elsewhere_um; }

private:
    static constexpr double longest_m = 1000.0;  // along which length grows evenly

    void segment(Point a, Point b) {
        const double m = proj::geodesic_distance(a, b);
        const auto steps = static_cast<int>(std::ceil(m / longest_m));
        for (int i = 0; i < steps; ++i)
            step(between(a, b, static_cast<double>(i) / steps), between(a, b, (i + 1.0) / steps));
    }
    void step(Point a, Point b) {
        const double m = proj::geodesic_distance(a, b);
        const auto served = m_served.along(a, b);
        const auto zones = m_zones.along(a, b);
        std::vector<double> cuts{0.0, 1.0};
        for (const auto* spans : {&served, &zones}) {
            for (const planning::InsideSpan& s : *spans) {
                cuts.push_back(s.begin);
                cuts.push_back(s.end);
            }
        }
        std::sort(cuts.begin(), cuts.end());
        cuts.erase(std::unique(cuts.begin(), cuts.end()), cuts.end());
        for (std::size_t i = 0; i + 1 < cuts.size(); ++i) {
            const double middle = (cuts[i] + cuts[i + 1]) / 2.0;
            const auto length = static_cast<std::int64_t>(std::llround((cuts[i + 1] - cuts[i]) * m * 1e6));
            if (length == 0) continue;  // edges that touch but for rounding
            add(between(a, b, cuts[i]), between(a, b, cuts[i + 1]), length,
                zone_at(zones, middle, between(a, b, middle)), services_at(served, middle));
        }
    }
    static void targets(const std::vector<planning::InsideSpan>& spans, double t,
                        std::vector<std::uint32_t>& out) {
        out.clear();
        for (const planning::InsideSpan& s : spans) {
            if (s.begin <= t && t <= s.end) out.push_back(s.target);
        }
    }
    std::uint64_t services_at(const std::vector<planning::InsideSpan>& served, double t) {
        targets(served, t, m_targets);
        std::uint64_t out = 0;
        for (std::size_t s = 0; s < m_reaches.size(); ++s) {
            if (m_reaches[s].is_served(m_targets)) out |= std::uint64_t{1} << s;
        }
        return out;
    }
    /// The first reported zone that holds the piece; where none does at all, the nearest.
    std::uint32_t zone_at(const std::vector<planning::InsideSpan>& zones, double t, Point at) {
        targets(zones, t, m_targets);
        for (const std::uint32_t zone : m_targets) {
            if (m_result.zones.zones[zone].reported) return zone;
        }
        return m_targets.empty() ? m_finder.reported_zone(at).value_or(no_zone) : no_zone;
    }
    void add(Point a, Point b, std::int64_t length, std::uint32_t zone, std::uint64_t inside) {
        if (zone == no_zone) {
            m_elsewhere_um += length;
            m_is_open = false;
            return;
        }
        if (m_is_open && m_pieces.back().zone == zone && m_pieces.back().inside == inside) {
            m_pieces.back().points.push_back(b);
            m_pieces.back().length_um += length;
            return;
        }
        if (m_is_open) a = m_pieces.back().points.back();
        m_pieces.push_back({m_feature, zone, inside, length, {a, b}});
        m_is_open = true;
    }

    const RunResult& m_result;
    const planning::AreaIndex& m_served;
    const planning::AreaIndex& m_zones;
    const ZoneFinder& m_finder;
    const std::vector<ServiceReach>& m_reaches;
    std::uint32_t m_feature = 0;
    bool m_is_open = false;  ///< the last piece goes on
    std::vector<std::uint32_t> m_targets;
    std::vector<LinePiece> m_pieces;
    std::int64_t m_elsewhere_um = 0;
};

LineTable cut_lines(const RunResult& result, const planning::AreaIndex& served,
                    const planning::AreaIndex& zones, io::ReadLines lines, int threads) {
    constexpr std::size_t at_once = 256;
    const auto reaches = service_reaches(result);
    const std::size_t count = lines.parts.size();
    std::vector<std::size_t> blocks((count + at_once - 1) / at_once);
    std::iota(blocks.begin(), blocks.end(), std::size_t{0});
    std::vector<std::vector<LinePiece>> pieces(blocks.size());
    std::vector<std::int64_t> elsewhere(blocks.size(), 0);
    std::vector<std::unique_ptr<ZoneFinder>> finders(parallel::worker_count(threads));
    parallel::for_each(blocks, threads, [&](std::size_t worker, std::size_t block) {
        throw_if_stopped();
        if (!finders[worker]) finders[worker] = std::make_unique<ZoneFinder>(result);
        Cutter cutter{result, served, zones, reaches, *finders[worker]};
        const std::size_t end = std::min(count, (block + 1) * at_once);
        for (std::size_t f = block * at_once; f < end; ++f) {
            for (const auto& part : lines.parts[f]) cutter.cut(static_cast<std::uint32_t>(f), part);
        }
        pieces[block] = cutter.take();
        elsewhere[block] = cutter.elsewhere_um();
    });
    LineTable out{std::move(lines.id), std::move(lines.name), std::move(lines.klass), {}, {}, 0};
    for (auto& list : pieces) std::move(list.begin(), list.end(), std::back_inserter(out.pieces));
    for (const std::int64_t um : elsewhere) out.elsewhere_um += um;
    return out;
}

}  // namespace

void find_lines(RunResult& result, const planning::AreaIndex& served, int threads) {
    if (result.config.services.size() > 64)
        throw Error{
            Errc::configuration, result.config.lines.front().place,
            fmt::format("[[line]] takes up to 64 services, there are {}", result.config.services.size())};
    const planning::AreaIndex zones = zone_index(result);
    LineResult out;
    for (const FeatureConfig& config : result.config.lines) {
        io::ReadLines lines;
        io::ProviderReport report = io::read_lines(config, lines);
        LineTable table = cut_lines(result, served, zones, std::move(lines), threads);
        for (std::uint32_t s = 0; s < result.config.services.size(); ++s)
            table.dead.push_back(planning::dead_stretches(table, s));
        if (table.elsewhere_um > 0)
            report.notes.push_back(fmt::format("line/{}: {:.3f} km are in no reported zone and are left out",
                                               config.id, static_cast<double>(table.elsewhere_um) * 1e-9));
        std::move(report.issues.begin(), report.issues.end(), std::back_inserter(result.issues));
        std::move(report.notes.begin(), report.notes.end(), std::back_inserter(result.notes));
        out.tables.push_back(std::move(table));
    }
    result.lines = std::move(out);
}

}  // namespace amaneku::app
