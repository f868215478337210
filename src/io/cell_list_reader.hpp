#pragma once

#include <amaneku/mesh_code.hpp>

#include <string>
#include <vector>

namespace amaneku::io {

/// The mesh codes in the first column of a csv (with or without a header), sorted, each once; further columns
/// are of no account.
///
/// @param finest  the level of the population's cells: codes are of it or of a coarser level that holds it
/// @throws Error (Errc::input) naming the line of a code that is none, or that is finer
[[nodiscard]] std::vector<MeshCode> read_cell_list(const std::string& path, MeshLevel finest);

}  // namespace amaneku::io
