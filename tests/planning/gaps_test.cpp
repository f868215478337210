#include "planning/gaps.hpp"

#include "catch.hpp"
#include "planning/nearest_point.hpp"
#include "proj/geodesic.hpp"

#include <cmath>
#include <cstdint>
#include <optional>
#include <random>
#include <vector>

using namespace amaneku;
using namespace amaneku::planning;

namespace {

/// Cells of a mesh with people and households, each wholly of one zone.
struct Case {
    Population population;
    ZoneTable zones;
    std::vector<std::uint64_t> begin{0};
    std::vector<std::uint32_t> zone;
    std::vector<double> share;
    std::vector<std::vector<CellAmount>> amount{2};
    std::vector<std::uint8_t> covered;

    Case() {
        population.weight_names = {"population", "households"};
        population.weights.resize(2);
        for (const char* code : {"90201", "90202", "99999"}) {
            Zone z;
            z.code = code;
            z.reported = std::string{code} != "99999";
            zones.zones.push_back(z);
        }
    }
    void add(std::int32_t row, std::int32_t column, std::int64_t people, std::int64_t households,
             std::uint32_t of, bool is_covered = false) {
        population.cells.push_back({8000 + row, 3000 + column});
        population.weights[0].push_back(people * amount_per_unit);
        population.weights[1].push_back(households * amount_per_unit);
        zone.push_back(of);
        share.push_back(1.0);
        amount[0].push_back(people * amount_per_unit);
        amount[1].push_back(households * amount_per_unit);
        begin.push_back(zone.size());
        covered.push_back(is_covered ? 1 : 0);
    }
    [[nodiscard]] GapList find(const GapRule& rule = {}) const {
        return find_gaps({population, zones, {begin, zone, share, amount}, covered, {}, 0, rule}, 0, "p");
    }
};

}  // namespace

TEST_CASE("gaps are whole and split, by people, with the smallest code in their id") {
    Case c;
    c.add(0, 0, 10, 4, 0);
    c.add(0, 1, 30, 9, 1);
    c.add(0, 3, 50, 20, 0);
    c.add(0, 5, 7, 3, 0, true);  // covered
    c.add(0, 7, 8, 3, 2);        // of a zone that is not reported
    c.add(0, 9, 0, 0, 0);        // nobody
    c.add(2, 0, 40, 1, 0);
    const auto gaps = c.find().gaps;
    REQUIRE(gaps.size() == 3);
    CHECK(gaps[0].weights[0] == 50 * static_cast<Amount>(amount_per_unit));
    // 10 + 30 and 40: as many people, the smaller code first.
    CHECK(gaps[1].id < gaps[2].id);
    const Gap& two = gaps[1].parts.size() == 2 ? gaps[1] : gaps[2];
    REQUIRE(two.parts.size() == 2);
    CHECK(two.id == c.population.grid.code(c.population.cells[0]) + "-half-p");
    CHECK(two.parts[0].zone == 0);
    CHECK(two.parts[0].weights[1] == 4 * static_cast<Amount>(amount_per_unit));
    CHECK(two.parts[1].weights[1] == 9 * static_cast<Amount>(amount_per_unit));
    CHECK(two.heart == 1);  // nearer to where 30 of 40 live
    CHECK(two.km2 == Approx(2.0 * geographic_cell_area_km2(c.population.grid, c.population.cells[0])));
}

TEST_CASE("limits leave small gaps out and say how many people they have") {
    Case c;
    c.add(0, 0, 10, 4, 0);
    c.add(0, 1, 30, 9, 0);
    c.add(0, 3, 40, 20, 0);
    GapRule rule;
    rule.min_cells = 2;
    CHECK(c.find(rule).gaps.size() == 1);
    CHECK(c.find(rule).small_gaps == 1);
    CHECK(c.find(rule).small_people == 40 * static_cast<Amount>(amount_per_unit));
    rule = {};
    rule.min_households = 20.0;
    CHECK(c.find(rule).gaps.size() == 1);
    rule = {};
    rule.min_people = 40.0;  // exactly as many are enough
    CHECK(c.find(rule).gaps.size() == 2);
    rule.min_people = 41.0;
    CHECK(c.find(rule).gaps.empty());
    rule = {};
    rule.min_km2 = 100.0;
    CHECK(c.find(rule).gaps.empty());
}

TEST_CASE("costs add up over the parts of a gap") {
    Case c;
    c.add(0, 0, 10, 1, 0);
    c.add(0, 1, 30, 2, 1);
    Gap gap = c.find().gaps.front();
    GapCost cost;
    cost.per_site = 100.0;
    cost.km2_per_site = gap.km2 / 2.0;
    cost.per_household = 7.0;
    cost.fiber_per_km = 10.0;
    cost.detour = 1.5;
    price(gap, cost, 1, 2000.0);
    CHECK(gap.cost == 200 + 3 * 7 + 30);
    CHECK(gap.parts[0].cost == 84);  // 251 / 3 = 83.67
    CHECK(gap.parts[1].cost == 167);
    price(gap, cost, 1, std::nullopt);
    CHECK(gap.cost == 221);
}

TEST_CASE("the nearest point is the one that looking at all finds") {
    std::mt19937 random{7};
    const auto degree = [&](double low, double high) {
        return low + (high - low) * (static_cast<double>(random()) / 4294967296.0);
    };
    for (const std::size_t count : {1U, 2U, 30U, 3000U}) {
        std::vector<Point> points;
        for (std::size_t i = 0; i < count; ++i) points.push_back({degree(129, 146), degree(26, 45)});
        if (count > 2) points[count / 2] = points[count / 3];  // equally far: the first
        const NearestPoint nearest{points};
        for (int q = 0; q < 60; ++q) {
            const Point from{degree(125, 150), degree(20, 50)};
            std::uint32_t best = 0;
            for (std::uint32_t i = 1; i < count; ++i) {
                if (proj::geodesic_distance(from, points[i]) < proj::geodesic_distance(from, points[best]))
                    best = i;
            }
            const auto found = nearest.find(from);
            REQUIRE(found);
            CHECK(found->index == best);
            CHECK(found->distance_m == proj::geodesic_distance(from, points[best]));
        }
    }
    CHECK_FALSE(NearestPoint{{}}.find({140, 40}));
}
