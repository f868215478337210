#pragma once

#include "core/grid.hpp"
#include "core/site.hpp"
#include "footprint/site_footprint.hpp"
#include "overlay/tile_geometry.hpp"
#include "proj/transform.hpp"
#include "scenario/edit.hpp"
#include <amaneku/geometry.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

namespace amaneku::scenario {

/// Where a site lies and how far its footprint reaches, in the grid's CRS.
struct SitePlace {
    Point at;
    std::array<Point, 2> corners;  ///< of a box that surely holds its footprint
    overlay::TickBox box;          ///< the same in ticks, closed
    /// The ellipse of this part of the box's half sides lies well inside the footprint; 0: not known.
    double core = 0.0;

    /// Whether the footprint surely covers all of a box, and its edges come nowhere near.
    [[nodiscard]] bool surely_covers(const overlay::TickBox& what) const noexcept;
};

/// The sites of a run's providers while they change: every site keeps its number for good, also when it is
/// removed.
class LiveSites {
public:
    /// @param sites       by provider, as read
    /// @param directions  by provider: of the circles around the sites
    LiveSites(const Grid& grid, std::vector<SiteTable> sites, std::vector<footprint::Directions> directions);

    [[nodiscard]] std::size_t provider_count() const noexcept { return m_tables.size(); }
    [[nodiscard]] std::size_t size(std::size_t provider) const noexcept { return m_tables[provider].size(); }
    /// Nothing where the site is removed, was out of the grid's reach when the run read it, or has no shape
    /// of its own.
    [[nodiscard]] const std::optional<SitePlace>& place(std::size_t provider, std::size_t site) const {
        return m_places[provider][site];
    }
    /// By number: positions in the grid's CRS, NaN where there is no place.
    [[nodiscard]] const std::vector<Point>& positions(std::size_t provider) const {
        return m_positions[provider];
    }
    [[nodiscard]] std::optional<Site> site(std::size_t provider, std::size_t site) const;
    /// Those that are there, in the order of their numbers.
    [[nodiscard]] SiteTable table(std::size_t provider) const;

    /// @throws Error (Errc::input) where a site makes no footprint or it reaches out of the grid's reach
    [[nodiscard]] SitePlace place_of(std::size_t provider, const Site& site) const;
    /// Sets a site, or removes it; a number that follows the last one is a further site.
    void set(std::size_t provider, std::size_t site, const std::optional<Site>& to,
             const std::optional<SitePlace>& place);
    /// Takes the last site away, as if it had never been.
    void forget_last(std::size_t provider);
    /// Appends the footprint of a site that is there, in the grid's CRS.
    void append_shape(std::size_t provider, std::size_t site, PolygonSet& out) const;

private:
    [[nodiscard]] std::optional<SitePlace> find_place(const SiteTable& table, std::size_t provider,
                                                      std::size_t site) const;
    void append_shape(const SiteTable& table, std::size_t provider, std::size_t site, PolygonSet& out) const;

    const Grid& m_grid;
    std::vector<footprint::Directions> m_directions;
    std::optional<proj::Transform> m_transform;  ///< where the grid is not in degrees
    std::vector<SiteTable> m_tables;
    std::vector<std::vector<std::uint8_t>> m_live;
    std::vector<std::vector<std::optional<SitePlace>>> m_places;
    std::vector<std::vector<Point>> m_positions;
};

}  // namespace amaneku::scenario
