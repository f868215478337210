#include "io/provider_reader.hpp"

#include "catch.hpp"
#include "gdal/vector_source.hpp"
#include "input_folder.hpp"
#include "io/footprint_reader.hpp"

#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include <cmath>

using namespace amaneku;

namespace {

const Grid grid = Grid::mesh(MeshLevel::half);

std::string layer(const std::vector<std::string>& geometries, const std::string& crs = "") {
    std::string text = R"({"type":"FeatureCollection",)";
    if (!crs.empty()) text += R"("crs":{"type":"name","properties":{"name":")" + crs + R"("}},)";
    text += R"("features":[)";
    for (std::size_t i = 0; i < geometries.size(); ++i) {
        text += (i == 0 ? "" : ",") + std::string{R"({"type":"Feature","properties":{"Type":")"} +
                (i % 2 == 0 ? "5G" : "4G") + R"("},"geometry":)" + geometries[i] + "}";
    }
    return text + "]}";
}

const std::string good = R"({"type":"Polygon","coordinates":[[[135,34],[135.1,34],[135.1,34.1],[135,34]]]})";

struct Read {
    io::ProviderReport report;
    PolygonSet polygons;
};

Read footprints(const std::string& file, double max_bad_rows = 1.0, const std::string& where = "",
                const Grid& on = grid) {
    ProviderConfig config;
    config.footprints = {file};
    config.max_bad_rows = max_bad_rows;
    config.where = where;
    Read out;
    out.report =
        io::read_footprints(config, on, [&](const PolygonSet& batch) { out.polygons.append(batch); });
    return out;
}

bool has_note(const std::vector<std::string>& notes, const std::string& text) {
    return std::any_of(notes.begin(), notes.end(),
                       [&](const std::string& n) { return n.find(text) != std::string::npos; });
}

ProviderConfig site_config(const std::string& file) {
    ProviderConfig config;
    config.sites = {file};
    config.radius_m = 1000;
    config.max_bad_rows = 1.0;
    return config;
}

}  // namespace

TEST_CASE("a condition chooses features and a bad one is an error with OGR's text") {
    const InputFolder folder;
    const auto file = folder.write("f.geojson", layer({good, good, good}));
    CHECK(footprints(file).polygons.part_count() == 3);
    CHECK(footprints(file, 0, "Type = '5G'").polygons.part_count() == 2);
    CHECK(has_note(footprints(file, 0, "Type = '3G'").report.notes, "no feature meets"));
    const Failure failure = failure_of([&] { footprints(file, 0, "Typo = '5G'"); });
    CHECK(failure.code == Errc::configuration);
    CHECK(failure.says("Typo"));
    CHECK(failure.says("Type"));
    CHECK(failure.says("double quotes"));
}

TEST_CASE("a feature that is no area is rejected with its reason") {
    const InputFolder folder;
    const auto [geometry, reason] = GENERATE(table<std::string, std::string>({
        {R"({"type":"Point","coordinates":[135,34]})", "POINT"},
        {"null", "no geometry"},
        {R"({"type":"Polygon","coordinates":[]})", "no geometry"},
        {R"({"type":"Polygon","coordinates":[[[135,34],[135.1,34],[135,34]]]})", "2 distinct"},
        {R"({"type":"Polygon","coordinates":[[[34,135],[34.1,135],[34.1,135.1],[34,135]]]})", "swapped"},
        {R"({"type":"Polygon","coordinates":[[[900,34],[900.1,34],[900.1,34.1],[900,34]]]})", "no longitude"},
    }));
    const auto file = folder.write("f.geojson", layer({good, geometry}));
    const Read read = footprints(file);
    CHECK(read.polygons.part_count() == 1);
    REQUIRE(read.report.issues.size() == 1);
    CAPTURE(geometry, read.report.issues[0].reason);
    CHECK(read.report.issues[0].reason.find(reason) != std::string::npos);
    const Failure failure = failure_of([&] { footprints(file, 0.1); });
    CHECK(failure.code == Errc::input);
    CHECK(failure.says("1 of 2"));
}

TEST_CASE("collections are taken apart and holes kept") {
    const InputFolder folder;
    const std::string collection =
        R"({"type":"GeometryCollection","geometries":[)" + good + "," + good + "]}";
    const std::string holed =
        R"({"type":"Polygon","coordinates":[[[135,34],[136,34],[136,35],[135,34]],[[135.6,34.2],[135.8,34.2],[135.8,34.4],[135.6,34.2]]]})";
    const Read read = footprints(folder.write("f.geojson", layer({collection, holed})));
    CHECK(read.polygons.part_count() == 3);
    CHECK(read.polygons.ring_count() == 4);
}

TEST_CASE("a hole that is no number spoils its feature, one of no area does not") {
    const InputFolder folder;
    const auto with_hole = [&](const std::string& hole) {
        return R"({"type":"Polygon","coordinates":[[[135,34],[136,34],[136,35],[135,34]],[)" + hole + "]]}";
    };
    CHECK(footprints(folder.write("a.geojson", layer({with_hole("[135.6,34.2],[135.8,34.2],[135.6,34.2]")})))
              .polygons.ring_count() == 1);
    CHECK(footprints(folder.write("b.geojson", layer({with_hole("[135.6,34.2],[135.8,340],[135.7,34.2]")})))
              .report.rejected == 1);
}

TEST_CASE("degrees of JGD2000, JGD2011 and WGS 84 are the same") {
    const InputFolder folder;
    const std::string crs =
        GENERATE("urn:ogc:def:crs:EPSG::4612", "urn:ogc:def:crs:EPSG::6668", "urn:ogc:def:crs:OGC:1.3:CRS84");
    const Read read = footprints(folder.write("f.geojson", layer({good}, crs)));
    CHECK(read.polygons.points[1] == Point{135.1, 34.0});
}

TEST_CASE("the Tokyo datum is refused") {
    const InputFolder folder;
    const auto file = folder.write("f.geojson", layer({good}, "urn:ogc:def:crs:EPSG::4301"));
    CHECK(failure_of([&] { footprints(file); }).says("Tokyo datum"));
}

TEST_CASE("straight edges of another plane stay where they are") {
    const InputFolder folder;
    // 40 km in zone 6 of the plane rectangular system: the middle of a straight edge is off by metres in
    // degrees.
    const std::string far =
        R"({"type":"Polygon","coordinates":[[[-20000,-140000],[20000,-140000],[20000,-100000],[-20000,-100000],[-20000,-140000]]]})";
    const Read read = footprints(folder.write("f.geojson", layer({far}, "urn:ogc:def:crs:EPSG::6674")));
    REQUIRE(read.polygons.part_count() == 1);
    CHECK(read.polygons.points.size() > 20);
    CHECK(read.report.notes.size() == 1);
}

TEST_CASE("a feature without an image in the grid's CRS is one rejected feature") {
    const InputFolder folder;
    const std::string nowhere =
        R"({"type":"Polygon","coordinates":[[[1e30,1e30],[2e30,1e30],[2e30,2e30],[1e30,1e30]]]})";
    const std::string here =
        R"({"type":"Polygon","coordinates":[[[0,-140000],[2000,-140000],[2000,-138000],[0,-140000]]]})";
    const auto file = folder.write("f.geojson", layer({here, nowhere}, "urn:ogc:def:crs:EPSG::6674"));
    Read read;
    CHECK(failure_of([&] { read = footprints(file); }).what.empty());
    CHECK(read.report.rejected == 1);
    CHECK(read.polygons.part_count() == 1);
}

TEST_CASE("footprints in a text file of WKT without CRS are degrees") {
    const InputFolder folder;
    Read read;
    CHECK(failure_of([&] {
              read = footprints(
                  folder.write("f.csv", "WKT,name\n\"POLYGON ((135 34,135.1 34,135.1 34.1,135 34))\",a\n"));
          }).what.empty());
    CHECK(read.polygons.part_count() == 1);
}

TEST_CASE("an empty or unreadable layer is an error") {
    const InputFolder folder;
    CHECK(failure_of([&] { footprints(folder.write("e.geojson", layer({}))); }).code == Errc::input);
    CHECK(failure_of([&] { footprints(folder.write("x.gpkg", "nonsense")); }).code == Errc::input);
    CHECK(failure_of([&] { footprints(folder.path("absent.shp")); }).code == Errc::input);
}

TEST_CASE("sites take radius, azimuth and beamwidth from columns, else the defaults") {
    const InputFolder folder;
    auto config = site_config(folder.write(
        "s.csv", "id,lon,lat,az,bw,r\na,135.5,34.5,90,120,500\nb,135.6,34.6,,,\nc,135.7,34.7,0,,\n"));
    config.columns.azimuth = "az";
    config.columns.beamwidth = "bw";
    config.columns.radius_m = "r";
    SiteTable sites;
    const auto report = io::read_sites(config, {2026, 3, 31}, sites);
    CHECK(report.rejected == 0);
    REQUIRE(sites.size() == 3);
    CHECK(sites.id == std::vector<std::string>{"a", "b", "c"});
    CHECK(sites.radius_m == std::vector<double>{500, 1000, 1000});
    CHECK(sites.azimuth[0] == 90.0);
    CHECK(std::isnan(sites.azimuth[1]));
    CHECK(sites.azimuth[2] == 0.0);
    CHECK(sites.beamwidth[0] == 120.0);
    CHECK(sites.beamwidth[2] == 65.0);
}

TEST_CASE("a site that cannot be is rejected") {
    const InputFolder folder;
    const std::string row = GENERATE("34.5,135.5,500", ",34.5,500", "x,34.5,500", "135.5,34.5,0",
                                     "135.5,34.5,-1", "135.5,34.5,200001", "135.5,34.5,1e9", "135.5,34.5,nan",
                                     "135.5,34.5,x", "135.5,89.999,500", "135.5,-90,1");
    CAPTURE(row);
    auto config = site_config(folder.write("s.csv", "lon,lat,radius_m\n135.5,34.5,500\n" + row + "\n"));
    SiteTable sites;
    const auto report = io::read_sites(config, {2026, 3, 31}, sites);
    CHECK(report.rejected == 1);
    CHECK(sites.size() == 1);
}

TEST_CASE("sites on air later are left out and counted") {
    const InputFolder folder;
    SiteTable sites;
    const auto report = io::read_sites(
        site_config(folder.write(
            "s.csv", "lon,lat,on_air\n135.5,34.5,2026-03-31\n135.5,34.5,2026-04-01\n135.5,34.5,\n")),
        {2026, 3, 31}, sites);
    CHECK(sites.size() == 2);
    CHECK(report.notes.size() == 1);
}

TEST_CASE("a site table without what the configuration names says what it has") {
    const InputFolder folder;
    auto config = site_config(folder.write("s.csv", "lon,lat\n135.5,34.5\n"));
    config.columns.azimuth = "az";
    config.columns.given = {"az"};
    SiteTable sites;
    CHECK(failure_of([&] { io::read_sites(config, {2026, 3, 31}, sites); }).says("lon, lat"));
    config = site_config(folder.write("t.csv", "x,y\n135.5,34.5\n"));
    CHECK(failure_of([&] { io::read_sites(config, {2026, 3, 31}, sites); }).says("x, y"));
    config = site_config(folder.write("u.csv", "lon,lat\n135.5,34.5\n"));
    config.radius_m.reset();
    config.max_bad_rows = 0.0;
    CHECK(failure_of([&] { io::read_sites(config, {2026, 3, 31}, sites); }).says("radius"));
}

TEST_CASE("a condition that no site meets is told") {
    const InputFolder folder;
    auto config = site_config(folder.write("s.csv", "lon,lat,gen\n135.5,34.5,4G\n"));
    config.where = "gen = '5G'";
    SiteTable sites;
    CHECK(io::read_sites(config, {2026, 3, 31}, sites).notes.size() == 1);
}

TEST_CASE("a site table in CP932 is filtered by its own words") {
    const InputFolder folder;
    auto config = site_config(folder.write(
        "s.csv",
        "lon,lat,\x8E\xED\x95\xCA\r\n135.5,34.5,\x90\xDD\x92\x75\r\n135.6,34.5,\x94\x70\x8E\x7E\r\n"));
    config.where = "\"種別\" = '設置'";
    SiteTable sites;
    CHECK(failure_of([&] { io::read_sites(config, {2026, 3, 31}, sites); }).what == "");
    CHECK(sites.size() == 1);
}

TEST_CASE("the Tokyo datum is refused by any of its names") {
    const InputFolder folder;
    const std::string prj = GENERATE(
        R"(GEOGCS["GCS_Tokyo",DATUM["D_Tokyo",SPHEROID["Bessel_1841",6377397.155,299.1528128]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]])",
        R"(GEOGCS["TOKYO",DATUM["TOKYO",SPHEROID["Bessel 1841",6377397.155,299.1528128]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]])",
        R"(GEOGCS["Tokyo Datum",DATUM["Unknown",SPHEROID["Bessel 1841",6377397.155,299.1528128]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]])",
        R"(PROJCS["Tokyo / Japan Plane Rectangular CS VI",GEOGCS["x",DATUM["y",SPHEROID["Bessel 1841",6377397.155,299.1528128]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],PARAMETER["latitude_of_origin",36],PARAMETER["central_meridian",136],PARAMETER["scale_factor",0.9999],PARAMETER["false_easting",0],PARAMETER["false_northing",0],UNIT["metre",1]])",
        R"(GEOGCS["unnamed",DATUM["unknown",SPHEROID["Bessel 1841",6377397.155,299.1528128],TOWGS84[-146.414,507.337,680.507,0,0,0,0]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]])");
    GDALDriver* driver = GetGDALDriverManager()->GetDriverByName("ESRI Shapefile");
    const auto file = folder.path("f.shp");
    {
        const GDALDatasetUniquePtr data{driver->Create(file.c_str(), 0, 0, 0, GDT_Unknown, nullptr)};
        OGRLayer* layer = data->CreateLayer("f", nullptr, wkbPolygon);
        OGRFeature one{layer->GetLayerDefn()};
        OGRGeometry* geometry = nullptr;
        OGRGeometryFactory::createFromWkt("POLYGON ((135 34,135.1 34,135.1 34.1,135 34))", nullptr,
                                          &geometry);
        one.SetGeometryDirectly(geometry);
        REQUIRE(layer->CreateFeature(&one) == OGRERR_NONE);
    }
    CHECK(failure_of([&] { footprints(file); }).says("has no CRS"));
    folder.write("f.prj", prj);
    const Failure failure = failure_of([&] { footprints(file); });
    CAPTURE(prj, failure.what);
    CHECK(failure.code == Errc::input);
    CHECK(failure.says("Tokyo datum"));
    CHECK(failure.says("ogr2ogr -t_srs EPSG:6668"));
}

TEST_CASE("a datum that is taken as the grid's is noted, the grid's own is not") {
    const InputFolder folder;
    const auto notes = [&](const std::string& crs) {
        return footprints(folder.write("f.geojson", layer({good}, crs))).report.notes;
    };
    CHECK(notes("urn:ogc:def:crs:EPSG::6668").empty());
    CHECK(has_note(notes("urn:ogc:def:crs:EPSG::4612"), "JGD2000 is taken as JGD2011"));
    CHECK(has_note(notes("urn:ogc:def:crs:OGC:1.3:CRS84"), "WGS 84 is taken as JGD2011"));
    CHECK(has_note(notes("urn:ogc:def:crs:EPSG::4322"), "transformed from WGS 72"));
}

TEST_CASE("footprints and sites with longitude and latitude changed over are recognised by the grid") {
    const InputFolder folder;
    const Grid britain = Grid::raster({-8, 59}, 0.01, 0.01, 1000, 900, "EPSG:4326", true);
    const auto of = [](const std::string& at) {
        return R"({"type":"Polygon","coordinates":[[)" + at + "]]}";
    };
    const auto swapped = folder.write("f.geojson", layer({of("[51,-1],[51.1,-1],[51.1,-1.1],[51,-1]")}));
    const Failure failure = failure_of([&] { footprints(swapped, 1.0, "", britain); });
    CHECK(failure.code == Errc::input);
    CHECK(failure.where == swapped);
    CHECK(failure.says("everything lies outside the population's grid; longitude and latitude look swapped"));
    const auto right = folder.write("g.geojson", layer({of("[-1,51],[-1,51.1],[-1.1,51.1],[-1,51]")}));
    CHECK(footprints(right, 1.0, "", britain).report.issues.empty());
    const Read elsewhere = footprints(right);
    REQUIRE(elsewhere.report.issues.size() == 1);
    CHECK(elsewhere.report.issues[0].kind == IssueKind::note);

    SiteTable sites;
    const auto config = site_config(folder.write("s.csv", "lon,lat\n51.5,-1.2\n51.6,-1.3\n"));
    CHECK(failure_of([&] { io::read_sites(config, {2026, 3, 31}, sites, &britain); }).says("look swapped"));
    const auto japan = site_config(folder.write("j.csv", "lon,lat\n34.5,135.5\n"));
    const auto report = io::read_sites(japan, {2026, 3, 31}, sites, &grid);
    REQUIRE(report.issues.size() == 1);
    CHECK(report.issues[0].reason.find("columns.lon and columns.lat") != std::string::npos);
    const auto far = site_config(folder.write("k.csv", "lon,lat\n200,34.5\n"));
    CHECK(io::read_sites(far, {2026, 3, 31}, sites, &grid).rejected == 1);
}

TEST_CASE("swapped degrees are recognised on a projected grid too") {
    const InputFolder folder;
    const Grid metres = Grid::raster({0, 0}, 500, 500, 100, 100, "EPSG:6674", false);
    const std::string swapped =
        R"({"type":"Polygon","coordinates":[[[34,135],[34.1,135],[34.1,135.1],[34,135]]]})";
    const Read read = footprints(folder.write("f.geojson", layer({swapped})), 1.0, "", metres);
    REQUIRE(read.report.rejected == 1);
    CHECK(read.report.issues[0].reason.find("swapped") != std::string::npos);
}

TEST_CASE("provider files that cannot be read say what is wrong with them") {
    const InputFolder folder;
    const auto says = [&](const std::string& file, std::string_view text) {
        const Failure f = failure_of([&] { footprints(file); });
        CAPTURE(file, f.where, f.what);
        CHECK(f.code == Errc::input);
        CHECK(f.where.starts_with(file));
        CHECK(f.says(text));
        CHECK_FALSE(f.says("/vsi"));
    };
    says(folder.path("absent.geojson"), "No such file");
    says(folder.path("."), "is a folder");
    says(folder.write("empty.geojson", layer({})), "no feature");
    says(folder.write("points.csv", "lon,lat\n135,34\n"), "has no geometry; it has lon, lat");
    says(folder.write_zip("nothing.zip", {{"readme.md", "x"}}), "holds no layer");
    says(folder.write("nonsense.gpkg", "x"), "cannot be read as a layer");
    const auto zip = folder.write_zip("cut.zip", {{"f.geojson", layer({good})}});
    std::filesystem::resize_file(zip, std::filesystem::file_size(zip) - 30);
    says(zip, "directory at its end is missing");
}

TEST_CASE("site tables that cannot be read say what is wrong with them") {
    const InputFolder folder;
    const auto says = [&](const std::string& text, std::string_view message) {
        auto config = site_config(folder.write("s.csv", text));
        config.max_bad_rows = 0.0;
        SiteTable sites;
        const Failure f = failure_of([&] { io::read_sites(config, {2026, 3, 31}, sites); });
        CAPTURE(f.where, f.what);
        CHECK(f.code == Errc::input);
        CHECK(f.where.find("s.csv") != std::string::npos);
        CHECK(f.says(message));
    };
    using namespace std::string_literals;
    says("lon,lat\n", "no feature (a table no row)");
    says("\xFF\xFEl\0o\0n\0"s, "UTF-16");
    says("lon,lat,name\n135,34,\xE5\xA5\x88\n135,34,\x93\xDE\n", "line 2 is UTF-8");
    says("lon,lat,radius_m\n135,34,0\n", "radius 0 m: must be above 0 and at most 200000 m");
    says("lon,lat,radius_m\n135,34,1e9\n", "radius 1000000000 m");
    says("lon,lat\nNaN,34\n", "no number");
    says("lon,lat,on_air\n135,34,soon\n", "on_air 'soon' is no date");
}

TEST_CASE("a site table with CR line ends or a byte order mark is read") {
    const InputFolder folder;
    const std::string text =
        GENERATE("lon,lat,on_air\r135.5,34.5,2026/03/01 10:00:00\r135.6,34.5,2027-01-01\r",
                 "\xEF\xBB\xBFlon,lat,on_air\r\n135.5,34.5,\r\n");
    SiteTable sites;
    const auto report = io::read_sites(site_config(folder.write("s.csv", text)), {2026, 3, 31}, sites);
    CHECK(report.rejected == 0);
    CHECK(sites.size() == 1);
}

TEST_CASE("a where with a Japanese name needs double quotes and says so") {
    const InputFolder folder;
    auto config = site_config(folder.write("s.csv", "lon,lat,種別\n135.5,34.5,5G\n135.5,34.5,4G\n"));
    SiteTable sites;
    config.where = "種別 = '5G'";
    const Failure failure = failure_of([&] { io::read_sites(config, {2026, 3, 31}, sites); });
    CHECK(failure.code == Errc::configuration);
    CHECK(failure.says("double quotes: \"種別\" = '5G'"));
    config.where = "\"種別\" = '5G'";
    io::read_sites(config, {2026, 3, 31}, sites);
    CHECK(sites.size() == 1);
}

TEST_CASE("footprints are handed on a batch at a time") {
    const InputFolder folder;
    std::string ring;
    for (int i = 0; i < 20'000; ++i) ring += "[" + std::to_string(135 + i * 1e-5) + ",34],";
    const std::string wide =
        R"({"type":"Polygon","coordinates":[[)" + ring + "[135.2,34.1],[135,34.1],[135,34]]]}";
    ProviderConfig config;
    config.footprints = {folder.write("f.geojson", layer({wide, wide, wide, wide, wide, wide, wide, wide}))};
    std::size_t calls = 0;
    std::size_t most = 0;
    io::read_footprints(config, grid, [&](const PolygonSet& batch) {
        ++calls;
        most = std::max(most, batch.points.size());
    });
    CHECK(calls > 1);
    CHECK(most < 100'000);
}

TEST_CASE("the real sites and opening areas of Nara", "[real]") {
    const auto data = real_data();
    if (!data) {
        WARN("the real data are not here");
        return;
    }
    auto config = site_config((*data / "sites" / "nara_one_operator_sites_2025-06.csv").string());
    config.max_bad_rows = 0.0;
    SiteTable all;
    io::read_sites(config, {2026, 3, 31}, all);
    CHECK(all.size() == 711);
    config.where = "generation LIKE '%5G%'";
    SiteTable five;
    io::read_sites(config, {2026, 3, 31}, five);
    CHECK(five.size() == 129);
    const Read areas =
        footprints((*data / "footprints" / "nara_one_operator_opening_areas_epsg4612.geojson").string(), 0.0);
    CHECK(areas.report.read == 13);
    CHECK(areas.report.rejected == 0);
}
