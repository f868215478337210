#pragma once

#include <cstddef>
#include <functional>
#include <span>

namespace amaneku::overlay {

/// The one parallel loop: calls `work(worker, tile)` for every tile, the costliest first, from up to
/// `threads` threads (0: one a core). `worker` is below the number of threads and never used by two calls at
/// once. The first exception ends the loop and is thrown again.
void for_each_tile(std::span<const std::size_t> tiles_by_cost, int threads,
                   const std::function<void(std::size_t worker, std::size_t tile)>& work);

/// Work for any thread; `lane` is below `worker_count` and never used by two calls at once.
using LaneWork = std::function<void(std::size_t lane)>;

/// Calls `read` on this thread; what it hands to `submit` runs on any thread, on this one where the others
/// have enough to do, so that no more than a few are waiting. Returns when all is done. The first exception
/// ends it and is thrown again.
void feed(int threads, const std::function<void(const std::function<void(LaneWork)>& submit)>& read);

/// How many workers `for_each_tile` and `feed` use at most.
[[nodiscard]] std::size_t worker_count(int threads) noexcept;

}  // namespace amaneku::overlay
