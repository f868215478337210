#pragma once

#include "app/messages.hpp"
#include "core/result.hpp"

namespace amaneku::app {

/// Says a run's warnings, and the first of its notes, on the terminal; the warnings join the notes of
/// summary.json and the lines of issues.csv, so that no choice of formats loses them.
void tell_notes(RunResult& result, Messages& messages);

}  // namespace amaneku::app
