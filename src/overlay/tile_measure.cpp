#include "overlay/tile_measure.hpp"

#include "overlay/cell_spans.hpp"
#include "overlay/ring_winding.hpp"

#include <algorithm>
#include <bit>
#include <cassert>
#include <limits>
#include <stdexcept>
#include <utility>

namespace amaneku::overlay {

namespace {

constexpr std::uint32_t no_entry = 0xffffffffU;

double clamp_fraction(double f) noexcept {
    return std::clamp(f, 0.0, 1.0);
}

/// What the service as a whole covers, given who covers a spot.
bool counts(std::uint64_t providers, const ServiceShape& shape) noexcept {
    if (shape.combine == Combine::k_of_n) return std::popcount(providers) >= shape.k;
    return providers != 0;
}
bool counts_other(std::uint64_t providers, const ServiceShape& shape) noexcept {
    return std::popcount(providers) >= shape.other_k;
}

}  // namespace

void TileMeasure::measure(const TileBins& bins, std::size_t tile, std::span<const Cell> cell_of,
                          Measures& out) {
    measure_cells(bins, tile, bins.extent(tile), bins.cells_of(tile), cell_of, out);
}

void TileMeasure::measure(const TileBins& bins, std::size_t tile, std::span<const std::uint32_t> cells,
                          std::span<const Cell> cell_of, Measures& out) {
    TileExtent extent{std::numeric_limits<std::int32_t>::max(), 0, std::numeric_limits<std::int32_t>::max(),
                      0};
    for (const std::uint32_t cell : cells) {
        const Cell& at = cell_of[cell];
        extent = {std::min(extent.row_begin, at.row), std::max(extent.row_end, at.row + 1),
                  std::min(extent.column_begin, at.column), std::max(extent.column_end, at.column + 1)};
    }
    measure_cells(bins, tile, extent, cells, cell_of, out);
}

void TileMeasure::measure_cells(const TileBins& bins, std::size_t tile, const TileExtent& extent,
                                std::span<const std::uint32_t> cells, std::span<const Cell> cell_of,
                                Measures& out) {
    const auto size = static_cast<std::size_t>(extent.rows()) * static_cast<std::size_t>(extent.columns());
    m_extent = extent;
    m_columns = extent.columns();
    m_wanted.assign(size, 0);
    const auto local_of = [&](std::uint32_t cell) { return extent.index_of(cell_of[cell]); };
    for (const auto cell : cells) m_wanted[local_of(cell)] = 1;
    m_state.assign(size, 0);
    m_cell_rings.assign(size, -1);
    m_whole_providers.assign(size * m_config.services.size(), 0);
    for (auto& zones : m_whole_zones) zones.clear();
    m_whole_zones.resize(size);
    m_first_entry.assign(size, no_entry);
    m_entries.clear();
    m_entry_rings.clear();
    m_walk.begin(m_grid, extent);
    take_whole(bins, tile, extent);
    make_shapes(bins, tile);
    find_whole(m_shapes);
    add_parts(m_shapes, [&](std::size_t shape) { return is_shape_covered(shape); });
    bins.for_each_geometry(tile, [&](const TileGeometry& geometry) {
        add_parts(geometry, [&](std::size_t part) { return bins.is_covered(tile, geometry.parts[part]); });
    });

    lay_out(m_config, cells.size(), out);
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const auto local = local_of(cells[i]);
        if (m_first_entry[local] == no_entry) {
            take_uniform_cell(local, i, out);
        } else {
            measure_cell(local, i, out);
        }
        out.piece_begin[i + 1] = out.piece_zone.size();
    }
}

/// By place among the tile's shapes: 1 where others each cover whole all cells that it may touch. What bounds
/// alone tell to be whole is noted on the way.
std::vector<std::uint8_t> TileMeasure::needless_shapes(const TileBins& bins, std::size_t tile) {
    std::vector<std::uint8_t> out;
    if (!m_config.shape_bounds) return out;
    const CellSpans spans{m_grid, m_extent};
    struct Bounded {
        std::uint32_t target;
        std::optional<RoundBounds> bounds;
    };
    std::vector<Bounded> shapes;
    bins.for_each_shape(tile, [&](const TileShape& shape) {
        shapes.push_back({shape.target, m_config.shape_bounds(shape)});
        if (!shapes.back().bounds) return;
        spans.for_each_inside(*shapes.back().bounds,
                              [&](std::uint32_t cell) { set_whole(shape.target, cell); });
    });
    for (const Bounded& shape : shapes) {
        out.push_back(shape.bounds && spans.all_near(*shape.bounds,
                                                     [&](std::uint32_t cell) {
                                                         return m_wanted[cell] == 0 ||
                                                                is_whole(shape.target, cell);
                                                     })
                          ? 1
                          : 0);
    }
    return out;
}

void TileMeasure::make_shapes(const TileBins& bins, std::size_t tile) {
    m_shapes.clear();
    const std::vector<std::uint8_t> needless = needless_shapes(bins, tile);
    std::size_t at = 0;
    bins.for_each_shape(tile, [&](const TileShape& shape) {
        if (!needless.empty() && needless[at++] != 0) return;
        m_shape.clear();
        m_config.make_shape(shape, m_shape);
        if (m_shape.part_count() == 0) return;
        const std::size_t first = m_shapes.points.size();
        if (!append_points(m_grid, m_shape, 0, m_shapes)) throw std::logic_error{"a shape out of its extent"};
        m_shapes.parts.push_back({shape.target, static_cast<std::uint32_t>(m_shapes.ring_end.size()),
                                  simple_winding(std::span{m_shapes.points}.subspan(first))});
    });
}

/// Marks what any one shape covers whole, before a piece is kept: in cities that is most of the cells, and
/// nothing else needs to be known of them.
void TileMeasure::find_whole(const TileGeometry& shapes) {
    std::uint32_t first_chain = 0;
    m_touched.clear();
    m_touched_end.clear();
    for (std::size_t i = 0; i < shapes.parts.size(); ++i) {  // one ring each
        m_walk.walk_outline(shapes, first_chain, shapes.ring_end[i]);
        first_chain = shapes.ring_end[i];
        for (const RingRun& run : m_walk.runs()) {
            for (std::uint32_t column = run.column_begin; column < run.column_end; ++column)
                set_whole(shapes.parts[i].target, run.row * static_cast<std::uint32_t>(m_columns) + column);
        }
        for (const RingCell& at : m_walk.cells()) m_touched.push_back(at.cell);
        m_touched_end.push_back(static_cast<std::uint32_t>(m_touched.size()));
    }
}

/// Whether others of its provider each cover whole all the wanted cells that a shape's outline enters: it has
/// nothing to add to the cells that it covers whole itself.
bool TileMeasure::is_shape_covered(std::size_t shape) const {
    const std::uint32_t target = m_shapes.parts[shape].target;
    const auto begin = m_touched.begin() + (shape == 0 ? 0 : m_touched_end[shape - 1]);
    return std::all_of(begin, m_touched.begin() + m_touched_end[shape],
                       [&](std::uint32_t cell) { return m_wanted[cell] == 0 || is_whole(target, cell); });
}

/// As `find_whole`, for what was found when the footprints were binned.
void TileMeasure::take_whole(const TileBins& bins, std::size_t tile, const TileExtent& extent) {
    const auto columns = static_cast<std::uint32_t>(m_columns);
    std::uint32_t provider = 0;
    for (std::size_t s = 0; s < m_config.services.size(); ++s) {
        for (std::uint32_t p = 0; p < m_config.services[s].provider_count; ++p, ++provider) {
            for (std::uint32_t cell = 0; cell < m_wanted.size(); ++cell) {
                const Cell at{extent.row_begin + static_cast<std::int32_t>(cell / columns),
                              extent.column_begin + static_cast<std::int32_t>(cell % columns)};
                if (m_wanted[cell] != 0 && bins.is_whole(tile, provider, bins.extent(tile).index_of(at)))
                    m_whole_providers[cell * m_config.services.size() + s] |= std::uint64_t{1} << p;
            }
        }
    }
}

void TileMeasure::keep_not_whole(std::uint32_t target) {
    m_keep = m_wanted;
    if (target < m_config.zone_count) return;
    for (std::uint32_t cell = 0; cell < m_keep.size(); ++cell) {
        if (is_whole(target, cell)) m_keep[cell] = 0;
    }
}

template <typename IsCovered>
void TileMeasure::add_parts(const TileGeometry& geometry, IsCovered is_covered) {
    std::uint32_t next_ring = 0;
    std::uint32_t target = no_entry;
    for (std::size_t p = 0; p < geometry.parts.size(); ++p) {
        const TilePart& part = geometry.parts[p];
        const std::uint32_t ring = std::exchange(next_ring, part.ring_end);
        if (is_covered(p)) continue;
        if (part.target != target) keep_not_whole(part.target);
        target = part.target;
        add_part(geometry, part.target, part.winding, ring, part.ring_end);
    }
}

void TileMeasure::add_part(const TileGeometry& geometry, std::uint32_t target, std::int8_t winding,
                           std::uint32_t ring_begin, std::uint32_t ring_end) {
    m_part_cells.clear();
    m_linked.clear();
    for (std::uint32_t ring = ring_begin; ring < ring_end; ++ring) {
        const bool is_hole = ring != ring_begin;
        m_walk.walk(geometry, ring == 0 ? 0 : geometry.ring_end[ring - 1], geometry.ring_end[ring], m_keep);
        for (const RingRun& run : m_walk.runs()) {
            for (std::uint32_t column = run.column_begin; column < run.column_end; ++column) {
                const std::uint32_t cell = run.row * static_cast<std::uint32_t>(m_columns) + column;
                if (m_keep[cell] == 0) continue;
                if (is_hole) {
                    m_state[cell] = 0;
                } else {
                    m_state[cell] = 1;
                    m_part_cells.push_back(cell);
                }
            }
        }
        for (const RingCell& at : m_walk.cells()) {
            if (is_hole && m_state[at.cell] == 0) continue;
            if (!is_hole) m_part_cells.push_back(at.cell);
            m_state[at.cell] |= 2;
            m_linked.push_back({{at, is_hole}, m_cell_rings[at.cell]});
            m_cell_rings[at.cell] = static_cast<std::int32_t>(m_linked.size()) - 1;
        }
    }
    for (const std::uint32_t cell : m_part_cells) {
        if (m_state[cell] == 1) {
            set_whole(target, cell);
        } else if (m_state[cell] != 0 && !is_whole(target, cell)) {
            const auto begin = static_cast<std::uint32_t>(m_entry_rings.size());
            for (std::int32_t i = m_cell_rings[cell]; i >= 0;
                 i = m_linked[static_cast<std::size_t>(i)].next) {
                m_entry_rings.push_back(m_linked[static_cast<std::size_t>(i)].ring);
            }
            const bool shell_whole = (m_state[cell] & 1) != 0;
            m_entries.push_back(
                {target,
                 {0, false, shell_whole, winding, begin, static_cast<std::uint32_t>(m_entry_rings.size())},
                 m_first_entry[cell]});
            m_first_entry[cell] = static_cast<std::uint32_t>(m_entries.size()) - 1;
        }
        m_state[cell] = 0;
        m_cell_rings[cell] = -1;
    }
}

void TileMeasure::set_whole(std::uint32_t target, std::uint32_t cell) {
    if (target < m_config.zone_count) {
        auto& zones = m_whole_zones[cell];
        if (std::find(zones.begin(), zones.end(), target) == zones.end()) zones.push_back(target);
        return;
    }
    std::uint32_t provider = target - m_config.zone_count;
    for (std::size_t s = 0; s < m_config.services.size(); ++s) {
        if (provider < m_config.services[s].provider_count) {
            m_whole_providers[cell * m_config.services.size() + s] |= std::uint64_t{1} << provider;
            return;
        }
        provider -= m_config.services[s].provider_count;
    }
    assert(false && "target out of range");
}

bool TileMeasure::is_whole(std::uint32_t target, std::uint32_t cell) const {
    if (target < m_config.zone_count) {
        const auto& zones = m_whole_zones[cell];
        return std::find(zones.begin(), zones.end(), target) != zones.end();
    }
    std::uint32_t provider = target - m_config.zone_count;
    for (std::size_t s = 0; s < m_config.services.size(); ++s) {
        if (provider < m_config.services[s].provider_count) {
            return (m_whole_providers[cell * m_config.services.size() + s] >> provider & 1) != 0;
        }
        provider -= m_config.services[s].provider_count;
    }
    return false;
}

void TileMeasure::append(std::vector<CellPart>& parts, std::vector<CellRing>& rings, const Entry& entry,
                         std::uint32_t slot, bool is_zone) {
    CellPart part = entry.part;
    part.slot = slot;
    part.is_zone = is_zone;
    const auto begin = static_cast<std::uint32_t>(rings.size());
    rings.insert(rings.end(), m_entry_rings.begin() + part.ring_begin, m_entry_rings.begin() + part.ring_end);
    part.ring_begin = begin;
    part.ring_end = static_cast<std::uint32_t>(rings.size());
    parts.push_back(part);
}

void TileMeasure::gather(std::uint32_t local) {
    m_services.resize(m_config.services.size());
    std::uint32_t first = m_config.zone_count;
    for (std::size_t s = 0; s < m_services.size(); ++s) {
        Service& service = m_services[s];
        service.first_target = first;
        first += m_config.services[s].provider_count;
        service.whole = m_whole_providers[local * m_services.size() + s];
        service.centre = service.whole;
        service.parts.clear();
        service.rings.clear();
    }
    m_zone_parts.clear();
    m_zone_rings.clear();
    for (std::uint32_t e = m_first_entry[local]; e != no_entry; e = m_entries[e].next) {
        const Entry& entry = m_entries[e];
        if (is_whole(entry.target, local)) continue;
        if (entry.target < m_config.zone_count) {
            append(m_zone_parts, m_zone_rings, entry, entry.target, true);
            continue;
        }
        auto service = std::find_if(m_services.rbegin(), m_services.rend(),
                                    [&](const Service& s) { return s.first_target <= entry.target; });
        const std::uint32_t slot = entry.target - service->first_target;
        append(service->parts, service->rings, entry, slot, false);
        if (covers_centre(service->parts.back(), service->rings, m_walk))
            service->centre |= std::uint64_t{1} << slot;
    }
}

double TileMeasure::part_area(const CellPart& part, std::span<const CellRing> rings) {
    if (part.ring_end - part.ring_begin != 1) return -1.0;
    const CellRing& ring = rings[part.ring_begin];
    if (part.shell_whole != ring.is_hole) return -1.0;
    const double area = simple_ring_area(ring.at, m_walk, part.winding != 0);
    if (area < 0.0) return area;
    return ring.is_hole ? 1.0 - area : area;
}

/// What the parts of a service cover together where they are of one provider; else a negative number.
double TileMeasure::one_slot_area(const Service& service) {
    if (service.parts.empty()) return -1.0;
    const std::uint32_t slot = service.parts.front().slot;
    for (const CellPart& part : service.parts) {
        if (part.slot != slot) return -1.0;
    }
    if (service.parts.size() == 1) {
        const double area = part_area(service.parts.front(), service.rings);
        if (area >= 0.0) return area;
    }
    return m_union.area(service.parts, service.rings, m_walk);
}

/// Zones of the cell with the part of the cell that lies in each; pieces of no area are no pieces.
void TileMeasure::measure_zones() {
    m_zones.assign(m_background_zones.begin(), m_background_zones.end());
    m_zone_area.assign(m_zones.size(), 1.0);
    m_land = m_zones.empty() ? 0.0 : 1.0;
    double alone = m_zone_parts.size() == 1 ? part_area(m_zone_parts.front(), m_zone_rings) : -1.0;
    if (alone >= 0.0) {
        m_zones.push_back(m_zone_parts.front().slot);
        m_zone_area.push_back(alone);
        m_land = std::max(m_land, alone);
    } else if (!m_zone_parts.empty()) {
        for (const CoveredArea& a :
             m_sweep.areas(m_zone_parts, m_zone_rings, m_walk, {0, m_background_zones})) {
            if (a.where == whole_cell) continue;
            if (a.where == any_zone) {
                m_land = clamp_fraction(a.area);
                continue;
            }
            if (std::find(m_background_zones.begin(), m_background_zones.end(), a.where) !=
                m_background_zones.end())
                continue;
            m_zones.push_back(a.where);
            m_zone_area.push_back(clamp_fraction(a.area));
        }
    }
    // A sliver thinner than the comparisons' tolerance is rounding, not land.
    std::size_t kept = 0;
    for (std::size_t z = 0; z < m_zones.size(); ++z) {
        if (m_zone_area[z] <= fraction_tolerance) continue;
        m_zones[kept] = m_zones[z];
        m_zone_area[kept++] = m_zone_area[z];
    }
    m_zones.resize(kept);
    m_zone_area.resize(kept);
    for (std::size_t i = 1; i < kept; ++i) {  // insertion sort: two or three zones
        for (std::size_t j = i; j > 0 && m_zones[j] < m_zones[j - 1]; --j) {
            std::swap(m_zones[j], m_zones[j - 1]);
            std::swap(m_zone_area[j], m_zone_area[j - 1]);
        }
    }
    m_zone_centre.assign(kept, 0);
    for (std::size_t z = 0; z < kept; ++z) {
        const bool whole = std::find(m_background_zones.begin(), m_background_zones.end(), m_zones[z]) !=
                           m_background_zones.end();
        bool centre = whole;
        for (const CellPart& part : m_zone_parts) {
            if (!centre && part.slot == m_zones[z]) centre = covers_centre(part, m_zone_rings, m_walk);
        }
        m_zone_centre[z] = centre ? 1 : 0;
    }
}

void TileMeasure::measure_cell(std::uint32_t local, std::size_t cell, Measures& out) {
    gather(local);
    auto& whole_zones = m_whole_zones[local];
    std::sort(whole_zones.begin(), whole_zones.end());
    m_background_zones = whole_zones;
    measure_zones();
    out.land[cell] = m_land;
    out.piece_zone.insert(out.piece_zone.end(), m_zones.begin(), m_zones.end());
    out.piece_area.insert(out.piece_area.end(), m_zone_area.begin(), m_zone_area.end());
    out.piece_centre.insert(out.piece_centre.end(), m_zone_centre.begin(), m_zone_centre.end());
    const std::size_t pieces = out.piece_fraction.size();
    out.piece_fraction.resize(pieces + m_zones.size() * out.layer_count, 0.0);
    for (std::size_t s = 0; s < m_services.size(); ++s) {
        measure_service(m_services[s], m_config.services[s], out.services[s].combined, cell, out,
                        out.piece_fraction.data() + pieces);
    }
}

/// A cell that no boundary enters, as most are.
void TileMeasure::take_uniform_cell(std::uint32_t local, std::size_t cell, Measures& out) {
    auto& zones = m_whole_zones[local];
    std::sort(zones.begin(), zones.end());
    out.land[cell] = zones.empty() ? 0.0 : 1.0;
    double* const fraction = out.fraction.data() + cell * out.layer_count;
    for (std::size_t s = 0; s < m_config.services.size(); ++s) {
        const std::uint64_t whole = m_whole_providers[local * m_config.services.size() + s];
        if (whole == 0) continue;  // all is 0 as laid out
        const ServiceShape& shape = m_config.services[s];
        const std::size_t at = out.services[s].combined;
        fraction[at] = counts(whole, shape) ? 1.0 : 0.0;
        for (std::uint32_t p = 0; p < shape.provider_count; ++p)
            fraction[at + 1 + p] = (whole >> p & 1) != 0 ? 1.0 : 0.0;
        if (shape.other_k > 0) fraction[out.services[s].other()] = counts_other(whole, shape) ? 1.0 : 0.0;
    }
    for (std::uint32_t l = 0; l < out.layer_count; ++l)
        out.centre[cell * out.layer_count + l] = fraction[l] > 0.0 ? 1 : 0;
    if (!out.land_fraction.empty())
        std::copy_n(fraction, out.layer_count, out.land_fraction.data() + cell * out.layer_count);
    for (const std::uint32_t zone : zones) {
        out.piece_zone.push_back(zone);
        out.piece_area.push_back(1.0);
        out.piece_centre.push_back(1);
        out.piece_fraction.insert(out.piece_fraction.end(), fraction, fraction + out.layer_count);
    }
}

void TileMeasure::measure_service(const Service& service, const ServiceShape& shape, std::uint32_t layer,
                                  std::size_t cell, Measures& out, double* piece_fraction) {
    const std::size_t at = cell * out.layer_count + layer;
    out.centre[at] = counts(service.centre, shape) ? 1 : 0;
    for (std::uint32_t p = 0; p < shape.provider_count; ++p)
        out.centre[at + 1 + p] = static_cast<std::uint8_t>(service.centre >> p & 1);
    const std::uint32_t width = shape.layer_count();
    const bool has_other = shape.other_k > 0;
    if (has_other) out.centre[at + width - 1] = counts_other(service.centre, shape) ? 1 : 0;

    // Fractions of `where` from a list of areas: who covers how much of it.
    const auto fractions = [&](const std::vector<CoveredArea>& areas, std::uint32_t where, double* to) {
        double total = 0.0;
        double combined = 0.0;
        double other = 0.0;
        double of_other_k = 0.0;
        std::fill(to, to + width, 0.0);
        for (const CoveredArea& a : areas) {
            if (a.where != where) continue;
            total += a.area;
            (counts(a.providers, shape) ? combined : other) += a.area;
            if (has_other && counts_other(a.providers, shape)) of_other_k += a.area;
            for (std::uint64_t bits = a.providers; bits != 0; bits &= bits - 1)
                to[1 + std::countr_zero(bits)] += a.area;
        }
        // What all of it is covered by is 1, not the quotient of two sums.
        const auto part = [&](double covered) {
            return covered <= 0.0 ? 0.0 : clamp_fraction(covered / total);
        };
        to[0] = other <= 0.0 && combined > 0.0 ? 1.0 : part(combined);
        for (std::uint32_t p = 0; p < shape.provider_count; ++p) {
            to[1 + p] = (service.whole >> p & 1) != 0 && total > 0.0 ? 1.0 : part(to[1 + p]);
        }
        if (has_other)
            to[width - 1] = counts_other(service.whole, shape) && total > 0.0 ? 1.0 : part(of_other_k);
    };
    // Where one provider alone has an edge: 1, 0, or what its own fraction is.
    const auto one_edge = [&](auto counting, std::uint64_t with, double fraction) {
        return counting(service.whole, shape) ? 1.0 : (counting(with, shape) ? fraction : 0.0);
    };
    const auto copy_to_pieces = [&](const double* from) {
        for (std::size_t z = 0; z < m_zones.size(); ++z) {
            std::copy(from, from + width, piece_fraction + z * out.layer_count + layer);
        }
    };
    double* const whole = out.fraction.data() + at;
    double* const land = out.land_fraction.empty() ? nullptr : out.land_fraction.data() + at;
    const double single = one_slot_area(service);
    if (service.parts.empty() || (single >= 0.0 && m_zone_parts.empty())) {
        std::uint64_t full = service.whole;
        const bool one = single >= 0.0;
        const std::uint32_t slot = one ? service.parts.front().slot : 0;
        const std::uint64_t with = one ? full | std::uint64_t{1} << slot : full;
        whole[0] = one_edge(counts, with, single);
        if (has_other) whole[width - 1] = one_edge(counts_other, with, single);
        for (std::uint32_t p = 0; p < shape.provider_count; ++p)
            whole[1 + p] = (full >> p & 1) != 0 ? 1.0 : (one && p == slot ? single : 0.0);
        copy_to_pieces(whole);
        if (land != nullptr) std::copy(whole, whole + width, land);
        return;
    }
    if (m_zone_parts.empty()) {
        fractions(m_sweep.areas(service.parts, service.rings, m_walk, {service.whole, m_background_zones}),
                  whole_cell, whole);
        copy_to_pieces(whole);
        if (land != nullptr) std::copy(whole, whole + width, land);
        return;
    }
    // The cell's own fraction comes from the footprints alone, so that it does not depend on the zones
    // supplied.
    if (single >= 0.0) {
        const std::uint32_t slot = service.parts.front().slot;
        const std::uint64_t with = service.whole | std::uint64_t{1} << slot;
        whole[0] = one_edge(counts, with, single);
        if (has_other) whole[width - 1] = one_edge(counts_other, with, single);
        for (std::uint32_t p = 0; p < shape.provider_count; ++p)
            whole[1 + p] = (service.whole >> p & 1) != 0 ? 1.0 : (p == slot ? single : 0.0);
    } else {
        fractions(m_sweep.areas(service.parts, service.rings, m_walk, {service.whole, {}}), whole_cell,
                  whole);
    }
    m_joint_parts.assign(service.parts.begin(), service.parts.end());
    m_joint_rings.assign(service.rings.begin(), service.rings.end());
    for (CellPart part : m_zone_parts) {
        const auto count = part.ring_end - part.ring_begin;
        const auto begin = static_cast<std::uint32_t>(m_joint_rings.size());
        m_joint_rings.insert(m_joint_rings.end(), m_zone_rings.begin() + part.ring_begin,
                             m_zone_rings.begin() + part.ring_end);
        part.ring_begin = begin;
        part.ring_end = begin + count;
        m_joint_parts.push_back(part);
    }
    const auto& areas =
        m_sweep.areas(m_joint_parts, m_joint_rings, m_walk, {service.whole, m_background_zones});
    for (std::size_t z = 0; z < m_zones.size(); ++z) {
        fractions(areas, m_zones[z], piece_fraction + z * out.layer_count + layer);
    }
    if (land != nullptr) fractions(areas, any_zone, land);
}

}  // namespace amaneku::overlay
