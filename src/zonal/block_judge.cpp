#include "zonal/block_judge.hpp"

#include "zonal/reported_share.hpp"

#include <algorithm>

namespace amaneku::zonal {

namespace {

template <typename T>
void gather_rows(const std::vector<T>& from, std::span<const std::uint32_t> rows, std::vector<T>& to) {
    to.resize(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) to[i] = from[rows[i]];
}

std::uint8_t border_of(const JudgeInput& input, const CellBlock& block, std::size_t i) {
    const Measures& measures = block.measures;
    std::uint8_t bits = 0;
    if (measures.piece_begin[i] != measures.piece_begin[i + 1]) bits |= touches_zone;
    if (measures.land[i] < 1.0 - fraction_tolerance) bits |= reaches_beyond_zones;
    for (std::uint64_t e = block.allocation.begin[i]; e < block.allocation.begin[i + 1]; ++e) {
        if (input.zones.zones[block.allocation.zone[e]].reported) bits |= is_of_reported_zone;
    }
    return bits;
}

/// Whether a map of the reported zones shows the cell, whose largest share is of `zone`.
bool is_shown(const JudgeInput& input, const CellBlock& block, std::size_t i, std::uint32_t zone) {
    if (zone == no_zone) return false;
    if (input.zones.zones[zone].reported) return true;
    for (std::uint64_t p = block.measures.piece_begin[i]; p < block.measures.piece_begin[i + 1]; ++p) {
        if (input.zones.zones[block.measures.piece_zone[p]].reported) return true;
    }
    return false;
}

void keep_cell(const JudgeInput& input, const CellBlock& block, std::size_t i, CellResults& to) {
    const std::uint32_t cell = block.cells[i];
    if (!to.border.empty()) to.border[cell] = border_of(input, block, i);
    if (to.zone.empty()) return;
    const std::uint32_t zone = zone_of_largest_share(block.allocation, i);
    to.zone[cell] = zone;
    to.reported[cell] = reported_share(block.population, input.zones, block.allocation, i);
    to.is_shown[cell] = is_shown(input, block, i, zone) ? 1 : 0;
    if (!to.fraction.empty()) {
        const std::size_t width = block.measures.layer_count;
        std::copy_n(block.measures.fraction.begin() + static_cast<std::ptrdiff_t>(i * width), width,
                    to.fraction.begin() + static_cast<std::ptrdiff_t>(cell * width));
    }
    for (std::size_t s = 0; s < to.covered.size(); ++s) {
        to.covered[s][cell] =
            is_cell_covered(i, block.measures, block.allocation, input.services[s].profile,
                            block.measures.services[s], std::nullopt,
                            block.counted.empty() ? std::span<const std::uint8_t>{} : block.counted[s])
                ? 1
                : 0;
    }
}

void add_lines(const std::vector<LedgerLine>& from, std::vector<LedgerLine>& to) {
    for (std::size_t w = 0; w < to.size(); ++w) {
        to[w].input += from[w].input;
        to[w].outside += from[w].outside;
        to[w].unassigned += from[w].unassigned;
        to[w].other += from[w].other;
        to[w].reported += from[w].reported;
    }
}

template <typename T>
void add_values(const std::vector<T>& from, std::vector<T>& to) {
    for (std::size_t i = 0; i < to.size(); ++i) to[i] += from[i];
}

}  // namespace

void CellSums::add(const CellSums& other) {
    add_values(other.zones.totals, zones.totals);
    add_values(other.zones.covered, zones.covered);
    add_values(other.zones.left_out, zones.left_out);
    add_lines(other.ledger, ledger);
    issues.insert(issues.end(), other.issues.begin(), other.issues.end());
    std::stable_sort(issues.begin(), issues.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
}

CellSums empty_sums(const JudgeInput& input, std::size_t layer_count) {
    CellSums out{{input.zones.zones.size(), input.population.weight_names.size(), layer_count}, {}, {}};
    for (const std::string& name : input.population.weight_names) out.ledger.push_back({name});
    return out;
}

void judge_block(const JudgeInput& input, const CellBlock& block, CellSums& sums, CellResults& cells) {
    CellJudge judge{block.population, block.measures, block.allocation,
                    input.config,     input.services, block.counted};
    for (std::size_t i = 0; i < block.cells.size(); ++i) {
        judge.add(i, sums.zones);
        keep_cell(input, block, i, cells);
    }
    judge.flush(sums.zones);
    add_lines(ledger(block.population, input.zones, block.allocation), sums.ledger);
    for (std::size_t i = 0; i < block.allocation.issues.size(); ++i)
        sums.issues.emplace_back(block.cells[block.allocation.issue_cell[i]], block.allocation.issues[i]);
}

BlockJudge::BlockJudge(const JudgeInput& input, const Allocator& allocator, std::size_t layer_count,
                       CellResults& cells)
    : m_input{input}, m_allocator{allocator}, m_cells{cells}, m_sums{empty_sums(input, layer_count)} {
    m_block.grid = input.population.grid;
    m_block.weight_names = input.population.weight_names;
    m_block.weights.resize(m_block.weight_names.size());
    m_counted.resize(input.counted.size());
}

void BlockJudge::gather(std::span<const std::uint32_t> cells) {
    gather_rows(m_input.population.cells, cells, m_block.cells);
    for (std::size_t w = 0; w < m_block.weights.size(); ++w)
        gather_rows(m_input.population.weights[w], cells, m_block.weights[w]);
    for (std::size_t s = 0; s < m_counted.size(); ++s) {
        if (!m_input.counted[s].empty()) gather_rows(m_input.counted[s], cells, m_counted[s]);
    }
}

void BlockJudge::add(std::span<const std::uint32_t> cells, const Measures& measures) {
    gather(cells);
    m_allocator.allocate(m_block, measures, m_allocation);
    judge_block(m_input, {cells, m_block, measures, m_allocation, m_counted}, m_sums, m_cells);
}

}  // namespace amaneku::zonal
