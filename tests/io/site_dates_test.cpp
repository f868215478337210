#include "io/site_dates.hpp"

#include "catch.hpp"
#include "input_folder.hpp"
#include "io/provider_reader.hpp"

#include <ogrsf_frmts.h>

#include <string>
#include <vector>

using namespace amaneku;
using io::SiteState;

namespace {

constexpr Date as_of{2026, 3, 31};

/// The ids of the sites that are there, of rows `id,status,planned,on_air,until`.
struct Dated {
    std::vector<std::string> there;
    io::ProviderReport report;
};

Dated read(const std::string& rows, bool counts_planned = false, Date date = as_of) {
    const InputFolder folder;
    std::string text = "lon,lat,id,status,plan,on_air,until\n";
    for (std::size_t begin = 0; begin < rows.size();) {
        const std::size_t end = rows.find('\n', begin);
        text += "135.5,34.5," + rows.substr(begin, end - begin) + "\n";
        begin = end + 1;
    }
    ProviderConfig config;
    config.sites = {folder.write("s.csv", text)};
    config.radius_m = 1000;
    config.max_bad_rows = 1.0;
    config.columns.status = "status";
    config.columns.planned = "plan";
    config.columns.given = {"status", "plan"};
    config.counts_planned = counts_planned;
    SiteTable sites;
    Dated out;
    out.report = io::read_sites(config, date, sites);
    out.there = sites.id;
    return out;
}

using Ids = std::vector<std::string>;

bool has(const std::vector<std::string>& notes, const std::string& text) {
    return std::any_of(notes.begin(), notes.end(),
                       [&](const std::string& n) { return n.find(text) != std::string::npos; });
}

}  // namespace

TEST_CASE("words of a state are known in both languages and any case, others are not") {
    for (const char* word :
         {"on air", "On Air", "ON-AIR", "on_air", "active", "OK", "運用中", "開局", "供用中"})
        CHECK(io::state_of_word(word) == SiteState::there);
    for (const char* word : {"planned", "PLANNED", "計画", "計画中", "予定", "工事中"})
        CHECK(io::state_of_word(word) == SiteState::planned);
    for (const char* word : {"off air", "Retired", "NG", "廃止", "停波", "休止", "撤去"})
        CHECK(io::state_of_word(word) == SiteState::gone);
    for (const char* word : {"", "OKAY", "運用", "?"}) CHECK_FALSE(io::state_of_word(word));
}

TEST_CASE("a site is there from its first day on air to the last day of until, both counted") {
    CHECK(read("a,,,2026-03-31,\nb,,,2026-04-01,\nc,,,,2026-03-31\nd,,,,2026-03-30\n"
               "e,,,2026-03-31,2026-03-31\nf,,,,\n")
              .there == Ids{"a", "c", "e", "f"});
    const Dated next = read("a,,,2026-03-31,\nb,,,2026-04-01,\nc,,,,2026-03-31\n", false, {2026, 4, 1});
    CHECK(next.there == Ids{"a", "b"});
}

TEST_CASE("words of a state count where no date says otherwise") {
    CHECK(read("a,運用中,,,\nb,廃止,,,\nc,計画,,,\nd,on air,,2027-01-01,\n").there == Ids{"a"});
    // A plan that has a day on air is carried out; one that is retired later is still there.
    CHECK(read("a,planned,,2026-01-01,\nb,retired,,,2026-12-31\nc,retired,,,2025-12-31\n").there ==
          Ids{"a", "b"});
}

TEST_CASE("plans are left out, or count from their planned day on") {
    const std::string rows =
        "a,,2026-03-31,,\nb,,2026-04-01,,\nc,planned,,,\nd,on air,2027-01-01,,\ne,,2025-01-01,2026-05-01,\n";
    const Dated without = read(rows);
    CHECK(without.there == Ids{"d"});
    CHECK(has(without.report.notes, "3 sites are planned"));
    CHECK(has(without.report.notes, "planned = true"));
    CHECK(has(without.report.notes, "1 sites are on air only after 2026-03-31"));
    const Dated with = read(rows, true);
    CHECK(with.there == Ids{"a", "c", "d"});
    CHECK(has(with.report.notes, "2 sites are on air only after"));
}

TEST_CASE("what was left out for its date is counted by reason") {
    const Dated out = read("a,,,2027-01-01,\nb,,,2028-01-01,\nc,,,,2020-01-01\nd,NG,,,\n");
    CHECK(out.there.empty());
    CHECK(out.report.rejected == 0);
    CHECK(has(out.report.notes, "2 sites are on air only after 2026-03-31 and are left out"));
    CHECK(has(out.report.notes, "2 sites are no longer on air on 2026-03-31 and are left out"));
}

TEST_CASE("a date or a state that is none rejects its row with the value and what to write") {
    const auto [row, word] = GENERATE(table<std::string, std::string>({
        {"x,,,31/3/2026,", "on_air '31/3/2026' is no date: write 2026-03-31"},
        {"x,,,2026-02-30,", "on_air '2026-02-30'"},
        {"x,,,令和8年,", "on_air '令和8年'"},
        {"x,,2026,,", "planned '2026'"},
        {"x,,,,soon", "until 'soon'"},
        {"x,,,2026-03-02,2026-03-01", "until 2026-03-01 is before on_air 2026-03-02"},
        {"x,maybe,,,", "status 'maybe' is not known"},
    }));
    const Dated out = read("a,,,,\n" + row + "\n");
    CHECK(out.there == Ids{"a"});
    REQUIRE(out.report.issues.size() == 1);
    CAPTURE(row, out.report.issues[0].reason);
    CHECK(out.report.issues[0].reason.find(word) != std::string::npos);
    CHECK(out.report.issues[0].place == "fid=2");
}

TEST_CASE("dates are read with blanks around them, with slashes and with a time of day") {
    CHECK(read("a,, , 2026-03-31 , \nb,,,2026/03/31,\nc,,,2026-03-31T23:59:59,\nd,,,2026/4/1 00:00:00,\n")
              .there == Ids{"a", "b", "c"});
}

TEST_CASE("dates of a layer with a type of dates are read too") {
    const InputFolder folder;
    const std::string file = folder.path("s.gpkg");
    {
        GDALDriver* driver = GetGDALDriverManager()->GetDriverByName("GPKG");
        const GDALDatasetUniquePtr data{driver->Create(file.c_str(), 0, 0, 0, GDT_Unknown, nullptr)};
        OGRSpatialReference crs;
        crs.importFromEPSG(6668);
        crs.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
        OGRLayer* layer = data->CreateLayer("s", &crs, wkbPoint);
        OGRFieldDefn on_air{"on_air", OFTDate};
        OGRFieldDefn until{"until", OFTDateTime};
        REQUIRE(layer->CreateField(&on_air) == OGRERR_NONE);
        REQUIRE(layer->CreateField(&until) == OGRERR_NONE);
        for (const int day : {30, 31}) {
            OGRFeature one{layer->GetLayerDefn()};
            OGRPoint at{135.5, 34.5};
            one.SetGeometry(&at);
            one.SetField(0, 2026, 3, day);
            one.SetField(1, 2026, 3, day, 12, 0, 0.0F, 100);
            REQUIRE(layer->CreateFeature(&one) == OGRERR_NONE);
        }
    }
    ProviderConfig config;
    config.sites = {file};
    config.radius_m = 1000;
    SiteTable sites;
    CHECK(io::read_sites(config, {2026, 3, 30}, sites).notes.size() == 1);
    CHECK(sites.size() == 1);
    CHECK(io::read_sites(config, {2026, 3, 31}, sites).notes.size() == 1);
    CHECK(sites.size() == 2);
}

TEST_CASE("a column of dates that the configuration names must be there") {
    const InputFolder folder;
    ProviderConfig config;
    config.sites = {folder.write("s.csv", "lon,lat\n135.5,34.5\n")};
    config.radius_m = 1000;
    config.columns.until = "end";
    config.columns.given = {"end"};
    SiteTable sites;
    const Failure failure = failure_of([&] { io::read_sites(config, as_of, sites); });
    CHECK(failure.code == Errc::input);
    CHECK(failure.says("has no column 'end'; it has lon, lat"));
}
