#include "scenario/live_sites.hpp"

#include <amaneku/error.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <utility>

namespace amaneku::scenario {

namespace {

constexpr Point nowhere{std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::quiet_NaN()};

std::array<std::vector<double>*, 5> columns_of(SiteTable& table) {
    return {&table.lon, &table.lat, &table.radius_m, &table.azimuth, &table.beamwidth};
}

void set_row(SiteTable& table, std::size_t row, const Site& site) {
    if (row == table.size()) {
        table.id.emplace_back();
        for (auto* column : columns_of(table)) column->push_back(0.0);
    }
    table.id[row] = site.id;
    table.lon[row] = site.lon;
    table.lat[row] = site.lat;
    table.radius_m[row] = site.radius_m;
    table.azimuth[row] = site.azimuth;
    table.beamwidth[row] = site.beamwidth;
}

Site row_of(const SiteTable& table, std::size_t row) {
    return {table.id[row],       table.lon[row],     table.lat[row],
            table.radius_m[row], table.azimuth[row], table.beamwidth[row]};
}

}  // namespace

bool SitePlace::surely_covers(const overlay::TickBox& what) const noexcept {
    const auto furthest = [](Tick low, Tick high, Tick a, Tick b) {
        const double middle = 0.5 * (static_cast<double>(low) + static_cast<double>(high));
        return std::max(std::abs(static_cast<double>(a) - middle),
                        std::abs(static_cast<double>(b) - middle)) /
               (0.5 * (static_cast<double>(high) - static_cast<double>(low)));
    };
    const double x = furthest(box.x0, box.x1, what.x0, what.x1);
    const double y = furthest(box.y0, box.y1, what.y0, what.y1);
    return x * x + y * y < core * core;
}

LiveSites::LiveSites(const Grid& grid, std::vector<SiteTable> sites,
                     std::vector<footprint::Directions> directions)
    : m_grid{grid}, m_directions{std::move(directions)}, m_tables{std::move(sites)} {
    if (!grid.is_geographic()) m_transform.emplace("EPSG:6668", grid.crs());
    m_tables.resize(m_directions.size());
    for (std::size_t p = 0; p < m_tables.size(); ++p) {
        SiteTable& table = m_tables[p];
        table.id.resize(table.size());
        m_live.emplace_back(table.size(), 1);
        auto& places = m_places.emplace_back();
        // Room for further sites: to move so many would take longer than to measure anew.
        const std::size_t room = table.size() + table.size() / 4 + 1024;
        places.reserve(room);
        table.id.reserve(room);
        for (auto* column : columns_of(table)) column->reserve(room);
        m_live.back().reserve(room);
        for (std::size_t s = 0; s < m_tables[p].size(); ++s) places.push_back(find_place(m_tables[p], p, s));
        auto& positions = m_positions.emplace_back();
        positions.reserve(room);
        for (const auto& place : places) positions.push_back(place ? place->at : nowhere);
    }
}

std::optional<Site> LiveSites::site(std::size_t provider, std::size_t site) const {
    if (site >= size(provider) || m_live[provider][site] == 0) return std::nullopt;
    return row_of(m_tables[provider], site);
}

SiteTable LiveSites::table(std::size_t provider) const {
    SiteTable out;
    for (std::size_t s = 0; s < size(provider); ++s) {
        if (m_live[provider][s] != 0) set_row(out, out.size(), row_of(m_tables[provider], s));
    }
    return out;
}

void LiveSites::append_shape(const SiteTable& table, std::size_t provider, std::size_t site,
                             PolygonSet& out) const {
    const std::size_t first = out.points.size();
    footprint::append_footprint(table, site, m_directions[provider], out);
    if (!m_transform) return;
    for (std::size_t i = first; i < out.points.size(); ++i) out.points[i] = (*m_transform)(out.points[i]);
}

void LiveSites::append_shape(std::size_t provider, std::size_t site, PolygonSet& out) const {
    append_shape(m_tables[provider], provider, site, out);
}

/// Nothing where the footprint is out of the grid's reach.
std::optional<SitePlace> LiveSites::find_place(const SiteTable& table, std::size_t provider,
                                               std::size_t site) const {
    SitePlace place{{table.lon[site], table.lat[site]}, {}, {}, 0.0};
    if (m_transform) place.at = (*m_transform)(place.at);
    if (!table.has_shape(site)) return std::nullopt;
    const auto extent = m_transform ? std::nullopt : footprint::extent(table, site);
    if (extent) {
        place.corners = *extent;
        // A circle, small enough to be an ellipse in degrees: the box is 1 % too large at most, the ellipse's
        // axes differ by less than that from side to side.
        constexpr double greatest_radius_m = 20'000.0;
        constexpr double surely = 0.95;
        const bool circle = std::isnan(table.azimuth[site]) || table.beamwidth[site] >= 360.0;
        if (circle && table.radius_m[site] <= greatest_radius_m && std::abs(place.at.y) <= 65.0)
            place.core = surely * std::cos(std::numbers::pi / m_directions[provider].segments());
    } else {
        PolygonSet shape;
        append_shape(table, provider, site, shape);
        place.corners = {shape.points.front(), shape.points.front()};
        for (const Point& p : shape.points) {
            if (!m_grid.ticks_of(p)) return std::nullopt;
            auto& [low, high] = place.corners;
            low = {std::min(low.x, p.x), std::min(low.y, p.y)};
            high = {std::max(high.x, p.x), std::max(high.y, p.y)};
        }
    }
    const auto low = m_grid.ticks_of(place.corners[0]);
    const auto high = m_grid.ticks_of(place.corners[1]);
    if (!low || !high) return std::nullopt;
    place.box = {low->x, high->x, low->y, high->y};
    return place;
}

SitePlace LiveSites::place_of(std::size_t provider, const Site& site) const {
    SiteTable table;
    set_row(table, 0, site);
    PolygonSet shape;  // made only to be refused
    footprint::append_footprint(table, 0, m_directions[provider], shape);
    const auto place = find_place(table, provider, 0);
    if (!place) throw Error{Errc::input, "site", "its footprint reaches too far beyond the grid"};
    return *place;
}

void LiveSites::set(std::size_t provider, std::size_t site, const std::optional<Site>& to,
                    const std::optional<SitePlace>& place) {
    if (site == size(provider)) {
        m_live[provider].push_back(0);
        m_places[provider].emplace_back();
        m_positions[provider].emplace_back();
        set_row(m_tables[provider], site, Site{});
    }
    m_live[provider][site] = to ? 1 : 0;
    m_places[provider][site] = place;
    m_positions[provider][site] = place ? place->at : nowhere;
    if (to) set_row(m_tables[provider], site, *to);
}

void LiveSites::forget_last(std::size_t provider) {
    SiteTable& table = m_tables[provider];
    m_live[provider].pop_back();
    m_places[provider].pop_back();
    m_positions[provider].pop_back();
    table.id.pop_back();
    for (auto* column : columns_of(table)) column->pop_back();
}

}  // namespace amaneku::scenario
