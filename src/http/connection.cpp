#include "http/connection.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>

namespace amaneku::http {

Connection::Connection(int socket, const Limits& limits, const std::atomic<bool>& ends)
    : m_socket{socket}, m_limits{limits}, m_ends{ends}, m_buffer(8192) {}

Connection::~Connection() {
    let_client_read();
    ::shutdown(m_socket, SHUT_RDWR);
    ::close(m_socket);
}

/// A socket that is closed with bytes unread takes the answer away from the client too.
void Connection::let_client_read() const {
    if (!m_has_answered) return;
    ::shutdown(m_socket, SHUT_WR);
    std::array<char, 4096> waste{};
    const auto until = Clock::now() + std::chrono::milliseconds{500};
    for (std::size_t taken = 0; taken < (std::size_t{8} << 20) && wait(POLLIN, until, true);) {
        const ssize_t got = ::recv(m_socket, waste.data(), waste.size(), MSG_DONTWAIT);
        if (got <= 0) return;
        taken += static_cast<std::size_t>(got);
    }
}

bool Connection::wait(short events, Clock::time_point until, bool stops_early) const {
    constexpr std::chrono::milliseconds slice{200};  // how soon a stop is seen
    for (;;) {
        if (stops_early && m_ends) return false;
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now());
        if (left.count() <= 0) return false;
        pollfd one{m_socket, events, 0};
        const int found = ::poll(&one, 1, static_cast<int>(std::min(left, slice).count()));
        if (found > 0) return true;
        if (found < 0 && errno != EINTR) return false;
    }
}

bool Connection::wait_for_request() {
    if (m_begin == m_end && !wait(POLLIN, Clock::now() + m_limits.idle_time, true)) return false;
    m_left = m_limits.headers + m_limits.body;
    m_deadline = Clock::now() + m_limits.request_time;
    m_has_answered = false;
    return true;
}

bool Connection::is_readable() const {
    return m_begin != m_end || wait(POLLIN, m_deadline, false);
}

bool Connection::is_writable() const {
    return wait(POLLOUT, Clock::now() + m_limits.write_time, false);
}

ssize_t Connection::read(char* ptr, size_t size) {
    if (m_left == 0) return -1;
    if (m_begin == m_end) {
        if (!wait(POLLIN, m_deadline, false)) {
            m_is_late = true;
            return -1;
        }
        ssize_t got = 0;
        do {
            got = ::recv(m_socket, m_buffer.data(), m_buffer.size(), 0);
        } while (got < 0 && errno == EINTR);
        if (got <= 0) return got;
        m_begin = 0;
        m_end = static_cast<std::size_t>(got);
    } else if (Clock::now() > m_deadline) {
        m_is_late = true;
        return -1;
    }
    const std::size_t count = std::min({size, m_end - m_begin, m_left});
    std::copy_n(m_buffer.data() + m_begin, count, ptr);
    m_begin += count;
    m_left -= count;
    return static_cast<ssize_t>(count);
}

ssize_t Connection::write(const char* ptr, size_t size) {
    m_has_answered = true;
    for (;;) {
        if (!is_writable()) return -1;
        const ssize_t put = ::send(m_socket, ptr, size, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (put >= 0) return put;
        if (errno != EINTR && errno != EAGAIN) return -1;
    }
}

void Connection::get_remote_ip_and_port(std::string& ip, int& port) const {
    ip.clear();  // of no interest: every client may do the same
    port = 0;
}

void Connection::get_local_ip_and_port(std::string& ip, int& port) const {
    ip.clear();
    port = 0;
}

}  // namespace amaneku::http
