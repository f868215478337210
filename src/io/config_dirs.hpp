#pragma once

#include <string>
#include <vector>

namespace amaneku::io {

/// Folders that may hold the shipped `profiles/` and `sources.toml`: AMANEKU_CONFIGS, beside the installed
/// program, the source tree it was built from. Only those that exist.
[[nodiscard]] std::vector<std::string> config_dirs();

/// The folder of the sample data: beside the installed program or in the source tree; empty where there is
/// none.
[[nodiscard]] std::string sample_dir();

/// The template of report.html: beside the installed program or where it was built; empty where the program
/// was built without one.
[[nodiscard]] std::string page_template_file();

}  // namespace amaneku::io
