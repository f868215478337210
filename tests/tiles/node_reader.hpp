#pragma once

#include "app/program.hpp"

#include <filesystem>
#include <optional>
#include <string>

namespace amaneku {

/// What npm's readers say of an archive, see read_pmtiles.mjs; nothing where there is no Node or
/// web/node_modules lacks them.
inline std::optional<Outcome> in_node(const std::string& archive, const std::string& addresses) {
    const std::string modules = AMANEKU_SOURCE_DIR "/web/node_modules";
    for (const char* name : {"pmtiles", "@mapbox/vector-tile", "pbf"}) {
        if (!std::filesystem::exists(modules + "/" + name)) return std::nullopt;
    }
    if (shell("node --version").status != 0) return std::nullopt;
    return shell("node " AMANEKU_SOURCE_DIR "/tests/tiles/read_pmtiles.mjs " + modules + " " + archive + " " +
                 addresses);
}

}  // namespace amaneku
