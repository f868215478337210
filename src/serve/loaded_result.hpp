#pragma once

#include "serve/cell_table.hpp"
#include "serve/gap_shapes.hpp"
#include "serve/result_folder.hpp"
#include "serve/tile_view.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace amaneku::serve {

/// All of a result that is kept in memory; does not change while the server runs.
struct LoadedResult {
    ResultFolder folder;
    std::optional<CellTable> cells;
    GapShapes gaps;
    std::unique_ptr<TileView> tiles;
    std::vector<std::string> warnings;  ///< what is missing and what that means
};

/// @throws Error (Errc::input) as `read_result_folder`
[[nodiscard]] LoadedResult load_result(const std::string& path, const std::string& program);

}  // namespace amaneku::serve
