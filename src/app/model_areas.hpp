#pragma once

#include "app/binning.hpp"
#include "app/messages.hpp"
#include "core/result.hpp"

namespace amaneku::app {

/// Whether a provider's files become areas by a model before the overlay; its sites have no shapes then.
[[nodiscard]] bool is_modelled(const ProviderConfig& provider);

/// Fills `area`, `model_files` and, of stations, `sites` and `site_files` of the providers that are modelled.
/// @throws Error of the readers
void model_areas(const RunResult& run, const Providers& providers, Messages& messages, Found& found);

}  // namespace amaneku::app
