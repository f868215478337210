#pragma once

#include "tiles/tile_maker.hpp"

#include <string>
#include <string_view>

namespace amaneku::tiles {

/// TileJSON 3.0 of a tile set.
/// @param url  template of a tile's address: `http://127.0.0.1:8080/tiles/{z}/{x}/{y}.mvt`
[[nodiscard]] std::string tile_json(const TileSetInfo& info, std::string_view url);

/// `[{"id": …, "fields": {…}, "minzoom": …}, …]`, the key `vector_layers` of every description.
[[nodiscard]] std::string vector_layers_json(const TileSetInfo& info);

/// Text as JSON has it, in quotes. Also `<`, `>` and `&` are escaped, so that no name can end a script
/// element.
[[nodiscard]] std::string json_text(std::string_view text);

}  // namespace amaneku::tiles
