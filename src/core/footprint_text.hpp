#pragma once

#include "core/method_text.hpp"
#include "core/result.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace amaneku {

/// How a provider's areas were found, in words; the id is their level, see LevelCounts::text, empty where it
/// has no area at all.
[[nodiscard]] MethodSentence footprint_sentence(const RunResult& result, std::size_t provider);

/// The levels of a provider's areas and sites.
[[nodiscard]] LevelCounts provider_levels(const RunResult& result, std::size_t provider);

/// The levels of all providers of a service.
[[nodiscard]] LevelCounts service_levels(const RunResult& result, std::size_t service);

/// The lowest level of a service's areas, or of one provider's: `L2`; empty where there is no area.
[[nodiscard]] std::string lowest_level(const LevelCounts& levels);

/// How every number of a run is made, with the caution where areas are modelled.
[[nodiscard]] std::vector<MethodSentence> all_sentences(const RunResult& result);

/// What readers must be told of areas that nobody measured, where there are any: the sentence `modelled`.
[[nodiscard]] std::vector<MethodSentence> caution_sentences(const RunResult& result);

}  // namespace amaneku
