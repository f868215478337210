#include "serve/loaded_result.hpp"

#include "http/open_file.hpp"
#include <amaneku/error.hpp>

#include <fmt/format.h>

namespace amaneku::serve {

LoadedResult load_result(const std::string& path, const std::string& program) {
    LoadedResult out;
    out.folder = read_result_folder(path, program);
    out.warnings = out.folder.warnings;
    if (!http::OpenFile::in(path, "report.html"))
        out.warnings.emplace_back("report.html is missing: / says how to make it; it comes with format html");
    if (!http::OpenFile::in(path, "coverage.gpkg")) {
        out.warnings.emplace_back(
            "coverage.gpkg is missing: no cells and no tiles; it comes with format gpkg");
        return out;
    }
    try {
        out.cells = CellTable::read(out.folder);
    } catch (const Error& error) {
        out.warnings.push_back(fmt::format("no cells: {}: {}", error.where(), error.what()));
    }
    out.gaps = GapShapes::read(out.folder);
    std::string why;
    try {
        out.tiles = tile_view(out.folder, out.cells ? &*out.cells : nullptr, why);
    } catch (const Error& error) {
        why = fmt::format("{}: {}", error.where(), error.what());
    }
    if (!why.empty()) out.warnings.push_back("no tiles, or not all: " + why);
    return out;
}

}  // namespace amaneku::serve
