#pragma once

#include "footprint/signal_grid.hpp"

#include <cstdint>
#include <string>

namespace amaneku::app {

/// What a raster of a signal shows.
enum class SignalBand : std::uint8_t {
    power,    ///< of the best server, dBm
    server,   ///< its number, from 1 on
    servers,  ///< how many reach the threshold
};

/// Writes a signal as a Cloud-Optimised GeoTIFF in the plane of its grid; -9999 where nothing is received.
/// @param label  of the band
/// @throws Error (Errc::output); (Errc::resources) for a raster beyond 2^31 cells a side
void write_signal_raster(const footprint::SignalGrid& signal, SignalBand band, const std::string& label,
                         const std::string& path);

}  // namespace amaneku::app
