#include "app/prefecture_people.hpp"

#include "app/census_check.hpp"
#include "core/weight.hpp"
#include "io/zone_reader.hpp"
#include "parallel/loop.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace amaneku::app {

namespace {

/// Lower left and upper right corner of a part's shell.
std::array<Point, 2> corners_of(const PolygonSet& polygons, std::size_t part) {
    constexpr double far = std::numeric_limits<double>::infinity();
    std::array<Point, 2> out{Point{far, far}, Point{-far, -far}};
    for (const Point& p : polygons.ring(polygons.part_begin[part])) {
        out[0] = {std::min(out[0].x, p.x), std::min(out[0].y, p.y)};
        out[1] = {std::max(out[1].x, p.x), std::max(out[1].y, p.y)};
    }
    return out;
}

/// Whether a service's rule asks how much of a cell's part inside a zone, or of its land, is covered.
bool needs_pieces(const RuleProfile& profile, ZoneAssign assign) {
    const bool by_piece = assign == ZoneAssign::land_share || assign == ZoneAssign::list;
    return profile.area == FractionArea::land || (profile.rule == Rule::area_share && by_piece);
}

}  // namespace

SharedPeople share_people(const RunResult& run, int threads, Messages& messages) {
    overlay::OverlayConfig config;
    config.zone_count = static_cast<std::uint32_t>(run.zones.zones.size());
    config.threads = threads;
    overlay::TileBins bins{run.population.grid, run.population.cells, overlay::bin_options(config)};
    parallel::feed(threads, [&](const auto& submit) {
        constexpr std::size_t at_once = 64;
        for (std::size_t begin = 0; begin < run.zones.polygons.part_count(); begin += at_once) {
            submit([&, begin](std::size_t lane) {
                const std::size_t end = std::min(begin + at_once, run.zones.polygons.part_count());
                for (std::size_t part = begin; part < end; ++part)
                    bins.add(run.zones.polygons, part, run.zones.part_zone[part], false, lane);
            });
        }
    });
    Measures measures =
        overlay::measure(bins, run.population.grid, run.population.cells, config, messages.progress());
    const ZonesConfig& zones = run.config.zones;
    SharedPeople out;
    out.allocation = zonal::allocate(run.population, run.zones, measures, zones,
                                     io::read_allowed_zones(zones.list, run.zones));
    if (zones.census && zones.calibrate) calibrate(run, read_census_totals(run), out.allocation);
    out.piece_begin = std::move(measures.piece_begin);
    return out;
}

PrefecturePeople::PrefecturePeople(const RunResult& run, const SharedPeople& people, std::size_t service,
                                   const std::vector<std::uint32_t>& zones, int threads)
    : m_run{run},
      m_service{run.config.services[service]},
      m_service_index{service},
      m_needs_pieces{needs_pieces(m_service.front().profile, run.config.zones.assign)} {
    m_service.front().profile.combine = Combine::union_area_first;
    m_overlay.zone_count = m_needs_pieces ? static_cast<std::uint32_t>(run.zones.zones.size()) : 0;
    m_overlay.services = {{1}};
    m_overlay.land_fraction = m_service.front().profile.area == FractionArea::land;
    m_overlay.threads = threads;
    take_cells(people, zones);
    m_tiles = std::make_unique<overlay::TileBins>(empty_bins());
    if (m_needs_pieces) take_zone_parts();
}

/// The cells with entries of the zones, those entries, and of the weights the service's own.
void PrefecturePeople::take_cells(const SharedPeople& people, const std::vector<std::uint32_t>& zones) {
    const zonal::Allocation& all = people.allocation;
    const std::size_t weight = weight_index(m_run.population, m_service.front().profile.weight);
    m_population.grid = m_run.population.grid;
    m_population.weight_names = {m_service.front().profile.weight};
    m_population.weights.resize(1);
    m_allocation.amount.resize(1);
    m_allocation.begin.assign(1, 0);
    m_counted.resize(1);
    const std::vector<std::uint8_t> none;
    const auto& counted = m_run.cell_counted.empty() ? none : m_run.cell_counted[m_service_index];
    std::uint64_t pieces = 0;  // of the cells taken so far
    for (std::size_t cell = 0; cell < m_run.population.cells.size(); ++cell) {
        for (std::uint64_t e = all.begin[cell]; e < all.begin[cell + 1]; ++e) {
            if (!std::ranges::binary_search(zones, all.zone[e])) continue;
            m_allocation.zone.push_back(all.zone[e]);
            m_allocation.share.push_back(all.share[e]);
            m_allocation.amount[0].push_back(all.amount[weight][e]);
            const bool has_piece = m_needs_pieces && all.piece[e] != zonal::no_piece;
            m_allocation.piece.push_back(has_piece ? pieces + all.piece[e] - people.piece_begin[cell]
                                                   : zonal::no_piece);
        }
        if (m_allocation.zone.size() == m_allocation.begin.back()) continue;
        m_allocation.begin.push_back(m_allocation.zone.size());
        m_allocation.is_outside.push_back(0);
        m_population.cells.push_back(m_run.population.cells[cell]);
        m_population.weights[0].push_back(m_run.population.weights[weight][cell]);
        if (!counted.empty()) m_counted[0].push_back(counted[cell]);
        pieces += people.piece_begin[cell + 1] - people.piece_begin[cell];
    }
}

/// Every zone that may have a piece of the cells.
void PrefecturePeople::take_zone_parts() {
    for (std::size_t part = 0; part < m_run.zones.polygons.part_count(); ++part) {
        if (may_touch(corners_of(m_run.zones.polygons, part))) m_zone_parts.push_back(part);
    }
}

overlay::TileBins PrefecturePeople::empty_bins() const {
    return overlay::TileBins{m_population.grid, m_population.cells, overlay::bin_options(m_overlay)};
}

bool PrefecturePeople::may_touch(const std::array<Point, 2>& corners) const {
    bool touches = false;
    m_tiles->for_each_tile_at(corners, [&](std::size_t) { touches = true; });
    return touches;
}

CoveredPeople PrefecturePeople::covered(const FootprintFill& fill, overlay::ShapeMaker make_shape,
                                        overlay::ShapeBounds shape_bounds) const {
    overlay::OverlayConfig config = m_overlay;
    config.make_shape = std::move(make_shape);
    config.shape_bounds = std::move(shape_bounds);
    overlay::TileBins bins = empty_bins();
    for (const std::size_t part : m_zone_parts)
        bins.add(m_run.zones.polygons, part, m_run.zones.part_zone[part]);
    fill(bins, config.zone_count);
    const Measures measures = overlay::measure(bins, m_population.grid, m_population.cells, config);
    CoverageTable table{m_run.zones.zones.size(), 1, measures.layer_count};
    zonal::CellJudge judge{m_population, measures, m_allocation, m_run.config.zones, m_service, m_counted};
    for (std::size_t cell = 0; cell < m_population.cells.size(); ++cell) judge.add(cell, table);
    judge.flush(table);
    const std::size_t layer = measures.services.front().first_provider;
    CoveredPeople out;
    for (std::size_t zone = 0; zone < table.area_count; ++zone) {
        out.covered += table.at(zone, 0, layer, m_service.front().profile.rule);
        out.counted += table.counted(zone, 0, layer);
    }
    return out;
}

}  // namespace amaneku::app
