#include "http/server.hpp"

#include "http/byte_range.hpp"
#include "http/connection.hpp"
#include "http/workers.hpp"
#include <amaneku/error.hpp>

#include <fmt/format.h>
#include <httplib.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>

namespace amaneku::http {

namespace {

/// The connection and the request that a thread is at: the library hands its handlers neither.
thread_local Connection* this_connection = nullptr;

/// Workers in the library's words.
class Tasks final : public httplib::TaskQueue {
public:
    explicit Tasks(std::size_t most) : m_workers{most} {}
    void enqueue(std::function<void()> work) override { m_workers.add(std::move(work)); }
    void shutdown() override { m_workers.finish(); }

private:
    Workers m_workers;
};

Request request_of(const httplib::Request& from) {
    Request out;
    out.method = from.method;
    out.path = from.path;
    out.body = from.body;
    out.headers.reserve(from.headers.size());
    for (const auto& [name, value] : from.headers) {
        // The library adds these; they are no words of the client's.
        if (name != "REMOTE_ADDR" && name != "REMOTE_PORT" && name != "LOCAL_ADDR" && name != "LOCAL_PORT")
            out.headers.emplace_back(name, value);
    }
    out.parameters.assign(from.params.begin(), from.params.end());
    return out;
}

void send_file(const OpenFile& file, const Response& from, const httplib::Request& request,
               httplib::Response& to) {
    ByteRange bytes{0, file.size()};
    to.set_header("Accept-Ranges", "bytes");
    to.set_header("ETag", file.tag());
    const bool is_same =
        !request.has_header("If-Range") || request.get_header_value("If-Range") == file.tag();
    if (request.get_header_value("If-None-Match") == file.tag()) {
        to.status = 304;
        return;
    }
    if (from.status == 200 && request.has_header("Range") && is_same) {
        const AskedRange asked = asked_range(request.get_header_value("Range"), file.size());
        if (asked.kind == RangeKind::beyond) {
            to.status = 416;
            to.set_header("Content-Range", fmt::format("bytes */{}", file.size()));
            return;
        }
        if (asked.kind == RangeKind::some) {
            bytes = asked.bytes;
            to.status = 206;
            to.set_header("Content-Range", fmt::format("bytes {}-{}/{}", bytes.first,
                                                       bytes.first + bytes.size - 1, file.size()));
        }
    }
    if (bytes.size == 0) {
        to.set_header("Content-Type", from.type);
        return;
    }
    to.set_content_provider(
        bytes.size, from.type,
        [file, bytes](std::size_t offset, std::size_t length, httplib::DataSink& sink) {
            std::array<char, 65536> buffer{};
            const std::size_t got =
                file.read(bytes.first + offset, buffer.data(), std::min(length, buffer.size()));
            return got > 0 &&
                   sink.write(buffer.data(), got);  // shorter than it was: the connection breaks off
        });
}

/// Texts go as files do: given whole, the library packs them at its slowest.
void send_text(std::string text, const std::string& type, httplib::Response& to) {
    if (text.empty()) {
        if (!type.empty()) to.set_header("Content-Type", type);
        return;
    }
    const auto shared = std::make_shared<const std::string>(std::move(text));
    to.set_content_provider(shared->size(), type,
                            [shared](std::size_t offset, std::size_t length, httplib::DataSink& sink) {
                                return sink.write(shared->data() + offset, length);
                            });
}

void send(Response from, const httplib::Request& request, httplib::Response& to) {
    to.status = from.status;
    for (const auto& [name, value] : from.headers) to.set_header(name, value);
    if (from.is_last) {
        this_connection->end();
        to.set_header("Connection", "close");
    }
    if (from.file) {
        send_file(*from.file, from, request, to);
    } else {
        send_text(std::move(from.body), from.type, to);
    }
}

}  // namespace

struct Server::State final : httplib::Server {
    State(Limits l, Answers a) : limits{l}, answers{std::move(a)} {
        new_task_queue = [this] { return new Tasks{limits.connections}; };
        set_tcp_nodelay(true);
        set_keep_alive_max_count(limits.requests);
        set_keep_alive_timeout(std::chrono::duration_cast<std::chrono::seconds>(limits.idle_time).count());
        set_payload_max_length(limits.body);
        // The library would let a second server listen at the same port.
        set_socket_options([](socket_t socket) {
            const int yes = 1;
            ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
        });
        set_pre_routing_handler([this](const httplib::Request& request, httplib::Response& response) {
            return before_body(request, response);
        });
        Post(".*", [this](const httplib::Request& request, httplib::Response& response) {
            answer(request, response);
        });
        set_error_handler([this](const httplib::Request& request, httplib::Response& response) {
            if (is_answered) return;  // an error that was given in our own words
            // Nothing is known of what else is on the way.
            Response words = answers.plain(response.status);
            words.is_last = true;
            response.headers.clear();
            send(std::move(words), request, response);
        });
        set_exception_handler(
            [this](const httplib::Request& request, httplib::Response& response, const std::exception_ptr&) {
                send(answers.plain(500), request, response);
                is_answered = true;
            });
    }

    HandlerResponse before_body(const httplib::Request& request, httplib::Response& response) {
        is_answered = false;
        auto refused = answers.refuse(request_of(request));
        const bool has_body =
            request.has_header("Transfer-Encoding") ||
            (request.has_header("Content-Length") && request.get_header_value("Content-Length") != "0");
        if (refused) {
            refused->is_last = refused->is_last || has_body;
            is_answered = true;
            send(std::move(*refused), request, response);
            return HandlerResponse::Handled;
        }
        if (request.method == "POST" && (has_body || request.has_header("Content-Length")))
            return HandlerResponse::Unhandled;
        // Without a length the library would read until the connection ends: such a body is none.
        answer(request, response);
        if (has_body || request.method == "POST") {  // of a GET: it stays unread
            this_connection->end();
            response.set_header("Connection", "close");
        }
        return HandlerResponse::Handled;
    }

    void answer(const httplib::Request& request, httplib::Response& response) {
        Response found = answers.answer(request_of(request));
        is_answered = true;
        send(std::move(found), request, response);
    }

    /// The library lets five clients wait to be let in; a sixth at that moment tries again after a second.
    void let_many_wait() {
        constexpr int many = 1024;
        ::listen(svr_sock_, many);
    }

    bool process_and_close_socket(socket_t socket) override {
        Connection connection{socket, limits, ends};
        this_connection = &connection;
        for (std::size_t left = limits.requests; left > 0 && !connection.is_over(); --left) {
            if (!connection.wait_for_request()) break;
            is_answered = false;
            bool is_closed = false;
            const bool done =
                process_request(connection, left == 1, is_closed, [](httplib::Request& request) {
                    request.ranges.clear();  // `send_file` gives them
                });
            if (!connection.has_answered() && (connection.is_late() || connection.is_too_much()))
                say(connection, connection.is_late() ? 408 : 413);
            if (!done || is_closed) break;
        }
        this_connection = nullptr;
        return true;
    }

    /// An answer to what the library could not read as a request.
    void say(Connection& connection, int status) const {
        const Response words = answers.plain(status);
        std::string text = fmt::format(
            "HTTP/1.1 {} {}\r\nConnection: close\r\nContent-Type: {}\r\nContent-Length: {}\r\n", status,
            status == 408 ? "Request Timeout" : "Payload Too Large", words.type, words.body.size());
        for (const auto& [name, value] : words.headers) text += fmt::format("{}: {}\r\n", name, value);
        text += "\r\n" + words.body;
        for (std::size_t at = 0; at < text.size();) {
            const ssize_t put = connection.write(text.data() + at, text.size() - at);
            if (put <= 0) return;
            at += static_cast<std::size_t>(put);
        }
    }

    Limits limits;
    Answers answers;
    std::atomic<bool> ends{false};
    std::mutex mutex;  ///< of who is first, `run` or `stop`
    bool has_begun = false;
    std::atomic<bool> is_done{false};
    static thread_local bool is_answered;  ///< the request at hand, in our own words
};

thread_local bool Server::State::is_answered = false;

Server::Server(Limits limits, Answers answers)
    : m_state{std::make_unique<State>(limits, std::move(answers))} {}

Server::~Server() = default;

int Server::bind(const std::string& host, int port) {
    errno = 0;
    const int bound = port == 0                           ? m_state->bind_to_any_port(host)
                      : m_state->bind_to_port(host, port) ? port
                                                          : -1;
    if (bound > 0) {
        m_state->let_many_wait();
        return bound;
    }
    const int reason = errno;
    const std::string where = fmt::format("{}:{}", host, port);
    if (reason == EADDRINUSE)
        throw Error{Errc::resources, where,
                    "the port is taken, perhaps by another amaneku serve: end it, or choose another with "
                    "--port (0: any that is free)"};
    if (reason == EACCES)
        throw Error{Errc::resources, where,
                    "the port is not yours to take: choose one above 1023 with --port"};
    throw Error{
        Errc::resources, where,
        fmt::format("cannot be listened at{}: --host is to be an address of this machine",
                    reason == 0 ? std::string{} : " (" + std::generic_category().message(reason) + ")")};
}

void Server::run() {
    {
        const std::lock_guard lock{m_state->mutex};
        if (m_state->ends) return;
        m_state->has_begun = true;
    }
    m_state->listen_after_bind();
    m_state->is_done = true;
}

void Server::stop() {
    {
        const std::lock_guard lock{m_state->mutex};
        m_state->ends = true;
        if (!m_state->has_begun) return;
    }
    // The library does not hear a stop before it listens.
    while (!m_state->is_running() && !m_state->is_done)
        std::this_thread::sleep_for(std::chrono::milliseconds{1});
    m_state->stop();
}

}  // namespace amaneku::http
