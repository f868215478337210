#pragma once

#include "core/grid.hpp"
#include "planning/box_tree.hpp"
#include <amaneku/geometry.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace amaneku::planning {

/// Polygons of a provider or a zone.
struct TargetPolygons {
    std::uint32_t target = 0;
    PolygonSet polygons;  ///< longitude and latitude in degrees
};

/// A part of a straight way that is inside a target: from `begin` to `end`, 0 at the way's start and 1 at its
/// end.
struct InsideSpan {
    double begin = 0.0;
    double end = 0.0;
    std::uint32_t target = 0;
};

/// Which polygons hold a position, and how far the nearest is: for places and lines, beside the overlay.
///
/// Inside is what a part's shell winds around and none of its holes does, decided in the overlay's fixed
/// point (Tick) without rounding; a position on an edge is inside. Needs 16 bytes a vertex, a fifth more for
/// its trees. Polygons across the meridian of 180° are not joined to the other side.
class AreaIndex {
public:
    /// Takes the polygons; parts with positions that ticks do not reach are left out.
    explicit AreaIndex(std::vector<TargetPolygons> areas);

    /// Targets that hold a position, ascending, each once.
    [[nodiscard]] std::vector<std::uint32_t> targets_at(Point at) const;

    /// Metres from a position to the nearest edge of wanted targets; nothing where there is none. The
    /// nearest is looked for in the plane with the scale of the mean latitude: within a millimetre at 10 km,
    /// a metre at 100 km; the distance to it is the geodesic's on GRS80.
    /// @param wanted  by target, 1: is looked at
    [[nodiscard]] std::optional<double> distance_m(Point from, std::span<const std::uint8_t> wanted) const;

    /// Where the straight way (in longitude and latitude) from one position to another is inside targets, by
    /// target, then ascending; spans of a target do not overlap. For ways below a degree.
    [[nodiscard]] std::vector<InsideSpan> along(Point from, Point to) const;

private:
    struct Part {
        std::uint32_t target = 0;
        std::uint32_t ring_begin = 0;  ///< in m_ring_end
        std::uint32_t ring_end = 0;
        std::size_t point_begin = 0;
        Tick south = 0;
        Tick band_height = 0;  ///< 0: has no bands, all edges are looked at
        std::size_t band_begin = 0;
        std::size_t band_count = 0;
    };
    /// An edge from a point of the part to the next.
    struct Edge {
        std::uint32_t ring = 0;   ///< of the part
        std::uint32_t point = 0;  ///< of the part
    };
    /// Up to so many edges one after the other.
    struct Run {
        std::uint32_t part = 0;
        std::uint32_t count = 0;
        std::size_t point = 0;
    };

    void add_part(const PolygonSet& polygons, std::size_t part, std::uint32_t target);
    void form_bands(Part& part);
    [[nodiscard]] GeoBox box_of(std::size_t point_begin, std::size_t point_end) const;
    [[nodiscard]] bool holds(const Part& part, TickPoint at) const;
    void add_crossings(const Part& part, TickPoint from, TickPoint to, std::vector<double>& at) const;
    template <typename Visit>
    void for_each_edge(const Part& part, Tick low, Tick high, Visit&& visit) const;

    Grid m_grid = Grid::mesh(MeshLevel::half);  ///< whose ticks are used
    std::vector<TickPoint> m_points;            ///< rings closed
    std::vector<std::size_t> m_ring_end;        ///< in m_points
    std::vector<Part> m_parts;
    std::vector<std::size_t> m_band_end;  ///< in m_band_edges, by band of all parts
    std::vector<Edge> m_band_edges;
    std::vector<Run> m_runs;
    BoxTree m_part_tree;
    BoxTree m_run_tree;
};

}  // namespace amaneku::planning
