#include "scenario/what_if.hpp"

#include "core/weight.hpp"
#include <amaneku/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <iterator>
#include <map>
#include <numeric>
#include <set>

namespace amaneku::scenario {

namespace {

bool meet(const overlay::TickBox& a, const overlay::TickBox& b) noexcept {
    return a.x0 <= b.x1 && b.x0 <= a.x1 && a.y0 <= b.y1 && b.y0 <= a.y1;
}

overlay::TickBox box_of(const Grid& grid, const Cell& cell) noexcept {
    return {grid.x_of(cell.column), grid.x_of(std::int64_t{cell.column} + 1), grid.y_of(cell.row),
            grid.y_of(std::int64_t{cell.row} + 1)};
}

template <typename T>
std::span<const T> row(const std::vector<T>& values, std::size_t index, std::size_t width) {
    return std::span{values}.subspan(index * width, width);
}

template <typename T>
void append(std::vector<T>& to, std::span<const T> values) {
    to.insert(to.end(), values.begin(), values.end());
}

template <typename T>
void put(std::vector<T>& to, std::size_t index, std::span<const T> values) {
    std::copy(values.begin(), values.end(), to.begin() + static_cast<std::ptrdiff_t>(index * values.size()));
}

template <typename T>
bool same(std::span<const T> a, std::span<const T> b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end());
}

/// Of a list from before and one from after, of the same things: those that differ.
template <typename T, typename Take, typename Differs>
std::vector<T> differing(std::vector<T> before, const std::vector<T>& after, Take take, Differs differs) {
    std::size_t kept = 0;
    for (std::size_t i = 0; i < before.size(); ++i) {
        take(before[i], after[i]);
        if (differs(before[i])) before[kept++] = before[i];
    }
    before.resize(kept);
    return before;
}

}  // namespace

WhatIf::WhatIf(Ground ground)
    : m_run{std::move(ground.run)},
      m_allocation{std::move(ground.allocation)},
      m_config{std::move(ground.overlay)},
      m_bins{std::move(ground.areas)},
      m_sites{m_run.population.grid, m_run.sites, std::move(ground.directions)},
      m_stations{m_run.population.grid, m_run.zones, m_run.config.zones.nearest_m},
      m_measure{m_run.population.grid, m_config},
      m_judge{m_run.population,   m_run.measures,        m_allocation,
              m_run.config.zones, m_run.config.services, m_run.cell_counted},
      m_sums{m_run} {
    for (std::uint32_t s = 0; s < m_run.config.services.size(); ++s) {
        const ServiceConfig& service = m_run.config.services[s];
        const ServiceLayers& layers = m_run.measures.services[s];
        for (std::uint32_t p = 0; p < layers.provider_count; ++p)
            m_providers.push_back({s, layers.first_provider + p, service.id + "/" + service.providers[p].id});
        m_rules.push_back(
            {weight_index(m_run.population, service.profile.weight), service.profile.rule, layers.combined});
        m_best.emplace_back();
        if (service.profile.combine == Combine::max_single) m_best.back() = m_sums.best_providers(layers);
    }
    m_config.make_shape = [this](const overlay::TileShape& shape, PolygonSet& out) {
        const std::size_t p = shape.target - m_config.zone_count;
        const overlay::TickBox& box = m_sites.place(p, shape.index)->box;
        if (meet(box, m_window) && std::any_of(m_wanted.begin(), m_wanted.end(),
                                               [&](const overlay::TickBox& cell) { return meet(box, cell); }))
            m_sites.append_shape(p, shape.index, out);
    };
    for (std::size_t p = 0; p < m_sites.provider_count(); ++p) {
        for (std::size_t s = 0; s < m_sites.size(p); ++s) {
            if (const auto& place = m_sites.place(p, s))
                m_bins.add_shape(place->corners, m_config.zone_count + static_cast<std::uint32_t>(p),
                                 static_cast<std::uint32_t>(s));
        }
    }
}

std::uint32_t WhatIf::provider(std::string_view role) const {
    const auto found = std::find_if(m_providers.begin(), m_providers.end(),
                                    [&](const Provider& p) { return p.role == role; });
    if (found != m_providers.end()) return static_cast<std::uint32_t>(found - m_providers.begin());
    std::string known;
    for (const Provider& p : m_providers) known += (known.empty() ? "" : ", ") + p.role;
    throw Error{Errc::usage, std::string{role}, fmt::format("is no provider of this run; it has {}", known)};
}

void WhatIf::update_sites() {
    for (std::size_t p = 0; p < m_sites.provider_count(); ++p) m_run.sites[p] = m_sites.table(p);
}

std::vector<WhatIf::Step> WhatIf::checked(std::span<const Edit> edits) const {
    std::vector<Step> steps;
    std::set<std::pair<std::uint32_t, std::uint32_t>> named;
    std::map<std::uint32_t, std::uint32_t> further;
    for (const Edit& edit : edits) {
        Step step{provider(edit.provider), 0, !edit.site, {}, edit.to, {}, {}};
        const auto count = static_cast<std::uint32_t>(m_sites.size(step.provider));
        if (edit.site) {
            step.site = *edit.site;
            const std::string where = fmt::format("{}: site {}", edit.provider, step.site);
            if (step.site >= count)
                throw Error{Errc::usage, where, fmt::format("is not there: there are {}", count)};
            if (!named.emplace(step.provider, step.site).second)
                throw Error{Errc::usage, where, "is named by two edits at once: apply one after the other"};
            step.before = m_sites.site(step.provider, step.site);
            if (step.before) step.place_before = m_sites.place(step.provider, step.site);
            if (!step.before && !step.after) throw Error{Errc::usage, where, "is removed already"};
            if (step.before && !(step.before->radius_m > 0.0))
                throw Error{
                    Errc::usage, where,
                    "has no circle or sector of its own: its area was modelled with the others before "
                    "the overlay; change the table of sites and run again, or add sites with a radius"};
        } else if (edit.to) {
            step.site = count + further[step.provider]++;
        } else {
            throw Error{Errc::usage, edit.provider,
                        "an edit needs the number of a site, or a site to set up"};
        }
        if (step.after) {
            try {
                step.place_after = m_sites.place_of(step.provider, *step.after);
            } catch (const Error& error) {
                throw Error{error.code(), fmt::format("{}: {}", edit.provider, error.where()), error.what()};
            }
        }
        steps.push_back(std::move(step));
    }
    return steps;
}

void WhatIf::set(const Step& step) {
    const std::uint32_t target = m_config.zone_count + step.provider;
    if (step.place_before) m_bins.remove_shape(step.place_before->corners, target, step.site);
    if (step.place_after) m_bins.add_shape(step.place_after->corners, target, step.site);
    m_sites.set(step.provider, step.site, step.after, step.place_after);
}

void WhatIf::set_back(const Step& step) {
    const std::uint32_t target = m_config.zone_count + step.provider;
    if (step.place_after) m_bins.remove_shape(step.place_after->corners, target, step.site);
    if (step.place_before) m_bins.add_shape(step.place_before->corners, target, step.site);
    if (step.is_new) {
        m_sites.forget_last(step.provider);
    } else {
        m_sites.set(step.provider, step.site, step.before, step.place_before);
    }
}

/// Takes out cells of a tile that another site of the provider covers whole, now and before the edits:
/// whatever else the provider has there is of no account. In cities that is most of them.
void WhatIf::leave_out_whole(std::span<const Step> steps, std::uint32_t provider, std::size_t tile,
                             std::vector<std::uint32_t>& cells) const {
    const Grid& grid = m_run.population.grid;
    m_bins.for_each_shape(tile, [&](const overlay::TileShape& shape) {
        if (cells.empty() || shape.target != m_config.zone_count + provider) return;
        const SitePlace& place = *m_sites.place(provider, shape.index);
        if (place.core <= 0.0) return;
        const bool edited = std::any_of(steps.begin(), steps.end(), [&](const Step& step) {
            return step.provider == provider && step.site == shape.index;
        });
        if (edited) return;
        std::erase_if(cells, [&](std::uint32_t cell) {
            return place.surely_covers(box_of(grid, m_run.population.cells[cell]));
        });
    });
}

std::vector<std::pair<std::uint32_t, std::uint32_t>> WhatIf::reached_cells(
    std::span<const Step> steps, std::span<const std::array<Point, 2>> touched) const {
    const Grid& grid = m_run.population.grid;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> reached;
    std::vector<std::uint32_t> cells;
    for (const Step& step : steps) {
        for (const auto* place : {&step.place_before, &step.place_after}) {
            if (!*place) continue;
            m_bins.for_each_tile_at((*place)->corners, [&](std::size_t tile) {
                cells.clear();
                for (const std::uint32_t cell : m_bins.cells_of(tile)) {
                    if (meet(box_of(grid, m_run.population.cells[cell]), (*place)->box))
                        cells.push_back(cell);
                }
                leave_out_whole(steps, step.provider, tile, cells);
                for (const std::uint32_t cell : cells)
                    reached.emplace_back(static_cast<std::uint32_t>(tile), cell);
            });
        }
    }
    for (const std::array<Point, 2>& corners : touched) {
        const auto low = grid.ticks_of(corners[0]);
        const auto high = grid.ticks_of(corners[1]);
        if (!low || !high) continue;
        const overlay::TickBox box{low->x, high->x, low->y, high->y};
        m_bins.for_each_tile_at(corners, [&](std::size_t tile) {
            for (const std::uint32_t cell : m_bins.cells_of(tile)) {
                if (meet(box_of(grid, m_run.population.cells[cell]), box))
                    reached.emplace_back(static_cast<std::uint32_t>(tile), cell);
            }
        });
    }
    std::sort(reached.begin(), reached.end());
    reached.erase(std::unique(reached.begin(), reached.end()), reached.end());
    return reached;
}

WhatIf::Remeasured WhatIf::remeasure(std::span<const Step> steps,
                                     std::span<const std::array<Point, 2>> touched) {
    const Grid& grid = m_run.population.grid;
    const auto reached = reached_cells(steps, touched);
    Remeasured fresh;
    fresh.measures.piece_begin.assign(1, 0);
    std::vector<Cell> cells;
    std::vector<std::uint32_t> locals;
    for (std::size_t begin = 0, end = 0; begin < reached.size(); begin = end) {
        cells.clear();
        m_wanted.clear();
        m_window = box_of(grid, m_run.population.cells[reached[begin].second]);
        for (; end < reached.size() && reached[end].first == reached[begin].first; ++end) {
            cells.push_back(m_run.population.cells[reached[end].second]);
            const overlay::TickBox& box = m_wanted.emplace_back(box_of(grid, cells.back()));
            m_window = {std::min(m_window.x0, box.x0), std::max(m_window.x1, box.x1),
                        std::min(m_window.y0, box.y0), std::max(m_window.y1, box.y1)};
        }
        locals.resize(cells.size());
        std::iota(locals.begin(), locals.end(), 0U);
        m_measure.measure(m_bins, reached[begin].first, locals, cells, m_measured);
        for (std::size_t local = 0; local < cells.size(); ++local)
            take_if_new(m_measured, local, reached[begin + local].second, fresh);
    }
    return fresh;
}

/// Zones do not move: a cell has the pieces that it had.
void WhatIf::take_if_new(const Measures& measured, std::size_t local, std::uint32_t cell,
                         Remeasured& to) const {
    const Measures& old = m_run.measures;
    const std::size_t layers = old.layer_count;
    const std::size_t first_piece = measured.piece_begin[local];
    const std::size_t piece_count = measured.piece_begin[local + 1] - first_piece;
    assert(piece_count == old.piece_begin[cell + 1] - old.piece_begin[cell]);
    const auto piece_fraction =
        std::span{measured.piece_fraction}.subspan(first_piece * layers, piece_count * layers);
    const auto old_piece_fraction =
        std::span{old.piece_fraction}.subspan(old.piece_begin[cell] * layers, piece_count * layers);
    const bool land = !old.land_fraction.empty();
    if (same(row(measured.fraction, local, layers), row(old.fraction, cell, layers)) &&
        same(row(measured.centre, local, layers), row(old.centre, cell, layers)) &&
        same(piece_fraction, old_piece_fraction) &&
        (!land || same(row(measured.land_fraction, local, layers), row(old.land_fraction, cell, layers))))
        return;
    to.cells.push_back(cell);
    append(to.measures.fraction, row(measured.fraction, local, layers));
    append(to.measures.centre, row(measured.centre, local, layers));
    if (land) append(to.measures.land_fraction, row(measured.land_fraction, local, layers));
    append(to.measures.piece_fraction, piece_fraction);
    to.measures.piece_begin.push_back(to.measures.piece_begin.back() + piece_count);
}

void WhatIf::put_in_place(const Remeasured& fresh) {
    Measures& to = m_run.measures;
    const std::size_t layers = to.layer_count;
    for (std::size_t i = 0; i < fresh.cells.size(); ++i) {
        const std::uint32_t cell = fresh.cells[i];
        put(to.fraction, cell, row(fresh.measures.fraction, i, layers));
        put(to.centre, cell, row(fresh.measures.centre, i, layers));
        if (!to.land_fraction.empty())
            put(to.land_fraction, cell, row(fresh.measures.land_fraction, i, layers));
        for (std::uint64_t p = fresh.measures.piece_begin[i]; p < fresh.measures.piece_begin[i + 1]; ++p)
            put(to.piece_fraction, to.piece_begin[cell] + p - fresh.measures.piece_begin[i],
                row(fresh.measures.piece_fraction, p, layers));
    }
}

std::vector<CellAmount> WhatIf::given_by(std::span<const std::uint32_t> cells) {
    std::vector<CellAmount> out;
    for (const std::uint32_t cell : cells) m_judge.append_covered(cell, out);
    return out;
}

/// The layer that stands for a service: `*`, or with max_single that of the provider chosen.
std::uint32_t WhatIf::effective_layer(std::size_t service) const {
    if (m_best[service].empty()) return m_rules[service].layer;
    const auto rule = static_cast<std::size_t>(m_rules[service].rule);
    return m_run.measures.services[service].first_provider +
           m_best[service][m_rules[service].weight * rule_count + rule];
}

bool WhatIf::covered(std::uint32_t cell, std::size_t service, std::uint32_t layer) const {
    const ServiceLayers& layers = m_run.measures.services[service];
    std::optional<std::uint32_t> single;
    if (layer != layers.combined) single = layer - layers.first_provider;
    return zonal::is_cell_covered(cell, m_run.measures, m_allocation, m_run.config.services[service].profile,
                                  layers, single, m_run.cell_counted[service]);
}

void WhatIf::show_cells(std::span<const std::uint32_t> cells) {
    for (std::size_t s = 0; s < m_rules.size(); ++s) {
        const std::uint32_t layer = effective_layer(s);
        for (const std::uint32_t cell : cells) m_run.cell_covered[s][cell] = covered(cell, s, layer) ? 1 : 0;
    }
}

/// Both before and after are what is now.
std::vector<CellChange> WhatIf::cells_as_they_are(std::span<const std::uint32_t> cells) const {
    std::vector<CellChange> out;
    for (const std::uint32_t cell : cells) {
        for (std::size_t s = 0; s < m_rules.size(); ++s) {
            const ServiceLayers& layers = m_run.measures.services[s];
            for (std::uint32_t l = layers.combined; l <= layers.combined + layers.provider_count; ++l) {
                const double f = m_run.measures.fraction[cell * m_run.measures.layer_count + l];
                const bool is = l == layers.combined ? m_run.cell_covered[s][cell] != 0 : covered(cell, s, l);
                out.push_back({cell, l, f, f, is, is});
            }
        }
    }
    return out;
}

std::vector<AreaKey> WhatIf::areas_of(std::span<const std::uint32_t> cells) const {
    std::vector<std::uint32_t> zones;
    for (const std::uint32_t cell : cells) {
        for (std::uint64_t e = m_allocation.begin[cell]; e < m_allocation.begin[cell + 1]; ++e)
            zones.push_back(m_allocation.zone[e]);
    }
    std::sort(zones.begin(), zones.end());
    zones.erase(std::unique(zones.begin(), zones.end()), zones.end());
    std::vector<AreaKey> areas;
    for (const std::uint32_t zone : zones)
        areas.insert(areas.end(), m_sums.areas_of(zone).begin(), m_sums.areas_of(zone).end());
    std::sort(areas.begin(), areas.end());
    areas.erase(std::unique(areas.begin(), areas.end()), areas.end());
    return areas;
}

/// Both before and after are what is now.
std::vector<AreaChange> WhatIf::areas_as_they_are(std::span<const AreaKey> areas) {
    std::vector<AreaChange> out;
    for (const AreaKey& key : areas) {
        for (std::size_t s = 0; s < m_rules.size(); ++s) {
            const auto& [weight, rule, first] = m_rules[s];
            for (std::uint32_t l = first; l <= first + m_run.measures.services[s].provider_count; ++l) {
                const Amount covered = m_sums.at(key, weight, l, rule);
                out.push_back({key.kind, key.area, l, m_sums.counted(key, weight, l), covered, covered});
            }
        }
    }
    return out;
}

/// With max_single `*` is not a sum: it is left alone here.
void WhatIf::add_to_areas(std::span<const std::uint32_t> cells, const Given& given) {
    const std::size_t layers = m_run.measures.layer_count;
    std::vector<std::uint8_t> is_sum(layers, 1);
    for (std::size_t s = 0; s < m_rules.size(); ++s) {
        if (!m_best[s].empty()) is_sum[m_rules[s].layer] = 0;
    }
    const std::size_t width = m_run.population.weight_names.size() * layers * rule_count;
    std::size_t at = 0;
    for (const std::uint32_t cell : cells) {
        for (std::uint64_t e = m_allocation.begin[cell]; e < m_allocation.begin[cell + 1]; ++e) {
            for (std::size_t place = 0; place < width; ++place, ++at) {
                const Amount more = Amount{given.after[at]} - given.before[at];
                if (more != 0 && is_sum[place / rule_count % layers] != 0)
                    m_sums.add(m_allocation.zone[e], place, more);
            }
        }
    }
}

ServedChange WhatIf::served(std::span<const std::uint32_t> cells, std::size_t service,
                            std::uint32_t layer_before, std::uint32_t layer_after, const Given& given,
                            std::vector<ServedEntry>& entries) const {
    const std::size_t layers = m_run.measures.layer_count;
    const std::size_t width = m_run.population.weight_names.size() * layers * rule_count;
    const auto place = [&](std::uint32_t layer) {
        return (m_rules[service].weight * layers + layer) * rule_count +
               static_cast<std::size_t>(m_rules[service].rule);
    };
    ServedChange out;
    std::size_t at = 0;
    for (const std::uint32_t cell : cells) {
        for (std::uint64_t e = m_allocation.begin[cell]; e < m_allocation.begin[cell + 1]; ++e, at += width) {
            if (!m_run.zones.zones[m_allocation.zone[e]].reported) continue;
            const CellAmount before = given.before[at + place(layer_before)];
            const CellAmount after = given.after[at + place(layer_after)];
            const Amount more = Amount{after} - before;
            if (more != 0) entries.push_back({e, static_cast<std::uint32_t>(service), before, after});
            (more > 0 ? out.newly_served : out.newly_lost) += more > 0 ? more : -more;
        }
    }
    return out;
}

std::vector<std::uint32_t> WhatIf::every_cell() const {
    std::vector<std::uint32_t> cells(m_run.population.cells.size());
    std::iota(cells.begin(), cells.end(), 0U);
    return cells;
}

void WhatIf::update_sums(const Remeasured& fresh, Change& change) {
    std::vector<std::uint32_t> layer_before;
    for (std::size_t s = 0; s < m_rules.size(); ++s) layer_before.push_back(effective_layer(s));
    std::span<const std::uint32_t> cells{fresh.cells};
    std::vector<AreaKey> areas = areas_of(cells);
    std::vector<CellChange> cells_before = cells_as_they_are(cells);
    std::vector<AreaChange> areas_before = areas_as_they_are(areas);
    Given given{given_by(cells), {}};
    put_in_place(fresh);
    given.after = given_by(cells);
    add_to_areas(cells, given);

    const auto best_before = m_best;
    for (std::size_t s = 0; s < m_rules.size(); ++s) {
        if (!m_best[s].empty()) m_best[s] = m_sums.best_providers(m_run.measures.services[s]);
    }
    // Another provider stands for a service: every area and every cell shows it. That is rare.
    std::vector<std::uint32_t> every;
    if (m_best != best_before) {
        std::vector<std::uint32_t> rest = every_cell();
        std::vector<std::uint8_t> known(rest.size(), 0);
        for (const std::uint32_t cell : fresh.cells) known[cell] = 1;
        std::erase_if(rest, [&](std::uint32_t cell) { return known[cell] != 0; });
        const auto more_cells = cells_as_they_are(rest);
        cells_before.insert(cells_before.end(), more_cells.begin(), more_cells.end());
        const auto more_given = given_by(rest);
        given.before.insert(given.before.end(), more_given.begin(), more_given.end());
        given.after.insert(given.after.end(), more_given.begin(), more_given.end());
        every = fresh.cells;
        every.insert(every.end(), rest.begin(), rest.end());
        cells = every;
        std::vector<AreaKey> other;
        std::set_difference(m_sums.all().begin(), m_sums.all().end(), areas.begin(), areas.end(),
                            std::back_inserter(other));
        const auto more_areas = areas_as_they_are(other);
        areas_before.insert(areas_before.end(), more_areas.begin(), more_areas.end());
        areas.insert(areas.end(), other.begin(), other.end());
    }
    for (std::size_t s = 0; s < m_rules.size(); ++s) {
        if (m_best[s].empty()) continue;
        const ServiceLayers& layers = m_run.measures.services[s];
        for (const AreaKey& key : areas) {
            for (std::size_t i = 0; i < m_best[s].size(); ++i) {
                const auto weight = i / rule_count;
                const Rule rule = rules[i % rule_count];
                m_sums.at(key, weight, layers.combined, rule) =
                    m_sums.at(key, weight, layers.first_provider + m_best[s][i], rule);
            }
        }
    }
    show_cells(cells);

    change.cells = differing(
        std::move(cells_before), cells_as_they_are(cells),
        [](CellChange& b, const CellChange& a) {
            b.fraction_after = a.fraction_after;
            b.covered_after = a.covered_after;
        },
        [](const CellChange& c) {
            return c.fraction_before != c.fraction_after || c.covered_before != c.covered_after;
        });
    change.areas = differing(
        std::move(areas_before), areas_as_they_are(areas),
        [](AreaChange& b, const AreaChange& a) { b.after = a.after; },
        [](const AreaChange& c) { return c.before != c.after; });
    std::sort(change.cells.begin(), change.cells.end(), [](const CellChange& a, const CellChange& b) {
        return std::pair{a.cell, a.layer} < std::pair{b.cell, b.layer};
    });
    std::stable_sort(change.areas.begin(), change.areas.end(), [](const AreaChange& a, const AreaChange& b) {
        return AreaKey{a.kind, a.area} < AreaKey{b.kind, b.area};
    });
    for (std::size_t s = 0; s < m_rules.size(); ++s)
        change.services.push_back(
            served(cells, s, layer_before[s], effective_layer(s), given, change.entries));
}

bool WhatIf::has_site_in(std::uint32_t service, std::uint32_t zone) const {
    for (std::size_t p = 0; p < m_providers.size(); ++p) {
        if (m_providers[p].service != service) continue;
        const auto& positions = m_sites.positions(p);
        if (std::any_of(positions.begin(), positions.end(),
                        [&](Point at) { return m_stations.is_station_of(at, zone); }))
            return true;
    }
    return false;
}

void WhatIf::update_stations(std::span<const Step> steps, Change& change) {
    std::map<std::pair<std::uint32_t, std::uint32_t>, bool> gained;  // else: may be lost
    for (const Step& step : steps) {
        const std::uint32_t service = m_providers[step.provider].service;
        if (step.place_before) {
            for (const std::uint32_t zone : m_stations.zones_of(step.place_before->at))
                gained.emplace(std::pair{service, zone}, false);
        }
        if (step.place_after) {
            for (const std::uint32_t zone : m_stations.zones_of(step.place_after->at))
                gained[{service, zone}] = true;
        }
    }
    for (const auto& [at, is_gained] : gained) {
        const auto& [service, zone] = at;
        std::uint8_t& has = m_run.zone_has_site[service * m_run.zones.zones.size() + zone];
        const std::uint8_t has_now = is_gained || has_site_in(service, zone) ? 1 : 0;
        if (has_now != has) change.stations.push_back({service, zone, has_now != 0});
        has = has_now;
    }
}

Change WhatIf::apply(std::span<const Edit> edits) {
    return apply(edits, {});
}

Change WhatIf::apply(std::span<const Edit> edits, std::span<const std::array<Point, 2>> touched) {
    const std::vector<Step> steps = checked(edits);
    std::size_t set_up = 0;
    Remeasured fresh;
    try {
        for (; set_up < steps.size(); ++set_up) set(steps[set_up]);
        fresh = remeasure(steps, touched);
    } catch (...) {
        while (set_up > 0) set_back(steps[--set_up]);
        throw;
    }
    Change change;
    update_sums(fresh, change);
    update_stations(steps, change);
    for (std::size_t i = 0; i < steps.size(); ++i) {
        change.sites.push_back(steps[i].site);
        change.inverse.push_back({edits[i].provider, steps[i].site, steps[i].before});
    }
    return change;
}

}  // namespace amaneku::scenario
