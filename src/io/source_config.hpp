#pragma once

#include "core/source.hpp"
#include "io/toml_cursor.hpp"

#include <initializer_list>
#include <string_view>

namespace amaneku::io {

/// Reads `source = { name, date, licence }` of an input; empty where there is none.
[[nodiscard]] Source read_source(TomlCursor& table);

/// Reads the `source` of a section that names several files: `source.towns = { name, date, licence }`.
/// @param keys  those that name a file; the source of a file that is not given is a problem
[[nodiscard]] Sources read_sources(TomlCursor& table, std::initializer_list<std::string_view> keys);

}  // namespace amaneku::io
