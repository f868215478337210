#pragma once

#include "core/fiber_input.hpp"
#include "core/zone.hpp"
#include "zonal/zone_locator.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace amaneku::app {

/// Which zone a point of a town is of: by its code, else by the names of its prefecture and municipality,
/// else by its position.
class TownZones {
public:
    /// @param zones  must stay where they are
    explicit TownZones(const ZoneTable& zones);

    struct Found {
        std::optional<std::uint32_t> zone;
        std::string problem;  ///< why it has none; empty too where it is of a prefecture that is not supplied
    };
    /// @param at  its position in the zones' CRS
    [[nodiscard]] Found find(const TownPoints& points, std::size_t point, Point at) const;
    /// Whether the zone holds a position in the zones' CRS.
    [[nodiscard]] bool holds(std::uint32_t zone, Point at) const { return m_locator.zone_holds(zone, at); }

private:
    [[nodiscard]] Found by_code(const std::string& code) const;
    [[nodiscard]] Found by_name(const std::string& prefecture, const std::string& city, Point at) const;

    const ZoneTable& m_zones;
    zonal::ZoneLocator m_locator;
    std::map<std::string, std::uint32_t> m_by_code;
    std::map<std::string, std::vector<std::uint32_t>>
        m_by_name;                        ///< with and without the prefecture before it
    std::set<std::string> m_prefectures;  ///< codes and names of those supplied
};

}  // namespace amaneku::app
