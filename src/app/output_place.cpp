#include "app/output_place.hpp"

#include <amaneku/error.hpp>

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <system_error>

namespace amaneku::app {

namespace fs = std::filesystem;

void check_output_place(const OutputConfig& output) {
    fs::path there = fs::absolute(output.directory).lexically_normal();
    if (!there.has_filename()) there = there.parent_path();
    std::error_code error;
    while (!fs::exists(there, error) && there.has_relative_path()) there = there.parent_path();
    if (!fs::is_directory(there, error))
        throw Error{Errc::output, output.directory,
                    fmt::format("the directory cannot be made: {} is no directory", there.string())};
    // Permissions do not tell all (root, read-only and virtual file systems): a directory that goes at once
    // does.
    std::string probe = (there / ".amaneku-XXXXXX").string();
    if (::mkdtemp(probe.data()) == nullptr) {
        const std::error_code reason{errno, std::generic_category()};
        throw Error{Errc::output, output.directory,
                    fmt::format("nothing can be written in {}: {}", there.string(), reason.message())};
    }
    ::rmdir(probe.c_str());
}

}  // namespace amaneku::app
