#pragma once

#include "core/grid.hpp"
#include "overlay/edge_walk.hpp"
#include "overlay/spilled_geometry.hpp"
#include "overlay/tile_cells.hpp"
#include "overlay/tile_geometry.hpp"
#include <amaneku/geometry.hpp>

#include <array>
#include <cstdint>
#include <deque>
#include <limits>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace amaneku::overlay {

struct BinOptions {
    std::uint32_t zone_count = 0;      ///< targets 0 … are zones
    std::uint32_t provider_count = 0;  ///< then come the providers
    std::int32_t tile_size = 32;       ///< cells a side
    std::size_t lanes = 1;             ///< threads that may add at a time
    /// Bytes of geometry that are kept in memory, about; what is more waits in a temporary file.
    std::uint64_t memory = std::numeric_limits<std::uint64_t>::max();
};

/// Polygons sorted into the tiles of a grid that hold cells of interest; what touches none of them is dropped
/// at once, and so is a footprint all of whose cells one footprint of its provider each covers whole, as most
/// do in cities. Several threads may add at a time, each in a lane of its own.
class TileBins {
public:
    /// @param cells  ascending; tiles are the blocks of `tile_size` x `tile_size` cells, aligned to the grid,
    /// that hold one
    TileBins(const Grid& grid, std::span<const Cell> cells, const BinOptions& options);

    /// Adds one part. `known_simple` where the caller made the ring and knows that it neither crosses itself
    /// nor winds twice.
    /// @returns false where a position is out of the grid's reach (`Grid::ticks_of`): nothing is added
    bool add(const PolygonSet& polygons, std::size_t part, std::uint32_t target, bool known_simple = false,
             std::size_t lane = 0);

    /// Adds a shape by its extent alone, to be made in the tile: `index` is what the maker is asked for.
    /// @param corners  lower left and upper right of a box in the grid's CRS that surely holds it
    /// @returns false where the box reaches out of the grid's reach: nothing is added
    bool add_shape(const std::array<Point, 2>& corners, std::uint32_t target, std::uint32_t index,
                   std::size_t lane = 0);

    /// Takes back what `add_shape` added with the same arguments, in whatever lane.
    void remove_shape(const std::array<Point, 2>& corners, std::uint32_t target, std::uint32_t index);

    /// Calls `visit(tile)` for every tile that a closed box touches; for none where it is out of the grid's
    /// reach.
    template <typename Visit>
    void for_each_tile_at(const std::array<Point, 2>& corners, Visit visit) const {
        const auto box = ticks_of(corners);
        if (!box || m_extents.empty()) return;
        const TileRange range = range_of(*box);
        for (std::int32_t row = range.row_begin; row < range.row_end; ++row) {
            for (std::int32_t column = range.column_begin; column < range.column_end; ++column) {
                const std::int32_t tile = tile_at(row, column);
                if (tile >= 0) visit(static_cast<std::size_t>(tile));
            }
        }
    }

    [[nodiscard]] std::size_t lane_count() const noexcept { return m_lanes.size(); }
    [[nodiscard]] std::size_t tile_count() const noexcept { return m_extents.size(); }
    [[nodiscard]] const TileExtent& extent(std::size_t tile) const noexcept { return m_extents[tile]; }
    /// Calls `visit(const TileGeometry&)` for everything a tile holds.
    template <typename Visit>
    void for_each_geometry(std::size_t tile, Visit visit) const {
        for (const Lane& lane : m_lanes) {
            for (const TileGeometry& chunk : lane.tiles[tile]) visit(chunk);
        }
        TileGeometry chunk;
        for (const Lane& lane : m_lanes) {
            for (const SpilledGeometry& spilled : lane.spilled[tile]) {
                read_back(spilled, *m_spill->file, chunk);
                visit(std::as_const(chunk));
            }
        }
    }
    /// Calls `visit(TileShape)` for every shape that may touch a tile.
    template <typename Visit>
    void for_each_shape(std::size_t tile, Visit visit) const {
        for (const Lane& lane : m_lanes) {
            for (const TileShape& shape : lane.shapes[tile]) visit(shape);
        }
    }
    /// Whether one footprint of a provider that was added to the tile covers a cell whole.
    /// @param cell  row · columns + column, within the tile
    [[nodiscard]] bool is_whole(std::size_t tile, std::uint32_t provider, std::uint32_t cell) const noexcept {
        return m_whole[provider].has(tile, cell);
    }
    /// Whether one footprint of the part's provider each covers whole all the cells that the part touches.
    [[nodiscard]] bool is_covered(std::size_t tile, const TilePart& part) const noexcept;
    /// Indices into the cells given, ascending.
    [[nodiscard]] std::span<const std::uint32_t> cells_of(std::size_t tile) const noexcept {
        return {m_tile_cells.data() + m_tile_begin[tile], m_tile_begin[tile + 1] - m_tile_begin[tile]};
    }
    /// A guess at the work in a tile, for the order in which tiles are given out.
    [[nodiscard]] std::size_t cost(std::size_t tile) const noexcept;
    /// Whether some of the geometry waits in a temporary file.
    [[nodiscard]] bool has_spilled() const noexcept { return m_spill->file != nullptr; }
    /// Frees a tile's edges.
    void release(std::size_t tile);

private:
    struct TileRange {
        std::int32_t row_begin, row_end, column_begin, column_end;  ///< of tiles
    };
    /// What one thread adds to: by tile a list of chunks, so that no growing copies what is there.
    struct Lane {
        std::vector<std::vector<TileGeometry>> tiles;
        std::vector<std::vector<SpilledGeometry>> spilled;
        std::vector<std::vector<TileShape>> shapes;
        std::uint64_t bytes = 0;          ///< of `tiles`, about
        TileGeometry part;                ///< the part at hand
        std::deque<TileGeometry> halves;  ///< by depth of `distribute`; a deque: those above stay in place
        EdgeWalk walk;
    };

    [[nodiscard]] std::int32_t tile_at(std::int32_t row, std::int32_t column) const noexcept;
    [[nodiscard]] bool any_tile(const TileRange& range) const noexcept;
    [[nodiscard]] TickBox box_of(const TileRange& range) const noexcept;
    [[nodiscard]] std::optional<TickBox> ticks_of(const std::array<Point, 2>& corners) const noexcept;
    [[nodiscard]] TileRange range_of(const TickBox& box) const noexcept;
    void distribute(Lane& lane, TileGeometry& part, const TickBox& extent, const TileRange& range,
                    std::size_t depth);
    TileGeometry& scratch(Lane& lane, std::size_t depth) const;
    bool note_whole(Lane& lane, std::size_t tile, TileGeometry& part);
    void drop_covered(std::size_t tile, TileGeometry& chunk) const;
    void tidy(Lane& lane, std::size_t tile, std::size_t points) const;
    void spill_all(Lane& lane);
    TileGeometry& room(Lane& lane, std::size_t tile, std::size_t points);

    const Grid m_grid;
    std::uint32_t m_zone_count;
    std::int32_t m_tile_size;
    TileRange m_all{};
    std::vector<std::int32_t> m_tile_at;  ///< dense over m_all, -1: no cells there
    std::vector<TileExtent> m_extents;
    std::vector<Lane> m_lanes;
    std::uint64_t m_lane_memory;
    /// Made by the first lane that needs it.
    struct Spill {
        std::once_flag made;
        std::unique_ptr<SpillFile> file;
    };
    std::unique_ptr<Spill> m_spill = std::make_unique<Spill>();
    std::vector<std::uint32_t> m_tile_cells;
    std::vector<std::size_t> m_tile_begin;
    TileCells m_wanted;              ///< cells given
    std::vector<TileCells> m_whole;  ///< by provider
};

}  // namespace amaneku::overlay
