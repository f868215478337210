#pragma once

#include <cmath>
#include <cstddef>
#include <limits>
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

    /// Height between posts, bilinear; NaN beyond the posts and where a post that counts is unknown.
    [[nodiscard]] float at(double lon, double lat) const noexcept {
        return at_post((lon - west) / step_x, (north - lat) / step_y);
    }
    /// The same by posts: `x` columns eastward of the first, `y` rows southward.
    [[nodiscard]] float at_post(double x, double y) const noexcept {
        if (!(x >= 0.0 && y >= 0.0 && x <= columns - 1 && y <= rows - 1))
            return std::numeric_limits<float>::quiet_NaN();
        int column = static_cast<int>(x);
        int row = static_cast<int>(y);
        // On the last column or row the cell before it.
        column -= static_cast<int>(column > 0 && column == columns - 1);
        row -= static_cast<int>(row > 0 && row == rows - 1);
        return blend(column, row, x - column, y - row);
    }

private:
    [[nodiscard]] float blend(int column, int row, double dx, double dy) const noexcept {
        const std::size_t width = static_cast<std::size_t>(columns);
        const float* post = heights.data() + static_cast<std::size_t>(row) * width + column;
        const std::size_t east = columns > 1 ? 1 : 0;
        const std::size_t south = rows > 1 ? width : 0;
        const double upper = post[0] + dx * (static_cast<double>(post[east]) - post[0]);
        const double lower = post[south] + dx * (static_cast<double>(post[south + east]) - post[south]);
        const double height = upper + dy * (lower - upper);
        // A post without weight may be unknown.
        if (std::isnan(height) && (dx == 0.0 || dx == 1.0 || dy == 0.0 || dy == 1.0))
            return blend_on_line(post, east, south, dx, dy);
        return static_cast<float>(height);
    }
    [[nodiscard]] static float blend_on_line(const float* post, std::size_t east, std::size_t south,
                                             double dx, double dy) noexcept;
};

}  // namespace amaneku::terrain
