#pragma once

#include "app/messages.hpp"

#include <chrono>
#include <set>
#include <string>
#include <vector>

namespace amaneku::app {

/// The output directory while a run writes into it: no other run does at the same time.
class OutputFolder {
public:
    /// Makes the directory and waits while another run writes into it; a signal ends the wait.
    /// Where the file system knows no locks nothing is waited for.
    /// @throws Error (Errc::output) where it cannot be made or written to, or after `patience`
    OutputFolder(std::string directory, Messages& messages,
                 std::chrono::milliseconds patience = std::chrono::minutes{10});
    ~OutputFolder();
    OutputFolder(const OutputFolder&) = delete;
    OutputFolder& operator=(const OutputFolder&) = delete;
    OutputFolder(OutputFolder&&) = delete;
    OutputFolder& operator=(OutputFolder&&) = delete;

    /// Removes what runs that were killed left half written: parts of files of amaneku's whose process is no
    /// more.
    void remove_dead_parts() const;
    /// Result files of amaneku's that are there and not among `written`, sorted: of an earlier run.
    [[nodiscard]] std::vector<std::string> earlier_files(const std::set<std::string>& written) const;

private:
    std::string m_directory;
    std::string m_lock;
    int m_file = -1;
};

}  // namespace amaneku::app
