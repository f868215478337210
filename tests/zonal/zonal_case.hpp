#pragma once

#include "core/config.hpp"
#include "core/measures.hpp"
#include "core/population.hpp"
#include "core/result.hpp"
#include "core/zone.hpp"
#include "overlay/overlay_case.hpp"
#include "zonal/allocation.hpp"
#include "zonal/judge.hpp"

#include <initializer_list>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

namespace amaneku::tests {

inline constexpr CellAmount unit = amount_per_unit;

/// 20 x 20 cells of 500 m in a plane in metres; row 0 is y 0 … 500, column 0 is x 0 … 500.
inline Grid metre_grid() {
    return Grid::raster({0.0, 10'000.0}, 500.0, 500.0, 20, 20, "EPSG:6674", false);
}

inline std::vector<Point> box(double x0, double y0, double x1, double y1) {
    return {{x0, y0}, {x1, y0}, {x1, y1}, {x0, y1}};
}

/// Adds a zone of some parts without holes; zones have to come in ascending order of code.
inline void add_zone(ZoneTable& zones, const std::string& code, const std::vector<std::vector<Point>>& shells,
                     bool reported = true) {
    Zone zone;
    zone.code = code;
    zone.name = "zone " + code;
    zone.reported = reported;
    for (const auto& shell : shells) {
        zones.polygons.append(part_of({shell}));
        zones.part_zone.push_back(static_cast<std::uint32_t>(zones.zones.size()));
    }
    zones.zones.push_back(zone);
}

/// Zones without polygons, for tests that state the measured pieces themselves.
inline ZoneTable bare_zones(std::size_t count) {
    ZoneTable zones;
    for (std::size_t z = 0; z < count; ++z) add_zone(zones, std::to_string(10 + z), {});
    return zones;
}

/// A population of one weight: cells and whole people.
inline Population people_on(const Grid& grid, const std::vector<std::pair<Cell, std::int64_t>>& people) {
    Population out;
    out.grid = grid;
    out.weight_names = {"population"};
    out.weights.resize(1);
    for (const auto& [cell, count] : people) {
        out.cells.push_back(cell);
        out.weights[0].push_back(count * unit);
    }
    out.estimated.assign(out.cells.size(), 0);
    return out;
}

/// A further weight in whole units, aligned with the cells.
inline void add_weight(Population& population, const std::string& name,
                       const std::vector<std::int64_t>& units) {
    population.weight_names.push_back(name);
    population.weights.emplace_back();
    for (const auto v : units) population.weights.back().push_back(v * unit);
}

/// One measured piece of a cell.
struct Piece {
    std::uint32_t zone;
    double area;
    bool centre = false;
};

/// Measures without services: the pieces of each cell.
inline Measures pieces_of(const std::vector<std::vector<Piece>>& cells) {
    Measures out;
    out.piece_begin = {0};
    for (const auto& pieces : cells) {
        double land = 0.0;
        for (const Piece& p : pieces) {
            out.piece_zone.push_back(p.zone);
            out.piece_area.push_back(p.area);
            out.piece_centre.push_back(p.centre ? 1 : 0);
            land += p.area;
        }
        out.land.push_back(std::min(1.0, land));
        out.piece_begin.push_back(out.piece_zone.size());
    }
    return out;
}

/// Measures of real polygons: zones of `zones`, then one target a provider.
inline Measures overlaid(const Population& population, const ZoneTable& zones,
                         const std::vector<TargetPart>& providers,
                         const std::vector<overlay::ServiceShape>& services, bool land = false) {
    overlay::OverlayConfig config;
    config.zone_count = static_cast<std::uint32_t>(zones.zones.size());
    config.services = services;
    config.land_fraction = land;
    config.threads = 1;
    overlay::TileBins bins{population.grid, population.cells, overlay::bin_options(config)};
    for (std::size_t part = 0; part < zones.polygons.part_count(); ++part)
        bins.add(zones.polygons, part, zones.part_zone[part]);
    for (const TargetPart& p : providers) bins.add(p.polygon, 0, config.zone_count + p.target);
    return overlay::measure(bins, population.grid, population.cells, config);
}

inline ZonesConfig assigning(ZoneAssign assign, Extent extent = Extent::zones, double nearest_m = 2000.0) {
    ZonesConfig config;
    config.assign = assign;
    config.extent = extent;
    config.nearest_m = nearest_m;
    return config;
}

/// The entries of a cell: zone and amount.
using Entries = std::vector<std::pair<std::uint32_t, CellAmount>>;
inline Entries entries(const zonal::Allocation& allocation, std::size_t cell, std::size_t weight = 0) {
    Entries out;
    for (auto e = allocation.begin[cell]; e < allocation.begin[cell + 1]; ++e)
        out.emplace_back(allocation.zone[e], allocation.amount[weight][e]);
    return out;
}

/// Whether the parts of every cell with a zone add up to its weight, and no part is below 0.
inline bool parts_add_up(const Population& population, const zonal::Allocation& allocation) {
    for (std::size_t w = 0; w < population.weights.size(); ++w) {
        for (std::size_t cell = 0; cell < population.cells.size(); ++cell) {
            if (allocation.begin[cell] == allocation.begin[cell + 1]) continue;
            Amount sum = 0;
            for (const auto& [zone, amount] : entries(allocation, cell, w)) {
                if (amount < 0) return false;
                sum += amount;
            }
            if (sum != population.weights[w][cell]) return false;
        }
    }
    return true;
}

}  // namespace amaneku::tests
