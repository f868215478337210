#include "io/http_download.hpp"

#include <amaneku/error.hpp>

#include <curl/curl.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <exception>
#include <memory>
#include <string_view>
#include <system_error>
#include <thread>

namespace amaneku::io {

namespace {

constexpr long ok = 200;
constexpr long partial_content = 206;
constexpr long range_not_satisfiable = 416;
constexpr double longest_wait_seconds = 60.0;

constexpr const char* later =
    "check the network connection and run the same command again: it goes on where this one stopped";

struct CurlCloser {
    void operator()(CURL* handle) const noexcept { curl_easy_cleanup(handle); }
};
using CurlHandle = std::unique_ptr<CURL, CurlCloser>;

/// The file that bytes go to until they are complete; locked against other processes while it is open.
class PartFile {
public:
    explicit PartFile(std::string path);
    ~PartFile();
    PartFile(const PartFile&) = delete;
    PartFile& operator=(const PartFile&) = delete;
    PartFile(PartFile&&) = delete;
    PartFile& operator=(PartFile&&) = delete;

    [[nodiscard]] bool is_ours() const noexcept { return m_ours; }
    [[nodiscard]] const std::string& path() const noexcept { return m_path; }
    [[nodiscard]] std::uint64_t size() const noexcept { return m_size; }
    void start_over();
    void append(std::string_view bytes);
    void publish(const std::string& target);

private:
    [[noreturn]] void fail() const {
        throw Error{Errc::output, m_path,
                    fmt::format("cannot be written: {}", std::generic_category().message(errno))};
    }

    std::string m_path;
    int m_file;
    bool m_ours = false;
    std::uint64_t m_size = 0;
};

PartFile::PartFile(std::string path)
    : m_path{std::move(path)}, m_file{::open(m_path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0644)} {
    if (m_file < 0) fail();
    if (::flock(m_file, LOCK_EX | LOCK_NB) != 0) return;
    struct stat opened {};
    struct stat named {};
    // Whoever held the lock may have renamed the file away between our open and our lock.
    m_ours =
        ::fstat(m_file, &opened) == 0 && ::stat(m_path.c_str(), &named) == 0 && opened.st_ino == named.st_ino;
    m_size = static_cast<std::uint64_t>(opened.st_size);
}

PartFile::~PartFile() {
    if (m_ours && m_size == 0) ::unlink(m_path.c_str());
    ::close(m_file);
}

void PartFile::start_over() {
    if (::ftruncate(m_file, 0) != 0) fail();
    m_size = 0;
}

void PartFile::append(std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(m_file, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) fail();
        bytes.remove_prefix(static_cast<std::size_t>(written));
        m_size += static_cast<std::uint64_t>(written);
    }
}

void PartFile::publish(const std::string& target) {
    if (::fsync(m_file) != 0 || std::rename(m_path.c_str(), target.c_str()) != 0) fail();
}

/// `bytes 100-199/200` of a Content-Range.
struct ContentRange {
    std::uint64_t first = 0;
    std::optional<std::uint64_t> total;
};

std::optional<ContentRange> parse_content_range(std::string_view text) {
    constexpr std::string_view unit = "bytes ";
    if (!text.starts_with(unit)) return std::nullopt;
    text.remove_prefix(unit.size());
    ContentRange range;
    const auto number = [](std::string_view digits, std::uint64_t& value) {
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
        return error == std::errc{} && end == digits.data() + digits.size();
    };
    const std::size_t dash = text.find('-');
    const std::size_t slash = text.find('/');
    if (dash == std::string_view::npos || slash == std::string_view::npos ||
        !number(text.substr(0, dash), range.first)) {
        return std::nullopt;
    }
    std::uint64_t total = 0;
    if (number(text.substr(slash + 1), total)) range.total = total;
    return range;
}

/// One request: what libcurl's callbacks see and leave behind.
class Transfer {
public:
    Transfer(const std::string& url, PartFile& part, const HttpSettings& settings,
             const DownloadHooks& hooks);

    /// What became of it; nothing where the part is whole.
    [[nodiscard]] std::optional<DownloadProblem> perform();
    /// Seconds that the server asked to wait before the next request, 0 where it did not.
    [[nodiscard]] double retry_after() const;

private:
    static std::size_t on_body(const char* data, std::size_t size, std::size_t count, void* self) noexcept;
    static int on_progress(void* self, curl_off_t /*to_come*/, curl_off_t /*came*/, curl_off_t /*to_go*/,
                           curl_off_t /*gone*/) noexcept;

    void begin_body();
    [[nodiscard]] long status() const;
    [[nodiscard]] std::optional<ContentRange> content_range() const;
    [[nodiscard]] std::optional<DownloadProblem> judged(CURLcode code);
    [[nodiscard]] DownloadProblem refused() const;
    [[nodiscard]] DownloadProblem broken_off(CURLcode code) const;

    CurlHandle m_handle{curl_easy_init()};
    PartFile& m_part;
    const HttpSettings& m_settings;
    const DownloadHooks& m_hooks;
    std::uint64_t m_from;
    bool m_began = false;
    bool m_wrong_range = false;
    std::exception_ptr m_thrown;
    std::array<char, CURL_ERROR_SIZE> m_message{};
};

Transfer::Transfer(const std::string& url, PartFile& part, const HttpSettings& settings,
                   const DownloadHooks& hooks)
    : m_part{part}, m_settings{settings}, m_hooks{hooks}, m_from{part.size()} {
    if (!m_handle) throw Error{Errc::resources, url, "libcurl has no memory for a connection"};
    CURL* h = m_handle.get();
    curl_easy_setopt(h, CURLOPT_URL, url.c_str());
    curl_easy_setopt(h, CURLOPT_USERAGENT, settings.user_agent.c_str());
    curl_easy_setopt(h, CURLOPT_ERRORBUFFER, m_message.data());
    curl_easy_setopt(h, CURLOPT_NOSIGNAL, 1L);  // signals are the program's, and there are threads
    curl_easy_setopt(h, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(h, CURLOPT_SSL_VERIFYHOST, 2L);
    curl_easy_setopt(h, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(h, CURLOPT_REDIR_PROTOCOLS_STR, url.starts_with("https:") ? "https" : "http,https");
    curl_easy_setopt(h, CURLOPT_FOLLOWLOCATION, 1L);
    curl_easy_setopt(h, CURLOPT_MAXREDIRS, 10L);
    curl_easy_setopt(h, CURLOPT_CONNECTTIMEOUT, static_cast<long>(settings.connect_seconds));
    curl_easy_setopt(h, CURLOPT_LOW_SPEED_LIMIT, static_cast<long>(settings.low_speed_bytes));
    curl_easy_setopt(h, CURLOPT_LOW_SPEED_TIME, static_cast<long>(settings.low_speed_seconds));
    curl_easy_setopt(h, CURLOPT_WRITEFUNCTION, &Transfer::on_body);
    curl_easy_setopt(h, CURLOPT_WRITEDATA, this);
    curl_easy_setopt(h, CURLOPT_XFERINFOFUNCTION, &Transfer::on_progress);
    curl_easy_setopt(h, CURLOPT_XFERINFODATA, this);
    curl_easy_setopt(h, CURLOPT_NOPROGRESS, 0L);
    // Not CURLOPT_RESUME_FROM: that makes an error of a server that ignores the range.
    if (m_from > 0) curl_easy_setopt(h, CURLOPT_RANGE, fmt::format("{}-", m_from).c_str());
}

long Transfer::status() const {
    long code = 0;
    curl_easy_getinfo(m_handle.get(), CURLINFO_RESPONSE_CODE, &code);
    return code;
}

double Transfer::retry_after() const {
    curl_off_t seconds = 0;
    curl_easy_getinfo(m_handle.get(), CURLINFO_RETRY_AFTER, &seconds);
    return static_cast<double>(seconds);
}

std::optional<ContentRange> Transfer::content_range() const {
    curl_header* header = nullptr;
    if (curl_easy_header(m_handle.get(), "Content-Range", 0, CURLH_HEADER, -1, &header) != CURLHE_OK)
        return std::nullopt;
    return parse_content_range(header->value);
}

void Transfer::begin_body() {
    m_began = true;
    if (status() == ok) m_part.start_over();
    if (status() == partial_content) {
        const auto range = content_range();
        m_wrong_range = !range || range->first != m_from;
    }
}

std::size_t Transfer::on_body(const char* data, std::size_t size, std::size_t count, void* self) noexcept {
    auto& transfer = *static_cast<Transfer*>(self);
    try {
        if (!transfer.m_began) transfer.begin_body();
        if (transfer.m_wrong_range) return 0;
        const long status = transfer.status();
        if (status == ok || status == partial_content) transfer.m_part.append({data, size * count});
        return size * count;
    } catch (...) {  // nothing may pass through C: perform() throws it on
        transfer.m_thrown = std::current_exception();
        return 0;
    }
}

int Transfer::on_progress(void* self, curl_off_t /*to_come*/, curl_off_t /*came*/, curl_off_t /*to_go*/,
                          curl_off_t /*gone*/) noexcept {
    auto& transfer = *static_cast<Transfer*>(self);
    try {
        transfer.m_hooks.tick();
        return 0;
    } catch (...) {  // nothing may pass through C: perform() throws it on
        transfer.m_thrown = std::current_exception();
        return 1;
    }
}

std::optional<DownloadProblem> Transfer::perform() {
    const CURLcode code = curl_easy_perform(m_handle.get());
    if (m_thrown) std::rethrow_exception(m_thrown);
    return judged(code);
}

std::optional<DownloadProblem> Transfer::judged(CURLcode code) {
    if (m_wrong_range || (code == CURLE_OK && status() == range_not_satisfiable)) {
        m_part.start_over();
        return DownloadProblem{"the server could not go on where the partial file ends", later, true};
    }
    if (code != CURLE_OK) return broken_off(code);
    if (status() != ok && status() != partial_content) return refused();
    if (!m_began) begin_body();  // an empty answer has no body
    const auto range = status() == partial_content ? content_range() : std::nullopt;
    if (range && range->total && *range->total != m_part.size()) {
        const std::uint64_t came = m_part.size();
        if (came > *range->total) m_part.start_over();
        return DownloadProblem{fmt::format("{} of {} bytes", came, *range->total), later, true};
    }
    return std::nullopt;
}

DownloadProblem Transfer::refused() const {
    const long code = status();
    DownloadProblem problem{fmt::format("HTTP status {}", code), "", false};
    if (code == 404 || code == 410) {
        problem.came += " (not found)";
        problem.remedy = "the address has probably changed: correct it in the table of sources";
    } else if (code == 408 || code == 425 || code == 429 || code >= 500) {
        problem.came += " (the server is busy or out of order)";
        problem.remedy = "run the same command again later";
        problem.again = true;
    } else {
        problem.came += " (refused)";
        problem.remedy =
            "open the address in a browser: a login, a proxy or a changed address may be the reason";
    }
    return problem;
}

DownloadProblem Transfer::broken_off(CURLcode code) const {
    const std::string detail = m_message[0] != '\0' ? m_message.data() : curl_easy_strerror(code);
    DownloadProblem problem{detail, later, true};
    switch (code) {
        case CURLE_PEER_FAILED_VERIFICATION:
        case CURLE_SSL_CACERT_BADFILE:
            problem.remedy =
                "the server's certificate could not be verified: check the clock, the proxy and the package "
                "ca-certificates";
            problem.again = false;
            break;
        case CURLE_COULDNT_RESOLVE_HOST:
        case CURLE_COULDNT_RESOLVE_PROXY:
            problem.remedy =
                "check the network connection and the proxy (https_proxy), or the address in the table of "
                "sources";
            break;
        case CURLE_OPERATION_TIMEDOUT:
            problem.came = fmt::format("{} bytes, then too little for {} seconds ({})", m_part.size(),
                                       m_settings.low_speed_seconds, detail);
            if (m_part.size() == 0) problem.came = fmt::format("nothing in time ({})", detail);
            break;
        case CURLE_PARTIAL_FILE:
        case CURLE_RECV_ERROR:
            problem.came = fmt::format("{} bytes, then the connection broke off ({})", m_part.size(), detail);
            break;
        case CURLE_TOO_MANY_REDIRECTS:
        case CURLE_UNSUPPORTED_PROTOCOL:
        case CURLE_URL_MALFORMAT:
            problem.remedy = "the address has probably changed: correct it in the table of sources";
            problem.again = false;
            break;
        default:
            break;
    }
    return problem;
}

/// Waits in small steps, so that a stop is heard.
void wait(double seconds, const DownloadHooks& hooks) {
    using Clock = std::chrono::steady_clock;
    const auto until = Clock::now() + std::chrono::duration<double>(seconds);
    while (Clock::now() < until) {
        hooks.tick();
        std::this_thread::sleep_for(
            std::min<std::chrono::duration<double>>(until - Clock::now(), std::chrono::milliseconds{200}));
    }
}

}  // namespace

std::optional<DownloadProblem> download(const std::string& url, const std::string& path,
                                        const HttpSettings& settings, const FileCheck& check,
                                        const DownloadHooks& hooks) {
    static const CURLcode initialised = curl_global_init(CURL_GLOBAL_DEFAULT);
    if (initialised != CURLE_OK) throw Error{Errc::resources, "libcurl", curl_easy_strerror(initialised)};
    PartFile part{path + ".part"};
    if (!part.is_ours()) {
        return DownloadProblem{"nothing was asked for: another fetch is writing this file",
                               "wait for the other to end, then run the same command again", false};
    }
    for (int tried = 0;; ++tried) {
        const bool is_resumed = part.size() > 0;
        Transfer transfer{url, part, settings, hooks};
        auto problem = transfer.perform();
        if (!problem) {
            problem = check(part.path());
            if (!problem) {
                part.publish(path);
                return std::nullopt;
            }
            problem->again = problem->again || is_resumed;  // two halves of different files
            part.start_over();
        }
        if (!problem->again || tried >= settings.retries) return problem;
        const double backoff = std::ldexp(settings.backoff_ms / 1000.0, tried);
        const double seconds = std::min(std::max(backoff, transfer.retry_after()), longest_wait_seconds);
        hooks.retrying(problem->came, seconds);
        wait(seconds, hooks);
    }
}

}  // namespace amaneku::io
