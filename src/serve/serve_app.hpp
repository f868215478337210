#pragma once

#include "serve/what_if_host.hpp"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace amaneku::serve {

struct ServeOptions {
    std::string folder;   ///< of the results
    std::string program;  ///< version of this program
    std::string host = "127.0.0.1";
    int port = 8080;    ///< 0: any that is free
    std::string token;  ///< asked of every request; empty: of none
    bool can_save = false;
    bool has_what_if = true;
    std::string configuration;  ///< of the run; empty: where timing.json says it was
};

/// Results of a run over HTTP: the page, tiles, a JSON API and what-if.
class ServeApp {
public:
    /// Reads the results and begins to read their layers and to prepare what-if.
    /// @param tell  is called with what a user at the terminal should know, from any thread
    /// @throws Error (Errc::input) where the folder is none of results; (Errc::usage) for an address other
    ///         than this machine's own without a token
    ServeApp(ServeOptions options, MakeEngine make, std::function<void(const std::string&)> tell);
    ~ServeApp();
    ServeApp(const ServeApp&) = delete;
    ServeApp& operator=(const ServeApp&) = delete;
    ServeApp(ServeApp&&) = delete;
    ServeApp& operator=(ServeApp&&) = delete;

    /// Takes the address; begins to answer with `run`.
    /// @returns the address of the page
    /// @throws Error (Errc::resources) where it cannot be had
    std::string bind();
    /// Until `stop`.
    void run();
    void stop();
    /// What of the results is missing, as far as it is known.
    [[nodiscard]] std::vector<std::string> warnings() const;

private:
    struct State;
    std::unique_ptr<State> m_state;
};

/// The least length of a token.
inline constexpr std::size_t shortest_token = 16;

/// Whether an address is this machine's own alone.
[[nodiscard]] bool is_loopback(const std::string& host);

}  // namespace amaneku::serve
