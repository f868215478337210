#include "http/open_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace amaneku::http {

struct OpenFile::Handle {
    int descriptor;

    explicit Handle(int d) : descriptor{d} {}
    Handle(const Handle&) = delete;
    Handle& operator=(const Handle&) = delete;
    Handle(Handle&&) = delete;
    Handle& operator=(Handle&&) = delete;
    ~Handle() { ::close(descriptor); }
};

std::optional<OpenFile> OpenFile::in(const std::string& folder, const std::string& name) {
    const bool is_name = !name.empty() && name != "." && name != ".." &&
                         name.find('/') == std::string::npos && name.find('\0') == std::string::npos;
    if (!is_name) return {};
    const int at = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (at < 0) return {};
    // A pipe in a file's place must not hold the server up.
    const int descriptor = ::openat(at, name.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    ::close(at);
    if (descriptor < 0) return {};
    OpenFile out;
    out.m_handle = std::make_shared<const Handle>(descriptor);
    struct stat found {};
    if (::fstat(descriptor, &found) != 0 || !S_ISREG(found.st_mode)) return {};
    out.m_size = static_cast<std::uint64_t>(found.st_size);
    out.m_tag = fmt::format("\"{:x}-{:x}-{:x}{:08x}\"", found.st_ino, found.st_size, found.st_mtim.tv_sec,
                            found.st_mtim.tv_nsec);
    return out;
}

std::size_t OpenFile::read(std::uint64_t offset, char* to, std::size_t size) const {
    for (;;) {
        const ssize_t got = ::pread(m_handle->descriptor, to, size, static_cast<off_t>(offset));
        if (got >= 0) return static_cast<std::size_t>(got);
        if (errno != EINTR) return 0;
    }
}

std::string OpenFile::text(std::size_t limit) const {
    std::string out(std::min<std::uint64_t>(m_size, limit), '\0');
    std::size_t have = 0;
    while (have < out.size()) {
        const std::size_t got = read(have, out.data() + have, out.size() - have);
        if (got == 0) break;
        have += got;
    }
    out.resize(have);
    return out;
}

}  // namespace amaneku::http
