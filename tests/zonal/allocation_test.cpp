#include "catch.hpp"
#include "zonal/zonal_case.hpp"

#include <string>

using namespace amaneku;
using namespace amaneku::tests;

namespace {

zonal::Allocation allocated(const Population& population, const ZoneTable& zones, const Measures& measures,
                            const ZonesConfig& config, const zonal::AllowedZones& allowed = {}) {
    return zonal::allocate(population, zones, measures, config, allowed);
}

/// A half mesh grid's cells inside the 1 km mesh 52385628 and the one east of it.
constexpr std::uint64_t listed_mesh = 52385628;
Cell half_cell_of(const std::string& code) {
    return Grid::mesh(MeshLevel::half).cell_from_code(code).value();
}

}  // namespace

TEST_CASE("land_share divides people by area of land, so that sea takes nobody") {
    const Population population = people_on(metre_grid(), {{{0, 0}, 100}, {{0, 1}, 7}});
    const auto a = allocated(population, bare_zones(2), pieces_of({{{0, 0.45}, {1, 0.15}}, {{1, 0.01}}}),
                             assigning(ZoneAssign::land_share));
    CHECK(entries(a, 0) == Entries{{0, 75 * unit}, {1, 25 * unit}});
    CHECK(entries(a, 1) == Entries{{1, 7 * unit}});
    CHECK(a.piece == std::vector<std::uint64_t>{0, 1, 2});
    CHECK(a.share[0] + a.share[1] == 1.0);
    CHECK(a.issues.empty());
}

TEST_CASE("zones that overlap each keep their piece") {
    ZoneTable zones;
    add_zone(zones, "10", {box(0, 0, 500, 500)});
    add_zone(zones, "11", {box(250, 0, 500, 500)});
    const Population population = people_on(metre_grid(), {{{0, 0}, 90}});
    const auto a =
        allocated(population, zones, overlaid(population, zones, {}, {}), assigning(ZoneAssign::land_share));
    CHECK(entries(a, 0) == Entries{{0, 60 * unit}, {1, 30 * unit}});
}

TEST_CASE("an area without a code takes its share of a border cell and is not reported") {
    ZoneTable zones;
    add_zone(zones, "10", {box(0, 0, 300, 500)});
    add_zone(zones, "", {box(300, 0, 500, 500)}, false);
    const Population population = people_on(metre_grid(), {{{0, 0}, 10}});
    const auto a =
        allocated(population, zones, overlaid(population, zones, {}, {}), assigning(ZoneAssign::land_share));
    CHECK(parts_add_up(population, a));
    const auto line = zonal::ledger(population, zones, a).at(0);
    CHECK(line.input == 10 * unit);
    CHECK(to_double(line.reported) == Approx(6.0).epsilon(1e-12));  // of an area measured in doubles
    CHECK(line.reported + line.other == line.input);
    CHECK(line.outside + line.unassigned == 0);
}

TEST_CASE("max_area gives the whole cell to the largest piece, and a tie to the smallest code") {
    const Population population =
        people_on(metre_grid(), {{{0, 0}, 10}, {{0, 1}, 10}, {{0, 2}, 10}, {{0, 3}, 10}, {{0, 4}, 10}});
    const auto a = allocated(population, bare_zones(3),
                             pieces_of({{{0, 0.2}, {1, 0.3}, {2, 0.1}},
                                        {{1, 0.5}, {2, 0.5}},
                                        {{0, 0.5}, {1, std::nextafter(0.5, 1.0)}},  // a tie but for rounding
                                        {{0, 1e-9}, {2, 2e-9}},
                                        {{0, 0.3}, {1, 0.3 + 0.7e-12}, {2, 0.3 + 1.4e-12}}}),
                             assigning(ZoneAssign::max_area));
    CHECK(entries(a, 0) == Entries{{1, 10 * unit}});
    CHECK(entries(a, 1) == Entries{{1, 10 * unit}});
    CHECK(entries(a, 2) == Entries{{0, 10 * unit}});
    CHECK(entries(a, 3) == Entries{{2, 10 * unit}});
    CHECK(entries(a, 4) == Entries{{1, 10 * unit}});
    CHECK(a.piece[0] == 1);
    CHECK(a.share == std::vector<double>(5, 1.0));
}

TEST_CASE("centroid gives the whole cell to the zone that holds its centre, of several to the first") {
    const Population population = people_on(metre_grid(), {{{0, 0}, 10}, {{0, 1}, 10}, {{0, 2}, 10}});
    const auto a =
        allocated(population, bare_zones(3),
                  pieces_of({{{0, 0.9}, {1, 0.1, true}}, {{1, 0.6, true}, {2, 0.7, true}}, {{0, 0.2}}}),
                  assigning(ZoneAssign::centroid));
    CHECK(entries(a, 0) == Entries{{1, 10 * unit}});
    CHECK(entries(a, 1) == Entries{{1, 10 * unit}});
    CHECK(entries(a, 2).empty());
    CHECK(a.is_outside == std::vector<std::uint8_t>{0, 0, 1});
}

TEST_CASE("a cell that touches no zone is outside, or goes to the nearest within reach, or is unassigned") {
    ZoneTable zones;
    add_zone(zones, "10", {box(0, 0, 500, 500)});
    add_zone(zones, "11", {box(5000, 0, 5500, 500)}, false);
    const Population population = people_on(
        metre_grid(), {{{0, 0}, 1}, {{0, 2}, 20}, {{0, 5}, 300}, {{0, 7}, 4000}, {{19, 19}, 50000}});
    const Measures measures = overlaid(population, zones, {}, {});

    const auto dropped = allocated(population, zones, measures, assigning(ZoneAssign::land_share));
    CHECK(dropped.is_outside == std::vector<std::uint8_t>{0, 1, 1, 1, 1});
    auto line = zonal::ledger(population, zones, dropped).at(0);
    CHECK(line.outside == 54320 * Amount{unit});
    CHECK(line.reported == unit);
    CHECK(line.unassigned + line.other == 0);
    CHECK(dropped.issues.empty());

    // Column 2 begins 500 m from the first zone, column 5 2000 m, column 7 ends 1000 m before the second.
    const auto moved =
        allocated(population, zones, measures, assigning(ZoneAssign::land_share, Extent::all, 2000.0));
    CHECK(moved.is_outside == std::vector<std::uint8_t>{0, 0, 0, 0, 2});
    CHECK(entries(moved, 1) == Entries{{0, 20 * unit}});
    CHECK(entries(moved, 2) == Entries{{0, 300 * unit}});
    CHECK(entries(moved, 3) == Entries{{1, 4000 * unit}});
    CHECK(moved.piece[1] == zonal::no_piece);
    line = zonal::ledger(population, zones, moved).at(0);
    CHECK(line.input == 54321 * Amount{unit});
    CHECK(line.outside == 0);
    CHECK(line.unassigned == 50000 * Amount{unit});
    CHECK(line.other == 4000 * Amount{unit});
    CHECK(line.reported == 321 * Amount{unit});
    REQUIRE(moved.issues.size() == 3);
    CHECK(moved.issues[0].kind == IssueKind::moved);
    CHECK(moved.issues[0].place == "r19c2");
    CHECK(moved.issues[0].reason == "the cell touches no zone: counted in 10 zone 10, 500 m away");
    CHECK(moved.issues[0].people == 20.0);
    REQUIRE(moved.notes.size() == 1);
    CHECK(moved.notes[0].find("4320 people in 3 cells were moved") == 0);

    const auto short_reach =
        allocated(population, zones, measures, assigning(ZoneAssign::land_share, Extent::all, 999.0));
    CHECK(short_reach.is_outside == std::vector<std::uint8_t>{0, 0, 2, 2, 2});
}

TEST_CASE("list shares by land among the zones that the 1 km mesh's list allows") {
    const Grid grid = Grid::mesh(MeshLevel::half);
    const Population population =
        people_on(grid, {{half_cell_of("523856281"), 100}, {half_cell_of("523856282"), 100}});
    ZoneTable zones;
    // Far away north of the cells, at different distances: 12 is the nearest of all, 11 of those allowed.
    const double north = grid.polygon(population.cells[0])[2].y;
    const double west = grid.polygon(population.cells[0])[0].x;
    for (const auto& [code, gap] : {std::pair{"10", 0.05}, {"11", 0.03}, {"12", 0.01}})
        add_zone(zones, code, {box(west, north + gap, west + 0.01, north + gap + 0.005)});
    const zonal::AllowedZones allowed{{listed_mesh, 0}, {listed_mesh, 1}};
    const Measures measures = pieces_of({{{0, 0.3}, {1, 0.1}, {2, 0.6}}, {{2, 1.0}}});

    const auto a = allocated(population, zones, measures, assigning(ZoneAssign::list), allowed);
    CHECK(entries(a, 0) == Entries{{0, 75 * unit}, {1, 25 * unit}});
    // None of the allowed touches the second cell: the nearest of them, and its people are counted as moved.
    CHECK(entries(a, 1) == Entries{{1, 100 * unit}});
    REQUIRE(a.issues.size() == 1);
    CHECK(a.issues[0].kind == IssueKind::moved);
    CHECK(a.issues[0].place == "523856282");
    CHECK(a.issues[0].people == 100.0);
    CHECK(a.issues[0].reason.find("none of the zones that the list allows") == 0);
    REQUIRE(a.notes.size() == 1);
    CHECK(a.notes[0].find("100 people in 1 cells were moved") == 0);
}

TEST_CASE("list drops a cell that touches no zone at all before it looks at the list") {
    const Grid grid = Grid::mesh(MeshLevel::half);
    const Population population = people_on(grid, {{half_cell_of("523856281"), 100}});
    const auto corners = grid.polygon(population.cells[0]);
    ZoneTable zones;
    add_zone(zones, "10", {box(corners[2].x + 0.01, corners[0].y, corners[2].x + 0.02, corners[2].y)});
    add_zone(zones, "11", {box(corners[2].x + 0.005, corners[0].y, corners[2].x + 0.006, corners[2].y)});
    const zonal::AllowedZones allowed{{listed_mesh, 0}};
    const Measures measures = pieces_of({{}});

    const auto dropped = allocated(population, zones, measures, assigning(ZoneAssign::list), allowed);
    CHECK(entries(dropped, 0).empty());
    CHECK(dropped.is_outside[0] == 1);
    CHECK(dropped.issues.empty());
    // With extent = "all" everybody belongs somewhere, and the list knows where.
    const auto kept =
        allocated(population, zones, measures, assigning(ZoneAssign::list, Extent::all), allowed);
    CHECK(entries(kept, 0) == Entries{{0, 100 * unit}});
}

TEST_CASE("list shares a cell by land where its 1 km mesh is not listed, and says so") {
    const Grid grid = Grid::mesh(MeshLevel::half);
    const Population population = people_on(grid, {{half_cell_of("523856291"), 8}});
    const auto a = allocated(population, bare_zones(2), pieces_of({{{0, 0.5}, {1, 0.5}}}),
                             assigning(ZoneAssign::list), {{listed_mesh, 0}});
    CHECK(entries(a, 0) == Entries{{0, 4 * unit}, {1, 4 * unit}});
    REQUIRE(a.issues.size() == 1);
    CHECK(a.issues[0].reason == "1 km mesh 52385629 is not in the list: shared by land area");
    CHECK(a.notes.empty());
}

TEST_CASE("every weight of every cell is shared out to the last 1e-9, by every method") {
    const auto assign = GENERATE(ZoneAssign::land_share, ZoneAssign::max_area, ZoneAssign::centroid);
    const auto extent = GENERATE(Extent::zones, Extent::all);
    Dice dice{100 + static_cast<std::uint64_t>(assign)};
    for (int i = 0; i < 100; ++i) {
        ZoneTable zones;
        for (std::size_t z = 0, n = 1 + dice.below(6); z < n; ++z) {
            const double x = dice.between(-500, 5000);
            const double y = dice.between(-500, 5000);
            add_zone(zones, z + 1 == n ? "" : std::to_string(10 + z),
                     {box(x, y, x + dice.between(100, 3000), y + dice.between(100, 3000))},
                     dice.below(3) != 0);
        }
        Population population = people_on(metre_grid(), {});
        population.weight_names = {"population", "households"};
        population.weights.resize(2);
        for (const Cell cell : block(8, 0, 0)) {
            population.cells.push_back(cell);
            for (auto& w : population.weights)
                w.push_back(static_cast<CellAmount>(dice.between(0, 5e12)) *
                            static_cast<CellAmount>(dice.below(3)));
        }
        const auto a = allocated(population, zones, overlaid(population, zones, {}, {}),
                                 assigning(assign, extent, 1000.0));
        REQUIRE(parts_add_up(population, a));
        for (std::size_t cell = 0; cell < population.cells.size(); ++cell) {
            const bool none = a.begin[cell] == a.begin[cell + 1];
            REQUIRE(a.is_outside[cell] == (!none ? 0 : extent == Extent::zones ? 1 : 2));
            REQUIRE(std::is_sorted(a.zone.begin() + static_cast<std::ptrdiff_t>(a.begin[cell]),
                                   a.zone.begin() + static_cast<std::ptrdiff_t>(a.begin[cell + 1])));
        }
        for (const LedgerLine& line : zonal::ledger(population, zones, a))
            REQUIRE(line.input == line.outside + line.unassigned + line.other + line.reported);
    }
}
