#pragma once

#include "core/result.hpp"
#include "planning/area_index.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace amaneku::app {

/// Every footprint of a run by provider, in the order of the configuration, in degrees. Reads the areas again
/// (what the overlay had of them is gone, or came from the cache) and makes those of the sites.
[[nodiscard]] planning::AreaIndex served_areas(const RunResult& result, int threads);

/// How a service's providers serve a position.
struct ServiceReach {
    std::uint32_t first = 0;  ///< provider, among those of the run
    std::uint32_t count = 1;
    std::uint32_t needed = 1;  ///< so many of them must serve

    /// Whether providers that hold a position are enough.
    /// @param holding  ascending
    [[nodiscard]] bool is_served(std::span<const std::uint32_t> holding) const noexcept;
};

/// By service: any provider, k of them, or with max_single the one that stands for it.
[[nodiscard]] std::vector<ServiceReach> service_reaches(const RunResult& result);

}  // namespace amaneku::app
