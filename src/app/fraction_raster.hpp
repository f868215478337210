#pragma once

#include "core/result.hpp"

#include <cstddef>
#include <string>

namespace amaneku::app {

/// Writes coverage_S.tif: the covered fractions of the cells of the layer `mesh` on their own grid, band 1 of
/// the service, then one of each provider; no value where there is no such cell.
/// @throws Error (Errc::output)
void write_fraction_raster(const RunResult& result, std::size_t service, const std::string& path);

}  // namespace amaneku::app
