#pragma once

#include "core/progress.hpp"
#include "io/fetch_plan.hpp"
#include "io/http_download.hpp"

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace amaneku::io {

/// A file that did not come, and why.
struct FetchFailure {
    FetchItem item;
    DownloadProblem problem;
};

/// What became of the files of a plan.
struct FetchResult {
    std::size_t present = 0;  ///< were there and sound already
    std::size_t fetched = 0;
    std::vector<FetchFailure> failures;  ///< in the order of the plan
};

/// Calls come from any thread, but never two at once.
struct FetchHooks {
    Progress progress;                             ///< files done; may throw to stop
    std::function<void(const std::string&)> note;  ///< what was found, came or is tried again
};

/// Downloads what is not there yet or not sound, `jobs` files at once. A file that does not come does not
/// stop the others.
/// @throws Error (Errc::output) when the folder or a file cannot be written, and what the hooks throw
[[nodiscard]] FetchResult run_fetch(const FetchPlan& plan, const HttpSettings& http, int jobs,
                                    const FetchHooks& hooks);

}  // namespace amaneku::io
