#pragma once

#include <compare>

namespace amaneku {

/// A number with its unit in the type, so that metres and degrees cannot be added.
template <typename Unit>
struct Quantity {
    double value = 0.0;

    constexpr Quantity() noexcept = default;
    constexpr explicit Quantity(double v) noexcept : value{v} {}

    friend constexpr Quantity operator+(Quantity a, Quantity b) noexcept {
        return Quantity{a.value + b.value};
    }
    friend constexpr Quantity operator-(Quantity a, Quantity b) noexcept {
        return Quantity{a.value - b.value};
    }
    friend constexpr Quantity operator*(Quantity a, double k) noexcept { return Quantity{a.value * k}; }
    friend constexpr auto operator<=>(Quantity a, Quantity b) noexcept = default;
};

using Metres = Quantity<struct MetreTag>;
using Degrees = Quantity<struct DegreeTag>;
using SquareKilometres = Quantity<struct SquareKilometreTag>;

}  // namespace amaneku
