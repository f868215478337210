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
    std::int8_t winding = 0;   ///< of TilePart
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
        double slope;  ///< dx / dy
        std::int32_t direction;
        std::uint32_t ring;
        double at_bottom = 0, at_top = 0;  ///< x on the slab's edges

        [[nodiscard]] double x_at(double y) const noexcept;
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
    /// Who is inside at a spot. The counts lie in one array, as a state is copied for every strip:
    /// rings' winding numbers, then by part shells (0 or 1) and holes wound around, then by provider and by
    /// local zone the parts inside.
    struct State {
        std::vector<std::int32_t> counts;
        std::uint64_t providers = 0;
        std::uint32_t zones = 0;  ///< how many zones
    };

    void load(std::span<const CellPart> parts, std::span<const CellRing> rings, const EdgeWalk& walk,
              const CellBackground& background);
    void load_edges(const CellRing& ring, std::uint32_t index, const EdgeWalk& walk);
    void load_state(std::span<const CellPart> parts, std::span<const CellRing> rings,
                    const CellBackground& background);
    void cut();
    void slab(double bottom, double top);
    void find_crossings();
    void strip(double t0, double t1, double height);
    [[nodiscard]] bool inside(const State& state, std::uint32_t part) const noexcept {
        return state.counts[m_shell_at + part] > 0 && state.counts[m_hole_at + part] == 0;
    }
    void change(State& state, std::uint32_t ring, std::int32_t by);
    [[nodiscard]] bool same_label(const State& state) const noexcept;
    void take_label(const State& state);
    void count_label(double area);
    void add(std::uint32_t where, std::uint64_t providers, double area);

    std::span<const CellPart> m_parts;
    std::vector<std::uint32_t> m_part_zone;   ///< local zone of a zone part
    std::vector<std::uint32_t> m_zone_slots;  ///< local zone -> slot
    std::vector<Ring> m_rings;
    std::vector<Segment> m_segments;
    std::vector<Segment*> m_by_bottom;
    std::vector<Event> m_events;
    std::vector<double> m_cuts;
    std::vector<Segment*> m_active;
    std::vector<double> m_crossings;
    std::uint32_t m_shell_at = 0, m_hole_at = 0, m_provider_at = 0, m_zone_at = 0;  ///< in State::counts
    State m_base, m_state;
    // The label of the area that is being swept: what it will be added to.
    std::uint64_t m_label_providers = 0;
    std::uint32_t m_label_zones = 0;
    std::vector<std::uint8_t> m_label_inside;  ///< by local zone
    std::vector<CoveredArea> m_areas;
};

/// Area of one ring in a cell where that needs no slabs: nothing where winding numbers might leave {0, ±1}.
/// @returns the part of the cell the ring winds around, in [0, 1], or a negative number
[[nodiscard]] double simple_ring_area(const RingCell& ring, const EdgeWalk& walk, bool known_simple) noexcept;

/// Whether a part covers the cell's centre. A boundary through the centre belongs to the north and east.
[[nodiscard]] bool covers_centre(const CellPart& part, std::span<const CellRing> rings,
                                 const EdgeWalk& walk) noexcept;

}  // namespace amaneku::overlay
