#pragma once

#include "core/radio_config.hpp"

#include <string>
#include <utility>
#include <vector>

namespace amaneku {

/// Every setting of a radio model but its files, by key, as a configuration spells it: for summaries.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> radio_settings(const RadioConfig& radio);

/// Everything that a radio model's areas depend on but the contents of its files: for keys of caches.
[[nodiscard]] std::string radio_key(const RadioConfig& radio);

}  // namespace amaneku
