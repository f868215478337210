#pragma once

#include "core/source.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace amaneku {

/// Which uncovered cells are one gap, and which gaps are worth a line.
struct GapRule {
    int neighbours = 8;  ///< 4: cells that share an edge; 8: a corner is enough
    double min_people = 1.0;
    double min_households = 0.0;
    int min_cells = 1;
    double min_km2 = 0.0;
};

/// Unit costs of the user's own, in one currency; 0: not counted.
struct GapCost {
    double per_site = 0.0;       ///< a station
    double km2_per_site = 3.0;   ///< what one station reaches: a gap needs area / this, rounded up
    double per_household = 0.0;  ///< a drop line
    double fiber_per_km = 0.0;   ///< from the nearest backbone to the gap's heart
    double detour = 1.3;         ///< cable length for a straight line of 1
    std::string backbone;        ///< class of the backbone that a cable starts from; empty: any

    [[nodiscard]] bool is_given() const noexcept {
        return per_site > 0.0 || per_household > 0.0 || fiber_per_km > 0.0;
    }
};

/// `[gaps]`: what names, measures and prices the gaps of all services.
struct GapsConfig {
    std::string towns;           ///< csv of town points; empty: gaps have no town
    std::string backbone;        ///< csv of points with a class
    std::string subsidies;       ///< csv of programmes
    std::string municipalities;  ///< csv of designations and financial strength by municipal code
    GapCost cost;
    Sources sources;
    std::string place;
};

}  // namespace amaneku
