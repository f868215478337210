#pragma once

#include "tiles/mercator.hpp"
#include <amaneku/geometry.hpp>

#include <array>
#include <optional>
#include <vector>

namespace amaneku::tiles {

/// The box lies half a unit outside the buffer's edge: no whole position is ever on it.
inline constexpr double box_low = -buffer - 0.5;
inline constexpr double box_high = extent + buffer + 0.5;
inline constexpr double box_side = box_high - box_low;
inline constexpr double box_area = box_side * box_side;

inline constexpr std::array<Point, 4> box_corners{Point{box_low, box_low}, Point{box_high, box_low},
                                                  Point{box_high, box_high}, Point{box_low, box_high}};

[[nodiscard]] bool is_in_box(Point p) noexcept;

/// How far along the box's edge a position on it is, in the direction of a shell.
[[nodiscard]] double along_box(Point p) noexcept;

/// The nearest whole position within the tile's buffer.
[[nodiscard]] UnitPoint unit_in_box(Point p) noexcept;

/// What of an edge is in the box: its ends, and whether they are ends of the edge too.
struct Stretch {
    Point from, to;
    bool enters, leaves;
};

/// By Liang and Barsky, from the edge's lesser end whichever way it is run through: both its polygons find
/// the same positions.
[[nodiscard]] std::optional<Stretch> stretch_in_box(Point a, Point b);

using Ring = std::vector<Point>;

[[nodiscard]] double shoelace(const Ring& ring) noexcept;

/// A ring pressed into the box: what was outside runs along its edge. Its shoelace sum is the area inside,
/// exactly, however often the ring leaves.
class PressedRing {
public:
    /// The next edge. What lies wholly on one side of the box may be added by its ends alone.
    void edge(Point a, Point b);
    void add(Point p);
    [[nodiscard]] const Ring& points() const noexcept { return m_points; }

private:
    Ring m_points;
};

}  // namespace amaneku::tiles
