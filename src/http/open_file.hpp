#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace amaneku::http {

/// A file of a folder, open for reading; copies share it.
class OpenFile {
public:
    /// A plain file that stands in the folder itself.
    /// @param name  without slashes; anything else, a link, a folder or a device is not opened
    [[nodiscard]] static std::optional<OpenFile> in(const std::string& folder, const std::string& name);

    [[nodiscard]] std::uint64_t size() const noexcept { return m_size; }
    /// Changes when the file does; as HTTP writes it, in quotes.
    [[nodiscard]] const std::string& tag() const noexcept { return m_tag; }
    /// Reads up to `size` bytes; fewer where the file has become shorter, 0 where it cannot be read.
    [[nodiscard]] std::size_t read(std::uint64_t offset, char* to, std::size_t size) const;
    /// All of it, at most `limit` bytes.
    [[nodiscard]] std::string text(std::size_t limit) const;

private:
    OpenFile() = default;

    struct Handle;
    std::shared_ptr<const Handle> m_handle;
    std::uint64_t m_size = 0;
    std::string m_tag;
};

}  // namespace amaneku::http
