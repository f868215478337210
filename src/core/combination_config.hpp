#pragma once

#include <string>
#include <vector>

namespace amaneku {

/// `[combinations]`: which services are laid beside each other.
struct CombinationsConfig {
    std::vector<std::vector<std::size_t>> sets;  ///< services of each table, at least two
    std::string place;
};

/// `[equity]`: which weights are compared with all people.
struct EquityConfig {
    std::string of = "population";
    std::vector<std::string> weights;  ///< empty: every other one
    std::string place;
};

}  // namespace amaneku
