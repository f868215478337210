#include "footprint/closure.hpp"

#include "catch.hpp"
#include "footprint/local_metric.hpp"
#include "geos/dissolve.hpp"
#include "proj/geodesic.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

using namespace amaneku;

namespace {

/// Metres east and north of a place.
Point at(double east_m, double north_m) {
    const auto metric = footprint::LocalMetric::at(34.5);
    return {135.8 + east_m / metric.metres_x, 34.5 + north_m / metric.metres_y};
}

double length_m(const std::vector<std::vector<Point>>& lines) {
    double sum = 0.0;
    for (const auto& line : lines) {
        for (std::size_t i = 1; i < line.size(); ++i)
            sum += footprint::short_distance_m(line[i - 1], line[i]);
    }
    return sum;
}

/// Roads that turn: 400 m east, then 300 m north.
std::vector<std::vector<Point>> corner() {
    return {{at(0, 0), at(400, 0), at(400, 300)}};
}

std::vector<std::vector<Point>> reached(const std::vector<std::vector<Point>>& roads,
                                        const std::vector<std::pair<Point, double>>& drops) {
    const footprint::RoadNetwork network{roads};
    std::vector<footprint::RoadStart> starts;
    for (const auto& [from, metres] : drops) {
        const auto road = network.nearest(from, 100.0);
        REQUIRE(road);
        starts.push_back({*road, metres - road->distance_m});
    }
    return network.reached(starts);
}

}  // namespace

TEST_CASE("a drop along an L-shaped road is cut at its exact length") {
    // 20 m to the road at 100 m along it; 480 m are left: 100 back to its end, 300 to the corner, 180 on.
    const auto lines = reached(corner(), {{at(100, 20), 500.0}});
    CHECK(length_m(lines) == Approx(100.0 + 300.0 + 180.0).epsilon(1e-5));
    REQUIRE(lines.size() == 1);
    const Point end = lines.front().back();
    CHECK(footprint::short_distance_m(end, at(400, 180)) < 0.01);
    CHECK(footprint::short_distance_m(lines.front().front(), at(0, 0)) < 0.001);
}

TEST_CASE("a drop that ends between two crossings leaves the rest of the road alone") {
    const auto lines = reached(corner(), {{at(200, 0), 50.0}});
    REQUIRE(lines.size() == 1);
    CHECK(footprint::short_distance_m(lines[0].front(), at(150, 0)) < 0.001);
    CHECK(footprint::short_distance_m(lines[0].back(), at(250, 0)) < 0.001);
}

TEST_CASE("the shorter of two ways around a block counts") {
    // A square of 100 m sides; from a corner 150 m reach the middle of both far sides.
    const std::vector<std::vector<Point>> block{{at(0, 0), at(100, 0), at(100, 100), at(0, 100), at(0, 0)}};
    CHECK(length_m(reached(block, {{at(0, 0), 150.0}})) == Approx(300.0).epsilon(1e-4));
    CHECK(length_m(reached(block, {{at(0, 0), 500.0}})) == Approx(400.0).epsilon(1e-4));
}

TEST_CASE("what two drops reach is there once, and their order does not matter") {
    const std::vector<std::pair<Point, double>> drops{{at(100, 0), 100.0}, {at(150, 0), 100.0}};
    const auto lines = reached(corner(), drops);
    CHECK(length_m(lines) == Approx(250.0).epsilon(1e-5));
    CHECK(lines == reached(corner(), {drops[1], drops[0]}));
    CHECK(length_m(reached(corner(), {{at(20, 0), 30.0}, {at(380, 0), 30.0}})) ==
          Approx(110.0).epsilon(1e-4));
}

TEST_CASE("lines meet at common vertices only, also in the middle of a line") {
    // A side road from a vertex, and one that crosses without a vertex.
    const std::vector<std::vector<Point>> roads{
        {at(0, 0), at(200, 0), at(400, 0)}, {at(200, 0), at(200, 100)}, {at(300, -50), at(300, 50)}};
    CHECK(length_m(reached(roads, {{at(200, 50), 1000.0}})) == Approx(500.0).epsilon(1e-5));
    const std::vector<std::vector<Point>> nearly{{at(0, 0), at(200, 0)},
                                                 {{at(200, 0).x + 3e-9, at(200, 0).y - 3e-9}, at(200, 100)}};
    CHECK(length_m(reached(nearly, {{at(0, 0), 1000.0}})) == Approx(300.0).epsilon(1e-5));
}

TEST_CASE("a drop begins at the nearest road position, of equal ones on the first road") {
    const footprint::RoadNetwork network{std::vector<std::vector<Point>>{
        {at(0, 0), at(1000, 0)}, {at(0, 60), at(1000, 60)}, {at(5000, 0), at(5000, 900)}}};
    const auto near = network.nearest(at(500, 20), 100.0);
    REQUIRE(near);
    CHECK(near->edge == 0);
    CHECK(near->distance_m == Approx(20.0).epsilon(1e-5));
    CHECK(near->along_m == Approx(500.0).epsilon(1e-5));
    CHECK(network.nearest(at(500, 41), 100.0)->edge == 1);
    CHECK_FALSE(network.nearest(at(500, 200), 100.0));
    CHECK(network.nearest(at(5090, 450), 100.0)->edge == 2);
    CHECK(network.nearest(at(1030, -40), 51.0)->distance_m == Approx(50.0).epsilon(1e-5));
}

TEST_CASE("roads that are reached serve both sides, and closures without a road are named") {
    ClosureTable closures;
    for (const auto& [where, drop] :
         {std::pair{at(200, 10), 60.0}, std::pair{at(200, 500), 300.0}, std::pair{at(200, -80), 60.0}}) {
        closures.id.emplace_back();
        closures.file.emplace_back();
        closures.fid.push_back(static_cast<std::int64_t>(closures.at.size()));
        closures.at.push_back(where);
        closures.drop_m.push_back(drop);
    }
    const footprint::RoadNetwork network{corner()};
    PolygonSet out;
    const auto stranded =
        footprint::append_along_roads(closures, network, {100.0, 30.0}, footprint::Directions{64}, out);
    REQUIRE(stranded.size() == 2);
    CHECK(stranded[0].closure == 1);
    CHECK_FALSE(stranded[0].has_road);
    CHECK(stranded[1].closure == 2);
    CHECK(stranded[1].has_road);
    REQUIRE(out.part_count() == 1);
    const double round = 32.0 * std::sin(2.0 * std::numbers::pi / 64.0) * 30.0 * 30.0;
    CHECK(proj::geodesic_area_km2(out.ring(0)) * 1e6 == Approx(100.0 * 60.0 + round).epsilon(1e-5));
}

TEST_CASE("a closure's straight drop is a circle") {
    ClosureTable closures;
    closures.at = {at(0, 0)};
    closures.drop_m = {300.0};
    PolygonSet out;
    footprint::append_closure(closures, 0, footprint::Directions{64}, out);
    REQUIRE(out.ring(0).size() == 65);
    for (const Point p : out.ring(0)) CHECK(std::abs(proj::geodesic_distance(at(0, 0), p) - 300.0) < 1e-6);
}
