#pragma once

#include <stdexcept>
#include <string>
#include <utility>

namespace amaneku {

/// Why a run cannot go on. The values are the exit statuses of the program: appended, never renumbered.
enum class Errc : int {
    done = 0,
    usage = 2,          ///< the command line
    configuration = 3,  ///< the configuration file
    input = 4,          ///< a file that is read
    output = 5,         ///< a file that is written
    resources = 6,      ///< memory, disk, time
    incomplete = 7,     ///< shards missing, or `verify` found a difference
    permanent = 65,     ///< a shard that will fail again
    internal = 70,      ///< our fault
    try_again = 75,     ///< a shard that may succeed next time
    interrupted = 130,  ///< SIGINT
    terminated = 143,   ///< SIGTERM
};

/// A failure that ends the run.
///
/// `where` is a place a user can go to: `path:line`, `path: layer/fid=…` or a key with `file:line`.
/// `what()` is the value, the rule it breaks and what to do.
class Error : public std::runtime_error {
public:
    Error(Errc code, std::string where, const std::string& what)
        : std::runtime_error{what}, m_code{code}, m_where{std::move(where)} {}

    [[nodiscard]] Errc code() const noexcept { return m_code; }
    [[nodiscard]] const std::string& where() const noexcept { return m_where; }

private:
    Errc m_code;
    std::string m_where;
};

}  // namespace amaneku
