#include "gdal/layer_writer.hpp"

#include <amaneku/error.hpp>

#include <cpl_conv.h>
#include <cpl_string.h>
#include <fmt/format.h>
#include <gdal_priv.h>
#include <ogrsf_frmts.h>

namespace amaneku::gdal {

struct LayerWriter::State {
    std::string driver;
    std::string destination;
    GDALDatasetUniquePtr dataset;
    OGRLayer* layer = nullptr;
    GeometryKind kind = GeometryKind::none;
    OGRFeatureUniquePtr feature;
    bool in_transaction = false;

    [[noreturn]] void fail(const std::string& what) const {
        throw Error{Errc::output, destination, fmt::format("{}: {}", what, CPLGetLastErrorMsg())};
    }
    void commit() {
        if (in_transaction && dataset->CommitTransaction() != OGRERR_NONE) fail("cannot be committed");
        in_transaction = false;
    }
    void fill(std::span<const FieldValue> values) {
        feature->SetFID(OGRNullFID);
        for (int i = 0; i < static_cast<int>(values.size()); ++i) {
            const FieldValue& value = values[static_cast<std::size_t>(i)];
            if (const auto* number = std::get_if<std::int64_t>(&value)) {
                feature->SetField(i, static_cast<GIntBig>(*number));
            } else if (const auto* real = std::get_if<double>(&value)) {
                feature->SetField(i, *real);
            } else if (const auto* text = std::get_if<std::string>(&value)) {
                feature->SetField(i, text->c_str());
            } else {
                feature->SetFieldNull(i);
            }
        }
    }
    void create() {
        if (layer->CreateFeature(feature.get()) != OGRERR_NONE)
            fail(fmt::format("layer {}: a feature cannot be written", layer->GetName()));
    }
};

namespace {

std::unique_ptr<OGRLinearRing> linear_ring(std::span<const Point> points) {
    auto ring = std::make_unique<OGRLinearRing>();
    ring->setNumPoints(static_cast<int>(points.size()), FALSE);
    for (int i = 0; i < static_cast<int>(points.size()); ++i)
        ring->setPoint(i, points[static_cast<std::size_t>(i)].x, points[static_cast<std::size_t>(i)].y);
    ring->closeRings();
    return ring;
}

OGRwkbGeometryType geometry_type(GeometryKind kind) {
    switch (kind) {
        case GeometryKind::point:
            return wkbPoint;
        case GeometryKind::polygon:
            return wkbPolygon;
        case GeometryKind::multipolygon:
            return wkbMultiPolygon;
        default:
            return wkbNone;
    }
}

}  // namespace

LayerWriter::LayerWriter(const std::string& driver, const std::string& destination, const std::string& date)
    : m_state{std::make_unique<State>()} {
    m_state->driver = driver;
    m_state->destination = destination;
    CPLSetConfigOption("OGR_CURRENT_DATE", (date + "T00:00:00.000Z").c_str());
    CPLErrorReset();
    if (driver == "PostgreSQL") {
        m_state->dataset.reset(GDALDataset::Open(destination.c_str(), GDAL_OF_VECTOR | GDAL_OF_UPDATE));
        if (!m_state->dataset) m_state->fail("the database cannot be opened");
        return;
    }
    GDALDriver* found = GetGDALDriverManager()->GetDriverByName(driver.c_str());
    if (found == nullptr) m_state->fail(fmt::format("GDAL has no driver {}", driver));
    m_state->dataset.reset(found->Create(destination.c_str(), 0, 0, 0, GDT_Unknown, nullptr));
    if (!m_state->dataset) m_state->fail("cannot be created");
}

LayerWriter::~LayerWriter() = default;

void LayerWriter::begin_layer(const std::string& name, GeometryKind kind,
                              const std::vector<LayerField>& fields, const std::string& crs) {
    State& state = *m_state;
    state.feature.reset();
    state.commit();
    OGRSpatialReference reference;
    if (kind != GeometryKind::none) {
        reference.SetFromUserInput(crs.c_str());
        reference.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    }
    CPLStringList options;
    if (state.driver == "PostgreSQL") {
        options.SetNameValue("OVERWRITE", "YES");
        options.SetNameValue("GEOMETRY_NAME", "geom");
        options.SetNameValue("LAUNDER", "NO");
    } else if (state.driver == "GPKG") {
        options.SetNameValue("GEOMETRY_NAME", "geom");
        if (name == "layer_styles") options.SetNameValue("FID", "id");
    } else if (state.driver == "GeoJSON") {
        options.SetNameValue("RFC7946", "YES");
    }
    CPLErrorReset();
    state.layer = state.dataset->CreateLayer(name.c_str(), kind == GeometryKind::none ? nullptr : &reference,
                                             geometry_type(kind), options.List());
    if (state.layer == nullptr) state.fail(fmt::format("layer {} cannot be created", name));
    state.kind = kind;
    for (const LayerField& field : fields) {
        OGRFieldDefn definition{field.name.c_str(), field.type == FieldType::integer ? OFTInteger64
                                                    : field.type == FieldType::real  ? OFTReal
                                                                                     : OFTString};
        if (state.layer->CreateField(&definition) != OGRERR_NONE)
            state.fail(fmt::format("column {} cannot be created", field.name));
    }
    state.in_transaction = state.dataset->StartTransaction() == OGRERR_NONE;
    state.feature.reset(OGRFeature::CreateFeature(state.layer->GetLayerDefn()));
}

void LayerWriter::add(const PolygonSet& polygons, std::span<const FieldValue> values) {
    auto multi = std::make_unique<OGRMultiPolygon>();
    for (std::size_t part = 0; part < polygons.part_count(); ++part) {
        auto polygon = std::make_unique<OGRPolygon>();
        for (std::size_t r = polygons.part_begin[part]; r < polygons.part_begin[part + 1]; ++r)
            polygon->addRingDirectly(linear_ring(polygons.ring(r)).release());
        multi->addGeometryDirectly(polygon.release());
    }
    m_state->feature->SetGeometryDirectly(multi.release());
    m_state->fill(values);
    m_state->create();
}

void LayerWriter::add(std::span<const Point> ring, std::span<const FieldValue> values) {
    auto polygon = std::make_unique<OGRPolygon>();
    polygon->addRingDirectly(linear_ring(ring).release());
    m_state->feature->SetGeometryDirectly(polygon.release());
    m_state->fill(values);
    m_state->create();
}

void LayerWriter::add(Point point, std::span<const FieldValue> values) {
    m_state->feature->SetGeometryDirectly(new OGRPoint{point.x, point.y});  // NOLINT: GDAL takes it over
    m_state->fill(values);
    m_state->create();
}

void LayerWriter::add(std::span<const FieldValue> values) {
    m_state->fill(values);
    m_state->create();
}

void LayerWriter::close() {
    State& state = *m_state;
    state.feature.reset();
    state.commit();
    CPLErrorReset();
    state.dataset.reset();
    if (CPLGetLastErrorType() >= CE_Failure) state.fail("cannot be closed");
}

}  // namespace amaneku::gdal
