#include "io/http_download.hpp"

#include "io/http_transfer.hpp"
#include "io/part_file.hpp"
#include <amaneku/error.hpp>

#include <curl/curl.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <thread>

namespace amaneku::io {

namespace {

constexpr double longest_wait_seconds = 60.0;

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
        HttpTransfer transfer{url, part, settings, hooks};
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
