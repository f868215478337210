#pragma once

#include "core/config.hpp"

#include <string>
#include <vector>

namespace amaneku::io {

/// How one of the figures is made, in words.
struct MethodSentence {
    std::string id;
    std::string ja;
    std::string en;
};

/// What every number of a run is made by.
[[nodiscard]] std::vector<MethodSentence> method_sentences(const Config& config);

}  // namespace amaneku::io
