#include "terrain/height_window.hpp"

#include <limits>

namespace amaneku::terrain {

namespace {

/// Posts before and after a position, and how far it is between them.
struct Between {
    int first = 0;
    int second = 0;
    double share = 0.0;
};

Between between(double position) noexcept {
    constexpr double tolerance = 1e-6;
    const double whole = std::round(position);
    if (std::abs(position - whole) <= tolerance)
        return {static_cast<int>(whole), static_cast<int>(whole), 0.0};
    const double before = std::floor(position);
    return {static_cast<int>(before), static_cast<int>(before) + 1, position - before};
}

}  // namespace

float HeightWindow::at_edge(double x, double y) const noexcept {
    constexpr float unknown = std::numeric_limits<float>::quiet_NaN();
    if (!(x > -1.0 && y > -1.0 && x < columns && y < rows)) return unknown;
    const Between c = between(x);
    const Between r = between(y);
    if (c.first < 0 || r.first < 0 || c.second >= columns || r.second >= rows) return unknown;
    const auto on_row = [&](int row) {
        const float* line = heights.data() + static_cast<std::ptrdiff_t>(row) * columns;
        return line[c.first] + c.share * (static_cast<double>(line[c.second]) - line[c.first]);
    };
    const double high = on_row(r.first);
    return static_cast<float>(high + r.share * (on_row(r.second) - high));
}

}  // namespace amaneku::terrain
