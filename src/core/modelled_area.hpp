#pragma once

#include "core/accuracy_level.hpp"
#include <amaneku/geometry.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace amaneku {

/// What a provider's footprint is where it is neither polygons as supplied nor circles and sectors around
/// sites: areas that were modelled before the overlay, in longitude and latitude (JGD2011). Parts are OR-ed,
/// with each other and with the supplied polygons.
struct ModelledArea {
    PolygonSet polygons;
    std::vector<std::string> part_id;  ///< what each part is of (a cable, a town, …); empty where of many
    std::vector<AccuracyLevel> part_level;  ///< by part
    LevelCounts features;                   ///< what was modelled (stations, cables, towns, …), by level
    std::string method_ja, method_en;       ///< in one sentence: model, settings, source

    [[nodiscard]] bool is_empty() const noexcept { return polygons.part_count() == 0; }
};

}  // namespace amaneku
