#pragma once

#include "core/result.hpp"

#include <map>
#include <string>

namespace amaneku::io {

/// The run in one document: ledger, rates, inputs with digests, census check, versions, effective
/// configuration. The same text for the same inputs, version and as_of; amounts are exact decimals.
/// @param versions  `amaneku`, `gdal`, … -> version
[[nodiscard]] std::string summary_json(const RunResult& result,
                                       const std::map<std::string, std::string>& versions);

}  // namespace amaneku::io
