#include "overlay/parallel_tiles.hpp"

#include <tbb/global_control.h>
#include <tbb/info.h>
#include <tbb/task_arena.h>
#include <tbb/task_group.h>

#include <atomic>

#if !defined(__has_feature)
#define __has_feature(x) 0
#endif
#if __has_feature(thread_sanitizer)
extern "C" void __tsan_acquire(void*);
extern "C" void __tsan_release(void*);
#else
static void __tsan_acquire(void*) {}
static void __tsan_release(void*) {}
#endif

namespace amaneku::overlay {

std::size_t worker_count(int threads) noexcept {
    return static_cast<std::size_t>(threads > 0 ? threads : tbb::info::default_concurrency());
}

void for_each_tile(std::span<const std::size_t> tiles_by_cost, int threads,
                   const std::function<void(std::size_t, std::size_t)>& work) {
    const std::size_t workers = worker_count(threads);
    std::atomic<std::size_t> next{0};
    std::atomic<bool> failed{false};
    char fork = 0;  // ThreadSanitizer cannot see the fork and join inside Debian's libtbb
    char join = 0;
    const auto run = [&](std::size_t worker) {
        __tsan_acquire(&fork);
        while (!failed.load(std::memory_order_relaxed)) {
            const std::size_t i = next.fetch_add(1);
            if (i >= tiles_by_cost.size()) break;
            try {
                work(worker, tiles_by_cost[i]);
            } catch (...) {
                failed = true;
                throw;
            }
        }
        __tsan_release(&join);
    };
    __tsan_release(&fork);
    if (workers == 1) {
        run(0);
    } else {
        tbb::global_control limit{tbb::global_control::max_allowed_parallelism, workers};
        tbb::task_arena arena{static_cast<int>(workers)};
        arena.execute([&] {
            tbb::task_group group;
            for (std::size_t worker = 1; worker < workers; ++worker) group.run([&, worker] { run(worker); });
            run(0);
            group.wait();
        });
    }
    __tsan_acquire(&join);
}

void feed(int threads, const std::function<void(const std::function<void(LaneWork)>&)>& read) {
    const std::size_t workers = worker_count(threads);
    if (workers == 1) {
        read([](const LaneWork& work) { work(0); });
        return;
    }
    const std::size_t most_waiting = 2 * workers;
    std::atomic<std::size_t> waiting{0};
    char fork = 0;
    char join = 0;
    tbb::global_control limit{tbb::global_control::max_allowed_parallelism, workers};
    tbb::task_arena arena{static_cast<int>(workers)};
    arena.execute([&] {
        tbb::task_group group;
        const auto run = [&](const LaneWork& work) {
            __tsan_acquire(&fork);
            work(static_cast<std::size_t>(tbb::this_task_arena::current_thread_index()));
            __tsan_release(&join);
        };
        const auto submit = [&](LaneWork work) {
            __tsan_release(&fork);
            if (waiting.load() >= most_waiting) {
                run(work);
                return;
            }
            ++waiting;
            group.run([&run, &waiting, job = std::move(work)] {
                --waiting;
                run(job);
            });
        };
        try {
            read(submit);
        } catch (...) {
            group.cancel();
            group.wait();
            throw;
        }
        group.wait();
    });
    __tsan_acquire(&join);
}

}  // namespace amaneku::overlay
