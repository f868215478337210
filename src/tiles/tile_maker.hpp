#pragma once

#include "tiles/tile_source.hpp"

#include <array>
#include <compare>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace amaneku::tiles {

/// A tile of the web-mercator pyramid; y counts from the north, as in URLs and PMTiles.
struct TileAddress {
    int z = 0;
    std::uint32_t x = 0;
    std::uint32_t y = 0;

    friend auto operator<=>(const TileAddress&, const TileAddress&) = default;
};

/// What a tile set says of itself: in TileJSON, in the metadata of PMTiles and MBTiles.
struct TileSetInfo {
    struct Layer {
        std::string name;
        std::string description;
        int minzoom = 0;
        int maxzoom = 0;
        std::vector<Field> fields;
    };
    std::string name;
    std::string description;
    std::string attribution;  ///< HTML: what was `<` is `&lt;`
    int minzoom = 0;
    int maxzoom = 0;
    std::array<double, 4> bounds{-180.0, -85.0, 180.0, 85.0};  ///< west, south, east, north; degrees
    std::vector<Layer> layers;
};

/// Makes vector tiles (MVT 2.1, extent 4096, buffer 64) of a source, one by one and in any order.
///
/// Nothing is left out: a feature smaller than a unit of a tile is drawn a unit wide, and a point is in
/// exactly one tile. What of a polygon lies in two tiles meets without a gap, and so do neighbours with a
/// shared border.
class TileMaker {
public:
    /// Takes up to a second for all of Japan.
    /// @param threads  0: one a core
    /// @throws Error (Errc::input) where a CRS is unknown
    explicit TileMaker(TileSource source, int threads = 0);
    ~TileMaker();
    TileMaker(TileMaker&& other) noexcept;
    TileMaker& operator=(TileMaker&& other) noexcept;
    TileMaker(const TileMaker&) = delete;
    TileMaker& operator=(const TileMaker&) = delete;

    [[nodiscard]] const TileSetInfo& info() const noexcept;
    /// The tile's bytes, not compressed (see gzip.hpp); empty where nothing is there, above `maxzoom` and
    /// outside the pyramid. For any threads at once. The first tile of a zoom takes longer: borders are
    /// simplified for it then.
    [[nodiscard]] std::string tile(int z, std::int64_t x, std::int64_t y) const;
    /// Tiles of a zoom that may hold something, all that do among them, in the order of PMTiles.
    [[nodiscard]] std::vector<TileAddress> addresses(int z) const;

private:
    struct State;
    std::unique_ptr<State> m_state;
};

}  // namespace amaneku::tiles
