#include "footprint/station_draw.hpp"

#include "catch.hpp"
#include "footprint/line_points.hpp"
#include "proj/geodesic.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <vector>

using namespace amaneku;
using namespace amaneku::footprint;

namespace {

/// Candidates some 100 m apart in a square around (135.8, 34.6).
StationCandidates square(std::size_t side) {
    StationCandidates out;
    for (std::size_t i = 0; i < side * side; ++i)
        out.at.push_back(
            {135.8 + 0.0011 * static_cast<double>(i % side), 34.6 + 0.0009 * static_cast<double>(i / side)});
    out.weight.assign(side * side, 1);
    return out;
}

}  // namespace

TEST_CASE("the generator gives the published values of SplitMix64") {
    DrawRandom random{1234567};
    CHECK(random.next() == 6457827717110365317ULL);
    CHECK(random.next() == 3203168211198807973ULL);
    CHECK(random.next() == 9817491932198370423ULL);
    CHECK(random.next() == 4593380528125082431ULL);
    CHECK(random.next() == 16408922859458223821ULL);
}

TEST_CASE("the generator of a draw depends on seed, draw, provider and municipality, and on nothing else") {
    std::set<std::uint64_t> seen;
    for (const std::uint64_t seed : {1ULL, 2ULL}) {
        for (const std::uint64_t draw : {1ULL, 2ULL, 3ULL}) {
            for (const char* provider : {"a", "b"}) {
                for (const char* code : {"29201", "29202"}) {
                    const std::uint64_t value = draw_random(seed, draw, provider, code).next();
                    CHECK(value == draw_random(seed, draw, provider, code).next());
                    seen.insert(value);
                }
            }
        }
    }
    CHECK(seen.size() == 24);
    // Computed apart, so that no later version changes anybody's draws without saying so.
    CHECK(draw_random(1, 1, "operator-a", "29201").next() == 0xa21536297e75442dULL);
}

TEST_CASE("numbers below a bound are evenly spread") {
    DrawRandom random{7};
    std::vector<int> count(6, 0);
    for (int i = 0; i < 60'000; ++i) ++count[random.below(6)];
    // 10,000 each, standard deviation 91
    for (const int n : count) CHECK(std::abs(n - 10'000) < 450);
    CHECK(random.below(1) == 0);
    for (int i = 0; i < 1000; ++i) {
        const double u = random.unit();
        REQUIRE((u >= 0.0 && u < 1.0));
    }
}

TEST_CASE("stations are as many as asked for, none twice") {
    const StationCandidates candidates = square(20);
    DrawRandom random = draw_random(1, 1, "a", "29201");
    const StationDraw draw = draw_stations(candidates, 137, 0.0, random);
    CHECK(draw.taken.size() == 137);
    CHECK(std::set<std::uint32_t>(draw.taken.begin(), draw.taken.end()).size() == 137);
    CHECK(draw.too_near == 0);
}

TEST_CASE("where candidates run out all are taken") {
    StationCandidates candidates = square(3);
    candidates.weight[4] = 0;
    DrawRandom random = draw_random(1, 1, "a", "29201");
    const StationDraw draw = draw_stations(candidates, 20, 0.0, random);
    CHECK(draw.taken.size() == 8);
    CHECK(std::count(draw.taken.begin(), draw.taken.end(), 4U) == 0);
    CHECK(draw_stations({}, 3, 0.0, random).taken.empty());
}

TEST_CASE("candidates are drawn in proportion to their weights") {
    StationCandidates candidates = square(2);
    candidates.weight = {1, 2, 3, 4};
    std::vector<int> first(4, 0);
    for (std::uint64_t draw = 0; draw < 20'000; ++draw) {
        DrawRandom random = draw_random(3, draw, "a", "29201");
        ++first[draw_stations(candidates, 1, 0.0, random).taken.front()];
    }
    // standard deviations 42 to 69
    for (int i = 0; i < 4; ++i) CHECK(std::abs(first[static_cast<std::size_t>(i)] - 2'000 * (i + 1)) < 300);
}

TEST_CASE("stations keep the least distance while there is room, and are counted where there is none") {
    const StationCandidates candidates = square(20);  // 1.9 km a side
    DrawRandom random = draw_random(1, 1, "a", "29201");
    const StationDraw draw = draw_stations(candidates, 12, 300.0, random);
    REQUIRE(draw.taken.size() == 12);
    CHECK(draw.too_near == 0);
    for (std::size_t a = 0; a < 12; ++a) {
        for (std::size_t b = 0; b < a; ++b) {
            // the plane is good to 0.5 % over a municipality
            CHECK(proj::geodesic_distance(candidates.at[draw.taken[a]], candidates.at[draw.taken[b]]) >
                  298.0);
        }
    }
    random = draw_random(1, 1, "a", "29201");
    const StationDraw full = draw_stations(candidates, 300, 300.0, random);
    CHECK(full.taken.size() == 300);
    CHECK(full.too_near > 200);  // no more than 100 circles of 150 m have room in 3.6 km²
}

TEST_CASE("weights are people to the power of the exponent, in whole numbers") {
    const std::vector<double> people{0.0, 100.0, 400.0};
    const std::uint64_t one = std::uint64_t{1} << 40U;
    CHECK(candidate_weights(people, 1.0) == std::vector<std::uint64_t>{0, one / 4, one});
    CHECK(candidate_weights(people, 0.5) == std::vector<std::uint64_t>{0, one / 2, one});
    CHECK(candidate_weights(people, 2.0) == std::vector<std::uint64_t>{0, one / 16, one});
    CHECK(candidate_weights(people, 0.0) == std::vector<std::uint64_t>{1, 1, 1});
    CHECK(candidate_weights(std::vector<double>{1e-9, 1e9}, 5.0).front() == 1);  // anybody counts
    CHECK(candidate_weights({}, 1.0).empty());
}

TEST_CASE("points along a line stand at its beginning and every so many metres of its length") {
    const Point start{135.8, 34.6};
    const Point corner = proj::geodesic_direct(start, 0.0, 250.0);
    const Point end = proj::geodesic_direct(corner, 90.0, 470.0);
    std::vector<Point> out;
    append_line_points(std::vector<Point>{start, corner, end}, 200.0, out);
    REQUIRE(out.size() == 4);
    CHECK(proj::geodesic_distance(out[0], start) == 0.0);
    // interpolated in degrees: off by less than a millimetre
    CHECK(proj::geodesic_distance(out[1], proj::geodesic_direct(start, 0.0, 200.0)) < 1e-3);
    CHECK(proj::geodesic_distance(out[2], proj::geodesic_direct(corner, 90.0, 150.0)) < 1e-2);
    CHECK(proj::geodesic_distance(out[3], proj::geodesic_direct(corner, 90.0, 350.0)) < 1e-2);
    append_line_points({}, 200.0, out);
    CHECK(out.size() == 4);
}
