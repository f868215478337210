#include "io/atomic_file.hpp"

#include <amaneku/error.hpp>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <system_error>

namespace amaneku::io {

namespace {

[[noreturn]] void fail(const std::string& path, const std::string& temporary) {
    const std::string reason = std::generic_category().message(errno);
    std::error_code ignored;
    std::filesystem::remove(temporary, ignored);
    throw Error{Errc::output, path,
                fmt::format("cannot be written: {}; an earlier file of this name is as it was", reason)};
}

}  // namespace

std::string temporary_name(const std::string& path) {
    const std::filesystem::path p{path};
    return (p.parent_path() /
            fmt::format(".{}.{}.part{}", p.stem().string(), ::getpid(), p.extension().string()))
        .string();
}

void write_whole(const std::string& path, std::string_view content) {
    write_temporary(path, content);
    publish(temporary_name(path), path);
}

void write_temporary(const std::string& path, std::string_view content) {
    const std::string temporary = temporary_name(path);
    const int file = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (file < 0) fail(path, temporary);
    while (!content.empty()) {
        const ssize_t written = ::write(file, content.data(), content.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) {
            ::close(file);
            fail(path, temporary);
        }
        content.remove_prefix(static_cast<std::size_t>(written));
    }
    if (::fsync(file) != 0 || ::close(file) != 0) fail(path, temporary);
}

void publish(const std::string& temporary, const std::string& path) {
    if (std::rename(temporary.c_str(), path.c_str()) != 0) fail(path, temporary);
}

}  // namespace amaneku::io
