#include "report/label_point.hpp"

#include "catch.hpp"

#include <vector>

using namespace amaneku;
using namespace amaneku::report;

namespace {

PolygonSet part(const std::vector<std::vector<Point>>& rings) {
    PolygonSet out;
    for (const auto& ring : rings) {
        out.points.insert(out.points.end(), ring.begin(), ring.end());
        out.close_ring();
    }
    out.close_part();
    return out;
}

}  // namespace

TEST_CASE("a label stands inside, where a U is open and where a ring has a hole") {
    const Point in_u =
        label_point(part({{{0, 0}, {3, 0}, {3, 3}, {2, 3}, {2, 1}, {1, 1}, {1, 3}, {0, 3}}}), 0);
    CHECK((in_u.x < 1.0 || in_u.x > 2.0 || in_u.y < 1.0));
    const Point in_ring =
        label_point(part({{{0, 0}, {4, 0}, {4, 4}, {0, 4}}, {{1, 1}, {1, 3}, {3, 3}, {3, 1}}}), 0);
    CHECK((in_ring.x < 1.0 || in_ring.x > 3.0 || in_ring.y < 1.0 || in_ring.y > 3.0));
    CHECK(in_ring.x > 0.0);
    CHECK(in_ring.x < 4.0);
}

TEST_CASE("a ring's area is twice what it encloses, whichever way it runs") {
    const std::vector<Point> ring{{0, 0}, {2, 0}, {2, 1}, {0, 1}};
    const std::vector<Point> back{ring.rbegin(), ring.rend()};
    CHECK(ring_area(ring) == 4.0);
    CHECK(ring_area(back) == 4.0);
}
