#include "parallel/loop.hpp"

#include <tbb/global_control.h>
#include <tbb/info.h>
#include <tbb/task_arena.h>
#include <tbb/task_group.h>

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <numeric>
#include <vector>

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

namespace amaneku::parallel {

std::size_t worker_count(int threads) noexcept {
    return static_cast<std::size_t>(threads > 0 ? threads : tbb::info::default_concurrency());
}

void for_each(std::span<const std::size_t> items, int threads,
              const std::function<void(std::size_t, std::size_t)>& work) {
    const std::size_t workers = worker_count(threads);
    std::atomic<std::size_t> next{0};
    std::atomic<bool> failed{false};
    std::mutex failure_lock;
    std::size_t failed_at = items.size();
    std::exception_ptr failure;
    char fork = 0;  // ThreadSanitizer cannot see the fork and join inside Debian's libtbb
    char join = 0;
    const auto run = [&](std::size_t worker) {
        __tsan_acquire(&fork);
        while (!failed.load(std::memory_order_relaxed)) {
            const std::size_t i = next.fetch_add(1);
            if (i >= items.size()) break;
            try {
                work(worker, items[i]);
            } catch (...) {  // all items before this one have begun: they are heard to their end
                failed = true;
                const std::lock_guard guard{failure_lock};
                if (i < failed_at) {
                    failed_at = i;
                    failure = std::current_exception();
                }
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
    if (failure) std::rethrow_exception(failure);
}

void in_order(std::size_t count, int threads, const std::function<void(std::size_t)>& make,
              const std::function<void(std::size_t)>& use) {
    const std::size_t block = 16 * worker_count(threads);
    std::vector<std::size_t> items;
    std::vector<std::exception_ptr> failures(std::min(block, count));
    for (std::size_t begin = 0; begin < count; begin += block) {
        const std::size_t end = std::min(begin + block, count);
        items.resize(end - begin);
        std::iota(items.begin(), items.end(), begin);
        for_each(items, threads, [&](std::size_t, std::size_t i) {
            try {
                make(i);
            } catch (...) {
                failures[i - begin] = std::current_exception();
            }
        });
        for (std::size_t i = begin; i < end; ++i) {
            if (failures[i - begin]) std::rethrow_exception(failures[i - begin]);
            use(i);
        }
    }
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

}  // namespace amaneku::parallel
