#include "io/fetch_run.hpp"

#include "io/fetch_check.hpp"
#include <amaneku/error.hpp>

#include <fmt/format.h>

#include <atomic>
#include <cmath>
#include <csignal>
#include <exception>
#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <system_error>
#include <thread>

namespace amaneku::io {

namespace fs = std::filesystem;

namespace {

/// `https://host:port` of an address.
std::string server_of(const std::string& url) {
    const std::size_t scheme = url.find("://");
    return url.substr(0, scheme == std::string::npos ? scheme : url.find('/', scheme + 3));
}

std::string megabytes(const std::string& path) {
    return fmt::format("{:.1f} MB", std::ceil(static_cast<double>(fs::file_size(path)) / 1e5) / 10.0);
}

/// The downloads of a plan, several at once.
class Fetcher {
public:
    Fetcher(const FetchPlan& plan, const HttpSettings& http, const FetchHooks& hooks)
        : m_items{plan.items()}, m_http{http}, m_hooks{hooks}, m_failures(m_items.size()) {}

    FetchResult run(int jobs);

private:
    void work() noexcept;
    void fetch(std::size_t i);
    void tick();
    void note(const std::string& text);
    [[nodiscard]] std::optional<DownloadProblem> unreachable(const std::string& url);

    std::vector<FetchItem> m_items;
    const HttpSettings& m_http;
    const FetchHooks& m_hooks;
    std::atomic<std::size_t> m_next{0};
    std::mutex m_mutex;  // of all below
    std::vector<std::optional<FetchFailure>> m_failures;
    std::map<std::string, DownloadProblem> m_unreachable;  // by server
    FetchResult m_result;
    std::size_t m_done = 0;
    std::exception_ptr m_thrown;
};

void Fetcher::tick() {
    const std::lock_guard lock{m_mutex};
    if (m_thrown) std::rethrow_exception(m_thrown);  // another thread was stopped: so is this
    m_hooks.progress("download", m_done, m_items.size());
}

void Fetcher::note(const std::string& text) {
    const std::lock_guard lock{m_mutex};
    m_hooks.note(text);
}

/// Why a server's files need not be asked for any more: without a network each would be tried for seconds.
std::optional<DownloadProblem> Fetcher::unreachable(const std::string& url) {
    const std::lock_guard lock{m_mutex};
    const auto found = m_unreachable.find(server_of(url));
    return found == m_unreachable.end() ? std::nullopt : std::optional{found->second};
}

void Fetcher::fetch(std::size_t i) {
    const FetchItem& item = m_items[i];
    std::optional<DownloadProblem> problem;
    bool is_present = false;
    std::error_code error;
    if (fs::exists(item.target, error)) {
        const auto unsound = file_problem(item.target, item.minimal_bytes);
        is_present = !unsound;
        if (unsound)
            note(fmt::format("{} is there but is {}: fetching it again", item.target, unsound->came));
    }
    if (!is_present) problem = unreachable(item.url);
    if (!is_present && !problem) {
        fs::create_directories(fs::path{item.target}.parent_path(), error);
        if (error)
            throw Error{Errc::output, item.target,
                        fmt::format("its folder cannot be made: {}", error.message())};
        const FileCheck check = [&](const std::string& path) {
            return file_problem(path, item.minimal_bytes);
        };
        const DownloadHooks hooks{[this] { tick(); },
                                  [&](const std::string& came, double seconds) {
                                      note(fmt::format("{}: {}; again in {:.1f} s", item.url, came, seconds));
                                  }};
        problem = download(item.url, item.target, m_http, check, hooks);
        note(problem ? fmt::format("{} did not come: {}", item.file, problem->came)
                     : fmt::format("{} ({})", item.target, megabytes(item.target)));
    }
    {
        const std::lock_guard lock{m_mutex};
        ++m_done;
        m_result.present += is_present ? 1 : 0;
        m_result.fetched += !is_present && !problem ? 1 : 0;
        if (problem) m_failures[i] = FetchFailure{item, *problem};
        if (problem && problem->is_unreachable) m_unreachable.emplace(server_of(item.url), *problem);
    }
    tick();
}

void Fetcher::work() noexcept {
    sigset_t
        broken_pipe;  // a connection that the server closes while TLS writes to it must not end the program
    sigemptyset(&broken_pipe);
    sigaddset(&broken_pipe, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &broken_pipe, nullptr);
    try {
        for (std::size_t i = m_next++; i < m_items.size(); i = m_next++) fetch(i);
    } catch (...) {  // thrown on by run(): an exception must not leave a thread
        const std::lock_guard lock{m_mutex};
        if (!m_thrown) m_thrown = std::current_exception();
    }
}

FetchResult Fetcher::run(int jobs) {
    std::vector<std::thread> threads;
    threads.reserve(static_cast<std::size_t>(jobs));
    for (int j = 0; j < jobs; ++j) threads.emplace_back([this] { work(); });
    for (std::thread& t : threads) t.join();
    if (m_thrown) std::rethrow_exception(m_thrown);
    for (const auto& failure : m_failures) {
        if (failure) m_result.failures.push_back(*failure);
    }
    return m_result;
}

}  // namespace

FetchResult run_fetch(const FetchPlan& plan, const HttpSettings& http, int jobs, const FetchHooks& hooks) {
    return Fetcher{plan, http, hooks}.run(jobs);
}

}  // namespace amaneku::io
