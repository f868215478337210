#include "scenario/trials.hpp"

#include "zonal/judge.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace amaneku::scenario {

namespace {

bool meet(const overlay::TickBox& a, const overlay::TickBox& b) noexcept {
    return a.x0 <= b.x1 && b.x0 <= a.x1 && a.y0 <= b.y1 && b.y0 <= a.y1;
}

overlay::TickBox box_of(const Grid& grid, const Cell& cell) noexcept {
    return {grid.x_of(cell.column), grid.x_of(std::int64_t{cell.column} + 1), grid.y_of(cell.row),
            grid.y_of(std::int64_t{cell.row} + 1)};
}

void append(SiteTable& to, const SiteTable& from) {
    const auto add = [](auto& a, const auto& b) { a.insert(a.end(), b.begin(), b.end()); };
    add(to.id, from.id);
    add(to.lon, from.lon);
    add(to.lat, from.lat);
    add(to.radius_m, from.radius_m);
    add(to.azimuth, from.azimuth);
    add(to.beamwidth, from.beamwidth);
}

/// The service's sites, and the candidates after those of their provider.
std::vector<SiteTable> sites_of(const TrialGround& ground, const SiteTable& candidates) {
    std::size_t first = 0;
    for (std::uint32_t s = 0; s < ground.service; ++s)
        first += ground.run.config.services[s].providers.size();
    const auto begin = ground.run.sites.begin() + static_cast<std::ptrdiff_t>(first);
    std::vector<SiteTable> out{begin, begin + static_cast<std::ptrdiff_t>(ground.directions.size())};
    append(out[ground.provider], candidates);
    return out;
}

/// Where a value stands in what CellJudge appends for an entry.
std::size_t place_of(std::size_t weight, std::size_t layers, std::size_t layer, Rule rule) {
    return (weight * layers + layer) * rule_count + static_cast<std::size_t>(rule);
}

}  // namespace

Trials::Trials(TrialGround ground, const SiteTable& candidates, std::vector<TrialWeight> weights)
    : m_ground{std::move(ground)},
      m_service{m_ground.run.config.services[m_ground.service]},
      m_weights{std::move(weights)},
      m_count{candidates.size()},
      m_sites{m_ground.run.population.grid, sites_of(m_ground, candidates), m_ground.directions} {
    m_first = static_cast<std::uint32_t>(m_sites.size(m_ground.provider) - m_count);
    for (std::size_t p = 0; p < m_sites.provider_count(); ++p) {
        for (std::size_t s = 0; s < m_sites.size(p); ++s) {
            if (const auto& place = m_sites.place(p, s))
                m_ground.areas.add_shape(place->corners,
                                         m_ground.overlay.zone_count + static_cast<std::uint32_t>(p),
                                         static_cast<std::uint32_t>(s));
        }
    }
    find_open_cells();
}

Trials::~Trials() = default;

/// Cells where a further site can add anything, with what is reached of them now.
void Trials::find_open_cells() {
    const RunResult& run = m_ground.run;
    const zonal::Allocation& shares = m_ground.allocation;
    const std::size_t layers = run.measures.layer_count;
    const std::uint32_t layer = run.measures.services[m_ground.service].combined;
    const Rule rule = m_service.front().profile.rule;
    const std::size_t width = run.population.weight_names.size() * layers * rule_count;
    m_is_open.assign(run.population.cells.size(), 0);
    m_before_at.assign(run.population.cells.size(), 0);
    zonal::CellJudge judge{run.population,   run.measures,        shares,
                           run.config.zones, run.config.services, run.cell_counted};
    const auto& counted =
        run.cell_counted.empty() ? std::vector<std::uint8_t>{} : run.cell_counted[m_ground.service];
    std::vector<CellAmount> now;
    for (std::size_t cell = 0; cell < run.population.cells.size(); ++cell) {
        if (shares.begin[cell] == shares.begin[cell + 1]) continue;
        if (!counted.empty() && counted[cell] == 0) continue;
        now.clear();
        judge.append_covered(cell, now);
        m_before_at[cell] = m_before.size();
        bool open = false;
        std::size_t at = 0;
        for (std::uint64_t e = shares.begin[cell]; e < shares.begin[cell + 1]; ++e, at += width) {
            for (const TrialWeight& w : m_weights) {
                const CellAmount has = now[at + place_of(w.weight, layers, layer, rule)];
                m_before.push_back(has);
                open = open || (run.zones.zones[shares.zone[e]].reported && has < shares.amount[w.weight][e]);
            }
        }
        if (open) {
            m_is_open[cell] = 1;
        } else {
            m_before.resize(m_before_at[cell]);
        }
    }
}

std::unique_ptr<Trials::Worker> Trials::worker() const {
    return std::make_unique<Worker>(*this);
}

bool Trials::is_for_many_threads() const noexcept {
    return m_ground.run.population.grid.is_geographic();
}

Trials::Worker::Worker(const Trials& trials)
    : m_trials{trials},
      m_config{trials.m_ground.overlay},
      m_measure{trials.m_ground.run.population.grid, m_config} {
    m_config.make_shape = [this](const overlay::TileShape& shape, PolygonSet& out) {
        const Trials& all = m_trials;
        const std::size_t p = shape.target - m_config.zone_count;
        // Of the candidates only the one at hand is there.
        if (p == all.m_ground.provider && shape.index >= all.m_first && shape.index != m_candidate) return;
        const overlay::TickBox& box = all.m_sites.place(p, shape.index)->box;
        if (meet(box, m_window) && std::any_of(m_wanted.begin(), m_wanted.end(),
                                               [&](const overlay::TickBox& cell) { return meet(box, cell); }))
            all.m_sites.append_shape(p, shape.index, out);
    };
}

std::vector<TrialGain> Trials::Worker::gains(std::size_t candidate) {
    std::vector<TrialGain> out;
    const TrialGround& ground = m_trials.m_ground;
    m_candidate = m_trials.m_first + static_cast<std::uint32_t>(candidate);
    const auto& place = m_trials.m_sites.place(ground.provider, m_candidate);
    if (!place) return out;
    std::vector<std::uint32_t> cells;
    ground.areas.for_each_tile_at(place->corners, [&](std::size_t tile) {
        cells.clear();
        for (const std::uint32_t cell : ground.areas.cells_of(tile)) {
            if (m_trials.m_is_open[cell] != 0 &&
                meet(box_of(ground.run.population.grid, ground.run.population.cells[cell]), place->box))
                cells.push_back(cell);
        }
        if (!cells.empty()) measure(tile, cells, out);
    });
    std::sort(out.begin(), out.end(),
              [](const TrialGain& a, const TrialGain& b) { return a.entry < b.entry; });
    return out;
}

/// Measures some cells of a tile with the candidate at hand, judges them as a run does, and appends what is
/// more than now.
void Trials::Worker::measure(std::size_t tile, std::span<const std::uint32_t> cells,
                             std::vector<TrialGain>& out) {
    const TrialGround& ground = m_trials.m_ground;
    const RunResult& run = ground.run;
    const zonal::Allocation& shares = ground.allocation;
    std::vector<Cell> at;
    m_wanted.clear();
    for (const std::uint32_t cell : cells) {
        at.push_back(run.population.cells[cell]);
        m_wanted.push_back(box_of(run.population.grid, at.back()));
        const overlay::TickBox& box = m_wanted.back();
        m_window = m_wanted.size() == 1
                       ? box
                       : overlay::TickBox{std::min(m_window.x0, box.x0), std::max(m_window.x1, box.x1),
                                          std::min(m_window.y0, box.y0), std::max(m_window.y1, box.y1)};
    }
    std::vector<std::uint32_t> locals(cells.size());
    std::iota(locals.begin(), locals.end(), 0U);
    Measures measured;
    m_measure.measure(ground.areas, tile, locals, at, measured);

    // The cells by themselves, as a run has them.
    Population population;
    population.weight_names = run.population.weight_names;
    zonal::Allocation allocation;
    allocation.amount.resize(shares.amount.size());
    allocation.begin.push_back(0);
    zonal::CountedCells counted(1);
    for (std::size_t local = 0; local < cells.size(); ++local) {
        const std::uint32_t cell = cells[local];
        for (std::uint64_t e = shares.begin[cell]; e < shares.begin[cell + 1]; ++e) {
            allocation.zone.push_back(shares.zone[e]);
            allocation.share.push_back(shares.share[e]);
            allocation.piece.push_back(shares.piece[e] == zonal::no_piece
                                           ? zonal::no_piece
                                           : shares.piece[e] - run.measures.piece_begin[cell] +
                                                 measured.piece_begin[local]);
            for (std::size_t w = 0; w < shares.amount.size(); ++w)
                allocation.amount[w].push_back(shares.amount[w][e]);
        }
        allocation.begin.push_back(allocation.zone.size());
    }
    zonal::CellJudge judge{population, measured, allocation, run.config.zones, m_trials.m_service, counted};
    const std::size_t layers = measured.layer_count;
    const Rule rule = m_trials.m_service.front().profile.rule;
    const std::size_t width = population.weight_names.size() * layers * rule_count;
    std::vector<CellAmount> now;
    for (std::size_t local = 0; local < cells.size(); ++local) {
        const std::uint32_t cell = cells[local];
        now.clear();
        judge.append_covered(local, now);
        const CellAmount* before = m_trials.m_before.data() + m_trials.m_before_at[cell];
        std::size_t from = 0;
        for (std::uint64_t e = shares.begin[cell]; e < shares.begin[cell + 1]; ++e, from += width) {
            double more = 0.0;
            CellAmount whole = 0;
            for (const TrialWeight& w : m_trials.m_weights) {
                const CellAmount added = now[from + place_of(w.weight, layers, 0, rule)] - *before++;
                if (w.factor == 1.0) {
                    whole += added;
                } else {
                    more += w.factor * static_cast<double>(added);
                }
            }
            whole += static_cast<CellAmount>(std::llround(more));
            if (whole > 0 && run.zones.zones[shares.zone[e]].reported) out.push_back({e, whole});
        }
    }
}

}  // namespace amaneku::scenario
