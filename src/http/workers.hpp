#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <list>
#include <mutex>
#include <thread>

namespace amaneku::http {

/// Threads that grow with the work: a slow client holds one, and the next client still finds another.
class Workers {
public:
    /// @param most  threads at once; further work waits
    explicit Workers(std::size_t most);
    ~Workers();
    Workers(const Workers&) = delete;
    Workers& operator=(const Workers&) = delete;
    Workers(Workers&&) = delete;
    Workers& operator=(Workers&&) = delete;

    void add(std::function<void()> work);
    /// Waits for all that was added; nothing may be added after.
    void finish();

private:
    using Threads = std::list<std::thread>;
    void start();
    void run(Threads::iterator self);

    std::size_t m_most;
    std::mutex m_mutex;
    std::condition_variable m_has_work;
    std::deque<std::function<void()>> m_work;
    Threads m_threads;
    Threads m_gone;  ///< to be joined
    std::size_t m_idle = 0;
    bool m_ends = false;
};

}  // namespace amaneku::http
