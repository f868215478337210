#include "planning/connected_cells.hpp"

#include "catch.hpp"

#include <algorithm>
#include <cstdint>
#include <random>
#include <set>
#include <vector>

using namespace amaneku;
using planning::connected_cells;

namespace {

using Groups = std::set<std::set<Cell>>;

Groups as_sets(const std::vector<Cell>& cells, const std::vector<std::vector<std::uint32_t>>& groups) {
    Groups out;
    for (const auto& group : groups) {
        std::set<Cell> one;
        for (const auto i : group) one.insert(cells[i]);
        out.insert(one);
    }
    return out;
}

/// Spreads from every cell to all that touch it, by the definition.
Groups by_flooding(const std::vector<Cell>& cells, int neighbours) {
    std::set<Cell> left{cells.begin(), cells.end()};
    Groups out;
    while (!left.empty()) {
        std::set<Cell> group;
        std::vector<Cell> open{*left.begin()};
        left.erase(left.begin());
        while (!open.empty()) {
            const Cell at = open.back();
            open.pop_back();
            group.insert(at);
            for (int dr = -1; dr <= 1; ++dr) {
                for (int dc = -1; dc <= 1; ++dc) {
                    if (neighbours == 4 && dr != 0 && dc != 0) continue;
                    const auto found = left.find({at.row + dr, at.column + dc});
                    if (found == left.end()) continue;
                    open.push_back(*found);
                    left.erase(found);
                }
            }
        }
        out.insert(group);
    }
    return out;
}

}  // namespace

TEST_CASE("a corner joins cells with 8 neighbours and not with 4") {
    const std::vector<Cell> cells{{1, 1}, {2, 2}, {3, 1}, {3, 0}, {7, 7}};
    CHECK(connected_cells(cells, 8).size() == 2);
    CHECK(connected_cells(cells, 4).size() == 4);
    CHECK(connected_cells({}, 8).empty());
}

TEST_CASE("connected cells of random grids are those found by flooding, in any order") {
    for (std::uint32_t seed = 0; seed < 60; ++seed) {
        std::mt19937 random{seed};
        std::vector<Cell> cells;
        const std::uint32_t density = 1 + seed % 9;  // of ten
        for (std::int32_t r = 0; r < 25; ++r) {
            for (std::int32_t c = 0; c < 25; ++c) {
                if (random() % 10 < density) cells.push_back({r, c});
            }
        }
        for (const int neighbours : {4, 8}) {
            const auto sorted = connected_cells(cells, neighbours);
            REQUIRE(as_sets(cells, sorted) == by_flooding(cells, neighbours));
            std::vector<Cell> mixed = cells;
            std::shuffle(mixed.begin(), mixed.end(), random);
            const auto again = connected_cells(mixed, neighbours);
            REQUIRE(again.size() == sorted.size());
            for (std::size_t g = 0; g < again.size(); ++g) {
                REQUIRE(again[g].size() == sorted[g].size());
                for (std::size_t i = 0; i < again[g].size(); ++i)
                    REQUIRE(mixed[again[g][i]] == cells[sorted[g][i]]);
            }
        }
    }
}
