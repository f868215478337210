#pragma once

#include <map>
#include <string>
#include <vector>

namespace amaneku::io {

/// By prefecture (two digits) those that may share a cell with it: what `neighbours` says in the table of
/// sources, `sources.toml` of config_dirs(). Empty where the table is missing or cannot be read.
[[nodiscard]] std::map<std::string, std::vector<std::string>> prefecture_neighbours();

}  // namespace amaneku::io
