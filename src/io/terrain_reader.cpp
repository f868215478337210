#include "io/terrain_reader.hpp"

#include "gdal/post_raster.hpp"
#include "gdal/vsi.hpp"
#include "io/clutter_classes.hpp"
#include "io/datum_notes.hpp"
#include "io/digest.hpp"
#include "io/jpgis_dem.hpp"
#include "io/xml_events.hpp"
#include "parallel/loop.hpp"
#include <amaneku/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

namespace amaneku::io {

namespace {

std::string extension(std::string_view name) {
    const std::size_t dot = name.find_last_of("./");
    if (dot == std::string_view::npos || name[dot] != '.') return {};
    std::string out{name.substr(dot)};
    std::transform(out.begin(), out.end(), out.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return out;
}

/// Something that was opened, and its place among others of the same step.
struct Opened {
    terrain::TileSource source;
    std::string rank;   ///< empty for rasters; the product for GSI's files: DEM5A before DEM5B
    std::string date;   ///< of GSI's files; newer ones first
    std::string datum;  ///< `JGD2000 is taken as JGD2011`
};

/// All that one name of the configuration gives.
struct OpenedName {
    std::vector<Opened> sources;
    std::vector<InputFile> files;
    std::vector<std::string> notes;
    std::vector<Issue> issues;
};

/// Heads are in the first bytes; what is longer is read whole.
constexpr std::size_t head_size = std::size_t{1} << 14;

JpgisHead jpgis_head(const std::string& source, const std::string& shown, std::vector<Issue>& issues) {
    std::string text = gdal::read_head(source, head_size);
    const bool is_whole = text.size() < head_size;
    if (!is_whole && text.find("tupleList") == std::string::npos)
        return read_jpgis_head(xml_in_utf8(gdal::read_text(source)), shown, true, issues);
    return read_jpgis_head(xml_in_utf8(std::move(text)), shown, is_whole, issues);
}

/// What a datum of GSI's files is taken as.
std::string datum_note(const std::string& datum) {
    if (datum == "jgd2000") return "JGD2000 is taken as JGD2011";
    if (datum == "jgd2024") return "JGD2024, which differs in heights only, is taken as JGD2011";
    return {};
}

Opened open_jpgis(const std::string& source, OpenedName& out) {
    const std::string shown = gdal::shown_name(source);
    const JpgisHead head = jpgis_head(source, shown, out.issues);
    if (!head.datum.starts_with("jgd")) {
        out.issues.push_back({IssueKind::note,
                              shown,
                              {},
                              fmt::format("its datum '{}' is not known: taken as JGD2011", head.datum),
                              {}});
    }
    const JpgisName name{shown};
    Opened opened{{shown, head.grid, head.grid.columns, head.grid.rows, {}},
                  name.product.empty() ? "DEM" : name.product,
                  name.date,
                  datum_note(head.datum)};
    opened.source.read = [source, shown, head](const terrain::PostBlock&) {
        return read_jpgis_posts(xml_in_utf8(gdal::read_text(source)), shown, head);
    };
    return opened;
}

Opened open_raster(const std::string& source, gdal::PixelKind kind, const gdal::PostRasterOpener& rasters,
                   OpenedName& out, std::vector<std::string>& files) {
    gdal::PostRaster raster = rasters.open(source, kind);
    out.notes.insert(out.notes.end(), raster.notes.begin(), raster.notes.end());
    // A virtual raster is more files than its own.
    for (std::string& file : raster.files) {
        if (!file.starts_with("/vsi")) files.push_back(std::move(file));
    }
    return {std::move(raster.source), {}, {}, std::move(raster.datum)};
}

bool is_raster_name(std::string_view name) {
    static const std::set<std::string> endings{".tif", ".tiff", ".vrt", ".img",
                                               ".asc", ".hgt",  ".bil", ".dem"};
    return endings.contains(extension(name));
}

/// The members of a zip that are heights (or classes), as GDAL opens them.
std::vector<std::string> members_of(const std::string& zip, gdal::PixelKind kind, OpenedName& out) {
    std::vector<std::string> found;
    std::vector<std::string> zips;
    for (const std::string& member : gdal::zip_members(zip)) {
        const bool is_xml = extension(member) == ".xml" && kind == gdal::PixelKind::height;
        if (extension(member) == ".zip") zips.push_back(member);
        if (is_raster_name(member) || (is_xml && JpgisName{member}.is_dem()))
            found.push_back("/vsizip/" + zip + "/" + member);
    }
    const std::size_t count = zips.size();
    if (count > 3) zips.resize(3);
    const std::string names = fmt::format("{}{}", fmt::join(zips, ", "), count > 3 ? ", …" : "");
    if (found.empty() && count > 0) {
        throw Error{
            Errc::input, zip,
            fmt::format("holds zips ({}), which are not looked into: unpack it once and name those", names)};
    }
    if (found.empty()) {
        throw Error{Errc::input, zip,
                    kind == gdal::PixelKind::height
                        ? "holds no heights: neither GSI's FG-GML-…-DEM….xml nor a raster (.tif, …)"
                        : "holds no raster (.tif, …)"};
    }
    if (count > 0) {
        out.issues.push_back(
            {IssueKind::rejected,
             zip,
             {},
             fmt::format("{} zips in it ({}) are not looked into: unpack it and name them", count, names),
             {}});
    }
    return found;
}

OpenedName open_name(const std::string& name, gdal::PixelKind kind, const gdal::PostRasterOpener& rasters) {
    OpenedName out;
    std::vector<std::string> sources{name};
    const bool is_plain = name.find(':') == std::string::npos && !name.starts_with("/vsi");
    if (is_plain && extension(name) == ".zip") sources = members_of(name, kind, out);
    if (is_plain && name.find(".zip/") != std::string::npos) sources = {"/vsizip/" + name};
    if (is_plain && extension(name) == ".gz") sources = {"/vsigzip/" + name};
    std::vector<std::string> files{name};
    for (const std::string& source : sources) {
        const bool is_xml = extension(source) == ".xml" && kind == gdal::PixelKind::height;
        out.sources.push_back(is_xml ? open_jpgis(source, out)
                                     : open_raster(source, kind, rasters, out, files));
    }
    std::set<std::string> seen;
    for (const std::string& file : files) {
        if (seen.insert(file).second)
            out.files.push_back(digest(kind == gdal::PixelKind::height ? "terrain" : "land_cover", file));
    }
    return out;
}

/// All names of a section, opened side by side, in the order of the names.
std::vector<OpenedName> open_names(const std::vector<std::string>& names, gdal::PixelKind kind, int threads,
                                   const Progress& progress) {
    gdal::initialise();
    const gdal::PostRasterOpener rasters;
    std::vector<OpenedName> opened(names.size());
    parallel::in_order(
        names.size(), threads, [&](std::size_t i) { opened[i] = open_name(names[i], kind, rasters); },
        [&](std::size_t i) {
            if (progress) progress("terrain", i + 1, names.size());
        });
    return opened;
}

struct Gathered {
    std::vector<terrain::TileSource> sources;
    std::string digest;
};

Gathered gather(std::vector<OpenedName> names, const Source& source, DatumNotes& datums, OpenTerrain& out) {
    std::vector<Opened> all;
    std::string digests;
    std::set<std::string> seen;
    for (OpenedName& name : names) {
        for (Opened& opened : name.sources) {
            datums.add(opened.datum, opened.source.name);
            all.push_back(std::move(opened));
        }
        for (InputFile& file : name.files) {
            // Not the folder: the same files elsewhere are the same ground.
            digests += fmt::format("{}\n{}\n{}\n", std::filesystem::path{file.path}.filename().string(),
                                   file.size, file.sha256);
            if (!seen.insert(file.path).second) continue;
            file.source_name = source.name;
            file.source_date = source.date;
            file.source_licence = source.licence;
            out.inputs.push_back(std::move(file));
        }
        std::move(name.notes.begin(), name.notes.end(), std::back_inserter(out.notes));
        std::move(name.issues.begin(), name.issues.end(), std::back_inserter(out.issues));
    }
    // DEM1A, DEM5A, DEM5B, …, DEM10B: by the letter among those of one step, and a newer file before an
    // older.
    std::stable_sort(all.begin(), all.end(), [](const Opened& a, const Opened& b) {
        return std::tie(a.rank, b.date) < std::tie(b.rank, a.date);
    });
    Gathered gathered{{}, sha256(digests)};
    for (Opened& opened : all) gathered.sources.push_back(std::move(opened.source));
    return gathered;
}

}  // namespace

OpenTerrain open_terrain(const TerrainConfig& config, int threads, const Progress& progress) {
    OpenTerrain out;
    DatumNotes datums;
    Gathered ground = gather(open_names(config.files, gdal::PixelKind::height, threads, progress),
                             config.source, datums, out);
    out.ground =
        std::make_shared<const terrain::Terrain>(std::move(ground.sources), std::move(ground.digest),
                                                 terrain::TerrainSettings{config.memory, config.least_step});
    if (!config.land_cover.empty()) {
        if (config.classes.empty()) {
            throw Error{Errc::input, config.land_cover.front(),
                        "land cover needs a table of its classes: class, clutter_m, name"};
        }
        const ClutterClasses classes = read_clutter_classes(config.classes);
        Gathered cover = gather(open_names(config.land_cover, gdal::PixelKind::code, threads, progress),
                                config.land_cover_source, datums, out);
        for (terrain::TileSource& source : cover.sources) source = classes.heights_of(std::move(source));
        out.inputs.push_back(digest("land_cover", config.classes));
        out.clutter = std::make_shared<const terrain::LandCover>(
            std::move(cover.sources), cover.digest + out.inputs.back().sha256, config.memory / 4);
    }
    datums.append_to(out.notes);
    return out;
}

}  // namespace amaneku::io
