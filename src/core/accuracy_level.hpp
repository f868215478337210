#pragma once

#include <cstdint>
#include <string_view>

namespace amaneku {

/// How an area was found, from the ladder of methods: the higher the more is computed. It orders methods, not
/// truth: L0 is the operator's own statement.
enum class AccuracyLevel : std::uint8_t {
    supplied,       ///< L0: polygons or rasters as supplied
    circle,         ///< L1: circles by band and type of station
    sector,         ///< L2: sectors
    path_loss,      ///< L3: received power by an empirical path loss
    terrain,        ///< L4: the same over terrain
    path_specific,  ///< L5: ITU-R P.1812 path by path
};

/// `L0` … `L5`.
[[nodiscard]] std::string_view level_id(AccuracyLevel level) noexcept;

}  // namespace amaneku
