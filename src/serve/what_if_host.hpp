#pragma once

#include "core/config.hpp"
#include "core/progress.hpp"
#include "serve/result_folder.hpp"
#include "serve/what_if_session.hpp"

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>

namespace amaneku::serve {

/// Runs a configuration and makes ready to change its sites; `progress` may throw to stop it.
using MakeEngine =
    std::function<std::unique_ptr<scenario::WhatIf>(const Config& config, const Progress& progress)>;

/// The one scenario of a server: computed in the background from the run's own configuration, then one
/// request at a time.
class WhatIfHost {
public:
    enum class State : std::uint8_t { off, preparing, ready, refused };
    struct Status {
        State state = State::off;
        std::string reason;  ///< of off and refused
        std::string stage;   ///< of preparing
        std::uint64_t done = 0, total = 0;
        std::uint64_t revision = 0;
        std::size_t edits = 0, steps = 0;
    };

    /// Off, for a reason.
    explicit WhatIfHost(std::string reason);
    /// Begins to prepare. @param config_file  path of the configuration; empty: not known
    WhatIfHost(const ResultFolder& result, std::string config_file, MakeEngine make,
               std::function<void(const Status&)> told);
    ~WhatIfHost();
    WhatIfHost(const WhatIfHost&) = delete;
    WhatIfHost& operator=(const WhatIfHost&) = delete;
    WhatIfHost(WhatIfHost&&) = delete;
    WhatIfHost& operator=(WhatIfHost&&) = delete;

    [[nodiscard]] Status status() const;
    /// Calls `use` with the session while nobody else has it.
    /// @throws Problem where it is not ready
    template <typename Use>
    auto with(Use use) {
        const std::lock_guard lock{m_session_mutex};
        return use(ready());
    }
    /// Ends the preparing.
    void stop();

private:
    [[nodiscard]] WhatIfSession& ready();
    void prepare(const std::stop_token& stop, const ResultFolder& result, const std::string& config_file,
                 const MakeEngine& make);
    void set(State state, std::string reason);

    mutable std::mutex m_status_mutex;
    Status m_status;
    mutable std::mutex m_session_mutex;
    std::unique_ptr<WhatIfSession> m_session;
    std::function<void(const Status&)> m_told;
    std::jthread m_thread;
};

}  // namespace amaneku::serve
