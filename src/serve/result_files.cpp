#include "serve/result_files.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <system_error>

namespace amaneku::serve {

namespace {

struct Type {
    std::string_view extension;
    const char* media;
};
constexpr std::array types{Type{"csv", "text/csv"},
                           Type{"json", "application/json"},
                           Type{"geojson", "application/geo+json"},
                           Type{"fgb", "application/flatgeobuf"},
                           Type{"gpkg", "application/geopackage+sqlite3"},
                           Type{"html", "text/html; charset=utf-8"},
                           Type{"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
                           Type{"pdf", "application/pdf"},
                           Type{"pmtiles", "application/vnd.pmtiles"},
                           Type{"mbtiles", "application/vnd.mapbox-vector-tile"},
                           Type{"qgz", "application/zip"},
                           Type{"zip", "application/zip"},
                           Type{"tif", "image/tiff"},
                           Type{"kml", "application/vnd.google-earth.kml+xml"},
                           Type{"kmz", "application/vnd.google-earth.kmz"},
                           Type{"sld", "application/xml"},
                           Type{"shp", "application/octet-stream"},
                           Type{"shx", "application/octet-stream"},
                           Type{"dbf", "application/octet-stream"},
                           Type{"prj", "text/plain"},
                           Type{"cpg", "text/plain"}};

/// What a run, a plan and a comparison write; timing.json is this machine's own.
constexpr std::array stems{"municipalities",
                           "prefectures",
                           "groups",
                           "coverage",
                           "issues",
                           "qa",
                           "qa_report",
                           "targets",
                           "kpi_series",
                           "ranking",
                           "flags",
                           "gaps",
                           "gap_towns",
                           "gap_subsidies",
                           "places",
                           "place_rates",
                           "lines",
                           "dead_stretches",
                           "combinations",
                           "equity",
                           "sensitivity",
                           "near_threshold",
                           "mesh_kpi",
                           "plan",
                           "plan_municipalities",
                           "scenario",
                           "scenario_cells",
                           "compare",
                           "compare_cells",
                           "summary",
                           "report",
                           "mesh",
                           "municipality",
                           "prefecture",
                           "group",
                           "footprint",
                           "site",
                           "place",
                           "line",
                           "gap",
                           "candidate",
                           "change",
                           "shp_columns"};

bool is_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

/// Of rasters the services are in the names: `coverage_5g.tif`; of styles there is `coverage_sld.zip`.
bool is_known_stem(std::string_view stem, std::string_view extension) {
    if (std::find(stems.begin(), stems.end(), stem) != stems.end()) return true;
    return stem.starts_with("coverage_") && (extension == "tif" || extension == "zip") &&
           std::all_of(stem.begin(), stem.end(), is_word);
}

}  // namespace

std::optional<ResultFile> result_file(std::string_view name) {
    const std::size_t dot = name.find('.');
    if (dot == std::string_view::npos || name.size() > 100) return {};
    if (!is_known_stem(name.substr(0, dot), name.substr(dot + 1))) return {};
    const auto type = std::find_if(types.begin(), types.end(),
                                   [&](const Type& t) { return t.extension == name.substr(dot + 1); });
    if (type == types.end()) return {};
    return ResultFile{std::string{name}, type->media};
}

std::vector<ResultFile> result_files(const std::string& folder) {
    namespace fs = std::filesystem;
    std::vector<ResultFile> out;
    std::error_code error;
    for (fs::directory_iterator at{folder, error}, end; !error && at != end; at.increment(error)) {
        std::error_code ignored;
        if (fs::symlink_status(at->path(), ignored).type() != fs::file_type::regular) continue;
        if (auto file = result_file(at->path().filename().string())) out.push_back(std::move(*file));
    }
    std::sort(out.begin(), out.end(),
              [](const ResultFile& a, const ResultFile& b) { return a.name < b.name; });
    return out;
}

}  // namespace amaneku::serve
