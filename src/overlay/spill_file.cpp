#include "overlay/spill_file.hpp"

#include <amaneku/error.hpp>

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <system_error>

namespace amaneku::overlay {

namespace {

[[noreturn]] void fail(const std::string& folder, const char* what) {
    throw Error{
        Errc::resources, folder,
        fmt::format("cannot {} a temporary file: {}; set TMPDIR to a folder with more room, or allow more "
                    "memory with --memory",
                    what, std::generic_category().message(errno))};
}

}  // namespace

SpillFile::SpillFile() {
    const char* folder = std::getenv("TMPDIR");
    m_folder = folder != nullptr && *folder != '\0' ? folder : "/tmp";
    std::string name = m_folder + "/amaneku-XXXXXX";
    m_file = ::mkstemp(name.data());
    if (m_file < 0) fail(m_folder, "make");
    ::unlink(name.c_str());
}

SpillFile::~SpillFile() {
    ::close(m_file);
}

void SpillFile::write(std::uint64_t at, std::span<const std::byte> bytes) {
    while (!bytes.empty()) {
        const ssize_t done = ::pwrite(m_file, bytes.data(), bytes.size(), static_cast<off_t>(at));
        if (done < 0 && errno == EINTR) continue;
        if (done <= 0) fail(m_folder, "write");
        at += static_cast<std::uint64_t>(done);
        bytes = bytes.subspan(static_cast<std::size_t>(done));
    }
}

void SpillFile::read(std::uint64_t at, std::span<std::byte> bytes) const {
    while (!bytes.empty()) {
        const ssize_t done = ::pread(m_file, bytes.data(), bytes.size(), static_cast<off_t>(at));
        if (done < 0 && errno == EINTR) continue;
        if (done <= 0) fail(m_folder, "read");
        at += static_cast<std::uint64_t>(done);
        bytes = bytes.subspan(static_cast<std::size_t>(done));
    }
}

}  // namespace amaneku::overlay
