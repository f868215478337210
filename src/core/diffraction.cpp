#include "core/diffraction.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace amaneku {

namespace {

constexpr std::array<std::string_view, 4> ids{"none", "single", "bullington", "deygout"};

}  // namespace

std::string_view diffraction_id(Diffraction diffraction) noexcept {
    return ids[static_cast<std::size_t>(diffraction)];
}

std::optional<Diffraction> parse_diffraction(std::string_view id) noexcept {
    const auto found = std::find(ids.begin(), ids.end(), id);
    if (found == ids.end()) return std::nullopt;
    return static_cast<Diffraction>(found - ids.begin());
}

}  // namespace amaneku
