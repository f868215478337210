#include "app/messages.hpp"

#include <amaneku/error.hpp>

#include <fmt/format.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <cassert>
#include <chrono>
#include <csignal>
#include <cstdio>

namespace amaneku::app {

namespace {

// A signal handler reaches nothing but globals of this type.
// NOLINTNEXTLINE(cppcoreguidelines-avoid-non-const-global-variables)
volatile std::sig_atomic_t stop_signal = 0;

double seconds_now() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

}  // namespace

void watch_signals() {
    for (const int signal : {SIGINT, SIGTERM}) {
        const auto before = std::signal(signal, [](int s) {
            if (stop_signal != 0) std::_Exit(128 + s);  // a second one does not wait
            stop_signal = s;
        });
        assert(before != SIG_ERR);  // both signals exist and may be caught
        static_cast<void>(before);
    }
}

void throw_if_stopped() {
    if (stop_signal == SIGINT)
        throw Error{Errc::interrupted, "run", "stopped by SIGINT: nothing was written"};
    if (stop_signal == SIGTERM)
        throw Error{Errc::terminated, "run", "stopped by SIGTERM: nothing was written"};
}

Messages::Messages(bool quiet) : m_quiet{quiet}, m_terminal{::isatty(STDERR_FILENO) != 0} {
    if (!spdlog::get("amaneku")) {
        auto logger = spdlog::stderr_color_mt("amaneku");
        logger->set_pattern("%v");
        spdlog::set_default_logger(logger);
    }
    spdlog::set_level(quiet ? spdlog::level::warn : spdlog::level::info);
}

Messages::~Messages() {
    clear_bar();
}

void Messages::clear_bar() {
    if (m_bar)
        static_cast<void>(std::fputs("\r\x1b[K", stderr));  // may be called while a failure is under way
    m_bar = false;
}

void Messages::info(const std::string& text) {
    clear_bar();
    spdlog::info(text);
}

void Messages::warn(const std::string& text) {
    clear_bar();
    spdlog::warn("warning: {}", text);
}

Progress Messages::progress() {
    return [this](std::string_view stage, std::uint64_t done, std::uint64_t total) {
        throw_if_stopped();
        if (m_watcher) m_watcher(stage, done, total);
        if (m_quiet) return;
        const double now = seconds_now();
        if (stage != m_stage) {
            m_stage = stage;
            m_stage_start = now;
            m_last = 0.0;
        }
        if (!m_terminal) {  // in a log: a line at the end of a stage
            if (done == total && m_logged_stage != m_stage) {
                spdlog::info("{}: {} done", stage, done);
                m_logged_stage = m_stage;
            }
            return;
        }
        if (now - m_last < 0.1 && done != total) return;
        m_last = now;
        const double rate = static_cast<double>(done) / std::max(now - m_stage_start, 1e-3);
        const double share = total > 0 ? static_cast<double>(done) / static_cast<double>(total) : 0.0;
        const auto filled = static_cast<int>(share * 30.0);
        const std::string left = rate > 0.0 && total >= done
                                     ? fmt::format("{:.0f} s left", static_cast<double>(total - done) / rate)
                                     : "";
        fmt::print(stderr, "\r\x1b[K{:<12} [{:<30}] {:3.0f} %  {:.0f}/s  {}", stage,
                   std::string(static_cast<std::size_t>(filled), '#'), 100.0 * share, rate, left);
        m_bar = true;
        if (done == total) clear_bar();
    };
}

}  // namespace amaneku::app
