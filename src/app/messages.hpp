#pragma once

#include "core/progress.hpp"

#include <string>
#include <utility>

namespace amaneku::app {

/// Everything that is said to the user while a run goes on, on standard error: a bar on a terminal, lines in
/// a log, nothing with `quiet` but warnings.
class Messages {
public:
    explicit Messages(bool quiet);
    ~Messages();
    Messages(const Messages&) = delete;
    Messages& operator=(const Messages&) = delete;
    Messages(Messages&&) = delete;
    Messages& operator=(Messages&&) = delete;

    void info(const std::string& text);
    void warn(const std::string& text);
    /// A callback for long work; stops the run when a signal came.
    [[nodiscard]] Progress progress();
    /// Is told of all progress too, whatever is said to the user; may throw to stop the work.
    void watch(Progress watcher) { m_watcher = std::move(watcher); }

private:
    void clear_bar();
    bool m_quiet;
    bool m_terminal;
    bool m_bar = false;
    double m_last = 0.0;
    double m_stage_start = 0.0;
    std::string m_stage;
    std::string m_logged_stage;
    Progress m_watcher;
};

/// Makes SIGINT and SIGTERM end the run at the next progress call, with nothing half written.
void watch_signals();
/// @throws Error (interrupted or terminated) when a signal came
void throw_if_stopped();

}  // namespace amaneku::app
