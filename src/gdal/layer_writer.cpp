#include "gdal/layer_writer.hpp"

#include "gdal/connection_name.hpp"
#include "gdal/geopackage_rows.hpp"
#include "gdal/kml_file.hpp"
#include <amaneku/error.hpp>

#include <cpl_conv.h>
#include <cpl_string.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <gdal_priv.h>
#include <ogrsf_frmts.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <fstream>
#include <optional>
#include <system_error>
#include <utility>

namespace amaneku::gdal {

namespace {

/// Stands on the tables of a database, so that nobody else's table is ever replaced.
constexpr const char* table_mark = "written by amaneku; its next run replaces it";

/// While it lives, GDAL's steps on a GeoPackage do not wait for the disk one by one.
class Unsynchronised {
    CPLConfigOptionSetter m_synchronous{"OGR_SQLITE_SYNCHRONOUS", "OFF", false};
    CPLConfigOptionSetter m_journal{"OGR_SQLITE_JOURNAL", "OFF", false};
};

}  // namespace

struct LayerWriter::State {
    std::string driver;
    std::string destination;  // as it may be shown
    GDALDatasetUniquePtr dataset;
    OGRLayer* layer = nullptr;
    GeometryKind kind = GeometryKind::none;
    OGRFeatureUniquePtr feature;
    bool in_transaction = false;
    std::size_t features = 0;  // of the current layer
    std::string date;
    LayerDress dress, next_dress;
    std::optional<KmlFile> kml;  // instead of a data set
    // KML has positions in degrees alone.
    std::unique_ptr<OGRCoordinateTransformation> to_degrees;
    std::optional<GeoPackageRows>
        package;  // of the current layer of a GeoPackage, whose data set is then closed

    [[noreturn]] void fail(const std::string& what) const {
        std::string reason = CPLGetLastErrorMsg();
        std::replace(reason.begin(), reason.end(), '\n', ' ');
        while (reason.ends_with(' ')) reason.pop_back();
        throw Error{Errc::output, destination, fmt::format("{}: {}", what, reason)};
    }
    [[nodiscard]] bool is_database() const { return driver == "PostgreSQL"; }
    [[nodiscard]] bool is_geopackage() const { return driver == "GPKG"; }
    /// What GDAL still holds of the file is written.
    void close_dataset() {
        CPLErrorReset();
        dataset.reset();
        if (CPLGetLastErrorType() >= CE_Failure) fail("cannot be closed");
    }
    void close_rows() {
        if (package) package->close();
        package.reset();
    }
    void reopen_geopackage() {
        close_rows();
        if (dataset) return;
        CPLErrorReset();
        dataset.reset(GDALDataset::Open(destination.c_str(), GDAL_OF_VECTOR | GDAL_OF_UPDATE));
        if (!dataset) fail("cannot be opened again");
    }
    /// Rows are written without waiting for the disk: it is waited for once, before the file gets its name.
    void synchronise() const {
        const int file = ::open(destination.c_str(), O_RDONLY | O_CLOEXEC);
        const bool is_written = file >= 0 && ::fsync(file) == 0;
        const int problem = errno;
        if (file >= 0) ::close(file);
        if (!is_written) {
            throw Error{Errc::output, destination,
                        fmt::format("cannot be written: {}", std::generic_category().message(problem))};
        }
    }
    void commit() {
        if (in_transaction && dataset->CommitTransaction() != OGRERR_NONE) fail("cannot be committed");
        in_transaction = false;
    }
    void begin() {
        if (in_transaction) return;
        in_transaction = dataset->StartTransaction() == OGRERR_NONE;
        if (!in_transaction && is_database()) fail("no transaction can be begun");
    }
    /// The first column of the first row, empty where there is none; for a statement without rows too.
    std::string ask(const std::string& sql, const std::string& problem) {
        CPLErrorReset();
        OGRLayer* rows = dataset->ExecuteSQL(sql.c_str(), nullptr, nullptr);
        if (CPLGetLastErrorType() >= CE_Failure) fail(problem);
        if (rows == nullptr) return {};
        const OGRFeatureUniquePtr first{rows->GetNextFeature()};
        std::string text = first && first->GetFieldCount() > 0 ? first->GetFieldAsString(0) : "";
        dataset->ReleaseResultSet(rows);
        return text;
    }
    void fill(std::span<const FieldValue> values) {
        feature->SetFID(OGRNullFID);
        for (int i = 0; i < static_cast<int>(values.size()); ++i) {
            const FieldValue& value = values[static_cast<std::size_t>(i)];
            if (const auto* number = std::get_if<std::int64_t>(&value)) {
                feature->SetField(i, static_cast<GIntBig>(*number));
            } else if (const auto* real = std::get_if<double>(&value)) {
                if (is_database()) {
                    feature->SetField(i, fmt::format("{}", *real).c_str());
                } else {
                    feature->SetField(i, *real);
                }
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
        ++features;
    }
    /// GDAL's writer of GeoJSON says nothing of a disk that is full: what it wrote is looked at. It puts each
    /// feature on a line.
    void check_geojson() const {
        std::ifstream file{destination, std::ios::binary};
        std::size_t found = 0;
        std::array<std::string, 2> last;
        for (std::string line; std::getline(file, line); last = {std::move(last[1]), std::move(line)})
            found += line.starts_with("{ \"type\": \"Feature\"") ? 1 : 0;
        if (found == features && last == std::array<std::string, 2>{"]", "}"}) return;
        throw Error{Errc::output, destination,
                    fmt::format("{} of {} features could be written: is the disk full?",
                                std::min(found, features), features)};
    }
    void begin_folder(const std::string& name, const std::vector<LayerField>& fields,
                      const std::string& crs) {
        std::vector<KmlColumn> columns;
        std::size_t name_column = fields.size();
        for (std::size_t i = 0; i < fields.size(); ++i) {
            const auto called = dress.columns.find(fields[i].name);
            columns.push_back(
                {fields[i].name, called == dress.columns.end() ? fields[i].name : called->second});
            if (fields[i].name == dress.name_column) name_column = i;
        }
        kml->begin_folder(dress.title.empty() ? name : dress.title, std::move(columns), name_column);
        OGRSpatialReference from;
        from.SetFromUserInput(crs.c_str());
        from.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
        OGRSpatialReference degrees;
        degrees.SetFromUserInput("EPSG:4326");
        degrees.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
        to_degrees.reset(from.IsGeographic() != 0 ? nullptr
                                                  : OGRCreateCoordinateTransformation(&from, &degrees));
        if (!to_degrees && from.IsGeographic() == 0) fail(fmt::format("layer {}: no way to degrees", name));
    }
    /// Positions of the layer as KML has them.
    void turn_to_degrees(std::span<Point> points) const {
        for (Point& p : points) {
            if (to_degrees && to_degrees->Transform(1, &p.x, &p.y) == 0)
                fail("a position cannot be given in degrees");
        }
    }
    /// A feature for KML: `put` is given its values as text and its style.
    template <typename Put>
    void put_placemark(std::span<const FieldValue> values, const Put& put) const {
        std::vector<std::string> texts;
        for (const FieldValue& value : values) {
            const auto* number = std::get_if<std::int64_t>(&value);
            const auto* real = std::get_if<double>(&value);
            const auto* text = std::get_if<std::string>(&value);
            texts.push_back(number != nullptr ? std::to_string(*number)
                            : real != nullptr ? fmt::format("{}", *real)
                            : text != nullptr ? *text
                                              : std::string{});
        }
        put(texts, dress.style ? dress.style(values) : std::string{});
    }
    void open_database(const std::string& name) {
        dataset.reset(GDALDataset::Open(name.c_str(), GDAL_OF_VECTOR | GDAL_OF_UPDATE));
        if (!dataset) {
            if (GetGDALDriverManager()->GetDriverByName(driver.c_str()) == nullptr)
                fail("this GDAL cannot write to PostgreSQL");
            fail(
                "the database cannot be opened; see that the server runs and that host, port, dbname and "
                "user "
                "in output.formats are right");
        }
        if (ask("SELECT count(*) FROM pg_extension WHERE extname = 'postgis'", "cannot be asked") != "1")
            fail("the database has no PostGIS: run CREATE EXTENSION postgis in it");
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
        case GeometryKind::line:
            return wkbLineString;
        case GeometryKind::polygon:
            return wkbPolygon;
        case GeometryKind::multipolygon:
            return wkbMultiPolygon;
        default:
            return wkbNone;
    }
}

OGRFieldType field_type(FieldType type, bool is_database) {
    if (type == FieldType::integer) return OFTInteger64;
    return type == FieldType::real && !is_database ? OFTReal : OFTString;
}

}  // namespace

LayerWriter::LayerWriter(const std::string& driver, const std::string& destination, const std::string& date,
                         const DocumentText& document)
    : m_state{std::make_unique<State>()} {
    m_state->driver = driver;
    m_state->destination = without_password(destination);
    m_state->date = date;
    CPLSetConfigOption("OGR_CURRENT_DATE", (date + "T00:00:00.000Z").c_str());
    CPLErrorReset();
    if (m_state->is_database()) {
        m_state->open_database(destination);
        return;
    }
    if (driver == "KML") {
        m_state->kml.emplace(destination, document.title, document.description);
        return;
    }
    const Unsynchronised unsynchronised;
    GDALDriver* found = GetGDALDriverManager()->GetDriverByName(driver.c_str());
    if (found == nullptr) m_state->fail(fmt::format("GDAL has no driver {}", driver));
    m_state->dataset.reset(found->Create(destination.c_str(), 0, 0, 0, GDT_Unknown, nullptr));
    if (!m_state->dataset) m_state->fail("cannot be created");
}

LayerWriter::~LayerWriter() {
    m_state->feature.reset();
    if (m_state->in_transaction) m_state->dataset->RollbackTransaction();
}

void LayerWriter::clear(std::span<const std::string> names) {
    State& state = *m_state;
    if (!state.is_database()) return;
    state.begin();
    const std::string schema =
        state.ask("SELECT quote_ident(current_schema())", "the schema to write to cannot be asked for");
    if (schema.empty()) {
        throw Error{Errc::output, state.destination,
                    "the schema to write to is not there: create it, or name another with active_schema=…"};
    }
    for (const std::string& name : names) {
        const std::string table = fmt::format("{}.\"{}\"", schema, name);
        const std::string mark = state.ask(
            fmt::format("SELECT coalesce(obj_description(to_regclass('{0}'), 'pg_class'), '-') WHERE "
                        "to_regclass('{0}') IS NOT NULL",
                        table),
            "the tables cannot be listed");
        if (mark.empty()) continue;
        if (mark != table_mark) {
            throw Error{
                Errc::output, state.destination,
                fmt::format("there is a table {} that amaneku did not write: move it, or name a schema "
                            "of amaneku's own with active_schema=…",
                            table)};
        }
        // Without CASCADE: what others have built upon a table is theirs.
        static_cast<void>(
            state.ask("DROP TABLE " + table, fmt::format("the table {} cannot be replaced", table)));
    }
}

void LayerWriter::dress(LayerDress dress) {
    m_state->next_dress = std::move(dress);
}

void LayerWriter::begin_layer(const std::string& name, GeometryKind kind,
                              const std::vector<LayerField>& fields, const std::string& crs) {
    State& state = *m_state;
    const Unsynchronised unsynchronised;
    state.feature.reset();
    state.dress = std::exchange(state.next_dress, {});
    if (state.kml) return state.begin_folder(name, fields, crs);
    if (state.is_database()) {
        state.begin();
    } else if (state.is_geopackage()) {
        state.reopen_geopackage();
    } else {
        state.commit();
    }
    OGRSpatialReference reference;
    if (kind != GeometryKind::none) {
        reference.SetFromUserInput(crs.c_str());
        reference.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    }
    CPLStringList options;
    if (state.is_database()) {
        options.SetNameValue("DESCRIPTION", table_mark);
        options.SetNameValue("FID", "fid");
        options.SetNameValue("GEOMETRY_NAME", "geom");
        options.SetNameValue("LAUNDER", "NO");
        // GDAL sends reals with 15 digits only: they go as text into columns of doubles.
        std::string types;
        for (const LayerField& field : fields) {
            if (field.type == FieldType::real)
                types += fmt::format("{}{}=double precision", types.empty() ? "" : ",", field.name);
        }
        options.SetNameValue("COLUMN_TYPES", types.c_str());
    } else if (state.driver == "GPKG") {
        options.SetNameValue("GEOMETRY_NAME", "geom");
        if (name == "layer_styles") options.SetNameValue("FID", "id");
    } else if (state.driver == "GeoJSON") {
        options.SetNameValue("RFC7946", "YES");
    } else if (state.driver == "ESRI Shapefile") {
        options.SetNameValue("ENCODING", "UTF-8");
        options.SetNameValue("DBF_DATE_LAST_UPDATE", state.date.c_str());
    }
    CPLErrorReset();
    state.layer = state.dataset->CreateLayer(name.c_str(), kind == GeometryKind::none ? nullptr : &reference,
                                             geometry_type(kind), options.List());
    if (state.layer == nullptr) state.fail(fmt::format("layer {} cannot be created", name));
    state.kind = kind;
    state.features = 0;
    for (const LayerField& field : fields) {
        const auto called = state.dress.columns.find(field.name);
        const std::string title = called == state.dress.columns.end() ? field.name : called->second;
        OGRFieldDefn definition{title.c_str(), field_type(field.type, state.is_database())};
        // To begin with: the driver widens a column for longer texts, up to 254 bytes.
        if (state.driver == "ESRI Shapefile" && field.type == FieldType::text) definition.SetWidth(24);
        if (state.layer->CreateField(&definition) != OGRERR_NONE)
            state.fail(fmt::format("column {} cannot be created", field.name));
    }
    if (state.is_geopackage()) {
        state.layer = nullptr;
        state.close_dataset();
        state.package.emplace(state.destination, name, kind, fields);
        return;
    }
    state.begin();
    state.feature.reset(OGRFeature::CreateFeature(state.layer->GetLayerDefn()));
}

void LayerWriter::add(const PolygonSet& polygons, std::span<const FieldValue> values) {
    if (m_state->package) return m_state->package->add(polygons, values);
    if (m_state->kml) {
        PolygonSet in_degrees = polygons;
        m_state->turn_to_degrees(in_degrees.points);
        return m_state->put_placemark(values, [&](const auto& texts, const std::string& style) {
            m_state->kml->add(in_degrees, texts, style);
        });
    }
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
    if (m_state->package) return m_state->package->add(ring, values);
    auto polygon = std::make_unique<OGRPolygon>();
    polygon->addRingDirectly(linear_ring(ring).release());
    m_state->feature->SetGeometryDirectly(polygon.release());
    m_state->fill(values);
    m_state->create();
}

void LayerWriter::add_line(std::span<const Point> line, std::span<const FieldValue> values) {
    if (m_state->package) return m_state->package->add_line(line, values);
    auto geometry = std::make_unique<OGRLineString>();
    geometry->setNumPoints(static_cast<int>(line.size()), FALSE);
    for (int i = 0; i < geometry->getNumPoints(); ++i)
        geometry->setPoint(i, line[static_cast<std::size_t>(i)].x, line[static_cast<std::size_t>(i)].y);
    m_state->feature->SetGeometryDirectly(geometry.release());
    m_state->fill(values);
    m_state->create();
}

void LayerWriter::add(Point point, std::span<const FieldValue> values) {
    if (m_state->package) return m_state->package->add(point, values);
    if (m_state->kml) {
        m_state->turn_to_degrees({&point, 1});
        return m_state->put_placemark(values, [&](const auto& texts, const std::string& style) {
            m_state->kml->add_point(point, texts, style);
        });
    }
    m_state->feature->SetGeometryDirectly(new OGRPoint{point.x, point.y});  // NOLINT: GDAL takes it over
    m_state->fill(values);
    m_state->create();
}

void LayerWriter::add(std::span<const FieldValue> values) {
    if (m_state->package) return m_state->package->add(values);
    m_state->fill(values);
    m_state->create();
}

void LayerWriter::close() {
    State& state = *m_state;
    if (state.kml) return state.kml->close();
    state.feature.reset();
    CPLErrorReset();
    if (state.is_database()) {
        state.dataset->FlushCache(false);  // the last rows of a COPY tell their errors here
        if (CPLGetLastErrorType() >= CE_Failure) state.fail("the last rows cannot be written");
    }
    state.close_rows();
    state.commit();
    state.close_dataset();
    if (state.is_geopackage()) state.synchronise();
    if (state.driver == "GeoJSON") state.check_geojson();
}

}  // namespace amaneku::gdal
