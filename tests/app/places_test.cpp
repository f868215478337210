#include "catch.hpp"
#include "csv_rows.hpp"
#include "program.hpp"
#include "proj/geodesic.hpp"

#include <nlohmann/json.hpp>

#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <numbers>
#include <string>
#include <utility>
#include <vector>

using namespace amaneku;

namespace {

const std::string sample = AMANEKU_SOURCE_DIR "/data/sample/";

using Row = std::map<std::string, std::string>;

std::string place(const std::string& id, const std::string& file) {
    return "[[place]]\nid = \"" + id + "\"\nfile = \"" + file + "\"\n";
}

/// The 3rd meshes of the sample's first second mesh, and that mesh itself.
void write_meshes(const Folder& folder) {
    std::string third = "code\n";
    for (int row = 0; row < 10; ++row) {
        for (int column = 0; column < 10; ++column)
            third += "464173" + std::to_string(row) + std::to_string(column) + "\n";
    }
    folder.write("third.csv", third);
    folder.write("second.csv", "code\n464173\n464163\n");
}

std::string mesh_services() {
    const std::string sites = "[[service.provider]]\nid = \"a\"\nsites = \"" + sample +
                              "operator_a_sites.csv\"\nradius_m = 1000\n[[service.provider]]\nid = \"c\"\n"
                              "sites = \"" +
                              sample + "operator_c_sites.csv\"\n";
    return "[[service]]\nid = \"kiban\"\nprofile = \"jp-mic-kiban\"\ncells_file = \"second.csv\"\n" + sites +
           "[[service]]\nid = \"sub6\"\nprofile = \"jp-mic-sub6\"\ncells_file = \"third.csv\"\n" + sites;
}

std::string full_config(const Folder& folder) {
    write_meshes(folder);
    return folder.write("places.toml", sample_config(R"(["csv", "json", "geojson"])") +
                                           place("schools", sample + "schools.csv") +
                                           place("shelters", sample + "shelters.csv") +
                                           "[[line]]\nid = \"roads\"\nfile = \"" + sample +
                                           "roads.geojson\"\n[combinations]\n[equity]\n" + mesh_services());
}

/// 5G sites on air.
std::vector<Point> real_sites(const std::string& file) {
    std::vector<Point> out;
    for (const Row& s : rows(content(file))) {
        if (s.at("generation").find("5G") != std::string::npos && s.at("status") == "OK")
            out.push_back({std::stod(s.at("lon")), std::stod(s.at("lat"))});
    }
    return out;
}

}  // namespace

TEST_CASE("places of the sample are in or out by the footprints themselves") {
    const Folder folder;
    const std::string config = full_config(folder);
    const Outcome done = run_amaneku("run " + config);
    INFO(done.text);
    REQUIRE(done.status == 0);
    const auto sites = rows(content(sample + "operator_c_sites.csv"));
    const auto places = rows(content(folder / "out/places.csv"));
    REQUIRE(places.size() == 490 + 624);
    std::size_t decided = 0;
    std::map<std::string, int> inside;
    for (const Row& p : places) {
        CHECK_FALSE(p.at("id").empty());
        CHECK_FALSE(p.at("name").empty());
        CHECK(p.at("zone_code").starts_with("90"));
        const bool in = p.at("5g_in") == "1";
        CHECK((std::stod(p.at("5g_distance_m")) > 0.0) == !in);
        CHECK(p.at("5g_providers").empty() == !in);
        inside[p.at("place")] += in ? 1 : 0;
        // By the distance to the centres of operator-c's circles, but for what lies between chord and arc.
        bool sure = false;
        bool may = false;
        const Point at{std::stod(p.at("lon")), std::stod(p.at("lat"))};
        for (const Row& s : sites) {
            if (s.at("generation").find("5G") == std::string::npos || s.at("status") != "OK" ||
                s.at("on_air") > "2026-03-31")
                continue;
            const double m = proj::geodesic_distance(at, {std::stod(s.at("lon")), std::stod(s.at("lat"))});
            const double radius = std::stod(s.at("radius_m"));
            sure = sure || m < radius * std::cos(std::numbers::pi / 64.0) - 0.05;
            may = may || m < radius + 0.05;
        }
        const bool says = p.at("5g_providers").find("operator-c") != std::string::npos;
        if (sure || !may) {
            CHECK(says == sure);
            ++decided;
        }
    }
    CHECK(decided > places.size() * 9 / 10);
    for (const Row& r : rows(content(folder / "out/place_rates.csv"))) {
        CHECK(std::stoi(r.at("inside")) + std::stoi(r.at("outside")) == std::stoi(r.at("places")));
        if (r.at("zone_level") == "nation" && r.at("class") == "*" && r.at("service") == "5g")
            CHECK(std::stoi(r.at("inside")) == inside.at(r.at("place")));
    }
    CHECK(nlohmann::json::parse(content(folder / "out/place.geojson"))["features"].size() == places.size());
}

TEST_CASE("places, lines, combinations and mesh KPIs are the same for any threads and tiles") {
    const Folder folder;
    const std::string config = full_config(folder);
    const auto all = [&](const std::string& options) {
        const Outcome done = run_amaneku("run " + options + " " + config);
        INFO(done.text);
        REQUIRE(done.status == 0);
        std::string text;
        for (const char* name : {"places.csv", "place_rates.csv", "lines.csv", "dead_stretches.csv",
                                 "combinations.csv", "equity.csv", "mesh_kpi.csv", "line.geojson"})
            text += content(folder / (std::string{"out/"} + name));
        return text;
    };
    const std::string first = all("--threads 1");
    CHECK(first.size() > 10'000);
    CHECK(all("--threads 4") == first);
    CHECK(all("--cache " + (folder / "cache")) == first);
    CHECK(all("--cache " + (folder / "cache")) == first);  // which reads no footprints for the overlay
}

TEST_CASE("lines are as long as they are read, in and out together") {
    const Folder folder;
    REQUIRE(run_amaneku("run " + full_config(folder)).status == 0);
    double length = 0.0;
    std::map<std::string, double> by_class;
    const auto roads = nlohmann::json::parse(content(sample + "roads.geojson"));
    for (const auto& feature : roads["features"]) {
        double m = 0.0;
        const auto& line = feature["geometry"]["coordinates"];
        for (std::size_t i = 1; i < line.size(); ++i)
            m += proj::geodesic_distance({line[i - 1][0], line[i - 1][1]}, {line[i][0], line[i][1]});
        length += m;
        by_class[feature["properties"]["class"]] += m;
    }
    std::map<std::string, double> zones;
    for (const Row& r : rows(content(folder / "out/lines.csv"))) {
        const double all = std::stod(r.at("length_km"));
        CHECK(std::stod(r.at("inside_km")) + std::stod(r.at("outside_km")) == Approx(all).margin(0.0021));
        if (r.at("service") != "5g") continue;
        if (r.at("zone_level") == "municipality") zones[r.at("class")] += all;
        if (r.at("zone_level") != "nation") continue;
        const double expected = r.at("class") == "*" ? length : by_class.at(r.at("class"));
        CHECK(all == Approx(expected / 1000.0).margin(0.002));
        const double longest = std::stod(r.at("longest_outside_km"));
        CHECK(longest > 0.0);
        CHECK(longest <= std::stod(r.at("outside_km")));
        CHECK(proj::geodesic_distance({std::stod(r.at("from_lon")), std::stod(r.at("from_lat"))},
                                      {std::stod(r.at("to_lon")), std::stod(r.at("to_lat"))}) <=
              longest * 1000.0 + 1.0);
    }
    CHECK(zones.at("*") == Approx(length / 1000.0).margin(0.1));
    double pieces = 0.0;
    const auto layer = nlohmann::json::parse(content(folder / "out/line.geojson"));
    for (const auto& piece : layer["features"]) pieces += piece["properties"]["length_m"].get<double>();
    CHECK(pieces == Approx(length).margin(1.0));
}

TEST_CASE("combinations and equity agree with the coverage of each service") {
    const Folder folder;
    REQUIRE(run_amaneku("run " + full_config(folder)).status == 0);
    std::map<std::pair<std::string, std::string>, Row> nation;  // of coverage.csv
    for (const Row& r : rows(content(folder / "out/coverage.csv"))) {
        const std::string rule = r.at("service") == "5g" ? "half_cell" : "area_share";
        if (r.at("zone_level") == "nation" && r.at("provider") == "*" && r.at("rule") == rule)
            nation[{r.at("service"), r.at("weight")}] = r;
    }
    std::map<std::string, double> sums;
    double with_5g = 0.0;
    double total = 0.0;
    for (const Row& r : rows(content(folder / "out/combinations.csv"))) {
        CHECK(r.at("services") == "5g;fiber");
        if (r.at("zone_level") != "nation") continue;
        sums[r.at("of")] += std::stod(r.at("amount"));
        if (r.at("of") == "place/schools") CHECK(r.at("total") == "490");
        if (r.at("of") != "population") continue;
        if (r.at("inside").starts_with("5g")) with_5g += std::stod(r.at("amount"));
        total = std::stod(r.at("total"));
    }
    CHECK(sums.at("population") == Approx(total).margin(1e-6));
    CHECK(sums.at("place/schools") == 490.0);
    const Row& covered = nation.at({"5g", "population"});
    CHECK(with_5g == Approx(std::stod(covered.at("covered"))).margin(1e-6));

    bool has_nation = false;
    for (const Row& r : rows(content(folder / "out/equity.csv"))) {
        if (r.at("zone_level") != "nation" || r.at("weight") != "age_65_plus") continue;
        has_nation = true;
        const Row& old = nation.at({r.at("service"), "age_65_plus"});
        const Row& people = nation.at({r.at("service"), "population"});
        CHECK(r.at("total") == old.at("total"));
        CHECK(r.at("uncovered") == old.at("uncovered"));
        const double share = 100.0 * std::stod(old.at("uncovered")) / std::stod(people.at("uncovered"));
        CHECK(std::stod(r.at("share_of_uncovered")) == Approx(share).margin(0.0051));
    }
    CHECK(has_nation);
}

TEST_CASE("meshes count that hold a station or are covered to three quarters") {
    const Folder folder;
    write_meshes(folder);
    // One station in the middle of 3rd mesh 46417338, which it fills while it reaches into its neighbours;
    // one that covers next to nothing of 46417399.
    folder.write("sites.csv", "id,lon,lat,radius_m\na,141.48125,31.27916667,900\nb,141.4938,31.3292,10\n");
    const std::string own = "[[service.provider]]\nid = \"a\"\nsites = \"sites.csv\"\n";
    const std::string text = sample_config(R"(["csv", "json"])");
    const auto counted = [&](const std::string& keys) {
        const std::string config = folder.write(
            "mesh.toml", text +
                             "[[service]]\nid = \"sub6\"\nprofile = \"jp-mic-sub6\"\ncells_file = "
                             "\"third.csv\"\n" +
                             keys + own);
        const Outcome done = run_amaneku("run " + config);
        INFO(done.text);
        REQUIRE(done.status == 0);
        for (const Row& r : rows(content(folder / "out/mesh_kpi.csv"))) {
            if (r.at("zone_level") == "nation" && r.at("provider") == "*")
                return std::pair{std::stoi(r.at("cells")), std::stoi(r.at("counted"))};
        }
        return std::pair{0, 0};
    };
    const auto [cells, both] = counted("");
    const auto [cells2, by_station] = counted("rule = \"presence\"\n");
    const auto [cells3, by_area] = counted("rule = \"half_cell\"\n");
    CHECK(cells == cells2);
    CHECK(cells == cells3);
    CHECK(by_station == 2);
    CHECK(by_area == 1);
    CHECK(both == 2);
    // Its rate stands beside its target.
    folder.write(
        "targets.csv",
        "kpi,scope,fiscal_year,value,unit,plan,source\nsub6_deployment,pref:90,2027,80,%,plan,test\n");
    const std::string with_target =
        folder.write("target.toml", replaced(text, sample + "kpi_targets.csv", folder / "targets.csv") +
                                        "[[service]]\nid = \"sub6\"\nprofile = \"jp-mic-sub6\"\ncells_file = "
                                        "\"third.csv\"\n" +
                                        own);
    const Outcome done = run_amaneku("run " + with_target);
    INFO(done.text);
    REQUIRE(done.status == 0);
    bool has_target = false;
    for (const Row& r : rows(content(folder / "out/targets.csv"))) {
        if (r.at("kpi") != "sub6_deployment") continue;
        has_target = true;
        CHECK(std::stod(r.at("actual")) == Approx(100.0 * both / cells).margin(0.051));
    }
    CHECK(has_target);
    // municipalities.csv has no columns of it.
    CHECK(content(folder / "out/municipalities.csv").find("sub6") == std::string::npos);
}

TEST_CASE("what is wrong with places, lines and meshes is told with its place") {
    const Folder folder;
    write_meshes(folder);
    const std::string text = sample_config(R"(["csv"])");
    const auto told = [&](const std::string& more, int status) {
        const Outcome done = run_amaneku("run " + folder.write("bad.toml", text + more));
        CHECK(done.status == status);
        return done.text;
    };
    const auto holds = [](const std::string& all, const std::string& part) {
        INFO(all);
        CHECK(all.find(part) != std::string::npos);
    };
    folder.write("points.csv", "id,x,y\n1,141.2,31.2\n");
    holds(told(place("p", "points.csv"), 4), "has no columns 'lon' and 'lat' and no points; it has id, x, y");
    holds(told(place("p", "points.csv") + "columns = { lon = \"x\", lat = \"y\", name = \"title\" }\n", 4),
          "has no column 'title'");
    holds(told(place("p", "nowhere.csv"), 3), "is not there");
    holds(told("[[place]]\nid = \"p\"\n", 3), "is missing: the file of the places");
    holds(told(place("p", "points.csv") + "colums = 3\n", 3), "did you mean 'columns'");
    folder.write("swapped.csv", "id,lon,lat\n1,31.2,141.2\n");
    holds(told(place("p", "swapped.csv"), 4), "they are from -180 to 180 and from -90 to 90");
    holds(told("[[line]]\nid = \"l\"\nfile = \"points.csv\"\n", 4), "has no geometry");
    holds(told("[combinations]\nservices = [\"5g\", \"lte\"]\n", 3),
          "'lte' is no service; there are 5g, fiber");
    holds(told("[equity]\nof = \"people\"\n", 3), "[equity] asks for 'people'");
    holds(told(replaced(mesh_services(), "cells_file = \"second.csv\"\n", ""), 3), "cells_file: is missing");
    holds(told(replaced(mesh_services(), "jp-mic-kiban\"", "jp-mic-5g\"\nrule = \"presence\""), 3),
          "it needs cell_level");
}

TEST_CASE("every shelter of Japan is in Nara or left out, and in or out of real stations [real]") {
    const char* data = std::getenv("AMANEKU_DATA");
    const std::string data_folder = data != nullptr ? data : AMANEKU_SOURCE_DIR "/../shared/data";
    const std::string shelters = data_folder + "/facilities/gsi_shelters_nationwide_20251027.csv.gz";
    if (!std::filesystem::exists(shelters)) {
        WARN("the real shelters are not there: skipped");
        return;
    }
    const Folder folder;
    const std::string config =
        replaced(content(AMANEKU_SOURCE_DIR "/configs/real/nara.toml"), "../../out/nara", folder / "out") +
        place("shelter", shelters);
    const Outcome done = run_amaneku("run " + folder.write("nara.toml", config));
    INFO(done.text);
    REQUIRE(done.status == 0);
    CHECK(done.text.find("195571 of 197959 places are in no reported zone") != std::string::npos);
    const auto sites = real_sites(data_folder + "/sites/nara_one_operator_sites_2025-06.csv");
    REQUIRE(sites.size() == 128);
    std::size_t inside = 0;
    std::size_t decided = 0;
    std::size_t places = 0;
    std::istringstream lines{content(folder / "out/places.csv")};
    std::string line;
    std::getline(lines, line);
    while (std::getline(lines, line)) {
        // From the end, for names may hold commas: …,lon,lat,in,distance,providers,in,distance,providers
        std::vector<std::string> fields;
        std::istringstream parts{line + ","};
        for (std::string field; std::getline(parts, field, ',');) fields.push_back(field);
        REQUIRE(fields.size() >= 14);
        const auto field = [&](std::size_t from_end) { return fields[fields.size() - from_end]; };
        ++places;
        double nearest = 1e9;
        for (const Point& s : sites)
            nearest =
                std::min(nearest, proj::geodesic_distance({std::stod(field(8)), std::stod(field(7))}, s));
        const bool in = field(6) == "1";
        inside += in ? 1 : 0;
        const bool is_sure = nearest < 1000.0 * std::cos(std::numbers::pi / 64.0) - 0.05 || nearest > 1000.05;
        if (!is_sure) continue;
        ++decided;
        CHECK(in == (nearest < 1000.0));
        // The nearest circle lies within its chord's height of radius metres nearer.
        const double chord = 1000.0 * (1.0 - std::cos(std::numbers::pi / 64.0));
        if (!in) {
            CHECK(std::stod(field(5)) >= nearest - 1000.0 - 0.2);
            CHECK(std::stod(field(5)) <= nearest - 1000.0 + chord + 0.2);
        }
    }
    CHECK(places == 197959 - 195571);
    CHECK(decided > places * 99 / 100);
    CHECK(inside == 964);
}
