#pragma once

#include "core/progress.hpp"
#include "core/radio_config.hpp"
#include "io/terrain_reader.hpp"

#include <map>
#include <string>

namespace amaneku::app {

/// Terrain that was opened, each only once however many providers stand on it.
class OpenGround {
public:
    /// Nothing below level L4.
    /// @throws Error of the readers
    [[nodiscard]] const io::OpenTerrain* of(const RadioConfig& radio, int threads, const Progress& progress);

private:
    std::map<std::string, io::OpenTerrain> m_open;
};

}  // namespace amaneku::app
