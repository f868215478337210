#include "io/population_format.hpp"

#include "gdal/vsi.hpp"
#include "io/estat_table.hpp"
#include <amaneku/error.hpp>

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <string_view>
#include <vector>

namespace amaneku::io {

namespace {

constexpr std::size_t head_size = 4096;

std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

bool ends_with_any(const std::string& name, std::initializer_list<const char*> endings) {
    return std::any_of(endings.begin(), endings.end(), [&](const char* e) { return name.ends_with(e); });
}

/// What a name says, without `.gz`; nothing for tables, whose names say nothing.
std::optional<PopulationFormat> by_name(const std::string& file) {
    std::string name = lower(file);
    if (name.ends_with(".gz")) name.resize(name.size() - 3);
    if (ends_with_any(name, {".tif", ".tiff", ".vrt", ".asc", ".nc", ".img"}))
        return PopulationFormat::raster;
    if (ends_with_any(name, {".shp", ".gpkg", ".geojson", ".json", ".fgb", ".gml", ".gdb"}))
        return PopulationFormat::ksj;
    for (const char* database : {"pg:", "mysql:", "wfs:"}) {
        if (name.starts_with(database)) return PopulationFormat::ksj;
    }
    return std::nullopt;
}

/// What the first bytes of a file say; a table where nothing else is seen in them.
PopulationFormat by_content(std::string_view head) {
    if (is_estat(head)) return PopulationFormat::estat;
    using namespace std::string_view_literals;
    for (const std::string_view mark :
         {"II*\0"sv, "MM\0*"sv, "II+\0"sv, "MM\0+"sv, "CDF"sv, "\x89HDF"sv, "<VRTDataset"sv, "ncols"sv}) {
        if (head.starts_with(mark)) return PopulationFormat::raster;
    }
    for (const std::string_view mark : {"SQLite format 3"sv, "fgb\3"sv, "\0\0\x27\x0A"sv}) {
        if (head.starts_with(mark)) return PopulationFormat::ksj;
    }
    if (head.starts_with("\xEF\xBB\xBF")) head.remove_prefix(3);
    const std::size_t first = head.find_first_not_of(" \t\r\n");
    if (first != std::string_view::npos && (head[first] == '{' || head[first] == '<'))
        return PopulationFormat::ksj;  // GeoJSON, GML
    return PopulationFormat::csv;
}

/// A zip of a table may hold a note beside it, and one of a layer a table: e-Stat's tables go first, then
/// layers.
PopulationFormat by_members(const std::string& zip) {
    const auto members = gdal::zip_members(zip);
    const auto table = std::find_if(members.begin(), members.end(), [](const std::string& member) {
        return ends_with_any(lower(member), {".txt", ".csv"});
    });
    if (table != members.end() && is_estat(gdal::read_head(gdal::table_sources(zip).front(), head_size)))
        return PopulationFormat::estat;
    for (const PopulationFormat format : {PopulationFormat::ksj, PopulationFormat::raster}) {
        if (std::any_of(members.begin(), members.end(),
                        [&](const std::string& member) { return by_name(member) == format; }))
            return format;
    }
    if (table != members.end()) return PopulationFormat::csv;
    static_cast<void>(gdal::vector_sources(zip));  // says that there is nothing
    return PopulationFormat::ksj;
}

}  // namespace

PopulationFormat detect_population_format(const std::string& file) {
    if (const auto format = by_name(file)) return *format;
    if (lower(file).ends_with(".zip")) return by_members(file);
    return by_content(gdal::read_head(gdal::table_sources(file).front(), head_size));
}

}  // namespace amaneku::io
