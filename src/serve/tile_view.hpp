#pragma once

#include "serve/cell_table.hpp"
#include "serve/result_folder.hpp"

#include <cstdint>
#include <memory>
#include <string>

namespace amaneku::serve {

/// Vector tiles of a result, made when they are asked for. For many threads at once.
class TileView {
public:
    TileView() = default;
    virtual ~TileView() = default;
    TileView(const TileView&) = delete;
    TileView& operator=(const TileView&) = delete;
    TileView(TileView&&) = delete;
    TileView& operator=(TileView&&) = delete;

    [[nodiscard]] virtual int minzoom() const = 0;
    [[nodiscard]] virtual int maxzoom() const = 0;
    /// Not compressed; empty where nothing is there.
    [[nodiscard]] virtual std::string tile(int z, std::int64_t x, std::int64_t y) const = 0;
    /// TileJSON. @param url  template of the tiles' addresses
    [[nodiscard]] virtual std::string description(const std::string& url) const = 0;
};

/// Reads what tiles are made of from coverage.gpkg.
/// @param cells  of the same result; null: without the mesh
/// @returns null where there is nothing to be shown; `why` says so
[[nodiscard]] std::unique_ptr<TileView> tile_view(const ResultFolder& result, const CellTable* cells,
                                                  std::string& why);

}  // namespace amaneku::serve
