#pragma once

#include "core/grid.hpp"
#include "core/progress.hpp"
#include "footprint/signal_grid.hpp"
#include "footprint/signal_settings.hpp"
#include "footprint/transmitter.hpp"
#include "footprint/transmitter_signal.hpp"

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace amaneku::footprint {

/// Where transmitters' signals are kept between runs. Called from any thread, by several at once.
struct SignalStore {
    /// What was put under a key; nothing where it is not there any more.
    std::function<std::optional<std::string>(const std::string& key)> get;
    std::function<void(const std::string& key, const std::string& bytes)> put;
};

/// What is received of all transmitters together.
struct ReceivedSignal {
    SignalGrid grid;
    std::vector<TransmitterReport> reports;  ///< by transmitter
};

/// The power of all transmitters in the cells around them: the strongest, whose it is, and how many reach the
/// threshold.
///
/// The same bytes for any number of threads, with a store and without, and but for the servers' numbers for
/// any order of transmitters. At L4 and L5 a transmitter's signal is asked of the store first: its key tells
/// all that the signal depends on, in some 300 characters. Memory: `SignalGrid`, and for each thread one
/// patch, the ground around one transmitter and at L4 its radials.
/// @param cells  of a mesh, or of a raster in any CRS
/// @throws Error (Errc::configuration) for settings out of range or without the terrain that they need, and
///         from the terrain; a transmitter that cannot be computed is no error: its report says why
[[nodiscard]] ReceivedSignal received_signal(std::span<const Transmitter> transmitters,
                                             const SignalSettings& settings, const SubGrid& cells,
                                             Ground ground = {}, const SignalStore& store = {},
                                             const Progress& progress = {});

}  // namespace amaneku::footprint
