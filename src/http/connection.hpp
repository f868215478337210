#pragma once

#include "http/server.hpp"

#include <httplib.h>

#include <atomic>
#include <chrono>
#include <string>
#include <vector>

namespace amaneku::http {

/// One client's socket, with limits on how long and how much it may send. Closes it in the end.
class Connection final : public httplib::Stream {
public:
    Connection(int socket, const Limits& limits, const std::atomic<bool>& ends);
    ~Connection() override;
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    Connection(Connection&&) = delete;
    Connection& operator=(Connection&&) = delete;

    /// Waits for the first byte of a request and starts its clock; false where none comes.
    [[nodiscard]] bool wait_for_request();
    [[nodiscard]] bool is_late() const noexcept { return m_is_late; }
    [[nodiscard]] bool is_too_much() const noexcept { return m_left == 0; }
    [[nodiscard]] bool has_answered() const noexcept { return m_has_answered; }
    [[nodiscard]] bool is_over() const noexcept { return m_is_over; }
    /// No request is read from it any more.
    void end() noexcept { m_is_over = true; }

    [[nodiscard]] bool is_readable() const override;
    [[nodiscard]] bool is_writable() const override;
    ssize_t read(char* ptr, size_t size) override;
    ssize_t write(const char* ptr, size_t size) override;
    void get_remote_ip_and_port(std::string& ip, int& port) const override;
    void get_local_ip_and_port(std::string& ip, int& port) const override;
    [[nodiscard]] socket_t socket() const override { return m_socket; }

private:
    using Clock = std::chrono::steady_clock;
    [[nodiscard]] bool wait(short events, Clock::time_point until, bool stops_early) const;
    void let_client_read() const;

    int m_socket;
    const Limits& m_limits;
    const std::atomic<bool>& m_ends;
    std::vector<char> m_buffer;
    std::size_t m_begin = 0;
    std::size_t m_end = 0;
    std::size_t m_left = 0;  ///< bytes that the request may still have
    Clock::time_point m_deadline;
    bool m_is_late = false;
    bool m_has_answered = false;
    bool m_is_over = false;
};

}  // namespace amaneku::http
