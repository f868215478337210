#pragma once

#include "core/zone.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace amaneku::zonal {

/// Finds zones by position: even-odd over all rings of a part, bounding boxes first.
class ZoneLocator {
public:
    /// @param zones  must stay where they are
    explicit ZoneLocator(const ZoneTable& zones);

    /// Whether a part of the zones' polygons holds a position in their CRS.
    [[nodiscard]] bool holds(std::size_t part, Point at) const noexcept;
    /// The parts that may hold a position: those about as far north.
    [[nodiscard]] std::span<const std::uint32_t> parts_near(Point at) const noexcept;
    /// The zones that hold a position, ascending, each once.
    [[nodiscard]] std::vector<std::uint32_t> zones_at(Point at) const;
    /// Whether a zone holds a position.
    [[nodiscard]] bool zone_holds(std::uint32_t zone, Point at) const noexcept;

private:
    void form_bands();
    struct Box {
        double x0, y0, x1, y1;

        [[nodiscard]] bool holds(Point at) const noexcept {
            return at.x >= x0 && at.x <= x1 && at.y >= y0 && at.y <= y1;
        }
    };

    const ZoneTable& m_zones;
    std::vector<Box> m_boxes;  ///< by part
    std::vector<Box> m_zone_boxes;
    double m_south = 0.0, m_band_height = 0.0;
    std::vector<std::size_t> m_band_begin;  ///< in m_band_parts; bands of latitude, ascending
    std::vector<std::uint32_t> m_band_parts;
    std::vector<std::size_t> m_zone_begin;  ///< by zone, in m_zone_parts
    std::vector<std::size_t> m_zone_parts;
};

}  // namespace amaneku::zonal
