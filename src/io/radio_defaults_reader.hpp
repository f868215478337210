#pragma once

#include "core/radio_defaults.hpp"
#include "io/toml_cursor.hpp"

#include <string>
#include <vector>

namespace amaneku::io {

/// Values by band and type of station.
///
/// @param name   of a file NAME.toml in one of `dirs`, or the path of a .toml
/// @param where  the key that names it, for messages
[[nodiscard]] RadioDefaults read_radio_defaults(const std::string& name, const std::vector<std::string>& dirs,
                                                const std::string& where, std::vector<Problem>& problems);

/// Reads the values that a table gives of a transmitter: `frequency_mhz`, `power_dbm`, `model`, …
[[nodiscard]] RadioValues read_radio_values(TomlCursor& table);

}  // namespace amaneku::io
