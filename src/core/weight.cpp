#include "core/weight.hpp"

#include <algorithm>

namespace amaneku {

std::optional<std::size_t> weight_named(const Population& population, std::string_view name) {
    const std::size_t index = weight_index(population, name);
    if (index == population.weight_names.size()) return std::nullopt;
    return index;
}

std::size_t weight_index(const Population& population, std::string_view name) {
    const auto& names = population.weight_names;
    return static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin());
}

}  // namespace amaneku
