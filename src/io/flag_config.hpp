#pragma once

#include "core/flag_config.hpp"
#include "io/toml_cursor.hpp"

namespace amaneku::io {

/// Reads the key `flag` of a profile or service where it is there; what it does not name stays.
void read_flag_rule(TomlCursor& table, FlagRule& rule);

}  // namespace amaneku::io
