#pragma once

#include "core/config.hpp"
#include "core/population.hpp"
#include "core/progress.hpp"

namespace amaneku::io {

/// Reads the population's files, whatever their format, into one table.
///
/// Files cut by prefecture repeat border cells: their parts are added. The same file twice, or a file by
/// first mesh beside one by prefecture, is an error that names both.
/// @param threads  0: one a core; of no influence on what is read
/// @throws Error (Errc::input) for a file that cannot be used, or where more than `max_bad_rows` of the rows
/// cannot
[[nodiscard]] Population read_population(const PopulationConfig& config, const Progress& progress = {},
                                         int threads = 1);

}  // namespace amaneku::io
