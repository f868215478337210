#include "planning/gaps.hpp"

#include "core/weight.hpp"
#include "planning/connected_cells.hpp"
#include "proj/geodesic.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>

namespace amaneku::planning {

namespace {

constexpr const char* degrees_crs = "EPSG:6668";

/// Codes of a mesh as they read; of a raster by the row from the north, as its codes count.
struct CodeOrder {
    const Grid& grid;

    [[nodiscard]] bool operator()(Cell a, Cell b) const {
        if (grid.level()) return grid.code(a) < grid.code(b);
        return a.row != b.row ? a.row > b.row : a.column < b.column;
    }
};

/// A gap and what it is sorted by.
struct Sorted {
    Gap gap;
    Cell smallest;
};

void add_cell(const GapInput& input, const CellGround& ground, std::uint32_t cell, Gap& gap,
              std::map<std::uint32_t, GapPart>& parts) {
    const double km2 = ground.km2(input.population.cells[cell]);
    const std::size_t weights = input.population.weight_names.size();
    for (std::uint64_t e = input.shares.begin[cell]; e < input.shares.begin[cell + 1]; ++e) {
        const std::uint32_t zone = input.shares.zone[e];
        if (!input.zones.zones[zone].reported) continue;
        bool anybody = false;
        for (std::size_t w = 0; w < weights; ++w) anybody = anybody || input.shares.amount[w][e] != 0;
        GapPart& part = parts[zone];
        part.zone = zone;
        part.weights.resize(weights, 0);
        if (anybody) ++part.cells;
        part.km2 += km2 * input.shares.share[e];
        gap.km2 += km2 * input.shares.share[e];
        for (std::size_t w = 0; w < weights; ++w) {
            part.weights[w] += input.shares.amount[w][e];
            gap.weights[w] += input.shares.amount[w][e];
        }
    }
}

/// The cell nearest to the people's mean place; of equals the first by code.
std::uint32_t heart_of(const GapInput& input, const Gap& gap, const CellGround& ground) {
    const Population& population = input.population;
    double x = 0.0;
    double y = 0.0;
    double sum = 0.0;
    for (const std::uint32_t cell : gap.cells) {
        CellAmount people = 0;
        for (std::uint64_t e = input.shares.begin[cell]; e < input.shares.begin[cell + 1]; ++e) {
            if (input.zones.zones[input.shares.zone[e]].reported) people += input.shares.amount.front()[e];
        }
        // A cell of households alone takes part by a hair, so that a gap without people has a heart.
        const double weight = static_cast<double>(people) + 1.0;
        x += weight * population.cells[cell].column;
        y += weight * population.cells[cell].row;
        sum += weight;
    }
    // A cell is wider or narrower than it is high: distances are on the ground.
    const Cell middle{static_cast<std::int32_t>(std::lround(y / sum)),
                      static_cast<std::int32_t>(std::lround(x / sum))};
    const Point here = ground.centre(middle);
    const Point north = ground.centre({middle.row + 1, middle.column});
    const Point east = ground.centre({middle.row, middle.column + 1});
    const double high = proj::geodesic_distance(here, north);
    const double wide = proj::geodesic_distance(here, east);
    double best = std::numeric_limits<double>::infinity();
    std::uint32_t heart = gap.cells.front();
    const CodeOrder before{population.grid};
    for (const std::uint32_t cell : gap.cells) {
        const double dx = (population.cells[cell].column - x / sum) * wide;
        const double dy = (population.cells[cell].row - y / sum) * high;
        const double m = std::hypot(dx, dy);
        const bool equal = std::abs(m - best) <= 1e-6;
        if (equal ? before(population.cells[cell], population.cells[heart]) : m < best) {
            best = m;
            heart = cell;
        }
    }
    return heart;
}

/// Whether an amount reaches a limit given in units.
bool reaches(Amount amount, double limit) {
    return to_double(amount) >= limit - 1e-9;
}

bool is_large_enough(const Gap& gap, const GapInput& input) {
    const auto households = weight_named(input.population, "households");
    return reaches(gap.weights.front(), input.rule.min_people) &&
           (!households || reaches(gap.weights[*households], input.rule.min_households)) &&
           gap.cells.size() >= static_cast<std::size_t>(input.rule.min_cells) &&
           gap.km2 >= input.rule.min_km2 * (1.0 - 1e-12);
}

}  // namespace

CellGround::CellGround(const Grid& grid) : m_grid{grid} {
    if (!grid.is_geographic()) m_transform.emplace(grid.crs(), degrees_crs);
}

Point CellGround::centre(Cell cell) const {
    const Point at = m_grid.centre(cell);
    return m_transform ? (*m_transform)(at) : at;
}

double CellGround::km2(Cell cell) const {
    if (!m_transform) return geographic_cell_area_km2(m_grid, cell);
    std::array<Point, 5> ring = m_grid.polygon(cell);
    for (Point& p : ring) p = (*m_transform)(p);
    return proj::geodesic_area_km2(ring);
}

bool is_left_out(const GapInput& input, std::size_t cell) {
    if (input.covered[cell] != 0 || (!input.counted.empty() && input.counted[cell] == 0)) return false;
    for (std::uint64_t e = input.shares.begin[cell]; e < input.shares.begin[cell + 1]; ++e) {
        if (!input.zones.zones[input.shares.zone[e]].reported) continue;
        if (input.shares.amount.front()[e] != 0 || input.shares.amount[input.weight][e] != 0) return true;
    }
    return false;
}

GapList find_gaps(const GapInput& input, std::uint32_t service, const std::string& profile) {
    std::vector<std::uint32_t> all(input.population.cells.size());
    std::iota(all.begin(), all.end(), 0U);
    return find_gaps_among(input, service, profile, all);
}

GapList find_gaps_among(const GapInput& input, std::uint32_t service, const std::string& profile,
                        std::span<const std::uint32_t> among) {
    const Population& population = input.population;
    const CellGround ground{population.grid};
    std::vector<std::uint32_t> members;
    std::vector<Cell> cells;
    for (const std::uint32_t cell : among) {
        if (!is_left_out(input, cell)) continue;
        members.push_back(cell);
        cells.push_back(population.cells[cell]);
    }
    const CodeOrder before{population.grid};
    const std::string level{population.grid.level() ? mesh_level_id(*population.grid.level()) : "raster"};
    GapList out;
    std::vector<Sorted> sorted;
    for (const auto& group : connected_cells(cells, input.rule.neighbours)) {
        Sorted one;
        Gap& gap = one.gap;
        gap.service = service;
        gap.weights.assign(population.weight_names.size(), 0);
        std::map<std::uint32_t, GapPart> parts;
        for (const std::uint32_t member : group) {
            gap.cells.push_back(members[member]);
            add_cell(input, ground, members[member], gap, parts);
        }
        if (!is_large_enough(gap, input)) {
            ++out.small_gaps;
            out.small_people += gap.weights[input.weight];
            continue;
        }
        one.smallest = cells[*std::min_element(group.begin(), group.end(),
                                               [&](auto a, auto b) { return before(cells[a], cells[b]); })];
        gap.id = fmt::format("{}-{}-{}", population.grid.code(one.smallest), level, profile);
        gap.heart = heart_of(input, gap, ground);
        gap.heart_at = ground.centre(population.cells[gap.heart]);
        for (auto& [zone, part] : parts) {
            if (part.cells > 0) gap.parts.push_back(std::move(part));
        }
        sorted.push_back(std::move(one));
    }
    std::sort(sorted.begin(), sorted.end(), [&](const Sorted& a, const Sorted& b) {
        if (a.gap.weights.front() != b.gap.weights.front())
            return a.gap.weights.front() > b.gap.weights.front();
        return before(a.smallest, b.smallest);
    });
    for (Sorted& one : sorted) out.gaps.push_back(std::move(one.gap));
    return out;
}

void price(Gap& gap, const GapCost& cost, std::optional<std::size_t> households,
           std::optional<double> fiber_m) {
    // A hair less before rounding up: 3.0 km² at 1.0 km² a site are three sites.
    const double sites = cost.per_site > 0.0 ? std::ceil(gap.km2 / cost.km2_per_site - 1e-9) : 0.0;
    double sum = sites * cost.per_site;
    if (households) sum += static_cast<double>(whole_units(gap.weights[*households])) * cost.per_household;
    if (fiber_m) sum += *fiber_m / 1000.0 * cost.detour * cost.fiber_per_km;
    gap.cost = static_cast<std::int64_t>(std::ceil(sum - 1e-6));
    const std::size_t by = households && gap.weights[*households] != 0 ? *households : 0;
    const Amount all = gap.weights[by];
    // Largest remainder in integers; where nobody is counted the first part has it all.
    std::vector<std::pair<Amount, std::size_t>> remainders;
    std::int64_t left = gap.cost;
    for (std::size_t p = 0; p < gap.parts.size(); ++p) {
        const Amount share = all == 0 ? 0 : gap.parts[p].weights[by] * gap.cost;
        gap.parts[p].cost = all == 0 ? 0 : static_cast<std::int64_t>(share / all);
        left -= gap.parts[p].cost;
        remainders.emplace_back(all == 0 ? 0 : -(share % all), p);
    }
    std::sort(remainders.begin(), remainders.end());
    if (all == 0 && !gap.parts.empty()) {
        gap.parts.front().cost = gap.cost;
        return;
    }
    for (std::size_t i = 0; i < remainders.size() && left > 0; ++i, --left)
        ++gap.parts[remainders[i].second].cost;
}

}  // namespace amaneku::planning
