#pragma once

#include "core/path_loss_model.hpp"

#include <limits>
#include <string>
#include <string_view>

namespace amaneku::radio {

/// Values that a formula is stated for, both ends included.
struct Range {
    double min = 0.0;
    double max = std::numeric_limits<double>::infinity();

    [[nodiscard]] bool holds(double value) const noexcept { return value >= min && value <= max; }
};

/// What a path loss model is stated for by its source.
struct Validity {
    Range frequency_mhz;
    Range base_height_m;
    Range mobile_height_m;
    Range distance_m;         ///< horizontal
    Range building_height_m;  ///< RMa only, as the next
    Range street_width_m;
};

/// RMa reaches 10 km with line of sight and 5 km otherwise; of the others `sight` changes nothing.
/// Free space has no limits; p1812's are those of its own functions and are not held here.
[[nodiscard]] Validity validity(PathLossModel model, LineOfSight sight) noexcept;

/// `base height 30 m, stated for 25 m`, or nothing where the value is inside the range.
[[nodiscard]] std::string broken_range(std::string_view quantity, double value, const Range& range,
                                       std::string_view unit);

}  // namespace amaneku::radio
