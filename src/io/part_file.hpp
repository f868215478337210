#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace amaneku::io {

/// The file that bytes go to until they are complete; locked against other processes while it is open.
///
/// What was there before stays and is appended to; an empty one goes with the object.
/// Every call throws Error (Errc::output) where the file cannot be written.
class PartFile {
public:
    explicit PartFile(std::string path);
    ~PartFile();
    PartFile(const PartFile&) = delete;
    PartFile& operator=(const PartFile&) = delete;
    PartFile(PartFile&&) = delete;
    PartFile& operator=(PartFile&&) = delete;

    /// False while another process writes it: then nothing else may be called but path().
    [[nodiscard]] bool is_ours() const noexcept { return m_ours; }
    [[nodiscard]] const std::string& path() const noexcept { return m_path; }
    [[nodiscard]] std::uint64_t size() const noexcept { return m_size; }
    /// Drops what has come.
    void start_over();
    void append(std::string_view bytes);
    /// Gives the file its name, in place of what stands there, once its bytes are on the disk.
    void publish(const std::string& target);

private:
    [[noreturn]] void fail() const;

    std::string m_path;
    int m_file;
    bool m_ours = false;
    std::uint64_t m_size = 0;
};

}  // namespace amaneku::io
