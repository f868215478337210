#include "zonal/counted_cells.hpp"

#include "catch.hpp"
#include "zonal/zonal_case.hpp"

#include <algorithm>

using namespace amaneku;
using namespace amaneku::tests;

namespace {

using Cells = std::vector<std::uint8_t>;

MeshCode code(const char* text) {
    return *MeshCode::parse(text);
}

std::vector<MeshCode> sorted(std::vector<MeshCode> list) {
    std::sort(list.begin(), list.end());
    return list;
}

RuleProfile counting(CellSelection cells) {
    RuleProfile out;
    out.cells = cells;
    return out;
}

/// The four halves of 53393599, of 10, 0, 30 and 40 people, and the first half of its east neighbour.
Population halves() {
    std::vector<std::pair<Cell, std::int64_t>> people;
    for (const auto& [text, count] : std::vector<std::pair<const char*, std::int64_t>>{
             {"533935991", 10}, {"533935992", 0}, {"533936901", 50}, {"533935993", 30}, {"533935994", 40}}) {
        const MeshCode at = code(text);
        people.push_back(
            {{static_cast<std::int32_t>(at.row()), static_cast<std::int32_t>(at.column())}, count});
    }
    return people_on(Grid::mesh(MeshLevel::half), people);
}

Cells listed(const std::vector<MeshCode>& list) {
    return zonal::counted_cells(halves(), counting(CellSelection::list), sorted(list));
}

}  // namespace

TEST_CASE("without a selection every cell counts, which no column says") {
    CHECK(zonal::counted_cells(halves(), counting(CellSelection::all), {}).empty());
}

TEST_CASE("populated are the cells with people of the first weight") {
    Population population = halves();
    add_weight(population, "households", {0, 7, 0, 0, 0});
    CHECK(zonal::counted_cells(population, counting(CellSelection::populated), {}) == Cells{1, 0, 1, 1, 1});
    population.weights.clear();
    CHECK(zonal::counted_cells(population, counting(CellSelection::populated), {}) == Cells(5, 0));
}

TEST_CASE("a list of codes of the cells' own level counts these cells") {
    CHECK(listed({code("533935991"), code("533935994")}) == Cells{1, 0, 0, 0, 1});
}

TEST_CASE("a list of coarser codes counts the cells inside") {
    CHECK(listed({code("53393599")}) == Cells{1, 1, 0, 1, 1});
    CHECK(listed({code("533936")}) == Cells{0, 0, 1, 0, 0});
    CHECK(listed({code("5339")}) == Cells(5, 1));
}

TEST_CASE("a list may mix levels") {
    CHECK(listed({code("533936"), code("533935992")}) == Cells{0, 1, 1, 0, 0});
}

TEST_CASE("a list of other places, or of nothing, counts no cell") {
    CHECK(listed({code("53393598"), code("5239")}) == Cells(5, 0));
    CHECK(listed({}) == Cells(5, 0));
}
