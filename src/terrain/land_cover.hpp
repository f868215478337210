#pragma once

#include "terrain/box.hpp"
#include "terrain/tile_source.hpp"
#include <amaneku/issue.hpp>

#include <cstddef>
#include <limits>
#include <memory>
#include <string>
#include <vector>

namespace amaneku::terrain {

/// Representative heights of what stands on the ground (trees, houses), in cells around posts; laid out as a
/// `HeightWindow`.
struct ClutterWindow {
    double west = 0.0;
    double north = 0.0;
    double step_x = 0.0;
    double step_y = 0.0;
    int columns = 0;
    int rows = 0;
    std::vector<float> heights;  ///< metres above the ground; NaN: unknown

    /// Of the cell that a position lies in; NaN outside all cells.
    [[nodiscard]] float at(double lon, double lat) const noexcept {
        const double x = (lon - west) / step_x + 0.5;
        const double y = (north - lat) / step_y + 0.5;
        if (!(x >= 0.0 && y >= 0.0 && x < columns && y < rows)) return unknown;
        return heights[static_cast<std::size_t>(y) * static_cast<std::size_t>(columns) +
                       static_cast<std::size_t>(x)];
    }

private:
    static constexpr float unknown = std::numeric_limits<float>::quiet_NaN();
};

/// Clutter heights of land cover; as `Terrain`, but never interpolated.
class LandCover {
public:
    /// @param sources  clutter heights in metres at the centres of cells
    explicit LandCover(std::vector<TileSource> sources, std::string digest = {},
                       std::size_t memory = std::size_t{64} << 20);
    ~LandCover();
    LandCover(LandCover&&) noexcept;
    LandCover& operator=(LandCover&&) noexcept;
    LandCover(const LandCover&) = delete;
    LandCover& operator=(const LandCover&) = delete;

    /// Cells of the finest source that touches the box, over all of it.
    /// @throws Error as `Terrain::window`
    [[nodiscard]] ClutterWindow window(const Box& box) const;
    /// As `Terrain::digest`, with the table of classes.
    [[nodiscard]] std::string digest() const;
    /// What was noticed in the tiles read so far; ordered, each once.
    [[nodiscard]] std::vector<Issue> issues() const;

private:
    struct State;
    std::unique_ptr<State> m_state;
};

}  // namespace amaneku::terrain
