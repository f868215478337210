#pragma once

#include <string>
#include <string_view>

namespace amaneku::tiles {

/// Bytes in gzip, the same for the same bytes: no time and no name in the header. What tiles are stored as
/// and sent as (`Content-Encoding: gzip`).
[[nodiscard]] std::string gzipped(std::string_view bytes);

}  // namespace amaneku::tiles
