#include "planning/comparison.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace amaneku;
using amaneku::planning::CellComparison;
using amaneku::planning::CellMoves;
using amaneku::planning::SameInputs;

namespace {

struct Row {
    std::string code, zone;
    int people;
    int is_covered;
    double share = 1.0;
};

CellTable table(const std::vector<Row>& rows) {
    CellTable out;
    out.weights.resize(1);
    out.services.resize(1);
    for (const Row& r : rows) {
        out.codes.push_back(r.code);
        out.zones.push_back(r.zone);
        out.shares.push_back(r.share);
        out.weights[0].push_back(r.people * amount_per_unit);
        out.services[0].counted_part.push_back(r.is_covered == 1 ? 1.0 : 0.0);
        out.services[0].is_covered.push_back(static_cast<std::int8_t>(r.is_covered));
    }
    return out;
}

Amount people(std::int64_t n) {
    return Amount{n} * amount_per_unit;
}

}  // namespace

TEST_CASE("what only the footprint changed is the footprint's") {
    const CellTable before = table({{"1", "a", 60, 0}, {"2", "a", 40, 1}, {"3", "b", 100, 1}});
    const CellTable after = table({{"1", "a", 60, 1}, {"2", "a", 40, 0}, {"3", "b", 100, 1}});
    const CellComparison cells{before, after, {true, true}};
    const CellMoves a = cells.moves(0, "municipality", "a");
    CHECK(a.footprint.covered == people(20));
    CHECK(a.footprint.points == people(20));  // 40 % -> 60 %
    CHECK(a.population.covered == 0);
    CHECK(a.boundary.covered == 0);
    CHECK(a.newly_covered_cells == 1);
    CHECK(a.newly_covered == people(60));
    CHECK(a.newly_lost_cells == 1);
    CHECK(a.newly_lost == people(40));
    const CellMoves nation = cells.moves(0, "nation", "00");
    CHECK(nation.footprint.points == people(10));  // 140 -> 160 of 200
    const auto changed = cells.changed_cells({"5g"});
    REQUIRE(changed.size() == 2);
    CHECK(changed[0].code == "1");
    CHECK(changed[0].is_covered);
    CHECK_FALSE(changed[1].is_covered);
}

TEST_CASE("one thing is changed after the other, and the moves add up") {
    const CellTable before = table({{"1", "a", 100, 0}, {"2", "a", 100, 1}, {"3", "b", 100, 1}});
    const CellTable after = table({{"1", "a", 100, 1}, {"2", "a", 200, 1}, {"3", "a", 50, 1}});
    const CellComparison cells{before, after, {false, false}};
    const CellMoves a = cells.moves(0, "municipality", "a");
    CHECK(a.footprint.covered == people(100));   // cell 1
    CHECK(a.population.covered == people(100));  // cell 2
    CHECK(a.boundary.covered == people(50));     // cell 3 with its people of now
    ComparedArea area{"municipality", "a", "A", people(200), people(100), people(350), people(350)};
    const ComparedRate rate = planning::compared_rate(area, "5g", "*", a);
    CHECK(rate.change == people(50));
    CHECK(rate.other->covered == 0);
    CHECK(*rate.footprint->points + *rate.population->points + *rate.boundary->points + *rate.other->points ==
          *rate.change);
}

TEST_CASE("a cell that one run lacks had nobody, or with the same people lay outside") {
    const CellTable before = table({{"1", "a", 100, 1}});
    const CellTable after = table({{"1", "a", 100, 1}, {"2", "a", 100, 0}});
    const CellMoves moved_in = CellComparison{before, after, {false, true}}.moves(0, "nation", "00");
    CHECK(moved_in.population.points == people(-50));
    CHECK(moved_in.boundary.points == 0);
    const CellMoves annexed = CellComparison{before, after, {true, false}}.moves(0, "nation", "00");
    CHECK(annexed.population.points == 0);
    CHECK(annexed.boundary.points == people(-50));
}

TEST_CASE("cells that a service does not count are in neither number") {
    const CellTable before = table({{"1", "a", 100, 1}, {"2", "a", 100, -1}});
    const CellTable after = table({{"1", "a", 100, 1}, {"2", "a", 100, 0}});
    const CellMoves a = CellComparison{before, after, {true, true}}.moves(0, "municipality", "a");
    CHECK(a.footprint.points == people(-50));
    CHECK(a.newly_covered_cells == 0);
    CHECK(a.newly_lost_cells == 0);
}

TEST_CASE("points are exact for the people of the world") {
    const Amount all = Amount{8'000'000'000} * amount_per_unit;
    CHECK(planning::rate_points(all, all) == people(100));
    CHECK(planning::rate_points(all / 3 * 2, all) == Amount{66'666'666'667});
    CHECK_FALSE(planning::rate_points(0, 0));
}
