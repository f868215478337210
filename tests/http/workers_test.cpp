#include "http/workers.hpp"

#include "catch.hpp"

#include <atomic>
#include <future>

using amaneku::http::Workers;

TEST_CASE("work that waits does not keep other work from being done") {
    Workers workers{8};
    std::promise<void> gate;
    const std::shared_future<void> opened = gate.get_future().share();
    for (int i = 0; i < 7; ++i) workers.add([opened] { opened.wait(); });
    std::promise<void> done;
    workers.add([&] { done.set_value(); });
    CHECK(done.get_future().wait_for(std::chrono::seconds{10}) == std::future_status::ready);
    gate.set_value();
    workers.finish();
}

TEST_CASE("more work than threads is done too, all of it") {
    std::atomic<int> count{0};
    {
        Workers workers{3};
        for (int i = 0; i < 1000; ++i) workers.add([&] { ++count; });
    }
    CHECK(count == 1000);
}
