#pragma once

#include "overlay/edge_walk.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace amaneku::overlay {

/// A ring of a part in a cell.
struct CellRing {
    RingCell at;
    bool is_hole = false;
};

/// A polygon part that is neither empty nor whole in a cell.
struct CellPart {
    std::uint32_t slot = 0;  ///< which zone or provider of the caller's it belongs to
    bool is_zone = false;
    bool shell_whole = false;  ///< the shell winds around all of the cell; only holes cut it
    bool simple = false;       ///< its one ring is known not to cross itself
    std::uint32_t ring_begin = 0, ring_end = 0;  ///< in the rings given beside it
};

/// Where an area lies: in the cell, in its part inside any zone, in one zone.
inline constexpr std::uint32_t whole_cell = 0xffffffffU;
inline constexpr std::uint32_t any_zone = 0xfffffffeU;

/// Part of the cell inside `where` that exactly the providers of `providers` (bit per slot) cover.
struct CoveredArea {
    std::uint32_t where;
    std::uint64_t providers;
    double area;
};

/// What is the same all over the cell.
struct CellBackground {
    std::uint64_t providers = 0;             ///< bits of providers that cover it whole
    std::span<const std::uint32_t> zones{};  ///< slots of zones that cover it whole
};

/// Exact areas inside one cell by horizontal slabs: cut at every vertex and crossing, wind along x, add
/// trapezoids.
///
/// No topology is built, so nothing can fail; a crossing found a rounding error too high or low costs that
/// error squared. The result does not depend on the order of parts. Scratch memory is kept between calls; one
/// object a thread.
class CellMeasure {
public:
    /// Areas in descending specificity: every (where, providers) that occurs, sorted; providers is 0 for what
    /// no one covers.
    const std::vector<CoveredArea>& areas(std::span<const CellPart> parts, std::span<const CellRing> rings,
                                          const EdgeWalk& walk, const CellBackground& background);

private:
    struct Segment {
        double x0, y0, x1, y1;
        std::int32_t direction;
        std::uint32_t ring;
        double at_bottom = 0, at_top = 0;  ///< x on the slab's edges
    };
    struct Event {
        double y;
        std::int32_t change;
        std::uint32_t ring;
    };
    struct Ring {
        std::uint32_t part;
        bool is_hole;
        std::int32_t winding;
    };
    struct State {
        std::vector<std::int32_t> ring_winding;
        std::vector<std::int32_t> part_shell;      ///< shells winding (0 or 1, 1 where whole)
        std::vector<std::int32_t> part_holes;      ///< holes winding
        std::vector<std::int32_t> provider_parts;  ///< by bit
        std::vector<std::int32_t> zone_parts;      ///< by local zone
        std::uint64_t providers = 0;
        std::uint32_t zones = 0;  ///< how many zones
    };

    void load(std::span<const CellPart> parts, std::span<const CellRing> rings, const EdgeWalk& walk,
              const CellBackground& background);
    void cut();
    void slab(double bottom, double top);
    void strip(double t0, double t1, double height);
    static bool inside(const State& state, std::uint32_t part) noexcept {
        return state.part_shell[part] > 0 && state.part_holes[part] == 0;
    }
    void change(State& state, std::uint32_t ring, std::int32_t by);
    void count(const State& state, double area);
    void add(std::uint32_t where, std::uint64_t providers, double area);

    std::span<const CellPart> m_parts;
    std::vector<std::uint32_t> m_part_zone;   ///< local zone of a zone part
    std::vector<std::uint32_t> m_zone_slots;  ///< local zone -> slot
    std::vector<Ring> m_rings;
    std::vector<Segment> m_segments;
    std::vector<Event> m_events;
    std::vector<double> m_cuts;
    std::vector<Segment*> m_active;
    std::vector<double> m_crossings;
    State m_base, m_state;
    std::vector<CoveredArea> m_areas;
};

/// Area of one ring in a cell where that needs no slabs: nothing where winding numbers might leave {0, ±1}.
/// @returns the part of the cell the ring winds around, in [0, 1], or a negative number
[[nodiscard]] double simple_ring_area(const RingCell& ring, const EdgeWalk& walk, bool known_simple) noexcept;

/// Whether a part covers the cell's centre. A boundary through the centre belongs to the north and east.
[[nodiscard]] bool covers_centre(const CellPart& part, std::span<const CellRing> rings,
                                 const EdgeWalk& walk) noexcept;

}  // namespace amaneku::overlay
