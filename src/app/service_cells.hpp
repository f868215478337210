#pragma once

#include "core/result.hpp"

#include <cstdint>
#include <vector>

namespace amaneku::app {

/// The cells that a service's profile counts: [cell] 1; empty where it counts all. Reads the list of
/// `cells = "list"`.
///
/// @throws Error (Errc::configuration) where the cells are a raster's; (Errc::input) for a list with a bad
/// code
[[nodiscard]] std::vector<std::uint8_t> cells_of_service(const ServiceConfig& service,
                                                         const Population& population);

/// Fills `cell_counted` and notes how many cells each list lets count.
void find_counted_cells(RunResult& result);

}  // namespace amaneku::app
