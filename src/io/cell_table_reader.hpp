#pragma once

#include "core/comparison.hpp"
#include "io/run_folder.hpp"

#include <string>
#include <vector>

namespace amaneku::io {

/// The layer `mesh` of a finished run, from coverage.gpkg, mesh.fgb or mesh.geojson, whichever is there
/// first.
/// @param services  ids, in the order in which the table has them; each is one of the run's
/// @throws Error (Errc::input) where the folder has none of them, or no column of a service
[[nodiscard]] CellTable read_cell_table(const RunFolder& run, const std::vector<std::string>& services);

}  // namespace amaneku::io
