#pragma once

#include "app/binning.hpp"
#include "app/calibration_step.hpp"
#include "app/messages.hpp"
#include "app/radio_step.hpp"
#include "core/result.hpp"

#include <cstddef>

namespace amaneku::app {

/// A provider whose stations are brought to published rates, and where its run stands.
struct CalibratedProvider {
    const RunResult& run;
    const ProviderConfig& provider;
    std::size_t service = 0;  ///< of the configuration
    Calibration& calibration;
    Messages& messages;
};

/// Reads the stations and fills `sites`, `site_files`, `calibration` and the sentence on the method; of
/// levels L3 to L5 also `area`.
/// @throws Error of the readers
void model_calibrated_stations(const CalibratedProvider& of, const RadioRun& radio, ProviderFound& found);

}  // namespace amaneku::app
