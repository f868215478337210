#include "zonal/zone_locator.hpp"

#include <algorithm>
#include <limits>
#include <numeric>

namespace amaneku::zonal {

ZoneLocator::ZoneLocator(const ZoneTable& zones) : m_zones{zones}, m_zone_begin(zones.zones.size() + 1, 0) {
    constexpr double far = std::numeric_limits<double>::infinity();
    m_zone_boxes.assign(zones.zones.size(), {far, far, -far, -far});
    const PolygonSet& polygons = zones.polygons;
    for (std::size_t part = 0; part < polygons.part_count(); ++part) {
        const auto shell = polygons.ring(polygons.part_begin[part]);
        Box box{shell.front().x, shell.front().y, shell.front().x, shell.front().y};
        for (const Point& p : shell)
            box = {std::min(box.x0, p.x), std::min(box.y0, p.y), std::max(box.x1, p.x),
                   std::max(box.y1, p.y)};
        m_boxes.push_back(box);
        Box& zone = m_zone_boxes[zones.part_zone[part]];
        zone = {std::min(zone.x0, box.x0), std::min(zone.y0, box.y0), std::max(zone.x1, box.x1),
                std::max(zone.y1, box.y1)};
        ++m_zone_begin[zones.part_zone[part] + 1];
    }
    std::partial_sum(m_zone_begin.begin(), m_zone_begin.end(), m_zone_begin.begin());
    m_zone_parts.resize(m_boxes.size());
    auto next = m_zone_begin;
    for (std::size_t part = 0; part < m_boxes.size(); ++part)
        m_zone_parts[next[zones.part_zone[part]]++] = part;
    form_bands();
}

void ZoneLocator::form_bands() {
    constexpr std::size_t bands = 1024;
    if (m_boxes.empty()) return;
    m_south = m_boxes.front().y0;
    double north = m_boxes.front().y1;
    for (const Box& box : m_boxes) {
        m_south = std::min(m_south, box.y0);
        north = std::max(north, box.y1);
    }
    m_band_height = (north - m_south) / bands;
    if (!(m_band_height > 0.0)) m_band_height = 1.0;
    const auto band_of = [&](double y) {
        return std::min(bands - 1, static_cast<std::size_t>((y - m_south) / m_band_height));
    };
    m_band_begin.assign(bands + 1, 0);
    for (const Box& box : m_boxes) {
        for (std::size_t b = band_of(box.y0); b <= band_of(box.y1); ++b) ++m_band_begin[b + 1];
    }
    std::partial_sum(m_band_begin.begin(), m_band_begin.end(), m_band_begin.begin());
    m_band_parts.resize(m_band_begin.back());
    auto next = m_band_begin;
    for (std::uint32_t part = 0; part < m_boxes.size(); ++part) {
        for (std::size_t b = band_of(m_boxes[part].y0); b <= band_of(m_boxes[part].y1); ++b)
            m_band_parts[next[b]++] = part;
    }
}

std::span<const std::uint32_t> ZoneLocator::parts_near(Point at) const noexcept {
    if (m_band_begin.empty() || !(at.y >= m_south)) return {};
    const double band = (at.y - m_south) / m_band_height;
    const auto last = static_cast<double>(m_band_begin.size() - 2);
    if (band > last + 1.0) return {};
    const auto b = static_cast<std::size_t>(std::min(band, last));
    return std::span{m_band_parts}.subspan(m_band_begin[b], m_band_begin[b + 1] - m_band_begin[b]);
}

bool ZoneLocator::holds(std::size_t part, Point at) const noexcept {
    if (!m_boxes[part].holds(at)) return false;
    const PolygonSet& polygons = m_zones.polygons;
    bool inside = false;
    for (std::size_t r = polygons.part_begin[part]; r < polygons.part_begin[part + 1]; ++r) {
        const auto ring = polygons.ring(r);
        for (std::size_t a = 0, b = ring.size() - 1; a < ring.size(); b = a++) {
            if ((ring[a].y > at.y) != (ring[b].y > at.y) &&
                at.x < (ring[b].x - ring[a].x) * (at.y - ring[a].y) / (ring[b].y - ring[a].y) + ring[a].x)
                inside = !inside;
        }
    }
    return inside;
}

std::vector<std::uint32_t> ZoneLocator::zones_at(Point at) const {
    std::vector<std::uint32_t> found;
    for (const std::uint32_t part : parts_near(at)) {
        if (holds(part, at)) found.push_back(m_zones.part_zone[part]);
    }
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
}

bool ZoneLocator::zone_holds(std::uint32_t zone, Point at) const noexcept {
    if (!m_zone_boxes[zone].holds(at)) return false;
    return std::any_of(m_zone_parts.begin() + static_cast<std::ptrdiff_t>(m_zone_begin[zone]),
                       m_zone_parts.begin() + static_cast<std::ptrdiff_t>(m_zone_begin[zone + 1]),
                       [&](std::size_t part) { return holds(part, at); });
}

}  // namespace amaneku::zonal
