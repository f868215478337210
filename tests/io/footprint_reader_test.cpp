#include "io/footprint_reader.hpp"

#include "catch.hpp"
#include "gdal/vector_source.hpp"
#include "input_folder.hpp"
#include "io/geojson_file.hpp"
#include "overlay/parallel_tiles.hpp"

#include <fmt/format.h>
#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include <bit>
#include <cmath>
#include <mutex>
#include <random>

using namespace amaneku;

namespace {

const Grid degrees = Grid::mesh(MeshLevel::half);
const Grid metres = Grid::raster({-200'000, 200'000}, 500, 500, 800, 800, "EPSG:6674", false);

/// What comes of reading a file, in words that can be compared.
struct Outcome {
    std::string error;
    std::uint64_t read = 0;
    std::vector<std::string> issues;
    std::string note;
    PolygonSet polygons;

    bool operator==(const Outcome& other) const {
        const auto bits = [](const PolygonSet& set) {
            std::vector<std::uint64_t> out;
            for (const Point p : set.points) {
                out.push_back(std::bit_cast<std::uint64_t>(p.x));
                out.push_back(std::bit_cast<std::uint64_t>(p.y));
            }
            return out;
        };
        return error == other.error && read == other.read && issues == other.issues && note == other.note &&
               polygons.ring_begin == other.polygons.ring_begin &&
               polygons.part_begin == other.polygons.part_begin && bits(polygons) == bits(other.polygons);
    }
};

std::ostream& operator<<(std::ostream& out, const Outcome& o) {
    out << o.error << "|" << o.read << "|" << o.note << "|" << o.polygons.points.size() << " points "
        << o.polygons.part_count() << " parts";
    for (const std::string& issue : o.issues) out << "\n  " << issue;
    return out;
}

/// GDAL's features, one after the other.
Outcome by_gdal(const std::string& file, const Grid& grid, const std::string& where = "") {
    Outcome out;
    try {
        gdal::VectorSource layer{file, grid.crs()};
        layer.filter(where);
        out.note = layer.crs_note() + ";" + layer.datum_note();
        layer.for_each([&](const gdal::FeatureView& feature) {
            ++out.read;
            if (const std::string problem = feature.polygons(out.polygons); !problem.empty())
                out.issues.push_back(fmt::format("fid={} {}", feature.fid(), problem));
        });
    } catch (const Error& error) {
        out = {};
        out.error = error.where() + ": " + error.what();
    }
    return out;
}

Outcome by_reader(const std::string& file, const Grid& grid, int threads = 1, const std::string& where = "") {
    ProviderConfig config;
    config.footprints = {file};
    config.where = where;
    config.max_bad_rows = 1.0;
    Outcome out;
    try {
        io::FootprintReader reader{config, grid};
        std::mutex mutex;
        std::vector<PolygonSet> batches;
        overlay::feed(threads, [&](const auto& submit) {
            reader.read(overlay::worker_count(threads), submit,
                        [&](std::size_t batch, std::size_t, PolygonSet& polygons) {
                            const std::lock_guard lock{mutex};
                            if (batches.size() <= batch) batches.resize(batch + 1);
                            batches[batch] = std::move(polygons);
                        });
        });
        const io::ProviderReport report = reader.report();
        for (const PolygonSet& batch : batches) out.polygons.append(batch);
        out.read = report.read;
        for (const Issue& issue : report.issues) {
            if (issue.kind == IssueKind::rejected) out.issues.push_back(issue.place + " " + issue.reason);
        }
        std::string datum;
        for (const std::string& note : report.notes) {
            const std::size_t end = note.find(" without a shift");
            (end == std::string::npos ? out.note : datum) = note.substr(0, end);
        }
        out.note += ";" + datum;
    } catch (const Error& error) {
        out = {};
        out.error = error.where() + ": " + error.what();
    }
    return out;
}

void check_alike(const std::string& file, const Grid& grid = degrees) {
    CAPTURE(file);
    const Outcome expected = by_gdal(file, grid);
    CHECK(by_reader(file, grid) == expected);
    CHECK(by_reader(file, grid, 3) == expected);
}

bool is_plain(const std::string& file) {
    return io::GeoJsonFile::open(file) != nullptr;
}

const std::string triangle =
    R"({"type":"Polygon","coordinates":[[[135,34],[135.1,34],[135.1,34.1],[135,34]]]})";

std::string feature(const std::string& geometry, const std::string& properties = "{}",
                    const std::string& more = "") {
    return R"({"type":"Feature",)" + more + R"("properties":)" + properties + R"(,"geometry":)" + geometry +
           "}";
}

std::string collection(const std::string& features, const std::string& head = "",
                       const std::string& tail = "") {
    return R"({"type":"FeatureCollection",)" + head + R"("features":[)" + features + "]" + tail + "}";
}

}  // namespace

TEST_CASE("GeoJSON is read as GDAL reads it, feature by feature") {
    const InputFolder folder;
    const std::string features = GENERATE_COPY(values<std::string>(
        {feature(triangle), feature(triangle) + "," + feature(triangle),
         // members and texts that look like something else
         feature(
             triangle,
             R"({"coordinates":[[1,2]],"geometry":{"type":"Point"},"a":"}{][\"\\","b":{"features":[{}]}})"),
         feature(triangle, R"({"name":"\u5929\"\\","x":"\\\\"})"), feature(triangle, "null"),
         feature(triangle, R"({"id":7})"),
         // ids
         feature(triangle, "{}", R"("id":7,)") + "," + feature("null", "{}", R"("id":9,)"),
         feature("null", "{}", R"("id":9,)") + "," + feature("null", "{}", R"("id":9,)"),
         feature("null", "{}", R"("id":"a",)") + "," + feature("null", "{}", R"("id":9,)"),
         feature("null") + "," + feature("null", "{}", R"("id":0,)") + "," + feature("null"),
         // geometries
         feature("null") + "," + feature(triangle), feature("null"),
         feature(R"({"type":"Point","coordinates":[135,34]})") + "," + feature(triangle),
         feature(R"({"type":"LineString","coordinates":[[135,34],[136,34]]})"),
         feature(R"({"type":"GeometryCollection","geometries":[)" + triangle + "," + triangle + "]}"),
         feature(R"({"type":"GeometryCollection","geometries":[)" + triangle +
                 R"(,{"type":"Point","coordinates":[1,2]}]})"),
         feature(R"({"type":"Polygon","coordinates":[]})"),
         feature(R"({"type":"Polygon","coordinates":[[]]})"),
         feature(R"({"type":"MultiPolygon","coordinates":[]})"),
         feature(R"({"type":"MultiPolygon","coordinates":[[]]})"),
         feature(R"({"type":"MultiPolygon","coordinates":[[[]]]})"),
         feature(R"({"type":"Polygon","coordinates":[[[135,34],[135.1,34],[135,34]]]})"),
         feature(R"({"type":"Polygon","coordinates":[[[135,34],[135.1,34],[135.1,34.1]]]})"),
         feature(R"({"type":"Polygon","coordinates":[[[34,135],[34.1,135],[34.1,135.1],[34,135]]]})"),
         feature(
             R"({"type":"Polygon","coordinates":[[[135,34,5],[135.1,34,6.5],[135.1,34.1,7],[135,34,5]]]})"),
         feature(
             R"({"type":"Polygon","coordinates":[[[135,34,5,9],[135.1,34,6.5,9],[135.1,34.1,7,9],[135,34,5,9]]]})"),
         feature(R"({"type":"Polygon","coordinates":[[[135],[135.1,34],[135.1,34.1],[135,34]]]})"),
         feature(R"({"type":"Polygon","coordinates":[[[135,null],[135.1,34],[135.1,34.1],[135,34]]]})"),
         feature(R"({"type":"Polygon","coordinates":[[["135",34],[135.1,34],[135.1,34.1],[135,34]]]})"),
         feature(R"({"type":"Polygon","coordinates":[[NaN,34],[135.1,34],[135.1,34.1],[135,34]]]})"),
         feature(R"({"type":"Polygon","coordinates":[[[NaN,34],[135.1,34],[135.1,34.1],[135,34]]]})"),
         feature(R"({"type":"Polygon","coordinates":[[[1e999,34],[135.1,34],[135.1,34.1],[135,34]]]})"),
         feature(
             R"({"type":"Polygon","coordinates":[[[1.35e2,34],[1351E-1,34],[135.1,0.341e+2],[135,34]]]})"),
         feature(R"({"type":"Polygon","coordinates":[[[-0,-0.0],[0,1],[1,1],[-0,-0.0]]]})"),
         feature(
             R"({"type":"Polygon","coordinates":[[[99999999999999999999,34],[135.1,34],[135.1,34.1],[135,34]]]})"),
         feature(
             R"({"type":"Polygon","coordinates":[[[9007199254740993,34],[135.1,34],[135.1,34.1],[135,34]]]})"),
         feature(
             R"({"type":"MultiPolygon","coordinates":[[[[135,34],[136,34],[136,35],[135,34]],[[135.6,34.2],[135.8,34.2],[135.8,34.4],[135.6,34.2]]],[[[137,34],[138,34],[138,35],[137,34]]]]})"),
         feature(
             R"({"type":"MultiPolygon","coordinates":[[[[135,34],[136,34],[136,35],[135,34]],[[135.6,34.2],[135.8,34.2],[135.6,34.2]]],[[[137,34],[138,34],[137,34]]]]})"),
         feature(R"({"coordinates":[[[135,34],[135.1,34],[135.1,34.1],[135,34]]],"type":"Polygon"})"),
         feature(R"({"coordinates":[[[135,34],[135.1,34],[135.1,34.1],[135,34]]],"type":"MultiPolygon"})"),
         feature(R"({"type":"polygon","coordinates":[[[135,34],[135.1,34],[135.1,34.1],[135,34]]]})"),
         feature(R"({"type":"Polygon","Coordinates":[[[135,34],[135.1,34],[135.1,34.1],[135,34]]]})"),
         feature(
             R"({"type":"Polygon","coordinates":[[[135,34],[135.1,34],[135.1,34.1],[135,34]]],"bbox":[1,2,3,4]})"),
         feature(R"({"type":"Polygon"})"), feature("{}"), feature("[]"), feature("3"),
         // members more than once, missing, or under another spelling
         feature("null", "{}", R"("geometry":)" + triangle + ","),
         feature(triangle, "{}", R"("geometry":null,)"),
         R"({"type":"Feature","properties":{},"Geometry":)" + triangle + "}",
         R"({"type":"Feature","properties":{},"geom\u0065try":)" + triangle + "}",
         R"({"type":"Feature","properties":{}})", R"({"geometry":)" + triangle + R"(,"type":"Feature"})",
         R"({"properties":{},"geometry":)" + triangle + "}", triangle,
         // what is no JSON, or stands where a feature should
         feature(triangle) + ",null," + feature(triangle), feature(triangle) + ",3," + feature(triangle),
         feature(triangle) + ",[]," + feature(triangle), feature(triangle) + ",," + feature(triangle),
         feature(triangle) + ",", feature(triangle) + " " + feature(triangle),
         feature(triangle, R"({"a":tru})"), feature(triangle, R"({"a":01})"), feature(triangle, R"({"a" 1})"),
         feature(triangle, R"({"a":1,})"), feature(triangle, "{'a':1}"), feature(triangle, "{a:1}"),
         feature(triangle, "{\"a\":\"\x8E\xED\"}"), feature(triangle, "{\"a\":\"x\ny\"}"),
         feature(triangle, R"({"a":"\ud800"})"), feature(triangle, R"({"a":"\x"})"),
         feature(R"({"type":"Polygon","coordinates":[[[135,34],[135.1,34],[135.1,34.1],[135,34]]})"), ""}));
    const auto file = folder.write("f.geojson", collection(features));
    check_alike(file);
    check_alike(file, metres);
}

TEST_CASE("a GeoJSON file of any frame is read as GDAL reads it") {
    const InputFolder folder;
    const std::string two = feature(triangle) + ",\r\n" + feature("null");
    const std::string crs = R"("crs":{"type":"name","properties":{"name":")";
    const std::string text = GENERATE_REF(
        values<std::string>({"\xEF\xBB\xBF" + collection(two),
                             " \r\n" + collection(two) + "\r\n \n",
                             collection(two, "\n\t"),
                             collection(two, crs + R"(urn:ogc:def:crs:OGC:1.3:CRS84"}},)"),
                             collection(two, crs + R"(urn:ogc:def:crs:EPSG::4326"}},)"),
                             collection(two, crs + R"(urn:ogc:def:crs:EPSG::6668"}},)"),
                             collection(two, crs + R"(urn:ogc:def:crs:EPSG::4612"}},)"),
                             collection(two, crs + R"(EPSG:4326"}},)"),
                             collection(two, crs + R"(EPSG:4301"}},)"),
                             collection(two, crs + R"(EPSG:99999"}},)"),
                             collection(two, crs + R"(urn:ogc:def:crs:EPSG::6674"}},)"),
                             collection(two, crs + R"(urn:ogc:def:crs:EPSG::4322"}},)"),
                             collection(two, crs + R"(nonsense"}},)"),
                             collection(two, R"("crs":null,)"),
                             collection(two, R"("crs":{"type":"EPSG","properties":{"code":6668}},)"),
                             collection(two, "", "," + crs + R"(urn:ogc:def:crs:EPSG::4612"}})"),
                             collection(two, R"("name":"features","bbox":[1,2,3,4],)"),
                             collection(two, R"("name":"x \"features\":[",)"),
                             collection(two, R"("properties":{"features":[1]},)"),
                             collection(two, "", R"(,"name":"x","bbox":[1,2,3,4])"),
                             collection(two, "", R"(,"features":[])"),
                             collection(two, "", R"(,"type":"FeatureCollection")"),
                             collection(two, "", R"(,"type":"Topology")"),
                             R"({"features":[)" + two + R"(],"type":"FeatureCollection"})",
                             R"({"features":[)" + two + R"(],"name":"x","type":"FeatureCollection"})",
                             R"({"features":[)" + two + R"(]})",
                             R"({"type":"Topology","features":[)" + two + R"(]})",
                             collection(two) + "x",
                             collection(two) + collection(two),
                             collection(two) + "}",
                             collection(two).substr(0, 200),
                             collection(two).substr(0, collection(two).size() - 1),
                             collection(two).substr(0, collection(two).size() - 2),
                             collection(two).substr(0, 30),
                             collection(""),
                             collection(" \n"),
                             collection("", "", R"(,"name":"x")"),
                             feature(triangle),
                             triangle,
                             "{}",
                             "[]",
                             R"({"type":"FeatureCollection"})",
                             R"({"type":"FeatureCollection","features":null})",
                             R"({"type":"FeatureCollection","features":{}})"}));
    const auto file = folder.write("f.geojson", text);
    check_alike(file);
    check_alike(file, metres);
}

TEST_CASE("a sequence of GeoJSON features is read as GDAL reads it") {
    const InputFolder folder;
    const std::string one = feature(triangle);
    const std::string none = feature("null");
    const std::string text = GENERATE_REF(
        values<std::string>({one + "\n" + none + "\n" + one + "\n",
                             one + "\r\n" + none + "\r\n",
                             one + "\n\n" + none,
                             one + "\n" + none + " " + one + "\n",
                             one + "\n" + none + one,
                             one + "\n" + feature("null", "{}", R"("id":5,)") + "\n" + none + "\n",
                             one + "\n" + none + "\nnonsense\n" + one + "\n",
                             one + "\n" + one.substr(0, 50),
                             one + "\n" + triangle + "\n" + none + "\n",
                             one + "\n",
                             one + "\n" + collection(one) + "\n",
                             one + "\n" + feature("{\n}") + "\n" + none + "\n",
                             one + "\n[]\n" + none + "\n",
                             "\x1e" + one + "\n\x1e" + none + "\n",
                             "\x1e" + one + "\x1e" + none,
                             "\x1e" + one + "\n\x1e\n" + none + "\n\x1e" + one,
                             "\x1e" + one,
                             "\x1e",
                             "\x1e" + one + "\n\x1e" + one.substr(0, 50) + "\n\x1e" + none + "\n",
                             "\x1e" + feature(triangle, "{\n\"a\":1}") + "\n\x1e" + none + "\n",
                             one + "\n\x1e" + none + "\n"}));
    const auto file = folder.write("f.geojsonl", text);
    check_alike(file);
    check_alike(file, metres);
}

TEST_CASE("plain GeoJSON does not wait for GDAL") {
    const InputFolder folder;
    const std::string two = feature(triangle) + "," + feature("null");
    CHECK(is_plain(folder.write("a.geojson", collection(two))));
    CHECK(is_plain(folder.write("b.geojson", "\xEF\xBB\xBF" + collection(two))));
    CHECK(is_plain(folder.write("c.json", R"({"features":[)" + two + R"(],"type":"FeatureCollection"})")));
    CHECK(is_plain(folder.write("d.geojsonl", feature(triangle) + "\n" + feature(triangle) + "\n")));
    CHECK(is_plain(folder.write("e.geojsons", "\x1e" + feature(triangle) + "\n")));
    CHECK_FALSE(is_plain(folder.write("f.geojson", feature(triangle))));
    CHECK_FALSE(is_plain(folder.write("g.geojson", collection(two).substr(0, 200))));
    CHECK_FALSE(is_plain(folder.write("h.csv", "lon,lat\n135,34\n")));
    CHECK_FALSE(is_plain(folder.path("absent.geojson")));
}

namespace {

/// Features with all that is plain and a little that is not.
std::string random_features(std::mt19937& random, std::size_t count) {
    const auto pick = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
    const auto number = [&](double around) {
        const double value = around + (static_cast<double>(random()) / 4294967296.0 - 0.5) * 0.1;
        switch (pick(6)) {
            case 0:
                return fmt::format("{:.7f}", value);
            case 1:
                return fmt::format("{}", value);
            case 2:
                return fmt::format("{:.25f}", value);
            case 3:
                return fmt::format("{:e}", value);
            case 4:
                return fmt::format("{:.17g}", value);
            default:
                return fmt::format("{}", static_cast<int>(value));
        }
    };
    const auto ring = [&] {
        std::string out = "[";
        const int n = 2 + pick(40);
        std::string first;
        for (int i = 0; i < n; ++i) {
            const std::string point =
                "[" + number(135.5) + (pick(2) ? ", " : ",") + number(34.5) + (pick(9) ? "]" : ",12.5]");
            if (i == 0) first = point;
            out += point + ",";
        }
        return out + first + "]";
    };
    const auto polygon = [&] {
        std::string out = "[" + ring();
        for (int holes = pick(8) - 5; holes > 0; --holes) out += "," + ring();
        return out + "]";
    };
    std::string text;
    for (std::size_t i = 0; i < count; ++i) {
        std::string geometry = R"({"type":"Polygon","coordinates":)" + polygon() + "}";
        const int kind = pick(40);
        if (kind < 8)
            geometry = R"({"type":"MultiPolygon","coordinates":[)" + polygon() + "," + polygon() + "]}";
        if (kind == 9) geometry = "null";
        if (kind == 10) geometry = R"({"type":"Point","coordinates":[135,34]})";
        text += (i == 0    ? ""
                 : pick(2) ? ",\n"
                           : ",") +
                feature(geometry, pick(2) ? "{}" : R"({"a":"]}\"{[","b":[1,{"c":null}]})");
    }
    return text;
}

}  // namespace

TEST_CASE("random GeoJSON larger than a window is GDAL's to the bit, on any number of threads") {
    const InputFolder folder;
    std::mt19937 random{GENERATE(1U, 2U)};
    const auto file = folder.write("f.geojson", collection(random_features(random, 2'500)));
    REQUIRE(std::filesystem::file_size(file) > 1'500'000);
    REQUIRE(is_plain(file));
    check_alike(file);
    check_alike(file, metres);
}

TEST_CASE("a feature larger than a window is read whole") {
    const InputFolder folder;
    std::string ring;
    for (int i = 0; i < 100'000; ++i) ring += fmt::format("[{:.5f},34.{:05}],", 135 + i * 1e-5, i % 7);
    const std::string wide =
        R"({"type":"Polygon","coordinates":[[)" + ring + "[135.2,34.1],[135,34.1],[135,34]]]}";
    const auto file = folder.write("f.geojson", collection(feature(triangle) + "," + feature(wide) + "," +
                                                           feature(wide) + "," + feature(triangle)));
    REQUIRE(is_plain(file));
    check_alike(file);
}

TEST_CASE("what stops being plain behind the first windows is left to GDAL from there on") {
    const InputFolder folder;
    std::mt19937 random{3};
    const std::string many = random_features(random, 1'500);
    const std::string end = GENERATE_REF(
        values<std::string>({"," + feature(triangle) + ",null," + feature("null"), ",," + feature("null"),
                             ",{", "," + feature("{"), "," + feature(triangle, R"({"a":tru})")}));
    const auto file = folder.write("f.geojson", collection(many + end));
    REQUIRE(is_plain(file));
    check_alike(file);
}

TEST_CASE("every format gives the same polygons, issues and ids in batches as feature by feature") {
    const InputFolder folder;
    const auto [driver, name] = GENERATE(table<std::string, std::string>(
        {{"FlatGeobuf", "f.fgb"}, {"GPKG", "f.gpkg"}, {"ESRI Shapefile", "f.shp"}, {"GML", "f.gml"}}));
    const int epsg = GENERATE(6668, 6674);
    const bool has_fields = GENERATE(false, true);
    const auto file = folder.path(name);
    const bool is_mixed = driver != "ESRI Shapefile";
    {
        OGRSpatialReference crs;
        crs.importFromEPSG(epsg);
        crs.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
        const GDALDatasetUniquePtr data{GetGDALDriverManager()
                                            ->GetDriverByName(driver.c_str())
                                            ->Create(file.c_str(), 0, 0, 0, GDT_Unknown, nullptr)};
        std::array<const char*, 2> options{driver == "FlatGeobuf" ? "SPATIAL_INDEX=NO" : nullptr, nullptr};
        OGRLayer* layer = data->CreateLayer("f", &crs, is_mixed ? wkbUnknown : wkbPolygon,
                                            const_cast<char**>(options.data()));
        OGRFieldDefn kind{"Kind", OFTString};
        if (has_fields) layer->CreateField(&kind);
        std::mt19937 random{7};
        const double unit = epsg == 6668 ? 1.0 : 10'000.0;
        const Point at = epsg == 6668 ? Point{135.5, 34.5} : Point{0.0, -140'000.0};
        const auto number = [&](double around) {
            return around + unit * 0.1 * static_cast<double>(random()) / 4294967296.0;
        };
        for (int i = 0; i < 3'000; ++i) {
            OGRFeature one{layer->GetLayerDefn()};
            OGRGeometry* geometry = nullptr;
            std::string wkt = "POLYGON ((";
            for (int k = 0; k < 20; ++k) wkt += fmt::format("{:.9f} {:.9f},", number(at.x), number(at.y));
            wkt += fmt::format("{0} {1}),({0} {1},{2} {3},{2} {1},{0} {1}))", at.x, at.y, at.x + unit * 0.01,
                               at.y + unit * 0.01);
            wkt = "POLYGON ((" + wkt.substr(10);
            if (i % 50 == 1)
                wkt = fmt::format("POLYGON (({0} {1},{2} {1},{0} {1}))", at.x, at.y, at.x + unit * 0.01);
            if (is_mixed && i % 50 == 2)
                wkt = fmt::format(
                    "MULTIPOLYGON ((({0} {1},{2} {1},{2} {3},{0} {1})),(({0} {1},{2} {1},{0} {1})))", at.x,
                    at.y, at.x + unit * 0.01, at.y + unit * 0.01);
            if (is_mixed && i % 50 == 3) wkt = fmt::format("POINT ({} {})", at.x, at.y);
            if (is_mixed && i % 50 == 4)
                wkt = fmt::format("POLYGON Z (({0} {1} 1,{2} {1} 2,{2} {3} 3,{0} {1} 1))", at.x, at.y,
                                  at.x + unit * 0.01, at.y + unit * 0.01);
            if (driver == "GPKG" && i % 50 == 5)
                wkt = fmt::format("CURVEPOLYGON (CIRCULARSTRING ({0} {1},{2} {1},{0} {1}))", at.x, at.y,
                                  at.x + unit * 0.01);
            if (driver == "GPKG" && i % 50 == 6) wkt = "POLYGON EMPTY";
            if (i % 50 != 7) {
                REQUIRE(OGRGeometryFactory::createFromWkt(wkt.c_str(), nullptr, &geometry) == OGRERR_NONE);
                one.SetGeometryDirectly(geometry);
            }
            if (has_fields) one.SetField("Kind", i % 3 == 0 ? "5G" : "4G");
            if (driver == "GPKG") one.SetFID(10 * i + 3);
            REQUIRE(layer->CreateFeature(&one) == OGRERR_NONE);
        }
    }
    CAPTURE(driver, epsg, has_fields);
    const Outcome expected = by_gdal(file, degrees);
    REQUIRE(expected.read >=
            (driver == "FlatGeobuf" ? 2'900 : 3'000));  // it keeps no feature without geometry
    REQUIRE(expected.issues.size() >= 60);
    check_alike(file);
    check_alike(file, metres);
    if (has_fields) {
        const std::string where = "Kind = '5G'";
        CHECK(by_reader(file, degrees, 3, where) == by_gdal(file, degrees, where));
        CHECK(by_reader(file, degrees, 1, where).read < 1'100);
    }
}

TEST_CASE("a damaged file is an error in batches too") {
    const InputFolder folder;
    const auto file = folder.path(GENERATE("f.fgb", "f.gpkg"));
    {
        const bool is_package = file.ends_with("gpkg");
        const GDALDatasetUniquePtr data{GetGDALDriverManager()
                                            ->GetDriverByName(is_package ? "GPKG" : "FlatGeobuf")
                                            ->Create(file.c_str(), 0, 0, 0, GDT_Unknown, nullptr)};
        OGRSpatialReference crs;
        crs.importFromEPSG(6668);
        OGRLayer* layer = data->CreateLayer("f", &crs, wkbPolygon);
        for (int i = 0; i < 20'000; ++i) {
            OGRFeature one{layer->GetLayerDefn()};
            OGRGeometry* geometry = nullptr;
            OGRGeometryFactory::createFromWkt("POLYGON ((135 34,135.1 34,135.1 34.1,135 34))", nullptr,
                                              &geometry);
            one.SetGeometryDirectly(geometry);
            REQUIRE(layer->CreateFeature(&one) == OGRERR_NONE);
        }
    }
    const auto size = std::filesystem::file_size(file);
    std::filesystem::resize_file(file, size * 7 / 10);
    CAPTURE(file, by_gdal(file, degrees), by_reader(file, degrees));
    CHECK_FALSE(by_gdal(file, degrees).error.empty());
    CHECK_FALSE(by_reader(file, degrees).error.empty());
    CHECK_FALSE(by_reader(file, degrees, 3).error.empty());
}

TEST_CASE("the first thing wrong is told, whatever the threads") {
    const InputFolder folder;
    ProviderConfig config;
    std::mt19937 random{5};
    const std::string far = R"({"type":"Polygon","coordinates":[[[34,35],[34.1,35],[34.1,35.1],[34,35]]]})";
    config.footprints = {folder.write("a.geojson", collection(random_features(random, 2'000))),
                         folder.write("b.geojson", collection(feature(far, "{\"a\":tru}"))),
                         folder.path("absent.geojson")};
    for (const int threads : {1, 2, 4}) {
        io::FootprintReader reader{config, degrees};
        bool is_whole = true;
        overlay::feed(threads, [&](const auto& submit) {
            is_whole = reader.read(overlay::worker_count(threads), submit,
                                   [](std::size_t, std::size_t, PolygonSet&) {});
        });
        CHECK_FALSE(is_whole);
        const Failure failure = failure_of([&] { static_cast<void>(reader.report()); });
        CAPTURE(threads, failure.where, failure.what);
        CHECK(failure.where.find("b.geojson") != std::string::npos);
    }
}
