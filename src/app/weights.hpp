#pragma once

#include "core/population.hpp"
#include "core/result.hpp"

#include <cstddef>
#include <string_view>

namespace amaneku::app {

/// The weight's place among the population's; their number where there is none of that name.
[[nodiscard]] std::size_t weight_index(const Population& population, std::string_view name);

/// @throws Error (Errc::configuration) naming the service that counts by a weight that is not there
void check_weights(const RunResult& result);

}  // namespace amaneku::app
