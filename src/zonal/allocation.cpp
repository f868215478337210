#include "zonal/allocation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace amaneku::zonal {

namespace {

struct Share {
    std::uint32_t zone;
    std::uint64_t piece;
    double share;
};

/// Largest piece; ties, which measured areas show but for rounding, to the first zone: it has the smallest
/// code.
std::size_t largest(std::span<const double> areas) {
    const double most = *std::max_element(areas.begin(), areas.end());
    return static_cast<std::size_t>(
        std::find_if(areas.begin(), areas.end(),
                     [most](double area) { return area >= most - fraction_tolerance; }) -
        areas.begin());
}

}  // namespace

/// One call of `allocate`.
class Allocator::Cells {
public:
    Cells(const Allocator& all, const Population& population, const Measures& measures, Allocation& out)
        : m_all{all},
          m_population{population},
          m_measures{measures},
          m_config{all.m_config},
          m_allowed{all.m_allowed},
          m_out{out} {}

    void run();

private:
    void reserve(std::size_t entries);
    bool take_whole(std::size_t cell);
    void assign(std::size_t cell);
    void assign_by_list(std::size_t cell);
    void find_nearest(std::size_t cell, double reach_m, const std::function<bool(std::uint32_t)>& may,
                      const char* why);
    void by_area(std::size_t cell, const std::function<bool(std::uint32_t)>& may);
    [[nodiscard]] double people(std::size_t cell) const {
        return m_population.weights.empty()
                   ? 0.0
                   : static_cast<double>(m_population.weights.front()[cell]) / amount_per_unit;
    }

    void add_issue(std::size_t cell, IssueKind kind, std::string reason);

    const Allocator& m_all;
    const Population& m_population;
    const Measures& m_measures;
    const ZonesConfig& m_config;
    std::span<const std::pair<std::uint64_t, std::uint32_t>> m_allowed;
    std::vector<Share> m_shares;  // of the cell at hand
    Allocation& m_out;
};

void Allocator::Cells::run() {
    const std::size_t cells = m_population.cells.size();
    m_out.begin.assign(1, 0);
    m_out.zone.clear();
    m_out.piece.clear();
    m_out.share.clear();
    m_out.is_outside.assign(cells, 0);
    m_out.amount.resize(m_population.weight_names.size());
    for (auto& amount : m_out.amount) amount.clear();
    m_out.issues.clear();
    m_out.issue_cell.clear();
    m_out.notes.clear();
    std::vector<double> shares;
    std::vector<CellAmount> parts;
    reserve(cells + cells / 8);
    for (std::size_t cell = 0; cell < cells; ++cell) {
        if (take_whole(cell)) continue;
        m_shares.clear();
        assign(cell);
        if (m_shares.empty()) m_out.is_outside[cell] = m_config.extent == Extent::zones ? 1 : 2;
        shares.clear();
        for (const Share& s : m_shares) {
            m_out.zone.push_back(s.zone);
            m_out.piece.push_back(s.piece);
            m_out.share.push_back(s.share);
            shares.push_back(s.share);
        }
        m_out.begin.push_back(m_out.zone.size());
        parts.resize(shares.size());
        for (std::size_t w = 0; w < m_out.amount.size(); ++w) {
            if (!shares.empty()) split(m_population.weights[w][cell], shares, parts);
            m_out.amount[w].insert(m_out.amount[w].end(), parts.begin(), parts.end());
        }
    }
}

void Allocator::Cells::reserve(std::size_t entries) {
    m_out.begin.reserve(m_population.cells.size() + 1);
    m_out.zone.reserve(entries);
    m_out.piece.reserve(entries);
    m_out.share.reserve(entries);
    for (auto& amount : m_out.amount) amount.reserve(entries);
}

/// Gives a cell with one piece to its zone, where the rule is one of area; most cells are such.
bool Allocator::Cells::take_whole(std::size_t cell) {
    const std::uint64_t piece = m_measures.piece_begin[cell];
    if (m_measures.piece_begin[cell + 1] != piece + 1) return false;
    if (m_config.assign != ZoneAssign::land_share && m_config.assign != ZoneAssign::max_area) return false;
    m_out.zone.push_back(m_measures.piece_zone[piece]);
    m_out.piece.push_back(piece);
    m_out.share.push_back(1.0);
    for (std::size_t w = 0; w < m_out.amount.size(); ++w)
        m_out.amount[w].push_back(m_population.weights[w][cell]);
    m_out.begin.push_back(m_out.zone.size());
    return true;
}

void Allocator::Cells::add_issue(std::size_t cell, IssueKind kind, std::string reason) {
    m_out.issues.push_back(
        {kind, "", m_all.m_grid.code(m_population.cells[cell]), std::move(reason), people(cell)});
    m_out.issue_cell.push_back(static_cast<std::uint32_t>(cell));
}

void Allocator::Cells::by_area(std::size_t cell, const std::function<bool(std::uint32_t)>& may) {
    double sum = 0.0;
    for (std::uint64_t p = m_measures.piece_begin[cell]; p < m_measures.piece_begin[cell + 1]; ++p) {
        if (!may(m_measures.piece_zone[p])) continue;
        m_shares.push_back({m_measures.piece_zone[p], p, m_measures.piece_area[p]});
        sum += m_measures.piece_area[p];
    }
    for (Share& s : m_shares) s.share /= sum;
}

void Allocator::Cells::find_nearest(std::size_t cell, double reach_m,
                                    const std::function<bool(std::uint32_t)>& may, const char* why) {
    const auto found = m_all.m_nearest.find(m_population.cells[cell], reach_m, may);
    if (!found) return;
    m_shares.push_back({found->zone, no_piece, 1.0});
    const Zone& zone = m_all.m_zones.zones[found->zone];
    add_issue(
        cell, IssueKind::moved,
        fmt::format("{}: counted in {} {}, {:.0f} m away", why, zone.code, zone.name, found->distance_m));
}

void Allocator::Cells::assign_by_list(std::size_t cell) {
    const auto code =
        MeshCode::at(*m_all.m_grid.level(), m_population.cells[cell].row, m_population.cells[cell].column);
    const auto third = code ? code->parent(MeshLevel::third) : std::nullopt;
    const std::uint64_t key = third ? std::stoull(third->text()) : 0;
    const auto begin =
        std::lower_bound(m_allowed.begin(), m_allowed.end(), std::pair<std::uint64_t, std::uint32_t>{key, 0});
    const auto may = [&](std::uint32_t zone) {
        for (auto it = begin; it != m_allowed.end() && it->first == key; ++it) {
            if (it->second == zone) return true;
        }
        return false;
    };
    if (begin == m_allowed.end() || begin->first != key) {
        by_area(cell, [](std::uint32_t) { return true; });
        if (!m_shares.empty()) {
            add_issue(cell, IssueKind::note,
                      fmt::format("1 km mesh {} is not in the list: shared by land area", key));
        }
        return;
    }
    by_area(cell, may);
    if (m_shares.empty())
        find_nearest(cell, 1e5, may, "none of the zones that the list allows touches the cell");
}

void Allocator::Cells::assign(std::size_t cell) {
    const auto any = [](std::uint32_t) { return true; };
    const std::uint64_t begin = m_measures.piece_begin[cell];
    const std::uint64_t end = m_measures.piece_begin[cell + 1];
    if (begin == end && m_config.extent == Extent::zones) return;  // before any list can claim its people
    switch (m_config.assign) {
        case ZoneAssign::land_share:
            by_area(cell, any);
            break;
        case ZoneAssign::max_area:
            if (begin < end) {
                const std::uint64_t p = begin + largest({m_measures.piece_area.data() + begin, end - begin});
                m_shares.push_back({m_measures.piece_zone[p], p, 1.0});
            }
            break;
        case ZoneAssign::centroid:
            for (std::uint64_t p = begin; p < end && m_shares.empty(); ++p) {
                if (m_measures.piece_centre[p] != 0) m_shares.push_back({m_measures.piece_zone[p], p, 1.0});
            }
            break;
        case ZoneAssign::list:
            assign_by_list(cell);
            break;
    }
    if (m_shares.empty() && m_config.extent == Extent::all) {
        find_nearest(cell, m_config.nearest_m, any,
                     begin < end ? "no zone holds the cell's centre" : "the cell touches no zone");
    }
}

Allocator::Allocator(const Grid& grid, const ZoneTable& zones, const ZonesConfig& config,
                     std::span<const std::pair<std::uint64_t, std::uint32_t>> allowed)
    : m_grid{grid}, m_zones{zones}, m_config{config}, m_allowed{allowed}, m_nearest{grid, zones} {}

void Allocator::allocate(const Population& population, const Measures& measures, Allocation& out) const {
    Cells{*this, population, measures, out}.run();
}

std::optional<std::string> moved_note(std::span<const Issue> issues) {
    double people = 0.0;
    std::size_t cells = 0;
    for (const Issue& issue : issues) {
        if (issue.kind != IssueKind::moved) continue;
        people += issue.people.value_or(0.0);
        ++cells;
    }
    if (cells == 0) return std::nullopt;
    return fmt::format("{} people in {} cells were moved to a zone that their cell does not touch",
                       std::llround(people), cells);
}

void split(CellAmount total, std::span<const double> shares, std::span<CellAmount> parts) {
    if (shares.size() == 1) {
        parts[0] = total;
        return;
    }
    const double sum = std::accumulate(shares.begin(), shares.end(), 0.0);
    CellAmount rest = total;
    std::vector<std::pair<double, std::size_t>> remainders;
    for (std::size_t i = 0; i < shares.size(); ++i) {
        const double exact = static_cast<double>(total) * (shares[i] / sum);
        parts[i] = std::min(static_cast<CellAmount>(std::floor(exact)), rest);
        if (shares[i] > 0.0) remainders.emplace_back(exact - std::floor(exact), i);
        rest -= parts[i];
    }
    std::stable_sort(remainders.begin(), remainders.end(),
                     [](const auto& a, const auto& b) { return a.first > b.first; });
    for (std::size_t i = 0; rest > 0; i = (i + 1) % remainders.size(), --rest) ++parts[remainders[i].second];
}

Allocation allocate(const Population& population, const ZoneTable& zones, const Measures& measures,
                    const ZonesConfig& config,
                    std::span<const std::pair<std::uint64_t, std::uint32_t>> allowed) {
    Allocation out;
    Allocator{population.grid, zones, config, allowed}.allocate(population, measures, out);
    if (auto note = moved_note(out.issues)) out.notes.push_back(std::move(*note));
    return out;
}

}  // namespace amaneku::zonal
