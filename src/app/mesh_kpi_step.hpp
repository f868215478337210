#pragma once

#include "app/messages.hpp"
#include "app/pipeline.hpp"
#include "core/result.hpp"

namespace amaneku::app {

/// Counts the meshes of every service with a `cell_level`: those of its list that hold a site of it, or that
/// it covers to the threshold. A mesh is one zone's, that of its largest piece.
/// @throws Error (Errc::input) for lists and footprints that cannot be used
void find_mesh_kpis(RunResult& result, const RunOptions& options, Messages& messages);

}  // namespace amaneku::app
