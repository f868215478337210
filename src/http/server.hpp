#pragma once

#include "http/message.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>

namespace amaneku::http {

/// What one client may take.
struct Limits {
    std::size_t body = std::size_t{1} << 20;         ///< bytes of a request's body
    std::size_t headers = std::size_t{1} << 16;      ///< bytes of its line and headers
    std::size_t connections = 1500;                  ///< served at once; further ones wait
    std::size_t requests = 1000;                     ///< on one connection
    std::chrono::milliseconds request_time{20'000};  ///< for a request to come, from its first byte
    std::chrono::milliseconds idle_time{10'000};     ///< between requests
    std::chrono::milliseconds write_time{20'000};    ///< for a client to take something
};

/// What a server answers with. All are called by many threads at once; what they throw becomes status 500.
struct Answers {
    /// Looks at a request before its body is read; an answer refuses it.
    std::function<std::optional<Response>(const Request&)> refuse;
    std::function<Response(const Request&)> answer;
    /// Words for a status that the protocol itself asks for (400, 408, 413, 414, 500).
    std::function<Response(int status)> plain;
};

/// An HTTP/1.1 server on one address, a thread for each open connection.
class Server {
public:
    Server(Limits limits, Answers answers);
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;
    Server(Server&&) = delete;
    Server& operator=(Server&&) = delete;

    /// Takes the address. @param port  0: any that is free
    /// @returns the port
    /// @throws Error (Errc::resources) where it is taken, may not be used or is not this machine's
    int bind(const std::string& host, int port);
    /// Answers until `stop`; once, after `bind`.
    void run();
    /// Ends `run`: open requests are answered, open connections closed. From any thread.
    void stop();

private:
    struct State;
    std::unique_ptr<State> m_state;
};

}  // namespace amaneku::http
