#pragma once

#include "terrain/box.hpp"
#include "terrain/height_window.hpp"
#include "terrain/tile_source.hpp"
#include <amaneku/issue.hpp>

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace amaneku::terrain {

struct TerrainSettings {
    std::size_t memory = std::size_t{256} << 20;  ///< bytes of tiles that are kept
    double least_step = 0.0;  ///< degrees: windows are not finer than this, whatever the data
};

/// The ground of all sources together. Tiles are read where a window asks for them and the last used ones are
/// kept. May be asked by several threads at once; answers do not depend on what was asked before.
class Terrain {
public:
    /// @param sources  of those with the same step the earlier one wins, post by post; finer ones before
    ///                 coarser ones whatever their order
    /// @param digest   of the sources' contents
    explicit Terrain(std::vector<TileSource> sources, std::string digest = {}, TerrainSettings settings = {});
    ~Terrain();
    Terrain(Terrain&&) noexcept;
    Terrain& operator=(Terrain&&) noexcept;
    Terrain(const Terrain&) = delete;
    Terrain& operator=(const Terrain&) = delete;

    /// Posts around a box, so that every position in it is between posts: a contiguous copy on the posts of
    /// the finest source that touches the box, continued over all of it. Where that one knows nothing,
    /// coarser ones are interpolated; what none knows is NaN. No columns or rows where no source touches the
    /// box.
    /// @throws Error (Errc::input) for a damaged file, (Errc::resources) for a window of over 2^28 posts
    [[nodiscard]] HeightWindow window(const Box& box) const;
    /// Height at a position, NaN where it is not known: as `window` has it.
    [[nodiscard]] float height(double lon, double lat) const;
    /// Whether the height at a position is known.
    [[nodiscard]] bool has(double lon, double lat) const;
    /// Box of the posts of all sources; all 0 where there is none.
    [[nodiscard]] Box extent() const;

    /// For keys of caches: of the names, sizes and SHA-256 of all files in their order, and of the settings
    /// that change heights.
    [[nodiscard]] std::string digest() const;
    /// What was noticed in the tiles read so far; ordered, each once.
    [[nodiscard]] std::vector<Issue> issues() const;
    /// Bytes of the tiles that are kept just now.
    [[nodiscard]] std::size_t kept_bytes() const;

private:
    struct State;
    std::unique_ptr<State> m_state;
};

}  // namespace amaneku::terrain
