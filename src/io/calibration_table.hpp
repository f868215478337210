#pragma once

#include "core/result.hpp"

#include <string>

namespace amaneku::io {

/// calibration.csv: one line a provider, prefecture and band whose footprint was brought to a published rate.
[[nodiscard]] std::string calibration_csv(const RunResult& result);

}  // namespace amaneku::io
