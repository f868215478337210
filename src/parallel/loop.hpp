#pragma once

#include <cstddef>
#include <functional>
#include <span>

namespace amaneku::parallel {

/// The one parallel loop: calls `work(worker, item)` for every item, in the order given (the costliest
/// first), from up to `threads` threads (0: one a core). `worker` is below the number of threads and never
/// used by two calls at once. An exception ends the loop; of several, that of the first item in the order is
/// thrown again, which is the one that a single thread would have met.
void for_each(std::span<const std::size_t> items, int threads,
              const std::function<void(std::size_t worker, std::size_t item)>& work);

/// Calls `make(i)` for every i below `count` on up to `threads` threads (0: one a core), then `use(i)` on
/// this thread, in ascending order, after each few that are made, so that only few made ones wait. So what
/// `use` does depends on the number of threads in nothing. Of several exceptions that of the lowest i is
/// thrown again, after all before it were used.
void in_order(std::size_t count, int threads, const std::function<void(std::size_t)>& make,
              const std::function<void(std::size_t)>& use);

/// Work for any thread; `lane` is below `worker_count` and never used by two calls at once.
using LaneWork = std::function<void(std::size_t lane)>;

/// Calls `read` on this thread; what it hands to `submit` runs on any thread, on this one where the others
/// have enough to do, so that no more than a few are waiting. Returns when all is done. The first exception
/// ends it and is thrown again.
void feed(int threads, const std::function<void(const std::function<void(LaneWork)>& submit)>& read);

/// How many workers `for_each` and `feed` use at most.
[[nodiscard]] std::size_t worker_count(int threads) noexcept;

}  // namespace amaneku::parallel
