#pragma once

#include "core/amount.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace amaneku {

/// What a service gives when one thing is counted in another way.
struct SensitivityVariant {
    std::uint32_t service = 0;
    std::string what;             ///< `threshold`, `combine`, …: the key that is changed
    std::string value;            ///< to what
    std::vector<Amount> covered;  ///< by zone, of the service's weight, or of the weight that is changed to
    std::vector<Amount> counted;  ///< by zone: the denominator
};

/// A cell whose covered fraction is so near to the threshold that little would turn it.
struct NearCell {
    std::uint32_t service = 0;
    std::uint32_t layer = 0;  ///< 0: the service as a whole, then its providers; with rule_first they decide
    std::uint32_t cell = 0;
    std::uint32_t zone = 0;  ///< of reported ones that with most of its people
    double fraction = 0.0;
    bool passes = false;
    Amount amount = 0;  ///< of the service's weight, in reported zones
};

/// What there is with `[sensitivity]`.
struct SensitivityResult {
    std::vector<SensitivityVariant> variants;  ///< by service, in the order of the table
    std::vector<NearCell> near_cells;          ///< by service, cell, layer
    std::uint64_t border_cells = 0;            ///< populated cells that are shared with or touch several zones
    Amount border_people = 0;                  ///< their people in reported zones, of the first weight
};

}  // namespace amaneku
