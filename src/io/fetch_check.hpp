#pragma once

#include "io/http_download.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace amaneku::io {

/// What keeps a file from being used: too small, a page instead of a zip, a damaged zip; nothing where it is
/// sound.
[[nodiscard]] std::optional<DownloadProblem> file_problem(const std::string& path,
                                                          std::uint64_t minimal_bytes);

}  // namespace amaneku::io
