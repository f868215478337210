#include "io/config_dirs.hpp"

#include <cstdlib>
#include <filesystem>

namespace amaneku::io {

namespace fs = std::filesystem;

namespace {

fs::path share_dir() {
    std::error_code error;
    const fs::path program = fs::read_symlink("/proc/self/exe", error);
    return error ? fs::path{} : program.parent_path().parent_path() / "share" / "amaneku";
}

}  // namespace

std::vector<std::string> config_dirs() {
    std::vector<std::string> dirs;
    const auto add = [&](const fs::path& dir) {
        std::error_code error;
        if (!dir.empty() && fs::is_directory(dir, error)) dirs.push_back(dir.string());
    };
    if (const char* set = std::getenv("AMANEKU_CONFIGS")) add(set);
    add(share_dir() / "configs");
#ifdef AMANEKU_SOURCE_CONFIGS
    add(AMANEKU_SOURCE_CONFIGS);
#endif
    return dirs;
}

std::string sample_dir() {
    std::error_code error;
    for (const fs::path& dir : {share_dir() / "sample",
#ifdef AMANEKU_SOURCE_CONFIGS
                                fs::path{AMANEKU_SOURCE_CONFIGS}.parent_path() / "data" / "sample",
#endif
                                fs::path{}}) {
        if (!dir.empty() && fs::is_directory(dir, error)) return dir.string();
    }
    return {};
}

std::string page_template_file() {
    std::error_code error;
    for (const fs::path& file : {share_dir() / "web" / "report.html",
#ifdef AMANEKU_BUILT_PAGE
                                 fs::path{AMANEKU_BUILT_PAGE},
#endif
                                 fs::path{}}) {
        if (!file.empty() && fs::is_regular_file(file, error)) return file.string();
    }
    return {};
}

}  // namespace amaneku::io
