#pragma once

#include "core/amount.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace amaneku {

/// Levels of areas, in the order of tables.
enum class AreaLevel : std::uint8_t { nation, prefecture, city, municipality, group };
[[nodiscard]] constexpr std::string_view area_level_id(AreaLevel level) noexcept {
    switch (level) {
        case AreaLevel::nation:
            return "nation";
        case AreaLevel::prefecture:
            return "prefecture";
        case AreaLevel::city:
            return "city";
        case AreaLevel::municipality:
            return "municipality";
        case AreaLevel::group:
            return "group";
    }
    return "";
}

/// One word of `S_flag` of one area.
struct Flag {
    AreaLevel level = AreaLevel::municipality;
    std::uint32_t area = 0;  ///< zone, or place in the list of the level
    std::uint32_t service = 0;
    std::string word;
    std::string value;  ///< what the area has, as printed
    std::string limit;  ///< what it is compared with, as printed; the provider's name for `single-operator`
    int target_fy = 0;  ///< of `below-target` by the table of targets: the year that it is of
    std::string target_scope;  ///< and whose target it is: `national`, `pref:29`, …
};

}  // namespace amaneku
