#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace amaneku::serve {

/// A file of a result that may be given away.
struct ResultFile {
    std::string name;
    std::string type;  ///< media type
};

/// Whether a name is one that results have; nothing for any other, whatever stands under it.
[[nodiscard]] std::optional<ResultFile> result_file(std::string_view name);

/// Those that are there now, by name. Links and folders are not among them.
[[nodiscard]] std::vector<ResultFile> result_files(const std::string& folder);

}  // namespace amaneku::serve
