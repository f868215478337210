#pragma once

#include "terrain/height_window.hpp"
#include <amaneku/geometry.hpp>

#include <cstddef>
#include <span>

namespace amaneku::terrain {

/// Fills what is NaN in heights at equal distances: on the straight line between its known neighbours, at the
/// ends by the nearest known one. Where nothing is known all stay NaN. @returns how many were NaN
std::size_t fill_unknown(std::span<float> profile) noexcept;

/// Heights along the geodesic from a position towards `azimuth` (degrees clockwise from true north):
/// `out[i]` is `i * step_m` away, `out[0]` at the position itself.
///
/// What is not known (holes, beyond the window) lies on the straight line between its known neighbours, and
/// at the ends has the height of the nearest known one; where nothing is known all stay NaN. Positions are
/// within 1 mm of the geodesic on GRS80.
/// @param count  samples, the size of `out`
/// @returns how many samples were not known
std::size_t sample_radial(const HeightWindow& window, double lon, double lat, double azimuth, double step_m,
                          std::size_t count, std::span<float> out) noexcept;

/// The same between two positions, both ends included: `n` >= 2 samples at equal distances.
std::size_t sample_path(const HeightWindow& window, Point from, Point to, std::size_t n,
                        std::span<float> out);

}  // namespace amaneku::terrain
