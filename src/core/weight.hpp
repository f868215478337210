#pragma once

#include "core/population.hpp"

#include <cstddef>
#include <optional>
#include <string_view>

namespace amaneku {

/// The weight's place among the population's; nothing where there is none of that name.
[[nodiscard]] std::optional<std::size_t> weight_named(const Population& population, std::string_view name);

/// The same; the number of weights where there is none of that name.
[[nodiscard]] std::size_t weight_index(const Population& population, std::string_view name);

}  // namespace amaneku
