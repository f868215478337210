#pragma once

#include <amaneku/geometry.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace amaneku {

/// Cables as read: index-aligned columns, lines in longitude and latitude.
struct CableTable {
    std::vector<std::string> id;
    std::vector<std::vector<std::vector<Point>>> lines;  ///< by cable
    std::vector<double> distance_m;                      ///< above 0, at most longest_drop_m

    [[nodiscard]] std::size_t size() const noexcept { return lines.size(); }
};

/// Closures as read, in longitude and latitude.
struct ClosureTable {
    std::vector<std::string> id;
    std::vector<std::string> file;  ///< of each, for messages
    std::vector<std::int64_t> fid;
    std::vector<Point> at;
    std::vector<double> drop_m;  ///< above 0, at most longest_drop_m

    [[nodiscard]] std::size_t size() const noexcept { return at.size(); }
};

/// Towns with what of them is served, 0 to 1.
struct TownAreas {
    std::vector<std::string> id;
    std::vector<double> share;
    PolygonSet polygons;                  ///< in the grid's CRS
    std::vector<std::size_t> part_begin;  ///< by town and one more: its parts of `polygons`

    [[nodiscard]] std::size_t size() const noexcept { return id.size(); }
};

/// Points of towns with what of them is served, 0 to 1, and the municipality they say they are of.
struct TownPoints {
    std::vector<std::string> id;
    std::vector<std::string> file;  ///< of each, for messages
    std::vector<std::int64_t> fid;
    std::vector<Point> at;  ///< longitude and latitude
    std::vector<double> share;
    std::vector<std::string> code;        ///< empty: none given
    std::vector<std::string> prefecture;  ///< where no code is given; else empty
    std::vector<std::string> city;        ///< where no code is given; else empty

    [[nodiscard]] std::size_t size() const noexcept { return at.size(); }
};

}  // namespace amaneku
