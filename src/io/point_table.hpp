#pragma once

#include <amaneku/geometry.hpp>
#include <amaneku/issue.hpp>

#include <initializer_list>
#include <string>
#include <vector>

namespace amaneku::io {

/// Named points of a csv.
struct NamedPoints {
    std::vector<Point> at;  ///< longitude and latitude in degrees
    std::vector<std::string> name;
    std::vector<std::string> kind;  ///< empty where the table has none
};

/// Town points: columns `lng` or `lon`, `lat`, and the name made of what there is of `city`, `town` and
/// `koaza`, else `name`. UTF-8 or CP932, .gz and zips too; rows without a position go to `issues`.
/// @throws Error (Errc::input) where a column is missing or no row can be taken
[[nodiscard]] NamedPoints read_towns(const std::string& path, std::vector<Issue>& issues);

/// Points of the backbone: columns `lon`, `lat`, `name` (or `id`) and `class`. @throws as read_towns
[[nodiscard]] NamedPoints read_backbone(const std::string& path, std::vector<Issue>& issues);

}  // namespace amaneku::io
