#pragma once

#include "app/messages.hpp"
#include "app/pipeline.hpp"
#include "core/result.hpp"
#include "zonal/calibration.hpp"

namespace amaneku::app {

/// Whether stations of a service are placed: its figures are a range.
[[nodiscard]] bool has_placed_stations(const ServiceConfig& service);

/// Places the stations of which only numbers are known, several times, and overlays and judges each draw with
/// all that the service has. Fills `ranges` and, with the stations of the median draws, `placed`: the run
/// that follows is of these. Nothing where no provider has licences.
/// @throws Error of the readers
void place_stations(RunResult& result, const RunOptions& options, const zonal::CensusTotals& census,
                    Messages& messages);

/// Says in the run's notes and methods what was placed. To be called when `modelled` is filled.
void describe_placed_stations(RunResult& result);

}  // namespace amaneku::app
