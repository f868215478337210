#pragma once

#include "core/place_config.hpp"
#include "core/place_result.hpp"
#include "io/provider_report.hpp"

namespace amaneku::io {

/// Points of a `[[place]]` with ids, names and classes; all other columns of the table stay empty. Without
/// columns given, `id`, `name` and `class` (else `kind`) are taken where they are.
/// @throws Error (Errc::input) where a file cannot be used, a column that was given is missing, or more than
/// `max_bad_rows` of the rows have no position
ProviderReport read_places(const FeatureConfig& config, PlaceTable& places);

}  // namespace amaneku::io
