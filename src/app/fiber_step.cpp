#include "app/fiber_step.hpp"

#include "app/town_cells.hpp"
#include "footprint/cable.hpp"
#include "footprint/closure.hpp"
#include "footprint/merged.hpp"
#include "footprint/strips.hpp"
#include "io/fiber_reader.hpp"
#include "proj/transform.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <utility>

namespace amaneku::app {

namespace {

/// A provider's areas while they are made.
class FiberAreas {
public:
    FiberAreas(const RunResult& run, const ProviderConfig& provider, int threads, ProviderFound& found)
        : m_run{run},
          m_grid{run.population.grid},
          m_provider{provider},
          m_fiber{*provider.fiber},
          m_threads{threads},
          m_directions{provider.segments},
          m_area{found.area},
          m_found{found} {}

    void make() {
        if (!m_fiber.cables.files.empty()) cables();
        if (!m_fiber.closures.files.empty()) closures();
        if (!m_fiber.towns.areas.empty()) town_areas();
        if (!m_fiber.towns.points.empty()) town_points();
        m_report.check_bad_rows(m_provider);
        m_found.model_files = {true, m_taken, std::move(m_report.issues), std::move(m_report.notes)};
    }

private:
    void cables() {
        const CableTable table = io::read_cables(m_provider, m_grid, m_report);
        PolygonSet parts;
        std::vector<std::uint32_t> owner;
        for (std::size_t c = 0; c < table.size(); ++c) {
            footprint::append_cable(table, c, m_directions, parts);
            owner.resize(parts.part_count(), static_cast<std::uint32_t>(c));
        }
        const double widest_m =
            table.size() == 0 ? 0.0 : *std::max_element(table.distance_m.begin(), table.distance_m.end());
        add_merged(parts, owner, widest_m, table.id);
        count(table.size(), AccuracyLevel::circle);
        const auto& config = m_fiber.cables;
        const std::string metres = length_text(config.distance_m, table.distance_m);
        say(fmt::format("ケーブルから{}mの範囲", metres), fmt::format("within {} m of cables", metres));
    }
    void closures() {
        const ClosureTable table = io::read_closures(m_provider, m_grid, m_report);
        const auto& config = m_fiber.closures;
        const std::string metres = length_text(config.drop_m, table.drop_m);
        if (config.roads.empty()) {
            for (std::size_t c = 0; c < table.size(); ++c) {
                footprint::append_closure(table, c, m_directions, m_area.polygons);
                label(table.id[c], AccuracyLevel::circle);
            }
            count(table.size(), AccuracyLevel::circle);
            say(fmt::format("クロージャから{}mの範囲（直線）", metres),
                fmt::format("within {} m of closures, straight", metres));
            return;
        }
        const footprint::RoadNetwork roads{io::read_roads(m_provider, m_grid, m_report)};
        PolygonSet parts;
        const auto stranded = footprint::append_along_roads(
            table, roads, {config.drop_to_road_m, config.road_width_m}, m_directions, parts);
        add_merged(parts, std::vector<std::uint32_t>(parts.part_count(), footprint::of_many),
                   config.road_width_m, {});
        count(table.size() - stranded.size(), AccuracyLevel::circle);
        tell(table, stranded);
        say(fmt::format("クロージャから道路沿いに{}mまでの道路の両側{}m", metres, config.road_width_m),
            fmt::format("within {} m of roads up to {} m along them from closures", config.road_width_m,
                        metres));
    }
    /// Adds parts that overlap much, put together.
    void add_merged(const PolygonSet& parts, const std::vector<std::uint32_t>& owner, double distance_m,
                    const std::vector<std::string>& ids) {
        constexpr double least_block_m = 1'000.0;
        const auto merged =
            footprint::merged_by_block(parts, owner, std::max(least_block_m, 2.0 * distance_m), m_threads);
        m_area.polygons.append(merged.polygons);
        for (const std::uint32_t one : merged.owner)
            m_area.part_id.push_back(one == footprint::of_many ? std::string{} : ids[one]);
        label("", AccuracyLevel::circle);
    }
    void tell(const ClosureTable& table, std::span<const footprint::Stranded> stranded) {
        std::size_t listed = 0;
        for (const footprint::Stranded& one : stranded) {
            if (listed++ == io::ProviderReport::most_listed) {
                m_report.notes.push_back(fmt::format("{} closures reach no road; the first {} are listed",
                                                     stranded.size(), io::ProviderReport::most_listed));
                break;
            }
            const std::size_t c = one.closure;
            const std::string name = table.id[c].empty() ? "" : fmt::format("closure '{}': ", table.id[c]);
            m_report.issues.push_back(
                {IssueKind::rejected,
                 table.file[c],
                 fmt::format("fid={}", table.fid[c]),
                 one.has_road
                     ? fmt::format("{}its drop of {} m ends before the nearest road; it serves nothing", name,
                                   table.drop_m[c])
                     : fmt::format("{}no road within drop_to_road_m = {}; it serves nothing", name,
                                   m_fiber.closures.drop_to_road_m),
                 {}});
        }
    }
    void town_areas() {
        const TownAreas towns = io::read_town_areas(m_provider, m_grid, m_report);
        for (std::size_t t = 0; t < towns.size(); ++t) {
            for (std::size_t part = towns.part_begin[t]; part < towns.part_begin[t + 1]; ++part)
                add_share(towns.polygons, part, towns.share[t]);
            const AccuracyLevel level =
                is_whole(towns.share[t]) ? AccuracyLevel::supplied : AccuracyLevel::circle;
            to_degrees();
            label(towns.id[t], level);
            if (towns.share[t] > footprint::least_share) count(1, level);
        }
        if (m_fiber.towns.served_rate.empty() || m_fiber.towns.served_at) {
            say("提供ありの町字の全域", "towns with service, whole");
        } else {
            say("町字ごとの提供率と同じ面積割合", "of every town the share of its area that its rate says");
        }
    }
    void town_points() {
        const TownPoints points = io::read_town_points(m_provider, m_grid, m_report);
        const TownCells cells = town_cells(m_run, points, m_threads, m_report);
        for (std::size_t c = 0; c < cells.area.size(); ++c) {
            for (std::size_t part = 0; part < cells.area[c].part_count(); ++part)
                add_share(cells.area[c], part, cells.share[c]);
            to_degrees();
            label(points.id[cells.point[c]], AccuracyLevel::circle);
            if (cells.share[c] > footprint::least_share) count(1, AccuracyLevel::circle);
        }
        if (cells.elsewhere > 0)
            m_report.notes.push_back(
                fmt::format("{}/{}: {} points of towns are of prefectures whose zones are "
                            "not supplied and are left out",
                            m_provider.id, "town_points", cells.elsewhere));
        if (cells.merged > 0)
            m_report.notes.push_back(
                fmt::format("{}/{}: {} points of towns lie where another does and are one "
                            "with it, served by the greater share",
                            m_provider.id, "town_points", cells.merged));
        tell_zones_without(cells.zones_without);
        const bool is_flag = m_fiber.towns.served_rate.empty() || m_fiber.towns.served_at;
        say(is_flag ? "提供ありの町字の代表点に最も近い範囲（市区町村内のボロノイ分割）"
                    : "町字の代表点に最も近い範囲（市区町村内のボロノイ分割）に提供率と同じ面積割合",
            is_flag ? "what is nearest to the points of towns with service, within the municipality (Voronoi)"
                    : "of what is nearest to a town's point within the municipality (Voronoi) the share that "
                      "its rate says");
    }

    void tell_zones_without(std::span<const std::uint32_t> zones) {
        if (zones.empty()) return;
        constexpr std::size_t most_named = 5;
        std::string names;
        for (const std::uint32_t z : zones.first(std::min(zones.size(), most_named)))
            names += fmt::format("{}{} {}", names.empty() ? "" : ", ", m_run.zones.zones[z].code,
                                 m_run.zones.zones[z].name);
        m_report.notes.push_back(
            fmt::format("{}/town_points: {} municipalities have no point of a town and are not "
                        "served: {}{}",
                        m_provider.id, zones.size(), names, zones.size() > most_named ? ", …" : ""));
    }
    static bool is_whole(double share) { return share >= 1.0 - footprint::least_share; }
    /// Adds a part's share, in the grid's CRS.
    void add_share(const PolygonSet& polygons, std::size_t part, double share) {
        if (share <= footprint::least_share) return;
        if (!is_whole(share)) {
            footprint::Strips{m_grid, share}.append(polygons, part, m_area.polygons);
            return;
        }
        for (std::size_t r = polygons.part_begin[part]; r < polygons.part_begin[part + 1]; ++r) {
            const auto ring = polygons.ring(r);
            m_area.polygons.points.insert(m_area.polygons.points.end(), ring.begin(), ring.end());
            m_area.polygons.close_ring();
        }
        m_area.polygons.close_part();
    }
    /// Takes what was added since the last label from the grid's CRS to degrees.
    void to_degrees() {
        if (m_grid.is_geographic()) return;
        if (!m_back) m_back.emplace(m_grid.crs(), "EPSG:6668");
        const std::size_t first_part = m_area.part_id.size();
        const std::size_t first_ring = m_area.polygons.part_begin[first_part];
        for (std::size_t i = m_area.polygons.ring_begin[first_ring]; i < m_area.polygons.points.size(); ++i)
            m_area.polygons.points[i] = (*m_back)(m_area.polygons.points[i]);
    }
    /// Says of the parts that were added since the last label what they are.
    void label(const std::string& id, AccuracyLevel level) {
        m_area.part_id.resize(m_area.polygons.part_count(), id);
        m_area.part_level.resize(m_area.polygons.part_count(), level);
    }
    void count(std::uint64_t features, AccuracyLevel level) {
        m_area.features[level] += features;
        m_taken += features;
    }
    void say(const std::string& ja, const std::string& en) {
        m_area.method_ja += (m_area.method_ja.empty() ? "" : "、") + ja;
        m_area.method_en += (m_area.method_en.empty() ? "" : "; ") + en;
    }
    /// `500`, or `300-800` where rows have lengths of their own.
    static std::string length_text(const std::optional<double>& usual, const std::vector<double>& metres) {
        if (metres.empty()) return usual ? fmt::format("{}", *usual) : "0";
        const auto [low, high] = std::minmax_element(metres.begin(), metres.end());
        return *low == *high ? fmt::format("{}", *low) : fmt::format("{}-{}", *low, *high);
    }

    const RunResult& m_run;
    const Grid& m_grid;
    const ProviderConfig& m_provider;
    const FiberConfig& m_fiber;
    int m_threads;
    footprint::Directions m_directions;
    ModelledArea& m_area;
    ProviderFound& m_found;
    io::ProviderReport m_report;
    std::uint64_t m_taken = 0;
    std::optional<proj::Transform> m_back;
};

}  // namespace

void model_fiber(const RunResult& run, const ProviderConfig& provider, int threads, ProviderFound& found) {
    FiberAreas{run, provider, threads, found}.make();
}

}  // namespace amaneku::app
