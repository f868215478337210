#include "app/chromium.hpp"

#include "app/messages.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

extern char** environ;

namespace amaneku::app {

namespace fs = std::filesystem;

namespace {

using Clock = std::chrono::steady_clock;

bool is_program(const fs::path& path) {
    std::error_code ignored;
    return fs::is_regular_file(path, ignored) && ::access(path.c_str(), X_OK) == 0;
}

/// Why a page was not printed.
struct PrintProblem {
    std::string text;
};

class Descriptor {
public:
    Descriptor() = default;
    /// Takes the descriptor over under a number that Chromium's own, 3 and 4, cannot overwrite.
    explicit Descriptor(int low) : m_number{::fcntl(low, F_DUPFD_CLOEXEC, 10)} { ::close(low); }
    ~Descriptor() { reset(); }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    Descriptor(Descriptor&& other) noexcept : m_number{std::exchange(other.m_number, -1)} {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        std::swap(m_number, other.m_number);
        return *this;
    }
    void reset() {
        if (m_number >= 0) ::close(std::exchange(m_number, -1));
    }
    [[nodiscard]] int number() const { return m_number; }

private:
    int m_number = -1;
};

/// Both ends of a connection that is written without a signal when the other end is gone.
std::pair<Descriptor, Descriptor> connection() {
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0)
        throw PrintProblem{fmt::format("no connection to it can be made: {}", std::strerror(errno))};
    std::pair<Descriptor, Descriptor> out{Descriptor{ends[0]}, Descriptor{ends[1]}};
    if (out.first.number() < 0 || out.second.number() < 0) throw PrintProblem{"too many files are open"};
    return out;
}

/// A process and its children; killed when this goes.
class Browser {
public:
    Browser(const std::string& chromium, const std::string& folder) {
        auto [commands_ours, commands_theirs] = connection();
        auto [answers_ours, answers_theirs] = connection();
        std::vector<std::string> arguments{
            chromium, "--headless", "--remote-debugging-pipe", "--user-data-dir=" + folder + "/profile",
            // Nothing is fetched, reported or updated.
            "--host-resolver-rules=MAP * ~NOTFOUND", "--no-first-run", "--no-default-browser-check",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--disable-quic", "--disable-default-apps", "--disable-extensions", "--disable-breakpad",
            "--metrics-recording-only",
            // Pages have no map of WebGL in them; small /dev/shm of containers.
            "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars", "--mute-audio",
            "--password-store=basic", "--use-mock-keychain"};
        if (::geteuid() == 0) arguments.emplace_back("--no-sandbox");  // it refuses to start otherwise
        spawn(arguments, folder + "/messages", commands_theirs.number(), answers_theirs.number());
        m_commands = std::move(commands_ours);
        m_answers = std::move(answers_ours);
    }
    ~Browser() {
        m_commands.reset();
        m_answers.reset();
        ::kill(-m_process, SIGKILL);
        while (::waitpid(m_process, nullptr, 0) < 0 && errno == EINTR) {
        }
    }
    Browser(const Browser&) = delete;
    Browser& operator=(const Browser&) = delete;
    Browser(Browser&&) = delete;
    Browser& operator=(Browser&&) = delete;

    /// What Chromium answers to a command.
    std::string call(const std::string& session, const std::string& method, const std::string& parameters,
                     Clock::time_point deadline) {
        const int id = ++m_last;
        std::string text = fmt::format(R"({{"id":{},"method":"{}","params":{})", id, method, parameters);
        if (!session.empty()) text += fmt::format(R"(,"sessionId":"{}")", session);
        text += '}';
        send(text, deadline);
        const std::string begin = fmt::format(R"({{"id":{},)", id);
        for (;;) {
            const std::string answer = receive(deadline);
            if (!answer.starts_with(begin)) continue;  // an event
            if (answer.starts_with(begin + R"("error")"))
                throw PrintProblem{fmt::format("it refuses {}: {}", method, answer.substr(0, 200))};
            return answer;
        }
    }
    /// Ends Chromium in its own way, so that it leaves nothing of it behind.
    void close() {
        const Clock::time_point deadline = Clock::now() + std::chrono::seconds{3};
        try {
            static_cast<void>(call("", "Browser.close", "{}", deadline));
        } catch (const PrintProblem&) {
            return;
        }
        while (Clock::now() < deadline) {
            siginfo_t state{};
            if (::waitid(P_PID, static_cast<id_t>(m_process), &state, WEXITED | WNOHANG | WNOWAIT) != 0 ||
                state.si_pid != 0)
                return;
            std::this_thread::sleep_for(std::chrono::milliseconds{5});
        }
    }

private:
    void spawn(std::vector<std::string>& arguments, const std::string& messages, int commands, int answers) {
        std::vector<char*> argv;
        for (std::string& argument : arguments) argv.push_back(argument.data());
        argv.push_back(nullptr);
        posix_spawn_file_actions_t files;
        posix_spawnattr_t attributes;
        ::posix_spawn_file_actions_init(&files);
        ::posix_spawnattr_init(&attributes);
        ::posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
        ::posix_spawn_file_actions_addopen(&files, 1, messages.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
        ::posix_spawn_file_actions_adddup2(&files, 1, 2);
        ::posix_spawn_file_actions_adddup2(&files, commands, 3);
        ::posix_spawn_file_actions_adddup2(&files, answers, 4);
        // A group of its own: a signal from the terminal comes to us alone, and we end all of it.
        ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
        ::posix_spawnattr_setpgroup(&attributes, 0);
        const int problem = ::posix_spawn(&m_process, argv[0], &files, &attributes, argv.data(), environ);
        ::posix_spawnattr_destroy(&attributes);
        ::posix_spawn_file_actions_destroy(&files);
        if (problem != 0) throw PrintProblem{fmt::format("it cannot be started: {}", std::strerror(problem))};
    }
    /// Waits until a descriptor is ready; looks for signals ten times a second.
    static void wait_for(int descriptor, short events, Clock::time_point deadline) {
        for (;;) {
            throw_if_stopped();
            if (Clock::now() >= deadline) throw PrintProblem{"it does not answer in time"};
            pollfd one{descriptor, events, 0};
            if (::poll(&one, 1, 100) > 0) return;
        }
    }
    void send(std::string_view text, Clock::time_point deadline) const {
        std::string left{text};
        left += '\0';
        while (!left.empty()) {
            wait_for(m_commands.number(), POLLOUT, deadline);
            const ssize_t sent = ::send(m_commands.number(), left.data(), left.size(), MSG_NOSIGNAL);
            if (sent < 0 && errno != EINTR && errno != EAGAIN) throw PrintProblem{"it ended early"};
            if (sent > 0) left.erase(0, static_cast<std::size_t>(sent));
        }
    }
    std::string receive(Clock::time_point deadline) {
        std::size_t looked = 0;
        for (;;) {
            const std::size_t end = m_received.find('\0', looked);
            if (end != std::string::npos) {
                std::string message = m_received.substr(0, end);
                m_received.erase(0, end + 1);
                return message;
            }
            looked = m_received.size();
            wait_for(m_answers.number(), POLLIN, deadline);
            std::array<char, 65536> buffer{};
            const ssize_t got = ::recv(m_answers.number(), buffer.data(), buffer.size(), 0);
            if (got == 0 || (got < 0 && errno != EINTR && errno != EAGAIN))
                throw PrintProblem{"it ended early"};
            if (got > 0) m_received.append(buffer.data(), static_cast<std::size_t>(got));
        }
    }

    pid_t m_process = 0;
    Descriptor m_commands;
    Descriptor m_answers;
    std::string m_received;
    int m_last = 0;
};

/// A text of an answer, by its key; such texts of Chromium's hold nothing that is escaped.
std::string text_of(const std::string& answer, std::string_view key) {
    const std::string begin = fmt::format(R"("{}":")", key);
    const std::size_t at = answer.find(begin);
    if (at == std::string::npos) return {};
    const std::size_t from = at + begin.size();
    return answer.substr(from, answer.find('"', from) - from);
}

std::string from_base64(std::string_view text) {
    std::string out;
    out.reserve(text.size() / 4 * 3);
    std::uint32_t bits = 0;
    int held = 0;
    for (const char c : text) {
        int value = 0;
        if (c >= 'A' && c <= 'Z')
            value = c - 'A';
        else if (c >= 'a' && c <= 'z')
            value = c - 'a' + 26;
        else if (c >= '0' && c <= '9')
            value = c - '0' + 52;
        else if (c == '+')
            value = 62;
        else if (c == '/')
            value = 63;
        else
            break;
        bits = bits << 6U | static_cast<std::uint32_t>(value);
        held += 6;
        if (held < 8) continue;
        held -= 8;
        out += static_cast<char>(bits >> static_cast<unsigned>(held) & 0xffU);
    }
    return out;
}

/// The address of a file; every byte that could mean something else is escaped.
std::string file_address(const std::string& path) {
    std::string out = "file://";
    for (const char c : path) {
        const auto byte = static_cast<unsigned char>(c);
        if (std::isalnum(byte) != 0 || c == '/' || c == '-' || c == '.' || c == '_')
            out += c;
        else
            out += fmt::format("%{:02X}", byte);
    }
    return out;
}

/// The last thing Chromium said that is not about the desktop it does not have.
std::string last_message(const std::string& folder) {
    std::ifstream file{folder + "/messages"};
    std::string last;
    for (std::string line; std::getline(file, line);) {
        if (line.find("ERROR:") != std::string::npos && line.find("dbus") == std::string::npos) last = line;
        if (line.find("FATAL:") != std::string::npos) last = line;
    }
    return last.empty() ? last : " (" + last.substr(0, 200) + ")";
}

std::string print(Browser& browser, const std::string& address, Clock::time_point deadline) {
    const std::string target =
        text_of(browser.call("", "Target.createTarget", R"({"url":"about:blank"})", deadline), "targetId");
    const std::string session =
        text_of(browser.call("", "Target.attachToTarget",
                             fmt::format(R"({{"targetId":"{}","flatten":true}})", target), deadline),
                "sessionId");
    const std::string opened =
        browser.call(session, "Page.navigate", fmt::format(R"({{"url":"{}"}})", address), deadline);
    if (const std::string error = text_of(opened, "errorText"); !error.empty())
        throw PrintProblem{"it cannot open the page: " + error};
    const std::string ask = R"({"expression":"document.body?.dataset.printReady?'ready':)"
                            R"(document.body?.dataset.failed?'failed':'waiting'","returnByValue":true})";
    for (;;) {
        const std::string state = text_of(browser.call(session, "Runtime.evaluate", ask, deadline), "value");
        if (state == "ready") break;
        if (state == "failed") throw PrintProblem{"the page has no pages to print"};
        std::this_thread::sleep_for(std::chrono::milliseconds{20});
    }
    return from_base64(
        text_of(browser.call(session, "Page.printToPDF",
                             R"({"preferCSSPageSize":true,"printBackground":true,"generateTaggedPDF":true,)"
                             R"("generateDocumentOutline":true})",
                             deadline),
                "data"));
}

}  // namespace

std::string find_chromium() {
    if (const char* named = std::getenv("AMANEKU_CHROMIUM"); named != nullptr && *named != '\0')
        return is_program(named) ? named : "";
    const char* path = std::getenv("PATH");
    for (const char* name : {"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"}) {
        std::string_view left = path == nullptr ? "" : path;
        while (!left.empty()) {
            const std::size_t end = std::min(left.find(':'), left.size());
            const fs::path program = fs::path{left.substr(0, end)} / name;
            if (program.is_absolute() && is_program(program)) return program.string();
            left.remove_prefix(std::min(end + 1, left.size()));
        }
    }
    return {};
}

PrintedPage print_page(const std::string& chromium, const std::string& folder, const std::string& page,
                       const std::string& fragment, std::chrono::seconds patience) {
    const Clock::time_point deadline = Clock::now() + patience;
    try {
        Browser browser{chromium, folder};
        std::string pdf = print(browser, file_address(page) + "#" + fragment, deadline);
        browser.close();
        if (!pdf.starts_with("%PDF-")) return {"", "it printed no PDF"};
        return {std::move(pdf), ""};
    } catch (const PrintProblem& problem) {
        return {"", problem.text + last_message(folder)};
    }
}

}  // namespace amaneku::app
