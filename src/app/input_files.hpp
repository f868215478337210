#pragma once

#include "core/config.hpp"
#include "core/population.hpp"

#include <exception>
#include <functional>
#include <string>
#include <thread>
#include <vector>

namespace amaneku::app {

/// Every input of a run with its role, size, digest and source. Digests are made in a thread of their own
/// while the run goes on; a run of one thread makes them when they are asked for.
class InputFiles {
public:
    /// Size and digest of a file, by its role and path.
    using Digest = std::function<InputFile(const std::string&, const std::string&)>;

    /// @param known  asked instead of the file, when they are asked for
    InputFiles(const Config& config, int threads, Digest known = {});
    /// Where nobody asks for the digests, they are given up.
    ~InputFiles() = default;
    InputFiles(const InputFiles&) = delete;
    InputFiles& operator=(const InputFiles&) = delete;
    InputFiles(InputFiles&&) = delete;
    InputFiles& operator=(InputFiles&&) = delete;

    /// Waits for the last digest.
    [[nodiscard]] std::vector<InputFile> take();

private:
    void add_digests(const std::stop_token& stop);

    std::vector<InputFile> m_files;
    Digest m_known;
    std::exception_ptr m_failure;
    std::jthread m_thread;  // last: it is joined before the rest goes
};

}  // namespace amaneku::app
