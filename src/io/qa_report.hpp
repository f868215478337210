#pragma once

#include "core/result.hpp"

#include <string>

namespace amaneku::io {

/// qa_report.csv: twelve points on which figures may be doubted, each with what this run has to say.
[[nodiscard]] std::string qa_report_csv(const RunResult& result);

}  // namespace amaneku::io
