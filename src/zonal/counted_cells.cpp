#include "zonal/counted_cells.hpp"

#include <algorithm>
#include <cassert>
#include <set>

namespace amaneku::zonal {

namespace {

std::vector<std::uint8_t> populated_cells(const Population& population) {
    std::vector<std::uint8_t> out(population.cells.size(), 0);
    if (population.weights.empty()) return out;
    const auto& people = population.weights.front();
    for (std::size_t cell = 0; cell < out.size(); ++cell) out[cell] = people[cell] > 0 ? 1 : 0;
    return out;
}

std::vector<std::uint8_t> listed_cells(const Population& population, std::span<const MeshCode> list) {
    assert(population.grid.level());
    std::set<MeshLevel> levels;
    for (const MeshCode& code : list) levels.insert(code.level());
    std::vector<std::uint8_t> out(population.cells.size(), 0);
    for (std::size_t cell = 0; cell < out.size(); ++cell) {
        const Cell at = population.cells[cell];
        const auto code = MeshCode::at(*population.grid.level(), at.row, at.column);
        for (const MeshLevel level : levels) {
            const auto square = !code || code->level() == level ? code : code->parent(level);
            if (square && std::binary_search(list.begin(), list.end(), *square)) out[cell] = 1;
        }
    }
    return out;
}

}  // namespace

std::vector<std::uint8_t> counted_cells(const Population& population, const RuleProfile& profile,
                                        std::span<const MeshCode> list) {
    switch (profile.cells) {
        case CellSelection::populated:
            return populated_cells(population);
        case CellSelection::list:
            return listed_cells(population, list);
        case CellSelection::all:
            break;
    }
    return {};
}

}  // namespace amaneku::zonal
