#pragma once

#include "app/binning.hpp"
#include "core/result.hpp"

#include <string>

namespace amaneku::app {

/// Adds what a provider's reader found. Where nothing of it takes part the run goes on with nobody covered,
/// which the result cannot show: a warning says why.
/// @param role   `5g/operator-a`
/// @param kind   `site` or `footprint`
void take_provider_files(RunResult& result, const std::string& role, const char* kind,
                         const FilesFound& files);

/// Warns of providers that have sites or footprints, none of which reaches anybody of the reported zones.
void warn_providers_out_of_reach(RunResult& result);

}  // namespace amaneku::app
