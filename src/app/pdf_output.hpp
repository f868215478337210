#pragma once

#include "app/messages.hpp"
#include "core/result.hpp"

#include <string>

namespace amaneku::app {

/// report.pdf of a result: a page for each municipality and a summary for each prefecture, printed by the
/// Chromium of this machine. Where that cannot be done the reason is said as a warning and the run goes on.
/// @returns its bytes, the same for the same result on a machine; empty where there is none
/// @throws Error (interrupted or terminated) when a signal came, with Chromium gone
[[nodiscard]] std::string report_pdf(const RunResult& result, Messages& messages);

/// A PDF of Chromium's without what differs from print to print, of as many bytes: its dates become `date`,
/// and the names of the nodes of its structure, which count what the browser made before, become numbers
/// from 1.
[[nodiscard]] std::string repeatable_pdf(std::string pdf, const std::string& date);

}  // namespace amaneku::app
