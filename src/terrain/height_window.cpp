#include "terrain/height_window.hpp"

namespace amaneku::terrain {

float HeightWindow::blend_on_line(const float* post, std::size_t east, std::size_t south, double dx,
                                  double dy) noexcept {
    const auto between = [](double a, double b, double share) {
        if (share == 0.0) return a;
        if (share == 1.0) return b;
        return a + share * (b - a);
    };
    const double upper = between(post[0], post[east], dx);
    const double lower = between(post[south], post[south + east], dx);
    return static_cast<float>(between(upper, lower, dy));
}

}  // namespace amaneku::terrain
