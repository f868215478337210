#include "io/part_file.hpp"

#include <amaneku/error.hpp>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <system_error>
#include <utility>

namespace amaneku::io {

PartFile::PartFile(std::string path)
    : m_path{std::move(path)}, m_file{::open(m_path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0644)} {
    if (m_file < 0) fail();
    if (::flock(m_file, LOCK_EX | LOCK_NB) != 0) return;
    struct stat opened {};
    struct stat named {};
    // Whoever held the lock may have renamed the file away between our open and our lock.
    m_ours =
        ::fstat(m_file, &opened) == 0 && ::stat(m_path.c_str(), &named) == 0 && opened.st_ino == named.st_ino;
    m_size = static_cast<std::uint64_t>(opened.st_size);
}

PartFile::~PartFile() {
    if (m_ours && m_size == 0) ::unlink(m_path.c_str());
    ::close(m_file);
}

void PartFile::start_over() {
    if (::ftruncate(m_file, 0) != 0) fail();
    m_size = 0;
}

void PartFile::append(std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(m_file, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) fail();
        bytes.remove_prefix(static_cast<std::size_t>(written));
        m_size += static_cast<std::uint64_t>(written);
    }
}

void PartFile::publish(const std::string& target) {
    if (::fsync(m_file) != 0 || std::rename(m_path.c_str(), target.c_str()) != 0) fail();
}

void PartFile::fail() const {
    throw Error{Errc::output, m_path,
                fmt::format("cannot be written: {}", std::generic_category().message(errno))};
}

}  // namespace amaneku::io
