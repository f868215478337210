#pragma once

#include "overlay/cell_measure.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace amaneku::overlay {

/// Exact area of the union of simple footprints in one cell: the common case of `CellMeasure`, where a spot
/// is told by how many of them are over it. Slabs as there. One object a thread.
class UnionMeasure {
public:
    /// Whether `area` may be asked: each part is one shell of known winding, and none is a zone's.
    [[nodiscard]] static bool can_measure(std::span<const CellPart> parts) noexcept;

    /// The part of the cell, in [0, 1], that the parts cover together; it does not depend on their order.
    double area(std::span<const CellPart> parts, std::span<const CellRing> rings, const EdgeWalk& walk);

private:
    struct Segment {
        double x0, y0, x1, y1;
        double slope;         ///< dx / dy
        std::int32_t change;  ///< of the number of footprints, from west to east
    };
    /// A segment in the slab at hand.
    struct Crossing {
        double bottom, top;  ///< x on the slab's edges
        std::uint32_t segment;
        std::int32_t change;
    };
    struct Event {
        double y;
        std::int32_t change;
    };

    void load(std::span<const CellPart> parts, std::span<const CellRing> rings, const EdgeWalk& walk);
    double slab(double bottom, double top);
    [[nodiscard]] bool lines_cross() const noexcept;
    double crossed_slab(double height);
    double strip(double t0, double t1, double height);

    std::vector<Segment> m_segments;  ///< by y0
    std::vector<Event> m_events;      ///< along the west edge, by y
    std::vector<double> m_cuts;
    std::vector<Crossing> m_active;
    std::vector<double> m_heights;
    std::int32_t m_west = 0;  ///< footprints over the slab's west edge
    bool m_all_covered = true;
};

}  // namespace amaneku::overlay
