#pragma once

#include "core/result.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace amaneku {

/// The range of a service whose stations are placed; nullptr for any other.
[[nodiscard]] const PlacementRange* range_of(const RunResult& result, std::size_t service);

/// The layer of the run's tables that a layer of a range is of.
/// @param layer  0: the service as a whole, else 1 + place among the range's providers
[[nodiscard]] std::uint32_t layer_of_run(const RunResult& result, const PlacementRange& range,
                                         std::size_t layer);

/// Rates of a service's own weight and rule in some zones over the draws, as printed; empty where nobody is
/// counted.
struct RangeRates {
    std::string least, median, most;

    /// `58.1–62.4`, or the one figure where both are the same.
    [[nodiscard]] std::string text() const;
};
/// @param layer  as of `layer_of_run`
[[nodiscard]] RangeRates range_rates(const RunResult& result, const PlacementRange& range,
                                     std::span<const std::uint32_t> zones, std::size_t layer = 0);

/// Whether the figures of some zones depend on where stations were placed: one is of them, or their people
/// are covered in some draws only.
[[nodiscard]] bool has_placement_range(const RunResult& result, const PlacementRange& range,
                                       std::span<const std::uint32_t> zones);

}  // namespace amaneku
