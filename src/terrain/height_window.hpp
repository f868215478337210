#pragma once

#include <cmath>
#include <cstddef>
#include <vector>

namespace amaneku::terrain {

/// Heights above sea level at posts, from the north-west post eastward, rows southward.
struct HeightWindow {
    double west = 0.0;    ///< longitude of the first column's posts (not of the edge of a pixel)
    double north = 0.0;   ///< latitude of the first row's posts
    double step_x = 0.0;  ///< degrees eastward, above 0
    double step_y = 0.0;  ///< degrees southward, above 0
    int columns = 0;
    int rows = 0;
    std::vector<float> heights;  ///< metres, NaN: unknown; `heights[row * columns + column]`

    /// Height between posts, bilinear; NaN beyond the posts and where a post that counts is unknown. To a
    /// millionth of a step a position on a post, or on the line of two, needs no other.
    [[nodiscard]] float at(double lon, double lat) const noexcept {
        return at_post((lon - west) / step_x, (north - lat) / step_y);
    }
    /// The same by posts: `x` columns eastward of the first, `y` rows southward.
    [[nodiscard]] float at_post(double x, double y) const noexcept {
        if (x >= 0.0 && y >= 0.0 && x < columns - 1 && y < rows - 1) {
            const int column = static_cast<int>(x);
            const int row = static_cast<int>(y);
            const float* upper = heights.data() + static_cast<std::ptrdiff_t>(row) * columns + column;
            const float* lower = upper + columns;
            const double dx = x - column;
            const double high = upper[0] + dx * (static_cast<double>(upper[1]) - upper[0]);
            const double low = lower[0] + dx * (static_cast<double>(lower[1]) - lower[0]);
            const auto height = static_cast<float>(high + (y - row) * (low - high));
            if (!std::isnan(height)) return height;
        }
        return at_edge(x, y);
    }

private:
    /// Where a post may be unknown or not there: a position within 1e-6 of a step is on its post.
    [[nodiscard]] float at_edge(double x, double y) const noexcept;
};

}  // namespace amaneku::terrain
