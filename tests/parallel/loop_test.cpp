#include "parallel/loop.hpp"

#include "catch.hpp"

#include <atomic>
#include <numeric>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

using namespace amaneku;

TEST_CASE("what is used in order does not depend on the number of threads") {
    for (const int threads : {1, 2, 8}) {
        INFO(threads);
        std::vector<int> made(1'000);
        std::vector<std::size_t> used;
        const auto here = std::this_thread::get_id();
        bool always_here = true;
        parallel::in_order(
            made.size(), threads,
            [&](std::size_t i) {
                if (i % 17 == 0) std::this_thread::yield();
                made[i] = static_cast<int>(i) + 1;
            },
            [&](std::size_t i) {
                always_here = always_here && std::this_thread::get_id() == here;
                if (made[i] == static_cast<int>(i) + 1) used.push_back(i);
            });
        std::vector<std::size_t> all(made.size());
        std::iota(all.begin(), all.end(), std::size_t{0});
        CHECK(used == all);
        CHECK(always_here);
    }
    parallel::in_order(
        0, 2, [](std::size_t) { FAIL(); }, [](std::size_t) { FAIL(); });
}

TEST_CASE("an error in order is that of the lowest item, after all before it were used") {
    for (const int threads : {1, 2, 8}) {
        for (int repeat = 0; repeat < 50; ++repeat) {
            std::size_t used = 0;
            std::string said;
            try {
                parallel::in_order(
                    100, threads,
                    [](std::size_t i) {
                        if (i == 41 || i == 40 || i == 70) throw std::runtime_error{std::to_string(i)};
                    },
                    [&](std::size_t) { ++used; });
            } catch (const std::runtime_error& error) {
                said = error.what();
            }
            REQUIRE(said == "40");
            REQUIRE(used == 40);
        }
    }
}

TEST_CASE("the error of a loop is the one that a single thread would have met") {
    const std::vector<std::size_t> items{5, 3, 8, 1, 9, 2};
    for (const int threads : {1, 2, 8}) {
        for (int repeat = 0; repeat < 50; ++repeat) {
            std::string said;
            try {
                parallel::for_each(items, threads, [](std::size_t, std::size_t item) {
                    if (item == 3) std::this_thread::yield();  // others fail first
                    if (item != 5) throw std::runtime_error{std::to_string(item)};
                });
            } catch (const std::runtime_error& error) {
                said = error.what();
            }
            REQUIRE(said == "3");
        }
    }
}
