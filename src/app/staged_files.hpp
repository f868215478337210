#pragma once

#include <set>
#include <string>
#include <vector>

namespace amaneku::app {

/// Files under temporary names beside their own, which take their places all together: a run that fails while
/// it writes leaves the files of earlier runs as they were. What is not published is removed.
class StagedFiles {
public:
    StagedFiles() = default;
    ~StagedFiles();
    StagedFiles(const StagedFiles&) = delete;
    StagedFiles& operator=(const StagedFiles&) = delete;
    StagedFiles(StagedFiles&&) = delete;
    StagedFiles& operator=(StagedFiles&&) = delete;

    /// The temporary name for a file that somebody else writes.
    /// @throws Error (Errc::output) where a folder has the file's name
    [[nodiscard]] std::string add(const std::string& path);
    /// Names of the files, without their folder.
    [[nodiscard]] std::set<std::string> names() const;
    /// @throws Error (Errc::output)
    void publish();

private:
    struct File {
        std::string temporary;
        std::string path;
    };
    std::vector<File> m_files;
};

}  // namespace amaneku::app
