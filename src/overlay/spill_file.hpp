#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace amaneku::overlay {

/// Bytes set aside in a temporary file that has no name: it is gone when the program ends, however it ends.
/// Several threads may write and read at a time.
class SpillFile {
public:
    /// In TMPDIR, else in /tmp.
    /// @throws Error (Errc::resources) naming the folder
    SpillFile();
    ~SpillFile();
    SpillFile(const SpillFile&) = delete;
    SpillFile& operator=(const SpillFile&) = delete;
    SpillFile(SpillFile&&) = delete;
    SpillFile& operator=(SpillFile&&) = delete;

    /// Takes room for `bytes` bytes.
    /// @returns where it begins
    std::uint64_t reserve(std::size_t bytes) noexcept { return m_end.fetch_add(bytes); }
    /// @throws Error (Errc::resources) where the disk is full
    void write(std::uint64_t at, std::span<const std::byte> bytes);
    /// @throws Error (Errc::resources)
    void read(std::uint64_t at, std::span<std::byte> bytes) const;

private:
    std::string m_folder;
    int m_file = -1;
    std::atomic<std::uint64_t> m_end{0};
};

}  // namespace amaneku::overlay
