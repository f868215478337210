#pragma once

#include <amaneku/geometry.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <unordered_map>
#include <utility>
#include <vector>

namespace amaneku::footprint {

/// A position on a road: an edge and the way along it from its first end.
struct RoadPoint {
    std::uint32_t edge = 0;
    double along_m = 0.0;
    double distance_m = 0.0;  ///< of what it was looked for
};

/// A start on a road, with the length that may be gone from it.
struct RoadStart {
    RoadPoint at;
    double reach_m = 0.0;
};

/// Roads that can be gone along: lines that have a vertex in common meet there; lines that cross without one
/// (a bridge, a map that is not cut at its crossings) do not. Vertices nearer than about a centimetre are one.
class RoadNetwork {
public:
    /// @param lines  longitude and latitude in degrees
    explicit RoadNetwork(std::span<const std::vector<Point>> lines);

    [[nodiscard]] std::size_t edge_count() const noexcept { return m_edges.size(); }
    /// Metres of all roads.
    [[nodiscard]] double length_m() const noexcept;
    /// The nearest position on a road; of several as near the one of the first edge. Nothing where none is
    /// within `within_m`.
    [[nodiscard]] std::optional<RoadPoint> nearest(Point from, double within_m) const;
    /// The pieces of roads that some start reaches, cut at the exact remaining length, as lines in the order
    /// of the roads; what several reach is there once.
    [[nodiscard]] std::vector<std::vector<Point>> reached(std::span<const RoadStart> starts) const;

private:
    struct Edge {
        std::uint32_t from = 0;
        std::uint32_t to = 0;
        double length_m = 0.0;
    };

    [[nodiscard]] std::uint32_t node_at(Point p);
    void add_line(const std::vector<Point>& line);
    void form_ways();
    void form_buckets();
    [[nodiscard]] std::vector<double> remaining_m(std::span<const RoadStart> starts) const;
    [[nodiscard]] Point on(const Edge& edge, double along_m) const;

    std::vector<Point> m_nodes;
    std::vector<Edge> m_edges;  ///< in the order of the lines
    std::unordered_map<std::uint64_t, std::uint32_t> m_node_of_place;
    std::vector<std::size_t> m_way_begin;  ///< by node, in m_ways
    std::vector<std::uint32_t> m_ways;     ///< edges of nodes
    std::vector<std::pair<std::uint64_t, std::uint32_t>> m_buckets;  ///< place of a bucket, edge; sorted
};

}  // namespace amaneku::footprint
