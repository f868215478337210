#pragma once

#include "footprint/transmitter_signal.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace amaneku::footprint {

/// A transmitter's signal as bytes for a store, little-endian.
[[nodiscard]] std::string to_bytes(const TransmitterSignal& signal);
/// The same back; nothing where the bytes are not what `to_bytes` makes (cut off, changed, of another
/// version).
[[nodiscard]] std::optional<TransmitterSignal> signal_from_bytes(std::string_view bytes);

}  // namespace amaneku::footprint
