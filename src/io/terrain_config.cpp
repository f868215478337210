#include "io/terrain_config.hpp"

#include "io/source_config.hpp"

#include <fmt/format.h>

namespace amaneku::io {

namespace {

Source source_of(const Sources& sources, std::string_view key) {
    const auto at = sources.find(key);
    return at == sources.end() ? Source{} : at->second;
}

}  // namespace

std::optional<TerrainConfig> read_terrain_config(
    TomlCursor& root,
    const std::function<std::vector<std::string>(TomlCursor&, std::string_view key)>& files_of) {
    auto table = root.table("terrain");
    if (!table) return std::nullopt;
    TerrainConfig out;
    out.files = files_of(*table, "files");
    if (!table->has("files"))
        table->problem(
            "files", "is missing: the ground, as GSI's elevation files (FG-GML-….zip) or rasters of heights");
    out.land_cover = files_of(*table, "land_cover");
    const std::vector<std::string> classes = files_of(*table, "classes");
    if (classes.size() > 1) table->problem("classes", fmt::format("names {} files, not one", classes.size()));
    if (!classes.empty()) out.classes = classes.front();
    if (table->has("land_cover") != table->has("classes")) {
        table->problem(table->has("classes") ? "classes" : "land_cover",
                       "land_cover and classes go together: a raster of classes, and the table class, "
                       "clutter_m, name of their heights");
    }
    constexpr double longest_m = 1000.0;
    constexpr double metres_per_degree = 111'200.0;  // of a meridian
    out.least_step = table->number("least_step_m", 0.0, longest_m).value_or(0.0) / metres_per_degree;
    const Sources sources = read_sources(*table, {"files", "land_cover"});
    out.source = source_of(sources, "files");
    out.land_cover_source = source_of(sources, "land_cover");
    table->finish();
    return out;
}

}  // namespace amaneku::io
