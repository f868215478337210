#include "http/workers.hpp"

#include <chrono>
#include <system_error>
#include <utility>

namespace amaneku::http {

namespace {

constexpr std::size_t kept_idle = 16;  // a browser opens six connections
constexpr std::chrono::seconds patience{10};

}  // namespace

Workers::Workers(std::size_t most) : m_most{most} {}

Workers::~Workers() {
    finish();
}

void Workers::add(std::function<void()> work) {
    Threads gone;
    {
        const std::lock_guard lock{m_mutex};
        m_work.push_back(std::move(work));
        if (m_idle < m_work.size() && m_threads.size() < m_most) start();
        gone.swap(m_gone);
    }
    m_has_work.notify_one();
    for (std::thread& thread : gone) thread.join();
}

void Workers::start() {
    const auto self = m_threads.emplace(m_threads.end());
    try {
        *self = std::thread{[this, self] { run(self); }};
    } catch (const std::system_error&) {  // no more threads to be had: the work waits for one that is there
        m_threads.erase(self);
        if (m_threads.empty()) throw;
    }
}

void Workers::run(Threads::iterator self) {
    std::unique_lock lock{m_mutex};
    for (;;) {
        ++m_idle;
        const bool woken = m_has_work.wait_for(lock, patience, [this] { return !m_work.empty() || m_ends; });
        --m_idle;
        if (!m_work.empty()) {
            const std::function<void()> work = std::move(m_work.front());
            m_work.pop_front();
            lock.unlock();
            work();
            lock.lock();
            continue;
        }
        if (m_ends) return;
        if (!woken && m_idle >= kept_idle) {
            m_gone.splice(m_gone.end(), m_threads, self);
            return;
        }
    }
}

void Workers::finish() {
    Threads all;
    {
        const std::lock_guard lock{m_mutex};
        m_ends = true;
    }
    m_has_work.notify_all();
    // Nobody leaves the list of threads any more but by ending: they are joined where they stand.
    for (;;) {
        {
            const std::lock_guard lock{m_mutex};
            all.splice(all.end(), m_gone);
            if (!m_threads.empty()) all.splice(all.end(), m_threads, m_threads.begin());
        }
        if (all.empty()) return;
        for (std::thread& thread : all) thread.join();
        all.clear();
    }
}

}  // namespace amaneku::http
