#pragma once

#include "overlay/cell_measure.hpp"
#include "overlay/edge_walk.hpp"
#include "overlay/overlay.hpp"
#include "overlay/union_measure.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace amaneku::overlay {

/// Measures one tile after another; keeps its scratch memory. One object a thread.
class TileMeasure {
public:
    TileMeasure(const Grid& grid, const OverlayConfig& config) : m_grid{grid}, m_config{config} {}

    /// Measures the tile's cells.
    /// @param cell_of  what `bins` was made with
    /// @param out      index-aligned with `bins.cells_of(tile)`; what was in it is lost
    void measure(const TileBins& bins, std::size_t tile, std::span<const Cell> cell_of, Measures& out);
    /// As above, but only some of the tile's cells: `cells` are places in `cell_of`, `out` is index-aligned
    /// with them.
    void measure(const TileBins& bins, std::size_t tile, std::span<const std::uint32_t> cells,
                 std::span<const Cell> cell_of, Measures& out);

private:
    void measure_cells(const TileBins& bins, std::size_t tile, const TileExtent& extent,
                       std::span<const std::uint32_t> cells, std::span<const Cell> cell_of, Measures& out);
    struct Entry {
        std::uint32_t target;
        CellPart part;
        std::uint32_t next;
    };
    struct Service {
        std::uint32_t first_target;
        std::uint64_t whole;  ///< providers that cover the cell whole
        std::uint64_t centre;
        std::vector<CellPart> parts;
        std::vector<CellRing> rings;
    };

    void make_shapes(const TileBins& bins, std::size_t tile);
    [[nodiscard]] std::vector<std::uint8_t> needless_shapes(const TileBins& bins, std::size_t tile);
    void find_whole(const TileGeometry& shapes);
    [[nodiscard]] bool is_shape_covered(std::size_t shape) const;
    void take_whole(const TileBins& bins, std::size_t tile, const TileExtent& extent);
    template <typename IsCovered>
    void add_parts(const TileGeometry& geometry, IsCovered is_covered);
    void keep_not_whole(std::uint32_t target);
    void add_part(const TileGeometry& geometry, std::uint32_t target, std::int8_t winding,
                  std::uint32_t ring_begin, std::uint32_t ring_end);
    void set_whole(std::uint32_t target, std::uint32_t cell);
    [[nodiscard]] bool is_whole(std::uint32_t target, std::uint32_t cell) const;
    void measure_cell(std::uint32_t local, std::size_t cell, Measures& out);
    void take_uniform_cell(std::uint32_t local, std::size_t cell, Measures& out);
    void gather(std::uint32_t local);
    void measure_zones();
    void measure_service(const Service& service, const ServiceShape& shape, std::uint32_t layer,
                         std::size_t cell, Measures& out, double* piece_fraction);
    double one_slot_area(const Service& service);
    double part_area(const CellPart& part, std::span<const CellRing> rings);
    void append(std::vector<CellPart>& parts, std::vector<CellRing>& rings, const Entry& entry,
                std::uint32_t slot, bool is_zone);

    const Grid& m_grid;
    const OverlayConfig& m_config;
    PolygonSet m_shape;
    TileGeometry m_shapes;                     ///< made for this tile
    std::vector<std::uint32_t> m_touched;      ///< cells that the shapes' outlines enter, shape by shape
    std::vector<std::uint32_t> m_touched_end;  ///< by shape
    EdgeWalk m_walk;
    CellMeasure m_sweep;
    UnionMeasure m_union;
    TileExtent m_extent{};
    std::int32_t m_columns = 0;
    std::vector<std::uint8_t> m_wanted;
    std::vector<std::uint8_t> m_keep;        ///< wanted, and not whole for the target at hand
    std::vector<std::uint8_t> m_state;       ///< of the part being added: 0 out, 1 whole, 2 partial
    std::vector<std::int32_t> m_cell_rings;  ///< first of the part's rings in a cell
    struct LinkedRing {
        CellRing ring;
        std::int32_t next;
    };
    std::vector<LinkedRing> m_linked;
    std::vector<std::uint32_t> m_part_cells;
    std::vector<std::uint64_t> m_whole_providers;           ///< [cell * services + service]
    std::vector<std::vector<std::uint32_t>> m_whole_zones;  ///< [cell]
    std::vector<std::uint32_t> m_first_entry;               ///< [cell], no_entry: none
    std::vector<Entry> m_entries;
    std::vector<CellRing> m_entry_rings;
    // Of the cell being measured:
    std::vector<Service> m_services;
    std::vector<CellPart> m_zone_parts;
    std::vector<CellRing> m_zone_rings;
    std::vector<std::uint32_t> m_zones;  ///< slots, ascending
    std::vector<double> m_zone_area;
    std::vector<std::uint8_t> m_zone_centre;
    double m_land = 0.0;
    std::vector<CellPart> m_joint_parts;
    std::vector<CellRing> m_joint_rings;
    std::span<const std::uint32_t> m_background_zones;
};

}  // namespace amaneku::overlay
