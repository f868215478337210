#pragma once

#include "tiles/mercator.hpp"
#include "tiles/world_shapes.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace amaneku::tiles {

/// Whole positions that a rectangle holds, edges included.
struct UnitBox {
    UnitPoint low{};
    UnitPoint high{};

    [[nodiscard]] bool meets(const UnitBox& other) const noexcept {
        return low.x <= other.high.x && other.low.x <= high.x && low.y <= other.high.y &&
               other.low.y <= high.y;
    }
};

/// A tile with its buffer, in units of its zoom.
[[nodiscard]] UnitBox buffered(const TileAddress& tile) noexcept;

/// The shapes of a layer at one zoom: simplified, on whole units, without rings that have no area left. What
/// a feature loses whole comes back as a unit's width at its place.
///
/// Neighbours and tiles that were simplified from the same borders have the same points here.
struct ShapeLevel {
    std::vector<UnitPoint> points;
    std::vector<std::size_t> ring_begin{0};
    std::vector<std::size_t> part_begin{0};
    std::vector<UnitBox> part_box;
    std::vector<std::size_t> part_feature;  ///< ascending
    /// Of every `chunk_points` points of a ring and the one behind them.
    std::vector<UnitBox> chunk_box;
    std::vector<std::size_t> chunk_begin{0};  ///< by ring

    static constexpr std::size_t chunk_points = 32;

    [[nodiscard]] std::size_t part_count() const noexcept { return part_feature.size(); }
    [[nodiscard]] std::span<const UnitPoint> ring(std::size_t r) const noexcept {
        return std::span{points}.subspan(ring_begin[r], ring_begin[r + 1] - ring_begin[r]);
    }
};

/// @param tolerance  units by which a simplified border may be off
[[nodiscard]] ShapeLevel shape_level(const WorldShapes& shapes, int z, double tolerance);

}  // namespace amaneku::tiles
