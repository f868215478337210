#pragma once

#include "core/amount.hpp"

#include <cstdint>
#include <map>
#include <utility>
#include <vector>

namespace amaneku {

/// People of each zone by the services that reach their cell.
struct CombinationResult {
    /// (zone, services: bit s) -> amounts by weight
    std::map<std::pair<std::uint32_t, std::uint64_t>, std::vector<Amount>> people;
};

}  // namespace amaneku
