#include "core/rule_profile.hpp"

namespace amaneku {

std::string_view rule_id(Rule rule) noexcept {
    constexpr std::array<std::string_view, rule_count> ids{"half_cell", "area_share", "centroid", "lower",
                                                           "upper"};
    return ids[static_cast<std::size_t>(rule)];
}

std::string_view combine_id(Combine combine) noexcept {
    constexpr std::array<std::string_view, 4> ids{"union_area_first", "rule_first", "k_of_n", "max_single"};
    return ids[static_cast<std::size_t>(combine)];
}

std::string_view cells_id(CellSelection cells) noexcept {
    constexpr std::array<std::string_view, 3> ids{"all", "populated", "list"};
    return ids[static_cast<std::size_t>(cells)];
}

}  // namespace amaneku
