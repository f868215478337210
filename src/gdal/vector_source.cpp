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
#include <ogr_recordbatch.h>
#include <ogrsf_frmts.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace amaneku::gdal {

namespace {

std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return text;
}

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

}  // namespace

struct VectorSource::State {
    std::string name;
    std::string copy;  // in GDAL's memory; empty: none
    GDALDatasetUniquePtr dataset;
    OGRLayer* layer = nullptr;
    PolygonTaker taker;
    std::string note;
    std::string datum;
    bool is_filtered = false;
    std::string failure;  // of the file while it was read

    State() = default;
    ~State() {
        dataset.reset();
        if (!copy.empty()) VSIUnlink(copy.c_str());
    }
    State(const State&) = delete;
    State& operator=(const State&) = delete;
    State(State&&) = delete;
    State& operator=(State&&) = delete;

    OGRFeatureUniquePtr next() {
        CPLErrorReset();  // what failed between is no failure of the file
        OGRFeatureUniquePtr feature{layer->GetNextFeature()};
        note_failure();
        return feature;
    }
    void note_failure() {
        if (failure.empty() && CPLGetLastErrorType() >= CE_Failure) failure = CPLGetLastErrorMsg();
    }
    void check_end() const {
        if (failure.empty()) return;
        throw Error{Errc::input, name, fmt::format("could not be read to its end: {}", shown_text(failure))};
    }
};

namespace {

class Feature final : public FeatureView {
public:
    Feature(const OGRFeature& feature, PolygonTaker& taker) : m_feature{feature}, m_taker{taker} {}

    [[nodiscard]] std::int64_t fid() const override { return m_feature.GetFID(); }
    [[nodiscard]] std::optional<std::string> text(int field) const override {
        if (field < 0 || m_feature.IsFieldSetAndNotNull(field) == 0) return std::nullopt;
        const std::string text = const_cast<OGRFeature&>(m_feature).GetFieldAsString(field);
        return is_utf8(text) ? text : from_cp932(text);  // a .dbf without .cpg
    }
    [[nodiscard]] std::optional<double> number(int field) const override {
        if (field < 0 || m_feature.IsFieldSetAndNotNull(field) == 0) return std::nullopt;
        return m_feature.GetFieldAsDouble(field);
    }
    [[nodiscard]] std::string polygons(PolygonSet& out) const override {
        return m_taker.take(m_feature.GetGeometryRef(), out);
    }
    [[nodiscard]] std::optional<Point> point() const override {
        const OGRGeometry* geometry = m_feature.GetGeometryRef();
        if (geometry == nullptr || wkbFlatten(geometry->getGeometryType()) != wkbPoint || geometry->IsEmpty())
            return std::nullopt;
        Point p{geometry->toPoint()->getX(), geometry->toPoint()->getY()};
        if (!m_taker.moved(p)) return std::nullopt;
        return p;
    }

    [[nodiscard]] std::vector<std::vector<Point>> lines() const override {
        std::vector<std::vector<Point>> out;
        const OGRGeometry* geometry = m_feature.GetGeometryRef();
        if (geometry == nullptr) return out;
        const OGRGeometryUniquePtr linear{geometry->getLinearGeometry()};
        if (!linear || !append_lines(*linear, out)) return {};
        return out;
    }

private:
    /// @returns false where a position has no image
    bool append_lines(const OGRGeometry& geometry, std::vector<std::vector<Point>>& out) const {
        const OGRwkbGeometryType type = wkbFlatten(geometry.getGeometryType());
        if (OGR_GT_IsSubClassOf(type, wkbGeometryCollection) != 0) {
            for (const OGRGeometry* part : *geometry.toGeometryCollection()) {
                if (!append_lines(*part, out)) return false;
            }
            return true;
        }
        if (type != wkbLineString || geometry.IsEmpty() != 0) return true;
        auto& line = out.emplace_back();
        for (const OGRPoint& point : *geometry.toLineString()) {
            Point p{point.getX(), point.getY()};
            if (!m_taker.moved(p)) return false;
            line.push_back(p);
        }
        return true;
    }

    const OGRFeature& m_feature;
    PolygonTaker& m_taker;
};

}  // namespace

VectorSource::VectorSource(const std::string& source, const std::string& target_crs, const std::string& layer)
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
    if (m_state->dataset->GetLayerCount() > 1 && layer.empty()) {
        std::string names;
        for (int i = 0; i < m_state->dataset->GetLayerCount(); ++i)
            names += fmt::format("{}{}", i == 0 ? "" : ", ", m_state->dataset->GetLayer(i)->GetName());
        m_state->note = fmt::format("{} has several layers ({}); the first is read", shown, names);
    }
    m_state->layer =
        layer.empty() ? m_state->dataset->GetLayer(0) : m_state->dataset->GetLayerByName(layer.c_str());
    if (m_state->layer == nullptr) throw Error{Errc::input, shown, fmt::format("has no layer '{}'", layer)};
    if (m_state->layer->GetFeatureCount() == 0)
        throw Error{Errc::input, shown, "the layer has no feature (a table no row)"};
    if (target_crs.empty() || m_state->layer->GetGeomType() == wkbNone) return;
    const OGRSpatialReference* given = m_state->layer->GetSpatialRef();
    OGRSpatialReference degrees;
    if (given == nullptr && EQUAL(m_state->dataset->GetDriverName(), "CSV")) {  // cannot say its CRS
        degrees.SetFromUserInput("EPSG:6668");
        given = &degrees;
    }
    if (given == nullptr)
        throw Error{Errc::input, shown, "has no CRS: give it one (a .prj file, or ogr2ogr -a_srs EPSG:6668)"};
    CrsRoute route{*given, target_crs, shown};
    m_state->taker = std::move(route.taker);
    m_state->datum = std::move(route.datum);
    if (!route.note.empty()) m_state->note += (m_state->note.empty() ? "" : "; ") + route.note;
}

VectorSource::~VectorSource() = default;

void VectorSource::filter(const std::string& where) {
    if (where.empty()) return;
    m_state->is_filtered = true;
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

bool VectorSource::is_whole(int field) const {
    const OGRFieldType type = m_state->layer->GetLayerDefn()->GetFieldDefn(field)->GetType();
    return type == OFTInteger || type == OFTInteger64;
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
    while (const OGRFeatureUniquePtr feature = state.next()) visit(Feature{*feature, state.taker});
    state.check_end();
}

const PolygonTaker& VectorSource::taker() const {
    return m_state->taker;
}

std::vector<std::int64_t> VectorSource::fids_at(const std::vector<std::uint64_t>& places) {
    std::vector<std::int64_t> ids;
    std::uint64_t place = 0;
    m_state->layer->ResetReading();
    while (ids.size() < places.size()) {
        const OGRFeatureUniquePtr feature = m_state->next();
        if (!feature) break;
        if (place++ == places[ids.size()]) ids.push_back(feature->GetFID());
    }
    m_state->check_end();
    return ids;
}

namespace {

constexpr std::size_t batch_bytes = std::size_t{1} << 19;  // fits the cache on its way to another thread
constexpr std::size_t most_rows = 1024;

/// Features as OGR made them.
class GeometryBatch final : public FeatureBatch {
public:
    void add(OGRFeature& feature) {
        m_fids.push_back(feature.GetFID());
        m_geometries.emplace_back(feature.StealGeometry());
        OGRGeometry* const geometry = m_geometries.back().get();
        if (geometry == nullptr) return;
        geometry->assignSpatialReference(nullptr);  // the layer's, which may be gone before the batch
        m_bytes += static_cast<std::size_t>(geometry->WkbSize());
    }
    [[nodiscard]] bool is_full() const { return m_bytes >= batch_bytes || m_fids.size() >= 4 * most_rows; }

    [[nodiscard]] std::size_t size() const override { return m_fids.size(); }
    [[nodiscard]] std::int64_t fid(std::size_t i) const override { return m_fids[i]; }
    [[nodiscard]] std::string polygons(std::size_t i, PolygonTaker& taker, PolygonSet& out) override {
        const OGRGeometryUniquePtr geometry = std::move(m_geometries[i]);
        return taker.take(geometry.get(), out);
    }

private:
    std::vector<std::int64_t> m_fids;
    std::vector<OGRGeometryUniquePtr> m_geometries;
    std::size_t m_bytes = 0;
};

/// Whether a value of an Arrow array is null.
bool is_null(const ArrowArray& array, std::size_t i) {
    const auto* valid = static_cast<const std::uint8_t*>(array.buffers[0]);
    if (valid == nullptr) return false;
    const std::size_t at = i + static_cast<std::size_t>(array.offset);
    return (valid[at / 8] >> (at % 8) & 1U) == 0;
}

/// Features as well-known binary in an Arrow array.
class ArrowBatch final : public FeatureBatch {
public:
    /// Takes the array over.
    ArrowBatch(ArrowArray array, std::size_t fids, std::size_t geometries, std::string shown)
        : m_array{array}, m_fids{fids}, m_geometries{geometries}, m_shown{std::move(shown)} {}
    ~ArrowBatch() override { m_array.release(&m_array); }
    ArrowBatch(const ArrowBatch&) = delete;
    ArrowBatch& operator=(const ArrowBatch&) = delete;
    ArrowBatch(ArrowBatch&&) = delete;
    ArrowBatch& operator=(ArrowBatch&&) = delete;

    [[nodiscard]] std::size_t size() const override { return static_cast<std::size_t>(m_array.length); }
    [[nodiscard]] std::int64_t fid(std::size_t i) const override {
        const ArrowArray& ids = *m_array.children[m_fids];
        return static_cast<const std::int64_t*>(ids.buffers[1])[i + static_cast<std::size_t>(ids.offset)];
    }
    [[nodiscard]] std::string polygons(std::size_t i, PolygonTaker& taker, PolygonSet& out) override {
        const ArrowArray& column = *m_array.children[m_geometries];
        if (is_null(column, i)) return taker.take(nullptr, out);
        const std::int32_t* const ends =
            static_cast<const std::int32_t*>(column.buffers[1]) + i + column.offset;
        const auto* bytes = static_cast<const std::byte*>(column.buffers[2]);
        try {
            return taker.take_wkb({bytes + ends[0], bytes + ends[1]}, out);
        } catch (const Error& error) {
            throw Error{error.code(), fmt::format("{}: fid={}", m_shown, fid(i)), error.what()};
        }
    }

private:
    ArrowArray m_array;
    std::size_t m_fids;
    std::size_t m_geometries;
    std::string m_shown;
};

/// A stream of Arrow arrays, with the columns of ids and geometries.
struct ArrowStream {
    ArrowArrayStream stream{};
    std::size_t fids = 0;
    std::size_t geometries = 0;
    bool is_usable = false;

    ArrowStream(OGRLayer& layer, std::size_t rows) {
        CPLStringList options;
        options.SetNameValue("MAX_FEATURES_IN_BATCH", std::to_string(rows).c_str());
        options.SetNameValue("INCLUDE_FID", "YES");  // GDAL 3.6 forgets a GeoPackage's geometries without
        if (!layer.GetArrowStream(&stream, options.List())) return;
        ArrowSchema schema{};
        if (stream.get_schema(&stream, &schema) != 0) return;
        const std::string id = layer.GetFIDColumn()[0] != 0 ? layer.GetFIDColumn() : "OGC_FID";
        int found = 0;
        for (std::size_t i = 0; i < static_cast<std::size_t>(schema.n_children); ++i) {
            const ArrowSchema& column = *schema.children[i];
            if (std::string_view{column.format} == "z") {
                geometries = i;
                found += 1;
            } else if (id == column.name && std::string_view{column.format} == "l") {
                fids = i;
                found += 1;
            }
        }
        is_usable = found == 2 && schema.n_children == 2;
        schema.release(&schema);
    }
    ~ArrowStream() {
        if (stream.release != nullptr) stream.release(&stream);
    }
    ArrowStream(const ArrowStream&) = delete;
    ArrowStream& operator=(const ArrowStream&) = delete;
    ArrowStream(ArrowStream&&) = delete;
    ArrowStream& operator=(ArrowStream&&) = delete;
};

/// How many features of a file make a batch.
std::size_t rows_of_batch(const std::string& file, std::int64_t features) {
    VSIStatBufL about{};
    if (features <= 0 || VSIStatL(file.c_str(), &about) != 0) return 64;
    const auto bytes = static_cast<std::size_t>(about.st_size) / static_cast<std::size_t>(features) + 1;
    return std::clamp<std::size_t>(batch_bytes / bytes, 1, most_rows);
}

/// The formats with code of their own for Arrow; the others' would copy their features.
bool has_fast_arrow(GDALDataset& dataset) {
    const char* const name = dataset.GetDriverName();
    return EQUAL(name, "FlatGeobuf") || EQUAL(name, "GPKG");
}

/// Fields are not decoded from here on.
void ignore_fields(OGRLayer& layer) {
    if (layer.TestCapability(OLCIgnoreFields) == 0) return;
    CPLStringList names;
    for (int i = 0; i < layer.GetLayerDefn()->GetFieldCount(); ++i)
        names.AddString(layer.GetLayerDefn()->GetFieldDefn(i)->GetNameRef());
    names.AddString("OGR_STYLE");
    layer.SetIgnoredFields(const_cast<const char**>(names.List()));
}

}  // namespace

void VectorSource::for_each_batch(const std::function<void(std::unique_ptr<FeatureBatch>)>& visit,
                                  std::uint64_t skip) {
    State& state = *m_state;
    OGRLayer& layer = *state.layer;
    if (!state.is_filtered) ignore_fields(layer);
    layer.ResetReading();
    if (!state.is_filtered && skip == 0 && has_fast_arrow(*state.dataset)) {
        ArrowStream stream{layer, rows_of_batch(state.dataset->GetDescription(), layer.GetFeatureCount())};
        while (stream.is_usable) {
            CPLErrorReset();
            ArrowArray array{};
            const int status = stream.stream.get_next(&stream.stream, &array);
            state.note_failure();
            if (status != 0 && state.failure.empty()) state.failure = "its features cannot be fetched";
            if (status != 0 || array.release == nullptr) {
                state.check_end();
                return;
            }
            visit(std::make_unique<ArrowBatch>(array, stream.fids, stream.geometries, state.name));
        }
        layer.ResetReading();
    }
    auto batch = std::make_unique<GeometryBatch>();
    while (const OGRFeatureUniquePtr feature = state.next()) {
        if (skip > 0) {
            --skip;
            continue;
        }
        batch->add(*feature);
        if (!batch->is_full()) continue;
        visit(std::move(batch));
        batch = std::make_unique<GeometryBatch>();
    }
    if (batch->size() > 0) visit(std::move(batch));
    state.check_end();
}

}  // namespace amaneku::gdal
