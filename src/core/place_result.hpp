#pragma once

#include <amaneku/geometry.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace amaneku {

/// Places of one `[[place]]` in reported zones, in the order of the file: index-aligned columns.
struct PlaceTable {
    std::vector<std::string> id, name, klass;  ///< empty where the table has none
    std::vector<Point> at;                     ///< longitude and latitude in degrees
    std::vector<std::uint32_t> zone;           ///< the zone that holds it, or the nearest
    std::vector<std::uint8_t> inside;          ///< [place * services + service]
    std::vector<double> distance_m;            ///< [place * services + service] 0 inside, < 0: nothing serves
    std::vector<std::uint64_t> providers;      ///< [place * services + service] bit p: provider p holds it
    std::uint64_t elsewhere = 0;               ///< places in no reported zone, which are left out

    [[nodiscard]] std::size_t size() const noexcept { return at.size(); }
};

/// What there is of all `[[place]]`, in the order of the configuration.
struct PlaceResult {
    std::vector<PlaceTable> tables;
};

}  // namespace amaneku
