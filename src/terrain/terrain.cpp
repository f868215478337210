#include "terrain/terrain.hpp"

#include "terrain/mosaic.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <utility>

namespace amaneku::terrain {

struct Terrain::State {
    Mosaic mosaic;
    std::string digest;
};

Terrain::Terrain(std::vector<TileSource> sources, std::string digest, TerrainSettings settings)
    : m_state{new State{{std::move(sources), Resampling::bilinear, settings.memory, settings.least_step},
                        std::move(digest)}} {
    if (settings.least_step > 0.0) m_state->digest += fmt::format(" least step {}", settings.least_step);
}

Terrain::~Terrain() = default;
Terrain::Terrain(Terrain&&) noexcept = default;
Terrain& Terrain::operator=(Terrain&&) noexcept = default;

HeightWindow Terrain::window(const Box& box) const {
    return m_state->mosaic.window(box);
}

float Terrain::height(double lon, double lat) const {
    if (!std::isfinite(lon) || !std::isfinite(lat)) return std::numeric_limits<float>::quiet_NaN();
    return window({lon, lat, lon, lat}).at(lon, lat);
}

bool Terrain::has(double lon, double lat) const {
    return !std::isnan(height(lon, lat));
}

Box Terrain::extent() const {
    return m_state->mosaic.extent();
}

std::string Terrain::digest() const {
    return m_state->digest;
}

std::vector<Issue> Terrain::issues() const {
    return m_state->mosaic.issues();
}

std::size_t Terrain::kept_bytes() const {
    return m_state->mosaic.kept_bytes();
}

}  // namespace amaneku::terrain
