#pragma once

#include <optional>
#include <string>

namespace amaneku::gdal {

/// What is wrong with a zip; nothing where it opens and every member unpacks to its length and checksum.
///
/// Reads the whole archive, a piece at a time. The name needs no `.zip` at its end. May be called from any
/// thread.
[[nodiscard]] std::optional<std::string> zip_problem(const std::string& path);

}  // namespace amaneku::gdal
