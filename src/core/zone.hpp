#pragma once

#include <amaneku/geometry.hpp>
#include <amaneku/issue.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace amaneku {

/// A municipality (or any other area that people are counted for).
struct Zone {
    std::string code;  ///< empty: an area without a code (所属未定地)
    std::string name;
    std::string prefecture_code;  ///< two digits, empty where codes are not municipal ones
    std::string prefecture;
    std::string city_code;  ///< the designated city of a ward, else empty
    std::string city;
    bool reported = true;  ///< false: only takes its share of border cells
};

/// Zones in ascending order of code (those without a code last) and their polygons.
struct ZoneTable {
    std::vector<Zone> zones;
    PolygonSet polygons;                   ///< in the grid's CRS
    std::vector<std::uint32_t> part_zone;  ///< zone index of each part of `polygons`
    std::vector<Issue> issues;
    std::vector<std::string> notes;
    std::vector<std::string> warnings;
};

/// A set of zones of the user's own: a council's area, a designation.
struct ZoneGroup {
    std::string id;
    std::string name;
    std::string kind;
    std::vector<std::uint32_t> zones;
};

}  // namespace amaneku
