#include "app/town_zones.hpp"

#include "core/municipal_code.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace amaneku::app {

namespace {

/// A name as it is compared: 龍ヶ崎 and 龍ケ崎 are one.
std::string spelled(std::string name) {
    constexpr std::string_view small = "ヶ";
    constexpr std::string_view large = "ケ";
    for (std::size_t at = 0; (at = name.find(small, at)) != std::string::npos; at += large.size())
        name.replace(at, small.size(), large);
    return name;
}

}  // namespace

TownZones::TownZones(const ZoneTable& zones) : m_zones{zones}, m_locator{zones} {
    for (std::uint32_t z = 0; z < zones.zones.size(); ++z) {
        const Zone& zone = zones.zones[z];
        if (zone.code.empty()) continue;
        m_by_code.emplace(zone.code, z);
        m_by_name[spelled(zone.name)].push_back(z);
        if (!zone.prefecture.empty()) m_by_name[spelled(zone.prefecture + zone.name)].push_back(z);
        m_prefectures.insert(zone.prefecture_code);
        m_prefectures.insert(zone.prefecture);
    }
}

TownZones::Found TownZones::by_code(const std::string& given) const {
    const std::string code = municipal_code5(given).value_or(given);
    auto zone = m_by_code.find(code);
    if (zone == m_by_code.end()) {
        if (const auto city = city_of_ward(code)) zone = m_by_code.find(city->code);
    }
    if (zone != m_by_code.end()) return {zone->second, {}};
    const bool is_elsewhere = code.size() == 5 && !prefecture_name(code.substr(0, 2)).empty() &&
                              !m_prefectures.contains(code.substr(0, 2));
    if (is_elsewhere) return {};
    return {std::nullopt, fmt::format("code '{}' is none of the zones'", given)};
}

TownZones::Found TownZones::by_name(const std::string& prefecture, const std::string& city, Point at) const {
    const std::string name = spelled(without_county(city));
    auto found = m_by_name.find(prefecture + name);
    // A ward where the zones are whole cities.
    for (std::size_t end = name.rfind("市"); found == m_by_name.end() && end != std::string::npos && end > 0;
         end = name.rfind("市", end - 1))
        found = m_by_name.find(prefecture + name.substr(0, end + std::string_view{"市"}.size()));
    if (found == m_by_name.end()) {
        if (!prefecture.empty() && !m_prefectures.contains(prefecture)) return {};
        return {std::nullopt, fmt::format("'{}{}' is none of the zones' names", prefecture, city)};
    }
    const auto& zones = found->second;
    const auto own = std::find_if(zones.begin(), zones.end(), [&](std::uint32_t z) { return holds(z, at); });
    if (own == zones.end() && zones.size() > 1)
        return {std::nullopt,
                fmt::format("'{}{}' is the name of {} zones, none of which holds the point: give a code",
                            prefecture, city, zones.size())};
    return {own == zones.end() ? zones.front() : *own, {}};
}

TownZones::Found TownZones::find(const TownPoints& points, std::size_t point, Point at) const {
    if (!points.code[point].empty()) return by_code(points.code[point]);
    if (!points.city[point].empty()) return by_name(points.prefecture[point], points.city[point], at);
    for (const std::uint32_t zone : m_locator.zones_at(at)) {
        if (!m_zones.zones[zone].code.empty()) return {zone, {}};
    }
    return {std::nullopt, "has no code and no names of its municipality, and lies in no zone"};
}

}  // namespace amaneku::app
