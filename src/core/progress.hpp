#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

namespace amaneku {

/// Called now and then by long work: the stage's name, units done, units in all (0: not known). May throw to
/// stop the run. Calls may come from any thread, but never two at once.
using Progress = std::function<void(std::string_view stage, std::uint64_t done, std::uint64_t total)>;

}  // namespace amaneku
