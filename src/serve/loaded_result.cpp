#include "serve/loaded_result.hpp"

#include "gdal/vsi.hpp"
#include "http/open_file.hpp"
#include <amaneku/error.hpp>

#include <fmt/format.h>

#include <chrono>

namespace amaneku::serve {

namespace {

ResultLayers read_layers(const ResultFolder& folder) {
    ResultLayers out;
    if (!http::OpenFile::in(folder.path, "coverage.gpkg")) {
        out.warnings.emplace_back(
            "coverage.gpkg is missing: no cells and no tiles; it comes with format gpkg");
        return out;
    }
    try {
        out.cells = CellTable::read(folder);
    } catch (const Error& error) {
        out.warnings.push_back(fmt::format("no cells: {}: {}", error.where(), error.what()));
    }
    out.gaps = GapShapes::read(folder);
    std::string why;
    try {
        out.tiles = tile_view(folder, out.cells ? &*out.cells : nullptr, why);
    } catch (const Error& error) {
        why = fmt::format("{}: {}", error.where(), error.what());
    }
    if (!why.empty()) out.warnings.push_back("no tiles, or not of all layers: " + why);
    return out;
}

ResultFolder read_initialised(const std::string& path, const std::string& program) {
    gdal::initialise();  // before any thread asks for it
    return read_result_folder(path, program);
}

}  // namespace

LoadedResult::LoadedResult(const std::string& path, const std::string& program)
    : m_folder{read_initialised(path, program)},
      m_warnings{m_folder.warnings},
      m_layers{std::async(std::launch::async, [this] { return read_layers(m_folder); }).share()} {
    if (!http::OpenFile::in(path, "report.html"))
        m_warnings.emplace_back("report.html is missing: / says how to make it; it comes with format html");
}

bool LoadedResult::has_layers() const {
    return m_layers.wait_for(std::chrono::seconds{0}) == std::future_status::ready;
}

std::vector<std::string> LoadedResult::warnings() const {
    std::vector<std::string> out = m_warnings;
    if (!has_layers()) return out;
    const ResultLayers& known = m_layers.get();
    out.insert(out.end(), known.warnings.begin(), known.warnings.end());
    return out;
}

}  // namespace amaneku::serve
