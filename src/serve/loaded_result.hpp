#pragma once

#include "serve/cell_table.hpp"
#include "serve/gap_shapes.hpp"
#include "serve/result_folder.hpp"
#include "serve/tile_view.hpp"

#include <future>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace amaneku::serve {

/// What coverage.gpkg holds, as far as it can be read.
struct ResultLayers {
    std::optional<CellTable> cells;
    GapShapes gaps;
    std::unique_ptr<TileView> tiles;    ///< null: nothing can be shown
    std::vector<std::string> warnings;  ///< what is missing and what that means
};

/// All of a result that is kept in memory. The tables are there at once; the layers of all Japan take seconds
/// and are read in the background.
class LoadedResult {
public:
    /// @throws Error (Errc::input) as `read_result_folder`
    LoadedResult(const std::string& path, const std::string& program);

    [[nodiscard]] const ResultFolder& folder() const noexcept { return m_folder; }
    /// Waits until they are read.
    [[nodiscard]] const ResultLayers& layers() const { return m_layers.get(); }
    [[nodiscard]] bool has_layers() const;
    /// Those that are known by now.
    [[nodiscard]] std::vector<std::string> warnings() const;

private:
    ResultFolder m_folder;
    std::vector<std::string> m_warnings;
    std::shared_future<ResultLayers> m_layers;  // its thread reads m_folder: last, so that it ends first
};

}  // namespace amaneku::serve
