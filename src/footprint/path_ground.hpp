#pragma once

#include "core/geodesic_series.hpp"
#include "terrain/height_window.hpp"
#include "terrain/land_cover.hpp"
#include "terrain/terrain.hpp"
#include <amaneku/geometry.hpp>

#include <cstdint>
#include <optional>
#include <span>

namespace amaneku::footprint {

/// Heights of the ground around a transmitter and of what stands on it, for profiles that begin there.
class PathGround {
public:
    /// @param land_cover  nullptr: nothing stands on the ground
    /// @throws Error as `terrain::Terrain::window`
    PathGround(Point at, double reach_m, const terrain::Terrain& terrain,
               const terrain::LandCover* land_cover);

    /// Above sea level, where the transmitter stands; NaN: not known.
    [[nodiscard]] float height_at_start() const noexcept { return m_height; }
    [[nodiscard]] bool has_cover() const noexcept { return m_cover.has_value(); }

    /// Heights `step_m` apart towards an azimuth in degrees, the first at the start; what is not known lies
    /// on the line between known ones. @returns how many were not known
    std::size_t ground(double azimuth, double step_m, std::span<float> out) const noexcept;
    /// Heights of what stands on the ground there; 0 where that is not known.
    void cover(double azimuth, double step_m, std::span<float> out) const;

private:
    Point m_at;
    GeodesicSeries m_series;
    terrain::HeightWindow m_heights;
    std::optional<terrain::ClutterWindow> m_cover;
    float m_height;
};

}  // namespace amaneku::footprint
