#include "core/accuracy_level.hpp"

#include <array>
#include <cstddef>

namespace amaneku {

std::string_view level_id(AccuracyLevel level) noexcept {
    static constexpr std::array<std::string_view, 6> ids{"L0", "L1", "L2", "L3", "L4", "L5"};
    return ids[static_cast<std::size_t>(level)];
}

}  // namespace amaneku
