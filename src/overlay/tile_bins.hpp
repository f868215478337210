#pragma once

#include "core/grid.hpp"
#include "overlay/tile_geometry.hpp"
#include <amaneku/geometry.hpp>

#include <cstdint>
#include <span>
#include <vector>

namespace amaneku::overlay {

/// Polygons sorted into the tiles of a grid that hold cells of interest; what touches none of them is dropped
/// at once.
class TileBins {
public:
    /// @param cells  ascending; tiles are the blocks of `tile_size` x `tile_size` cells, aligned to the grid,
    /// that hold one
    TileBins(const Grid& grid, std::span<const Cell> cells, std::int32_t tile_size);

    /// Adds one part. `known_simple` where the caller made the ring and knows that it neither crosses itself
    /// nor winds twice.
    /// @returns false where a position is out of the grid's reach (`Grid::ticks_of`): nothing is added
    bool add(const PolygonSet& polygons, std::size_t part, std::uint32_t target, bool known_simple = false);

    [[nodiscard]] std::size_t tile_count() const noexcept { return m_extents.size(); }
    [[nodiscard]] const TileExtent& extent(std::size_t tile) const noexcept { return m_extents[tile]; }
    [[nodiscard]] const TileGeometry& geometry(std::size_t tile) const noexcept { return m_geometries[tile]; }
    /// Indices into the cells given, ascending.
    [[nodiscard]] std::span<const std::uint32_t> cells_of(std::size_t tile) const noexcept {
        return {m_tile_cells.data() + m_tile_begin[tile], m_tile_begin[tile + 1] - m_tile_begin[tile]};
    }
    /// A guess at the work in a tile, for the order in which tiles are given out.
    [[nodiscard]] std::size_t cost(std::size_t tile) const noexcept {
        return m_geometries[tile].points.size() + cells_of(tile).size();
    }
    /// Frees a tile's edges.
    void release(std::size_t tile) { m_geometries[tile] = {}; }

private:
    struct Box {
        Tick x0, x1, y0, y1;  ///< half open
    };
    struct TileRange {
        std::int32_t row_begin, row_end, column_begin, column_end;  ///< of tiles
    };

    [[nodiscard]] bool any_tile(const TileRange& range) const noexcept;
    [[nodiscard]] Box box_of(const TileRange& range) const noexcept;
    void distribute(const TileGeometry& part, const TileRange& range);
    void store(const TileGeometry& part, std::size_t tile);

    const Grid m_grid;
    std::int32_t m_tile_size;
    TileRange m_all{};
    std::vector<std::int32_t> m_tile_at;  ///< dense over m_all, -1: no cells there
    std::vector<TileExtent> m_extents;
    std::vector<TileGeometry> m_geometries;
    std::vector<std::uint32_t> m_tile_cells;
    std::vector<std::size_t> m_tile_begin;
};

}  // namespace amaneku::overlay
