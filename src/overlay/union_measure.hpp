#pragma once

#include "overlay/cell_measure.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace amaneku::overlay {

/// Exact area of the union of footprints in one cell: the common case of `CellMeasure`, where a spot is told
/// by how many of them are over it. Slabs as there. One object a thread.
class UnionMeasure {
public:
    /// The part of the cell, in [0, 1], that the parts cover together; it does not depend on their order.
    /// @pre no part is a zone's
    double area(std::span<const CellPart> parts, std::span<const CellRing> rings, const EdgeWalk& walk);

private:
    struct Segment {
        double x0, y0, x1, y1;
        double slope;         ///< dx / dy
        std::int32_t change;  ///< of `Over`, from west to east
        std::uint32_t ring;
    };
    /// A segment in the slab at hand.
    struct Crossing {
        double bottom, top;  ///< x on the slab's edges
        std::uint32_t segment;
        std::int32_t change;
        std::uint32_t ring;
    };
    struct Event {
        double y;
        std::int32_t change;
        std::uint32_t ring;
    };
    struct Ring {
        std::uint32_t part;
        bool is_hole;
    };
    /// What is over a spot. Where every part is one shell of known winding, their number is the sum of what
    /// the edges change; else it is found by rings' winding numbers.
    struct Over {
        std::int32_t parts = 0;
        std::vector<std::int32_t> winding;  ///< by ring
        std::vector<std::int32_t> shells;   ///< by part: 1 in its shell
        std::vector<std::int32_t> holes;    ///< by part: in how many of its holes
    };

    void load(std::span<const CellPart> parts, std::span<const CellRing> rings, const EdgeWalk& walk);
    void load_ring(const RingCell& ring, std::int32_t sign, const EdgeWalk& walk);
    void change(Over& over, std::uint32_t ring, std::int32_t by) const;
    double slab(double bottom, double top);
    [[nodiscard]] bool lines_cross() const noexcept;
    double crossed_slab(double height);
    double strip(double t0, double t1, double height);

    std::vector<Segment> m_segments;  ///< by y0
    std::vector<Event> m_events;      ///< along the west edge, by y
    std::vector<double> m_cuts;
    std::vector<Crossing> m_active;
    std::vector<double> m_heights;
    std::vector<Ring> m_rings;
    bool m_is_sum = true;  ///< see Over
    Over m_west;           ///< over the slab's west edge
    Over m_spot;
    bool m_all_covered = true;
};

}  // namespace amaneku::overlay
