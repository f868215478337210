#pragma once

#include "core/config.hpp"

#include <string>
#include <vector>

namespace amaneku {

/// How a number of a run is made, in words.
struct MethodSentence {
    std::string id;  ///< `covered_fraction`, `zone_share`, a rule, `rates`
    std::string ja;
    std::string en;
};

/// What every number of a run of `config` is made by.
[[nodiscard]] std::vector<MethodSentence> method_sentences(const Config& config);

}  // namespace amaneku
