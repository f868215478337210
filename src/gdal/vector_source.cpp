#include "gdal/vector_source.hpp"

#include "gdal/text_lines.hpp"
#include "gdal/vsi.hpp"
#include "gdal/zip_check.hpp"
#include <amaneku/error.hpp>

#include <cpl_error.h>
#include <cpl_string.h>
#include <cpl_vsi.h>
#include <fmt/format.h>
#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace amaneku::gdal {

namespace {

constexpr int most_densifying = 12;       // halvings of an edge
constexpr double densify_degrees = 1e-8;  // 1 mm
constexpr double densify_units = 1e-3;

std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return text;
}

std::string attribute(const OGRSpatialReference& crs, const char* name) {
    const char* value = crs.GetAttrValue(name);
    return value == nullptr ? std::string{} : value;
}

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

/// JGD2011, JGD2000 and WGS 84 agree to metres at worst, which is what a footprint is good for: one of their
/// names, or nullptr for any other CRS, which is transformed.
const char* like_jgd(const OGRSpatialReference& crs) {
    if (!crs.IsGeographic()) return nullptr;
    const char* code = crs.GetAuthorityCode(nullptr);
    const char* authority = crs.GetAuthorityName(nullptr);
    if (code != nullptr && authority != nullptr && EQUAL(authority, "EPSG")) {
        const std::string text = code;
        if (text == "4326") return "WGS 84";
        if (text == "4612") return "JGD2000";
        if (text == "6668") return "JGD2011";
    }
    const std::string datum = lower(attribute(crs, "DATUM"));
    if (has(datum, "jgd") || has(datum, "japanese_geodetic") || has(datum, "japanese geodetic"))
        return has(datum, "2000") ? "JGD2000" : "JGD2011";
    return has(datum, "wgs") && has(datum, "84") ? "WGS 84" : nullptr;
}

/// Tokyo datum by any of its names, or by its shift to WGS 84 where it has none.
bool is_tokyo(const OGRSpatialReference& crs) {
    for (const char* part : {"DATUM", "GEOGCS", "PROJCS"}) {
        const std::string name = lower(attribute(crs, part));
        if (has(name, "tokyo") || has(name, "日本測地系")) return true;
    }
    std::array<double, 7> shift{};
    const bool has_shift = crs.GetTOWGS84(shift.data(), static_cast<int>(shift.size())) == OGRERR_NONE;
    return has_shift && std::abs(shift[0] + 147.0) < 5.0 && std::abs(shift[1] - 507.0) < 5.0 &&
           std::abs(shift[2] - 682.0) < 5.0;
}

void refuse_tokyo(const OGRSpatialReference& crs, const std::string& shown, const char* tool) {
    if (!is_tokyo(crs)) return;
    throw Error{Errc::input, shown,
                fmt::format("is in the Tokyo datum (日本測地系, {}), 400 m off the ground of today's codes: "
                            "transform it first ({} -t_srs EPSG:6668 …)",
                            crs.GetName(), tool)};
}

/// A part or ring that cannot be taken: one of no area adds nothing, all else spoils its feature.
struct Problem {
    std::string text;
    bool is_no_area = false;

    [[nodiscard]] bool empty() const noexcept { return text.empty(); }
};

/// A csv in CP932 as UTF-8 in GDAL's memory; the source itself where it need not be recoded.
std::string recoded_csv(const std::string& source, const void* owner) {
    const std::string path = shown_name(source);
    const std::string name = lower(path.ends_with(".gz") ? path.substr(0, path.size() - 3) : path);
    if (!name.ends_with(".csv") || path.starts_with("/vsi") || path.find(':') != std::string::npos)
        return source;
    LineReader lines{source};
    if (!lines.is_cp932()) return source;
    const std::string copy = fmt::format("/vsimem/amaneku/{}.csv", owner);
    VSILFILE* file = VSIFOpenL(copy.c_str(), "wb");
    bool is_written = file != nullptr;
    for (std::string text; is_written && lines.read(text); text.clear())
        is_written = VSIFWriteL(text.data(), 1, text.size(), file) == text.size();
    if (file != nullptr) VSIFCloseL(file);
    if (!is_written) throw Error{Errc::resources, path, "no memory to hold the table"};
    return copy;
}

/// What is wrong with a position in degrees; empty: nothing.
std::string position_problem(Point p) {
    if (std::abs(p.x) <= 180.0 && std::abs(p.y) <= 90.0) return {};
    const bool is_swapped = std::abs(p.y) <= 180.0 && std::abs(p.x) <= 90.0;
    return fmt::format(
        "({}, {}) is no longitude and latitude: they are from -180 to 180 and from -90 to 90{}", p.x, p.y,
        is_swapped ? "; the two look swapped" : "");
}

struct TransformDeleter {
    void operator()(OGRCoordinateTransformation* t) const noexcept {
        OGRCoordinateTransformation::DestroyCT(t);
    }
};

}  // namespace

struct VectorSource::State {
    std::string name;
    std::string copy;  // in GDAL's memory; empty: none
    GDALDatasetUniquePtr dataset;
    OGRLayer* layer = nullptr;
    std::unique_ptr<OGRCoordinateTransformation, TransformDeleter> transform;
    bool source_geographic = true;
    bool target_geographic = true;
    std::string note;
    std::string datum;

    State() = default;
    ~State() {
        dataset.reset();
        if (!copy.empty()) VSIUnlink(copy.c_str());
    }
    State(const State&) = delete;
    State& operator=(const State&) = delete;
    State(State&&) = delete;
    State& operator=(State&&) = delete;

    [[nodiscard]] bool moved(Point& p) const {
        if (!transform) return true;
        return transform->Transform(1, &p.x, &p.y) != 0 && std::isfinite(p.x) && std::isfinite(p.y);
    }
    /// Appends the image of the edge from a to b without a's, close to the straight edge of the source.
    bool edge(Point a, Point b, Point image_a, Point image_b, int depth, std::vector<Point>& out) const {
        Point middle{0.5 * (a.x + b.x), 0.5 * (a.y + b.y)};
        Point image = middle;
        if (!moved(image)) return false;
        const double off =
            std::hypot(image.x - 0.5 * (image_a.x + image_b.x), image.y - 0.5 * (image_a.y + image_b.y));
        if (depth < most_densifying && off > (target_geographic ? densify_degrees : densify_units)) {
            return edge(a, middle, image_a, image, depth + 1, out) &&
                   edge(middle, b, image, image_b, depth + 1, out);
        }
        out.push_back(image_b);
        return true;
    }
    Problem ring(const OGRLinearRing& from, PolygonSet& out) const;
    Problem polygon(const OGRPolygon& from, PolygonSet& out) const;
    Problem geometry(const OGRGeometry& from, PolygonSet& out) const;
};

Problem VectorSource::State::ring(const OGRLinearRing& from, PolygonSet& out) const {
    const std::size_t first = out.points.size();
    const int n = from.getNumPoints();
    Point before{};
    Point before_image{};
    for (int i = 0; i < n; ++i) {
        const Point p{from.getX(i), from.getY(i)};
        if (!std::isfinite(p.x) || !std::isfinite(p.y)) return {"a coordinate is not a number"};
        if (source_geographic) {
            if (std::string problem = position_problem(p); !problem.empty()) return {std::move(problem)};
        }
        if (!transform) {
            out.points.push_back(p);
            continue;
        }
        Point image = p;
        if (!moved(image)) return {fmt::format("({}, {}) has no image in the grid's CRS", p.x, p.y)};
        if (i == 0) {
            out.points.push_back(image);
        } else if (!edge(before, p, before_image, image, 0, out.points)) {
            return {fmt::format("an edge at ({}, {}) has no image in the grid's CRS", p.x, p.y)};
        }
        before = p;
        before_image = image;
    }
    std::size_t distinct = 0;
    for (std::size_t i = first; i < out.points.size(); ++i) {
        if (i == first || out.points[i] != out.points[i - 1]) ++distinct;
    }
    if (out.points.size() > first + 1 && out.points.back() == out.points[first]) --distinct;
    if (distinct < 3) return {fmt::format("a ring of {} distinct points is no area", distinct), true};
    out.close_ring();
    return {};
}

Problem VectorSource::State::polygon(const OGRPolygon& from, PolygonSet& out) const {
    if (from.getExteriorRing() == nullptr) return {"an empty polygon", true};
    Problem problem = ring(*from.getExteriorRing(), out);
    for (int i = 0; problem.empty() && i < from.getNumInteriorRings(); ++i) {
        PolygonSet hole;
        if (Problem of_hole = ring(*from.getInteriorRing(i), hole); !of_hole.empty()) {
            if (!of_hole.is_no_area) problem = std::move(of_hole);
            continue;  // a hole of no area takes nothing away
        }
        out.points.insert(out.points.end(), hole.points.begin(), hole.points.end());
        out.close_ring();
    }
    if (problem.empty()) out.close_part();
    return problem;
}

Problem VectorSource::State::geometry(const OGRGeometry& from, PolygonSet& out) const {
    if (from.IsEmpty()) return {"an empty geometry", true};
    switch (wkbFlatten(from.getGeometryType())) {
        case wkbPolygon:
            return polygon(*from.toPolygon(), out);
        case wkbMultiPolygon:
        case wkbGeometryCollection: {
            Problem nothing;
            const std::size_t before = out.part_count();
            for (const auto* part : *from.toGeometryCollection()) {
                const std::array<std::size_t, 2> ends{out.points.size(), out.ring_begin.size()};
                Problem problem = geometry(*part, out);
                if (problem.empty()) continue;
                if (!problem.is_no_area) return problem;
                out.points.resize(ends[0]);
                out.ring_begin.resize(ends[1]);
                nothing = std::move(problem);
            }
            if (out.part_count() == before) return nothing;
            return {};
        }
        case wkbCurvePolygon:
        case wkbMultiSurface: {
            const std::unique_ptr<OGRGeometry> linear{from.getLinearGeometry()};
            return geometry(*linear, out);
        }
        default:
            return {fmt::format("{} is no polygon", from.getGeometryName())};
    }
}

namespace {

class Feature final : public FeatureView {
public:
    Feature(const OGRFeature& feature, std::function<std::string(const OGRGeometry&, PolygonSet&)> polygons,
            std::function<bool(Point&)> move)
        : m_feature{feature}, m_polygons{std::move(polygons)}, m_move{std::move(move)} {}

    [[nodiscard]] std::int64_t fid() const override { return m_feature.GetFID(); }
    [[nodiscard]] std::optional<std::string> text(int field) const override {
        if (field < 0 || m_feature.IsFieldSetAndNotNull(field) == 0) return std::nullopt;
        const std::string text = const_cast<OGRFeature&>(m_feature).GetFieldAsString(field);
        return is_utf8(text) ? text : from_cp932(text);  // a .dbf without .cpg
    }
    [[nodiscard]] std::string polygons(PolygonSet& out) const override {
        const OGRGeometry* geometry = m_feature.GetGeometryRef();
        if (geometry == nullptr) return "no geometry";
        const std::size_t points = out.points.size();
        const std::size_t rings = out.ring_begin.size();
        const std::size_t parts = out.part_begin.size();
        std::string problem = m_polygons(*geometry, out);
        if (!problem.empty()) {
            out.points.resize(points);
            out.ring_begin.resize(rings);
            out.part_begin.resize(parts);
        }
        return problem;
    }
    [[nodiscard]] std::optional<Point> point() const override {
        const OGRGeometry* geometry = m_feature.GetGeometryRef();
        if (geometry == nullptr || wkbFlatten(geometry->getGeometryType()) != wkbPoint || geometry->IsEmpty())
            return std::nullopt;
        Point p{geometry->toPoint()->getX(), geometry->toPoint()->getY()};
        if (!m_move(p)) return std::nullopt;
        return p;
    }

private:
    const OGRFeature& m_feature;
    std::function<std::string(const OGRGeometry&, PolygonSet&)> m_polygons;
    std::function<bool(Point&)> m_move;
};

}  // namespace

VectorSource::VectorSource(const std::string& source, const std::string& target_crs)
    : m_state{std::make_unique<State>()} {
    m_state->name = shown_name(source);
    const std::string& shown = m_state->name;
    const std::array<const char*, 2> options{"AUTODETECT_TYPE=NO", nullptr};
    const std::string opened = recoded_csv(source, m_state.get());
    if (opened != source) m_state->copy = opened;
    CPLErrorReset();
    m_state->dataset.reset(
        GDALDataset::Open(opened.c_str(), GDAL_OF_VECTOR, nullptr, options.data(), nullptr));
    if (!m_state->dataset) {
        std::string reason = shown_text(CPLGetLastErrorMsg());
        if (opened.starts_with("/vsi") || opened.find(':') == std::string::npos)
            static_cast<void>(FilePieces{opened});  // says what is wrong with the file itself
        if (const std::size_t zip = shown.find(".zip/"); source != shown && zip != std::string::npos)
            reason = zip_problem(shown.substr(0, zip + 4)).value_or(reason);
        throw Error{Errc::input, shown,
                    fmt::format("cannot be read as a layer: {}",
                                !reason.empty() ? reason : "no driver knows it; is it empty or cut off?")};
    }
    if (m_state->dataset->GetLayerCount() == 0) throw Error{Errc::input, shown, "has no layer"};
    if (m_state->dataset->GetLayerCount() > 1) {
        std::string names;
        for (int i = 0; i < m_state->dataset->GetLayerCount(); ++i)
            names += fmt::format("{}{}", i == 0 ? "" : ", ", m_state->dataset->GetLayer(i)->GetName());
        m_state->note = fmt::format("{} has several layers ({}); the first is read", shown, names);
    }
    m_state->layer = m_state->dataset->GetLayer(0);
    if (m_state->layer->GetFeatureCount() == 0)
        throw Error{Errc::input, shown, "the layer has no feature (a table no row)"};
    if (target_crs.empty() || m_state->layer->GetGeomType() == wkbNone) return;
    OGRSpatialReference target;
    if (target.SetFromUserInput(target_crs.c_str()) != OGRERR_NONE)
        throw Error{Errc::input, shown,
                    fmt::format("the grid's CRS '{}' is not known", target_crs.substr(0, 60))};
    target.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    m_state->target_geographic = target.IsGeographic() != 0;
    const OGRSpatialReference* given = m_state->layer->GetSpatialRef();
    OGRSpatialReference degrees;
    if (given == nullptr && EQUAL(m_state->dataset->GetDriverName(), "CSV")) {  // cannot say its CRS
        degrees.SetFromUserInput("EPSG:6668");
        given = &degrees;
    }
    if (given == nullptr)
        throw Error{Errc::input, shown, "has no CRS: give it one (a .prj file, or ogr2ogr -a_srs EPSG:6668)"};
    OGRSpatialReference from{*given};
    from.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    refuse_tokyo(from, shown, "ogr2ogr");
    m_state->source_geographic = from.IsGeographic() != 0;
    const char* const datum = like_jgd(from);
    const char* const grid_datum = like_jgd(target);
    if (datum != nullptr && grid_datum != nullptr) {
        if (!EQUAL(datum, grid_datum)) m_state->datum = fmt::format("{} is taken as {}", datum, grid_datum);
        return;
    }
    if (from.IsSame(&target) != 0) return;
    m_state->transform.reset(OGRCreateCoordinateTransformation(&from, &target));
    if (!m_state->transform)
        throw Error{Errc::input, shown,
                    fmt::format("its CRS {} cannot be transformed to the grid's: {}", from.GetName(),
                                CPLGetLastErrorMsg())};
    m_state->note +=
        fmt::format("{}{}: transformed from {}", m_state->note.empty() ? "" : "; ", shown, from.GetName());
}

VectorSource::~VectorSource() = default;

void VectorSource::filter(const std::string& where) {
    if (where.empty()) return;
    CPLErrorReset();
    if (m_state->layer->SetAttributeFilter(where.c_str()) != OGRERR_NONE ||
        CPLGetLastErrorType() >= CE_Failure) {
        std::string names;
        for (const auto& f : fields()) names += names.empty() ? f : ", " + f;
        throw Error{
            Errc::configuration, m_state->name,
            fmt::format("where = \"{}\": {}; its fields are {}. Text stands in single quotes, a name of "
                        "other letters than a-z in double quotes: \"種別\" = '5G'",
                        where, CPLGetLastErrorMsg(), names)};
    }
}

int VectorSource::field(const std::string& name) const {
    return m_state->layer->GetLayerDefn()->GetFieldIndex(name.c_str());
}

std::vector<std::string> VectorSource::fields() const {
    std::vector<std::string> names;
    OGRFeatureDefn* definition = m_state->layer->GetLayerDefn();
    for (int i = 0; i < definition->GetFieldCount(); ++i)
        names.emplace_back(definition->GetFieldDefn(i)->GetNameRef());
    return names;
}

bool VectorSource::is_numeric(int field) const {
    const OGRFieldType type = m_state->layer->GetLayerDefn()->GetFieldDefn(field)->GetType();
    return type == OFTInteger || type == OFTInteger64 || type == OFTReal;
}

const std::string& VectorSource::crs_note() const {
    return m_state->note;
}
const std::string& VectorSource::datum_note() const {
    return m_state->datum;
}
const std::string& VectorSource::shown() const {
    return m_state->name;
}
bool VectorSource::has_geometry() const {
    return m_state->layer->GetGeomType() != wkbNone;
}

void VectorSource::for_each(const std::function<void(const FeatureView&)>& visit) {
    State& state = *m_state;
    state.layer->ResetReading();
    std::string failure;
    const auto next = [&] {
        CPLErrorReset();  // what failed in `visit` is no failure of the file
        OGRFeatureUniquePtr feature{state.layer->GetNextFeature()};
        if (failure.empty() && CPLGetLastErrorType() >= CE_Failure) failure = CPLGetLastErrorMsg();
        return feature;
    };
    while (const OGRFeatureUniquePtr feature = next()) {
        visit(Feature{*feature,
                      [&](const OGRGeometry& g, PolygonSet& out) { return state.geometry(g, out).text; },
                      [&](Point& p) { return state.moved(p); }});
    }
    if (!failure.empty()) {
        throw Error{Errc::input, state.name,
                    fmt::format("could not be read to its end: {}", shown_text(failure))};
    }
}

namespace {

GDALDatasetUniquePtr open_raster(const std::string& path) {
    CPLErrorReset();
    GDALDatasetUniquePtr dataset{GDALDataset::Open(path.c_str(), GDAL_OF_RASTER)};
    if (!dataset) {
        const std::string reason = shown_text(CPLGetLastErrorMsg());
        throw Error{Errc::input, shown_name(path),
                    fmt::format("cannot be read as a raster: {}",
                                !reason.empty() ? reason : "no driver knows it; is it empty or cut off?")};
    }
    return dataset;
}

/// How the stored values of a band are to be taken.
struct BandValues {
    GDALRasterBand* band = nullptr;
    std::optional<double> no_data;
    double scale = 1.0;
    double offset = 0.0;

    explicit BandValues(GDALRasterBand* from)
        : band{from}, scale{from->GetScale()}, offset{from->GetOffset()} {
        int has_value = 0;
        const double value = from->GetNoDataValue(&has_value);
        if (has_value == 0) return;
        // Stored as float32, a value such as -99999.9 is not the double that the file names.
        no_data =
            from->GetRasterDataType() == GDT_Float32 ? static_cast<double>(static_cast<float>(value)) : value;
    }
    [[nodiscard]] double operator()(double stored) const {
        if (no_data && (stored == *no_data || (std::isnan(stored) && std::isnan(*no_data)))) return 0.0;
        return stored * scale + offset;
    }
};

}  // namespace

RasterInfo raster_info(const std::string& path) {
    const GDALDatasetUniquePtr dataset = open_raster(path);
    const std::string shown = shown_name(path);
    std::array<double, 6> t{};
    if (dataset->GetRasterCount() == 0) throw Error{Errc::input, shown, "the raster has no band"};
    if (dataset->GetGeoTransform(t.data()) != CE_None)
        throw Error{Errc::input, shown, "the raster has no geotransform"};
    if (t[2] != 0.0 || t[4] != 0.0 || t[1] <= 0.0 || t[5] >= 0.0)
        throw Error{Errc::input, shown, "the raster is not north-up: warp it first (gdalwarp)"};
    const OGRSpatialReference* crs = dataset->GetSpatialRef();
    if (crs == nullptr)
        throw Error{Errc::input, shown, "the raster has no CRS: give it one (gdal_edit.py -a_srs)"};
    refuse_tokyo(*crs, shown, "gdalwarp");
    RasterInfo info{{t[0], t[3]},
                    t[1],
                    -t[5],
                    dataset->GetRasterXSize(),
                    dataset->GetRasterYSize(),
                    {},
                    crs->IsGeographic() != 0,
                    {}};
    char* wkt = nullptr;
    const std::array<const char*, 2> options{"FORMAT=WKT2_2018", nullptr};
    crs->exportToWkt(&wkt, options.data());
    info.crs = wkt;
    CPLFree(wkt);
    for (int b = 1; b <= dataset->GetRasterCount(); ++b)
        info.bands.emplace_back(dataset->GetRasterBand(b)->GetDescription());
    return info;
}

void read_raster(const std::string& path, const std::vector<std::size_t>& bands,
                 const std::function<void(std::int32_t, const std::vector<std::vector<double>>&)>& row) {
    const GDALDatasetUniquePtr dataset = open_raster(path);
    const int width = dataset->GetRasterXSize();
    std::vector<BandValues> from;
    for (const std::size_t b : bands) from.emplace_back(dataset->GetRasterBand(static_cast<int>(b) + 1));
    std::vector<std::vector<double>> values(bands.size(),
                                            std::vector<double>(static_cast<std::size_t>(width)));
    for (int r = 0; r < dataset->GetRasterYSize(); ++r) {
        for (std::size_t i = 0; i < from.size(); ++i) {
            if (from[i].band->RasterIO(GF_Read, 0, r, width, 1, values[i].data(), width, 1, GDT_Float64, 0, 0,
                                       nullptr) != CE_None) {
                throw Error{Errc::input, fmt::format("{}: row {}", shown_name(path), r),
                            fmt::format("cannot be read: {}", shown_text(CPLGetLastErrorMsg()))};
            }
            std::transform(values[i].begin(), values[i].end(), values[i].begin(), from[i]);
        }
        row(r, values);
    }
}

}  // namespace amaneku::gdal
