#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace amaneku {

/// How the loss behind hills is computed from a terrain profile.
enum class Diffraction : std::uint8_t {
    none,        ///< terrain is not looked at
    single,      ///< the one worst edge of the path
    bullington,  ///< one equivalent edge of both horizons, as in ITU-R P.1812
    deygout,     ///< the worst edge and the worst on either side of it
};

/// `none`, `single`, `bullington` or `deygout`.
[[nodiscard]] std::string_view diffraction_id(Diffraction diffraction) noexcept;
[[nodiscard]] std::optional<Diffraction> parse_diffraction(std::string_view id) noexcept;

}  // namespace amaneku
