#pragma once

#include "footprint/received_signal.hpp"

#include <string>

namespace amaneku::app {

/// Keeps transmitters' signals as files of a cache's folder; nothing is kept where the folder's name is
/// empty. A file that is damaged, or cannot be written, costs time and changes nothing.
[[nodiscard]] footprint::SignalStore signal_store(const std::string& folder);

}  // namespace amaneku::app
