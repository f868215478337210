#include "planning/dead_stretches.hpp"

#include "catch.hpp"

using namespace amaneku;
using planning::dead_stretches;

namespace {

/// A table of lines of one class and name.
struct Lines {
    LineTable table;

    std::uint32_t line(const std::string& name) {
        table.id.emplace_back();
        table.name.push_back(name);
        table.klass.emplace_back("road");
        return static_cast<std::uint32_t>(table.name.size() - 1);
    }
    void piece(std::uint32_t feature, Point from, Point to, std::int64_t um, std::uint64_t inside) {
        table.pieces.push_back({feature, 0, inside, um, {from, to}});
    }
};

}  // namespace

TEST_CASE("pieces without a service that follow one another are one stretch") {
    Lines l;
    const auto f = l.line("a");
    l.piece(f, {0, 0}, {1, 0}, 5, 0);
    l.piece(f, {1, 0}, {2, 0}, 7, 2);  // of service 1 alone: service 0 is still out
    l.piece(f, {2, 0}, {3, 0}, 1, 3);
    l.piece(f, {3, 0}, {4, 0}, 4, 0);
    const auto out = dead_stretches(l.table, 0);
    REQUIRE(out.size() == 2);
    CHECK(out[0].length_um == 12);
    CHECK(out[0].from == Point{0, 0});
    CHECK(out[0].to == Point{2, 0});
    CHECK(out[1].length_um == 4);
    CHECK(dead_stretches(l.table, 1)[0].length_um == 5);
}

TEST_CASE("a stretch goes on over lines of its name, whichever way they were drawn") {
    Lines l;
    const auto a = l.line("a");
    const auto b = l.line("a");
    const auto other = l.line("b");
    l.piece(a, {0, 0}, {1, 0}, 5, 0);
    l.piece(b, {2, 0}, {1, 0}, 7, 0);
    l.piece(other, {2, 0}, {3, 0}, 9, 0);
    const auto out = dead_stretches(l.table, 0);
    REQUIRE(out.size() == 2);
    CHECK(out[0].length_um == 12);
    CHECK(out[0].from == Point{0, 0});
    CHECK(out[0].to == Point{2, 0});
    CHECK(out[1].name == "b");
}

TEST_CASE("a stretch ends where three meet, and a ring is counted once") {
    Lines l;
    for (const Point to : {Point{1, 0}, Point{0, 1}, Point{-1, 0}}) {
        const auto f = l.line("a");
        l.piece(f, {0, 0}, to, 3, 0);
    }
    CHECK(dead_stretches(l.table, 0).size() == 3);
    Lines ring;
    const auto a = ring.line("r");
    const auto b = ring.line("r");
    ring.piece(a, {0, 0}, {1, 0}, 3, 0);
    ring.piece(b, {0, 0}, {1, 0}, 4, 0);
    const auto out = dead_stretches(ring.table, 0);
    REQUIRE(out.size() == 1);
    CHECK(out[0].length_um == 7);
    CHECK(out[0].from == out[0].to);
}
