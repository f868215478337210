#include "zonal/calibration.hpp"

#include "catch.hpp"
#include "zonal/zonal_case.hpp"

using namespace amaneku;
using namespace amaneku::tests;

namespace {

constexpr double no_target = -1.0;

/// Cells in a row, ten apart, so that none is another's neighbour; their people and the zones they touch.
struct Problem {
    Population population;
    zonal::Allocation allocation;
    std::size_t zone_count = 0;
};

Problem problem_of(const std::vector<std::int64_t>& people, const std::vector<std::vector<Piece>>& pieces,
                   std::size_t zones, std::int32_t apart = 10) {
    std::vector<std::pair<Cell, std::int64_t>> cells;
    for (std::size_t i = 0; i < people.size(); ++i)
        cells.push_back({{0, static_cast<std::int32_t>(i) * apart}, people[i]});
    Problem out{
        people_on(Grid::raster({0.0, 500.0}, 500.0, 500.0, 5000, 1, "EPSG:6674", false), cells), {}, zones};
    out.allocation = zonal::allocate(out.population, bare_zones(zones), pieces_of(pieces),
                                     assigning(ZoneAssign::land_share), {});
    return out;
}

std::vector<Amount> totals(const Problem& p, std::size_t weight = 0) {
    std::vector<Amount> out(p.zone_count, 0);
    for (std::size_t e = 0; e < p.allocation.zone.size(); ++e)
        out[p.allocation.zone[e]] += p.allocation.amount[weight][e];
    return out;
}

std::vector<Amount> units(const std::vector<std::int64_t>& whole) {
    std::vector<Amount> out;
    for (const auto v : whole) out.push_back(Amount{v} * unit);
    return out;
}

/// A seeded problem: a few cells, some touching several zones.
Problem random_problem(Dice& dice, std::size_t cells, std::size_t zones) {
    std::vector<std::int64_t> people(cells);
    std::vector<std::vector<Piece>> pieces(cells);
    for (std::size_t c = 0; c < cells; ++c) {
        people[c] = static_cast<std::int64_t>(dice.below(2) * dice.below(40));
        for (std::uint32_t z = 0; z < zones; ++z) {
            if (dice.below(2) == 0) pieces[c].push_back({z, dice.between(0.01, 0.5)});
        }
    }
    return problem_of(people, pieces, zones);
}

std::vector<double> random_targets(Dice& dice, const Problem& p, bool all) {
    std::vector<double> out(p.zone_count);
    for (std::size_t z = 0; z < out.size(); ++z) {
        const double now = to_double(totals(p)[z]);
        out[z] = !all && dice.below(4) == 0 ? no_target
                                            : std::floor(now * dice.between(0.3, 1.7) + dice.between(0, 5));
    }
    return out;
}

/// The most people that any sharing can place with no zone above its capacity (< 0: no limit): by max-flow
/// min-cut, the least over all sets S of zones of the capacity outside S and the people of cells touching S.
Amount most_placed(const Problem& p, const std::vector<Amount>& capacity) {
    Amount best = -1;
    for (std::uint32_t set = 0; set < (1U << p.zone_count); ++set) {
        Amount cut = 0;
        bool possible = true;
        for (std::size_t z = 0; z < p.zone_count; ++z) {
            if ((set >> z & 1) != 0) continue;
            possible = possible && capacity[z] >= 0;
            cut += capacity[z];
        }
        if (!possible) continue;
        for (std::size_t c = 0; c < p.population.cells.size(); ++c) {
            bool touches = false;
            for (auto e = p.allocation.begin[c]; e < p.allocation.begin[c + 1]; ++e)
                touches = touches || (set >> p.allocation.zone[e] & 1) != 0;
            if (touches) cut += p.population.weights[0][c];
        }
        if (best < 0 || cut < best) best = cut;
    }
    return best;
}

struct Unmet {
    Amount missing = 0;
    Amount too_many = 0;
};

Unmet unmet(const Problem& p, const std::vector<double>& targets) {
    Unmet out;
    const auto now = totals(p);
    for (std::size_t z = 0; z < now.size(); ++z) {
        if (targets[z] < 0.0) continue;
        const Amount difference = now[z] - static_cast<Amount>(targets[z]) * unit;
        (difference < 0 ? out.missing : out.too_many) += difference < 0 ? -difference : difference;
    }
    return out;
}

}  // namespace

TEST_CASE("raking meets zone totals and keeps cell totals") {
    auto p = problem_of({100, 50, 30}, {{{0, 0.5}, {1, 0.5}}, {{0, 1.0}}, {{1, 1.0}}}, 2);
    REQUIRE(totals(p) == units({100, 80}));
    zonal::rake(p.population, p.allocation, 0, std::vector{70.0, 110.0});
    CHECK(totals(p) == units({70, 110}));
    CHECK(entries(p.allocation, 0) == Entries{{0, 20 * unit}, {1, 80 * unit}});
    CHECK(parts_add_up(p.population, p.allocation));
}

TEST_CASE("raking keeps the pattern: equal cells are changed alike") {
    auto p = problem_of({60, 60, 60}, {{{0, 0.5}, {1, 0.5}}, {{0, 0.5}, {1, 0.5}}, {{0, 0.5}, {1, 0.5}}}, 2);
    zonal::rake(p.population, p.allocation, 0, std::vector{45.0, 135.0});
    CHECK(totals(p) == units({45, 135}));
    for (std::size_t c = 0; c < 3; ++c)
        CHECK(to_double(entries(p.allocation, c)[0].second) == Approx(15.0).epsilon(1e-6));
}

TEST_CASE("people pass through zones in between where that is the only way") {
    // 0 has ten too many and 2 ten too few; they share no cell, but both do with 1.
    auto p = problem_of({20, 20}, {{{0, 0.5}, {1, 0.5}}, {{1, 0.5}, {2, 0.5}}}, 3);
    REQUIRE(totals(p) == units({10, 20, 10}));
    zonal::rake(p.population, p.allocation, 0, std::vector{0.0, 20.0, 20.0});
    CHECK(totals(p) == units({0, 20, 20}));
}

TEST_CASE("what cannot be met stays unmet, and is no more than it must be") {
    auto p = problem_of({100, 10}, {{{0, 1.0}}, {{0, 0.9}, {1, 0.1}}}, 2);
    zonal::rake(p.population, p.allocation, 0, std::vector{80.0, 30.0});
    CHECK(totals(p) == units({100, 10}));  // ten can be moved at most
    CHECK(parts_add_up(p.population, p.allocation));
}

TEST_CASE("a zone without a target gives to zones that lack people and takes what others have too many of") {
    auto gives = problem_of({100}, {{{0, 0.5}, {1, 0.5}}}, 2);
    zonal::rake(gives.population, gives.allocation, 0, std::vector{no_target, 70.0});
    CHECK(totals(gives) == units({30, 70}));

    auto takes = problem_of({100}, {{{0, 0.5}, {1, 0.5}}}, 2);
    zonal::rake(takes.population, takes.allocation, 0, std::vector{no_target, 20.0});
    CHECK(totals(takes) == units({80, 20}));

    auto empty = problem_of({100}, {{{0, 0.5}, {1, 0.5}}}, 2);
    zonal::rake(empty.population, empty.allocation, 0, std::vector{no_target, 0.0});
    CHECK(totals(empty) == units({100, 0}));
}

TEST_CASE("a zone without a target keeps what it has where nobody needs it") {
    auto p = problem_of({100, 40}, {{{0, 0.25}, {1, 0.75}}, {{1, 1.0}}}, 3);
    zonal::rake(p.population, p.allocation, 0, std::vector(3, no_target));
    CHECK(totals(p) == units({25, 115, 0}));
}

TEST_CASE("a target with decimals is met to the last of them") {
    auto p = problem_of({100}, {{{0, 0.5}, {1, 0.5}}}, 2);
    zonal::rake(p.population, p.allocation, 0, std::vector{40.25, 59.75});
    CHECK(entries(p.allocation, 0) == Entries{{0, 40 * unit + unit / 4}, {1, 59 * unit + unit / 4 * 3}});
}

TEST_CASE("of seeded problems every one is met as far as any sharing could") {
    Dice dice{31};
    for (int i = 0; i < 3000; ++i) {
        auto p = random_problem(dice, 1 + dice.below(9), 1 + dice.below(5));
        const bool all = dice.below(2) == 0;
        const auto targets = random_targets(dice, p, all);
        std::vector<Amount> wanted(p.zone_count);
        std::vector<Amount> room(p.zone_count);
        Amount sum = 0;
        Amount people = 0;
        for (std::size_t z = 0; z < p.zone_count; ++z) {
            wanted[z] = targets[z] < 0.0 ? 0 : static_cast<Amount>(targets[z]) * unit;
            room[z] = targets[z] < 0.0 ? -1 : wanted[z];
            sum += wanted[z];
        }
        for (const Amount t : totals(p)) people += t;
        zonal::rake(p.population, p.allocation, 0, targets);
        REQUIRE(parts_add_up(p.population, p.allocation));
        const Unmet left = unmet(p, targets);
        REQUIRE(left.missing == sum - most_placed(p, wanted));
        REQUIRE(left.too_many == people - std::min(people, most_placed(p, room)));
    }
}

TEST_CASE("targets that some sharing meets are met to the last person") {
    Dice dice{32};
    for (int i = 0; i < 300; ++i) {
        auto p = random_problem(dice, 50 + dice.below(50), 2 + dice.below(20));
        // Any sharing in whole people gives targets that can be met.
        std::vector<double> targets(p.zone_count, 0.0);
        for (std::size_t c = 0; c < p.population.cells.size(); ++c) {
            const auto at = entries(p.allocation, c);
            if (at.empty()) continue;
            const auto people = p.population.weights[0][c] / unit;
            for (std::int64_t k = 0; k < people; ++k) targets[at[dice.below(at.size())].first] += 1.0;
        }
        zonal::rake(p.population, p.allocation, 0, targets);
        REQUIRE(parts_add_up(p.population, p.allocation));
        const Unmet left = unmet(p, targets);
        REQUIRE((left.missing == 0 && left.too_many == 0));
    }
}

TEST_CASE("targets far beyond reach leave amounts whole") {
    Dice dice{33};
    for (int i = 0; i < 500; ++i) {
        auto p = random_problem(dice, 1 + dice.below(12), 1 + dice.below(5));
        std::vector<double> targets(p.zone_count);
        for (double& t : targets) t = std::vector{0.0, 1.0, 1e9, no_target, 3.0}[dice.below(5)];
        zonal::rake(p.population, p.allocation, 0, targets);
        REQUIRE(parts_add_up(p.population, p.allocation));
    }
}

TEST_CASE("a cell goes only to zones it touches; with a reach of 1 also to those of its neighbours") {
    // Three cells side by side; the left one touches zone 0 alone, the right one zone 1 alone.
    const std::vector<std::vector<Piece>> pieces{{{0, 1.0}}, {{0, 0.5}, {1, 0.5}}, {{1, 1.0}}};
    const std::vector<double> targets{130.0, 70.0};
    auto near = problem_of({100, 20, 80}, pieces, 2, 1);
    zonal::rake(near.population, near.allocation, 0, targets);
    CHECK(totals(near) == units({120, 80}));

    auto far = problem_of({100, 20, 80}, pieces, 2, 1);
    zonal::extend_reach(far.population, far.allocation);
    REQUIRE(totals(far) == units({110, 90}));  // reach alone moves nobody
    REQUIRE(parts_add_up(far.population, far.allocation));
    CHECK(entries(far.allocation, 0) == Entries{{0, 100 * unit}, {1, 0}});
    CHECK(far.allocation.piece[1] == zonal::no_piece);
    CHECK(far.allocation.share[1] == 0.0);
    zonal::rake(far.population, far.allocation, 0, targets);
    CHECK(totals(far) == units({130, 70}));
    CHECK(parts_add_up(far.population, far.allocation));

    auto apart = problem_of({100, 20, 80}, pieces, 2, 2);  // a cell in between: no neighbours
    zonal::extend_reach(apart.population, apart.allocation);
    CHECK(entries(apart.allocation, 0) == Entries{{0, 100 * unit}});
}

TEST_CASE("reach leaves cells outside all zones outside") {
    auto p = problem_of({5, 7}, {{{0, 1.0}}, {}}, 1, 1);
    zonal::extend_reach(p.population, p.allocation);
    CHECK(entries(p.allocation, 1).empty());
    CHECK(p.allocation.is_outside == std::vector<std::uint8_t>{0, 1});
}

TEST_CASE("several weights: households are raked by themselves, the others follow the people") {
    auto p = problem_of({100, 50}, {{{0, 0.5}, {1, 0.5}}, {{1, 1.0}}}, 2);
    add_weight(p.population, "households", {40, 20});
    add_weight(p.population, "age_65_plus", {30, 11});
    p.allocation = zonal::allocate(p.population, bare_zones(2), pieces_of({{{0, 0.5}, {1, 0.5}}, {{1, 1.0}}}),
                                   assigning(ZoneAssign::land_share), {});
    zonal::rake(p.population, p.allocation, 0, std::vector{80.0, 70.0});
    zonal::rake(p.population, p.allocation, 1, std::vector{10.0, 50.0});
    zonal::follow(p.population, p.allocation, 2, 0);
    CHECK(totals(p, 0) == units({80, 70}));
    CHECK(totals(p, 1) == units({10, 50}));
    CHECK(totals(p, 2) == units({24, 17}));
    CHECK(parts_add_up(p.population, p.allocation));
}

TEST_CASE("where nobody lives a following weight keeps its shares by land") {
    auto p = problem_of({0}, {{{0, 0.25}, {1, 0.75}}}, 2);
    add_weight(p.population, "households", {8});
    p.allocation = zonal::allocate(p.population, bare_zones(2), pieces_of({{{0, 0.25}, {1, 0.75}}}),
                                   assigning(ZoneAssign::land_share), {});
    zonal::rake(p.population, p.allocation, 0, std::vector{10.0, 0.0});
    zonal::follow(p.population, p.allocation, 1, 0);
    CHECK(totals(p, 1) == units({2, 6}));
}
