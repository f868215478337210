#include "app/open_ground.hpp"

namespace amaneku::app {

namespace {

Source source_of(const RadioConfig& radio, const char* key) {
    const auto found = radio.sources.find(key);
    return found == radio.sources.end() ? Source{} : found->second;
}

}  // namespace

const io::OpenTerrain* OpenGround::of(const RadioConfig& radio, int threads, const Progress& progress) {
    if (radio.level < AccuracyLevel::terrain) return nullptr;
    std::string key;
    for (const auto* list : {&radio.terrain, &radio.land_cover}) {
        for (const std::string& file : *list) key += file + '\n';
        key += '\n';
    }
    key += radio.clutter;
    const auto found = m_open.find(key);
    if (found != m_open.end()) return &found->second;
    TerrainConfig config;
    config.files = radio.terrain;
    config.land_cover = radio.land_cover;
    config.classes = radio.clutter;
    config.source = source_of(radio, "terrain");
    config.land_cover_source = source_of(radio, "land_cover");
    return &m_open.emplace(key, io::open_terrain(config, threads, progress)).first->second;
}

}  // namespace amaneku::app
