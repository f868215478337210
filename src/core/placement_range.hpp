#pragma once

#include "core/amount.hpp"
#include "core/rule_profile.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace amaneku {

/// Where the stations of one provider were placed, of its draws together.
struct PlacedProvider {
    std::uint32_t provider = 0;           ///< of the service
    std::uint64_t stations = 0;           ///< of every draw
    std::uint64_t municipalities = 0;     ///< with at least one
    std::uint64_t candidates = 0;         ///< that stations may stand at
    std::uint64_t beyond_candidates = 0;  ///< stations of a draw at random points: there were too few
    std::uint64_t too_near = 0;           ///< most stations of a draw nearer than the least distance
};

/// What a service comes to when stations of which only numbers are known are placed several times.
struct PlacementRange {
    std::uint32_t service = 0;
    std::size_t draw_count = 0;
    std::size_t median_draw = 0;  ///< from 0: the one that every single figure of the run is of
    std::vector<PlacedProvider> providers;
    std::size_t zone_count = 0;
    std::size_t weight_count = 0;
    /// [draw][zone][weight][layer][rule]; layer 0 is the service as a whole, then come `providers`.
    std::vector<CellAmount> covered;
    std::vector<std::uint64_t> zone_stations;  ///< placed in every draw, by zone

    [[nodiscard]] std::size_t layer_count() const noexcept { return 1 + providers.size(); }
    [[nodiscard]] std::size_t index(std::size_t draw, std::size_t zone, std::size_t weight, std::size_t layer,
                                    Rule rule) const noexcept {
        return (((draw * zone_count + zone) * weight_count + weight) * layer_count() + layer) * rule_count +
               static_cast<std::size_t>(rule);
    }
};

/// What is covered in some zones together, draw by draw.
[[nodiscard]] std::vector<Amount> covered_by_draw(const PlacementRange& range,
                                                  std::span<const std::uint32_t> zones, std::size_t weight,
                                                  std::size_t layer, Rule rule);

/// The spread of what several draws cover. Quantiles are nearest ranks: the smallest value that at least so
/// many percent of the draws do not exceed, always one that a draw had.
struct Spread {
    Amount least = 0, p10 = 0, median = 0, p90 = 0, most = 0;
    Amount mean = 0;         ///< rounded half up to 1e-9
    double deviation = 0.0;  ///< of the sample (n − 1), in units (people)
};
/// @param values  at least one; their order is of no account
[[nodiscard]] Spread spread_of(std::vector<Amount> values);

/// The nearest rank of a percentage among ascending values. @param percent  above 0, at most 100
[[nodiscard]] std::size_t nearest_rank(std::size_t count, std::size_t percent) noexcept;

}  // namespace amaneku
