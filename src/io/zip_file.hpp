#pragma once

#include <string>
#include <vector>

namespace amaneku::io {

/// A file in an archive.
struct ZipMember {
    std::string name;  ///< UTF-8
    std::string bytes;
};

/// The bytes of a zip whose members are stored as they are, all dated 1 January 1980: the same for the same
/// members. Each and the whole are under 4 GB.
[[nodiscard]] std::string zip_bytes(const std::vector<ZipMember>& members);

}  // namespace amaneku::io
