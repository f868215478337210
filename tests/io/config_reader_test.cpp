#include "io/config_reader.hpp"

#include "catch.hpp"
#include <amaneku/error.hpp>

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

using namespace amaneku;
using io::check_config;
using io::ConfigProblem;
using io::read_config;

namespace fs = std::filesystem;

namespace {

/// A folder with the inputs that the configurations below name; gone at the end.
class Folder {
public:
    Folder() {
        static int number = 0;
        m_dir = fs::temp_directory_path() /
                ("amaneku_config_" + std::to_string(::getpid()) + "_" + std::to_string(number++));
        fs::create_directories(m_dir / "mesh");
        for (const char* name : {"mesh/b.zip", "mesh/a.zip", "zones.geojson", "area.gpkg", "sites.csv",
                                 "census.csv", "29.csv", "groups.csv"}) {
            std::ofstream{m_dir / name} << "x\n";
        }
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    ~Folder() {
        std::error_code ignored;
        fs::remove_all(m_dir, ignored);
    }

    [[nodiscard]] std::string path(const std::string& name) const { return (m_dir / name).string(); }
    [[nodiscard]] std::string write(const std::string& name, const std::string& text) const {
        fs::create_directories((m_dir / name).parent_path());
        std::ofstream{m_dir / name} << text;
        return path(name);
    }
    [[nodiscard]] std::vector<ConfigProblem> problems(const std::string& text) const {
        return check_config(write("c.toml", text)).second;
    }

private:
    fs::path m_dir;
};

const std::string population = "[population]\nfiles = \"mesh/*.zip\"\n";
const std::string zones = "[zones]\nfiles = \"zones.geojson\"\n";
const std::string service = "[[service]]\nid = \"5g\"\nprofile = \"jp-mic-5g\"\n";
const std::string provider = "[[service.provider]]\nid = \"a\"\nfootprints = \"area.gpkg\"\n";
const std::string plain = population + zones + service + provider;

int line_of(const std::string& text, const std::string& part) {
    return 1 + static_cast<int>(std::count(
                   text.begin(), text.begin() + static_cast<std::ptrdiff_t>(text.find(part)), '\n'));
}

std::string listed(const std::vector<ConfigProblem>& problems) {
    std::string out;
    for (const ConfigProblem& p : problems) out += p.where + ": " + p.what + "\n";
    return out;
}

/// One problem, at the line of `part`, that says each of `words`.
void check_one(const Folder& folder, const std::string& text, const std::string& part,
               const std::vector<std::string>& words) {
    const auto problems = folder.problems(text);
    INFO(text << "\n" << listed(problems));
    REQUIRE(problems.size() == 1);
    CHECK(problems[0].where == folder.path("c.toml") + ":" + std::to_string(line_of(text, part)));
    for (const std::string& word : words) {
        INFO(word);
        CHECK(problems[0].what.find(word) != std::string::npos);
    }
}

}  // namespace

TEST_CASE("a configuration is read with its paths made absolute and its globs sorted") {
    const Folder folder;
    const std::string text = R"(title = "県"
language = "en"
as_of = 2026-03-31
[population]
files = ["mesh/*.zip"]
format = "csv"
level = "half"
columns = { population = "pop", age_65_plus = "old", households = "hh", code = "mesh" }
year = 2030
max_bad_rows = 0.5
source = { name = "census", date = 2020-10-01, licence = "open" }
[zones]
files = ["zones.geojson"]
code = "code"
report = ["29"]
assign = "list"
list = "29.csv"
wards = "both"
census = { file = "census.csv", code = "c", population = "p", households = "h" }
calibrate = true
calibrate_reach = 1
groups = "groups.csv"
extent = "all"
nearest_m = 500
[[service]]
id = "5g"
name = "5G"
profile = "jp-mic-5g"
decimals = 2
[[service.provider]]
id = "a"
footprints = ["area.gpkg", "mesh/a.zip/inner.shp", "PG:dbname=x"]
where = "Type = '5G'"
[[service.provider]]
id = "b"
sites = "sites.csv"
columns = { lon = "x", lat = "y", azimuth = "az", beamwidth = "bw", radius_m = "r" }
radius_m = 1000
beamwidth = 120
segments = 128
[output]
directory = "result"
formats = ["csv", "gpkg"]
encoding = "cp932"
)";
    const Config config = read_config(folder.write("c.toml", text));
    CHECK(config.title == "県");
    CHECK(config.language == "en");
    CHECK(config.as_of == Date{2026, 3, 31});
    CHECK(config.text == text);
    CHECK(config.population.files == std::vector{folder.path("mesh/a.zip"), folder.path("mesh/b.zip")});
    CHECK(config.population.format == PopulationFormat::csv);
    CHECK(config.population.level == MeshLevel::half);
    CHECK(config.population.code_column == "mesh");
    REQUIRE(config.population.columns.size() == 3);
    CHECK(config.population.columns[1].weight == "age_65_plus");
    CHECK(config.population.columns[2].column == "hh");
    CHECK(config.population.year == 2030);
    CHECK(config.population.source.date == "2020-10-01");
    CHECK(config.zones.assign == ZoneAssign::list);
    CHECK(config.zones.list == std::vector{folder.path("29.csv")});
    CHECK(config.zones.wards == Wards::both);
    REQUIRE(config.zones.census);
    CHECK(config.zones.census->population == "p");
    CHECK(config.zones.calibrate);
    CHECK(config.zones.calibrate_reach == 1);
    CHECK(config.zones.groups == folder.path("groups.csv"));
    CHECK(config.zones.extent == Extent::all);
    CHECK(config.zones.nearest_m == 500.0);
    REQUIRE(config.services.size() == 1);
    const ServiceConfig& s = config.services[0];
    CHECK(s.profile.id == "jp-mic-5g");
    CHECK(s.profile.assign == "max_area");
    CHECK(s.profile.decimals == 2);
    CHECK(s.changed_keys == std::vector<std::string>{"decimals"});
    REQUIRE(s.providers.size() == 2);
    CHECK(s.providers[0].footprints == std::vector<std::string>{folder.path("area.gpkg"),
                                                                folder.path("mesh/a.zip/inner.shp"),
                                                                "PG:dbname=x"});
    CHECK(s.providers[0].where == "Type = '5G'");
    CHECK(s.providers[1].columns.lon == "x");
    CHECK(s.providers[1].columns.radius_m == "r");
    CHECK(s.providers[1].radius_m == 1000.0);
    CHECK(s.providers[1].segments == 128);
    CHECK(s.providers[1].name == "b");
    CHECK(config.output.directory == folder.path("result"));
    CHECK(config.output.encoding == Encoding::cp932);
}

TEST_CASE("the shortest configuration takes the stated defaults") {
    const Folder folder;
    const Config config = read_config(folder.write("c.toml", plain));
    CHECK(config.language == "ja");
    CHECK(config.as_of.year >= 2024);
    CHECK(config.population.format == PopulationFormat::automatic);
    CHECK(config.population.columns.empty());
    CHECK(config.zones.code == "N03_007");
    CHECK(config.zones.assign == ZoneAssign::land_share);
    CHECK(config.zones.extent == Extent::zones);
    CHECK(config.services[0].name == "5g");
    CHECK(config.services[0].profile.rule == Rule::half_cell);
    CHECK(config.services[0].profile.threshold == 0.5);
    CHECK_FALSE(config.services[0].profile.strict);
    CHECK(config.output.formats == std::vector<std::string>{"csv", "json"});
}

TEST_CASE("weights keep the order in which they stand in the file, over several lines too") {
    const Folder folder;
    const std::string columns = "[population.columns]\nzebra = \"z\"\npopulation = \"p\"\napple = \"a\"\n";
    const Config config =
        read_config(folder.write("c.toml", population + columns + zones + service + provider));
    std::vector<std::string> weights;
    for (const auto& c : config.population.columns) weights.push_back(c.weight);
    CHECK(weights == std::vector<std::string>{"zebra", "population", "apple"});
}

TEST_CASE("environment variables are put in, and an unset one is a problem") {
    const Folder folder;
    ::setenv("AMANEKU_TEST_FOLDER", folder.path("mesh").c_str(), 1);
    const std::string text =
        "[population]\nfiles = \"${AMANEKU_TEST_FOLDER}/a.zip\"\n" + zones + service + provider;
    CHECK(read_config(folder.write("c.toml", text)).population.files ==
          std::vector{folder.path("mesh/a.zip")});
    ::unsetenv("AMANEKU_TEST_FOLDER");
    check_one(folder, text, "files", {"population.files", "AMANEKU_TEST_FOLDER", "not set"});
    const std::string twice =
        "[population]\nfiles = [\"${AMANEKU_TEST_FOLDER}/a.zip\", \"${AMANEKU_TEST_FOLDER}/b.zip\"]\n";
    check_one(folder, twice + zones + service + provider, "files", {"AMANEKU_TEST_FOLDER"});
}

TEST_CASE("each kind of problem is told with its line, its key and what to do") {
    const Folder folder;
    struct Case {
        std::string text, part;
        std::vector<std::string> words;
    };
    const std::string sites = "[[service.provider]]\nid = \"a\"\nsites = \"sites.csv\"\n";
    const auto c = GENERATE_REF(values<Case>({
        {"lanuage = \"ja\"\n" + plain, "lanuage", {"lanuage", "unknown key", "did you mean 'language'"}},
        {population + "formt = \"csv\"\n" + zones + service + provider,
         "formt",
         {"population.formt", "did you mean 'format'"}},
        {population + "format = \"xls\"\n" + zones + service + provider,
         "format",
         {"'xls'", "auto, estat, ksj, csv, raster"}},
        {"title = 3\n" + plain, "title", {"title", "an integer", "must be a string"}},
        {"language = \"fr\"\n" + plain, "language", {"'fr'", "ja, en"}},
        {"as_of = 2026\n" + plain, "as_of", {"must be a date"}},
        {"as_of = \"2026-02-30\"\n" + plain, "as_of", {"2026-02-30", "must be a date"}},
        {population + "level = \"huge\"\n" + zones + service + provider,
         "level",
         {"population.level", "'huge'"}},
        {population + "max_bad_rows = 1.5\n" + zones + service + provider,
         "max_bad_rows",
         {"1.5", "from 0 to 1"}},
        {"[population]\nfiles = \"none/*.zip\"\n" + zones + service + provider, "files", {"no file matches"}},
        {"[population]\nfiles = \"none.zip/inner.shp\"\n" + zones + service + provider,
         "files",
         {"none.zip", "is not there"}},
        {"[population]\nfiles = [\"mesh/a.zip\", \"mesh/*.zip\"]\n" + zones + service + provider,
         "files",
         {"given twice"}},
        {zones + service + provider, "[zones]", {"[population] is missing"}},
        {population + service + provider, "[population]", {"[zones] is missing"}},
        {population + zones, "[population]", {"[[service]]"}},
        {plain + "[output]\nformats = [\"csv\", \"xls\"]\n", "formats", {"'xls' is unknown", "xlsx"}},
        {plain + "[output]\nformats = \"cvs\"\n", "formats", {"'cvs' is unknown", "csv"}},
        {plain + "[[place]]\nid = \"school\"\n", "[[place]]", {"place[1].file", "is missing"}},
        {plain + "[plan]\nsites = 20\nradius_m = 500\n", "[plan]", {"plan.candidates", "is missing"}},
        {population + zones + "assign = \"list\"\n" + service + provider,
         "[zones]",
         {"zones.list", "is missing"}},
        {population + zones + "list = \"29.csv\"\n" + service + provider, "list =", {"zones.list", "only"}},
        {population + zones + "nearest_m = 0\n" + service + provider, "nearest_m", {"above 0"}},
        {population + zones + "calibrate = true\n" + service + provider, "calibrate", {"census"}},
        {population + zones + "calibrate_reach = 2\n" + service + provider,
         "calibrate_reach",
         {"from 0 to 1"}},
        {population + zones + "census = { file = \"census.csv\", peple = \"p\" }\n" + service + provider,
         "census",
         {"zones.census.peple", "unknown key"}},
        {population + zones + "[[service]]\nid = \"5G\"\nprofile = \"jp-mic-5g\"\n" + provider,
         "id =",
         {"'5G'", "small letters"}},
        {population + zones + "[[service]]\nid = \"population\"\nprofile = \"jp-mic-5g\"\n" + provider,
         "id =",
         {"'population'", "rule or column"}},
        {population + zones + "[[service]]\nprofile = \"jp-mic-5g\"\n" + provider,
         "[[service]]",
         {"service[1].id", "is missing"}},
        {population + zones + "[[service]]\nid = \"x\"\nprofile = \"jp-mic-6g\"\n" + provider,
         "profile",
         {"jp-mic-6g", "is not there", "jp-mic-5g"}},
        {population + zones + "[[service]]\nid = \"x\"\nprofile = \"jp-mic-kiban\"\n" + provider,
         "[[service]]",
         {"cells_file", "mesh codes"}},
        {population + zones + "[[service]]\nid = \"x\"\nprofile = \"jp-mic-sub6\"\n" + provider,
         "[[service]]",
         {"cells_file", "mesh codes"}},
        {population + zones + "[[service]]\nid = \"x\"\nprofile = \"fcc-bdc-mobile\"\n" + provider,
         "profile",
         {"fcc-bdc-mobile", "it needs", "hexagons"}},
        {population + "columns = { population = \"p\" }\n" + zones +
             "[[service]]\nid = \"x\"\nprofile = \"jp-fiber\"\n" + provider,
         "profile",
         {"'households'", "population"}},
        {population + zones + service + "weight = \"cells\"\n" + provider,
         "weight",
         {"cells", "needs their cell_level"}},
        {population + zones + service + "cell_level = \"3rd\"\n" + provider,
         "[[service]]",
         {"weight", "meshes are counted"}},
        {population + zones + service + "rule = \"half\"\n" + provider, "rule =", {"'half'", "half_cell"}},
        {population + zones + service + "threshold = \"half\"\n" + provider,
         "threshold",
         {"a string", "must be a number"}},
        {population + zones + service + "combine = \"k_of_n\"\nk = 3\n" + provider,
         "k = 3",
         {"is 3", "number of providers, 1"}},
        {population + zones + service + "gap = { neighbours = 6 }\n" + provider,
         "gap",
         {"service[1].gap.neighbours", "must be 4 (edges) or 8"}},
        {population + zones + service + "flag = { targt = 90 }\n" + provider,
         "flag",
         {"service[1].flag.targt", "did you mean 'target'"}},
        {population + zones + service + "cells = \"some\"\n" + provider,
         "cells",
         {"'some'", "all, populated, list"}},
        {population + zones + service + "cells = \"list\"\n" + provider,
         "[[service]]",
         {"service[1].cells_file", "is missing", "mesh codes"}},
        {population + zones + service + "cells = \"list\"\ncells_file = \"none.csv\"\n" + provider,
         "cells_file",
         {"none.csv", "is not there"}},
        {population + zones + service + "cells = \"populated\"\ncells_file = \"29.csv\"\n" + provider,
         "cells_file",
         {"service[1].cells_file", "cells = \"list\" only"}},
        {population + zones + service, "[[service]]", {"at least one [[service.provider]]"}},
        {population + zones + service + provider + provider,
         "id = \"a\"\nfootprints = \"area.gpkg\"\n[[service.provider]]\nid",
         {}},
        {population + zones + service + "[[service.provider]]\nid = \"a\"\n",
         "[[service.provider]]",
         {"footprints", "sites"}},
        {population + zones + service + sites + "radius_m = 0\n", "radius_m", {"above 0"}},
        {population + zones + service + sites + "radius_m = 200001\n", "radius_m", {"200000"}},
        {population + zones + service + sites + "beamwidth = 0\n", "beamwidth", {"above 0"}},
        {population + zones + service + sites + "segments = 7\n", "segments", {"from 8 to 3600"}},
        {population + zones + service + sites + "columns = { long = \"x\" }\n",
         "columns",
         {"long", "unknown column", "lon"}},
        {population + zones + service + sites + "model = \"itm\"\n",
         "model",
         {"model", "belongs to [service.provider.radio]"}},
    }));
    if (c.words.empty()) {  // two providers of one id: the line of the second
        const auto problems = folder.problems(c.text);
        REQUIRE(problems.size() == 1);
        CHECK(problems[0].where ==
              folder.path("c.toml") + ":" + std::to_string(line_of(c.text, provider) + 4));
        CHECK(problems[0].what.find("'a' is there twice") != std::string::npos);
    } else {
        check_one(folder, c.text, c.part, c.words);
    }
}

TEST_CASE("a provider's id may come again in another service, a service's may not") {
    const Folder folder;
    const std::string second = "[[service]]\nid = \"4g\"\nprofile = \"jp-mic-4g\"\n" + provider;
    CHECK(folder.problems(plain + second).empty());
    const auto problems = folder.problems(plain + service + provider);
    REQUIRE(problems.size() == 1);
    CHECK(problems[0].what.find("'5g' is there twice") != std::string::npos);
}

TEST_CASE("a service has 64 providers at most") {
    const Folder folder;
    const auto with = [&](int count) {
        std::string text = population + zones + service;
        for (int i = 0; i < count; ++i)
            text += "[[service.provider]]\nid = \"p" + std::to_string(i) + "\"\nfootprints = \"area.gpkg\"\n";
        return text;
    };
    CHECK(folder.problems(with(64)).empty());
    CHECK(folder.problems(with(65)).size() == 1);
}

TEST_CASE("all problems are told at once, in one error of the kind configuration") {
    const Folder folder;
    const std::string path = folder.write(
        "c.toml", "language = \"fr\"\ntitel = \"x\"\n[population]\nfiles = \"none.zip\"\nyear = \"now\"\n" +
                      zones + "wards = 3\n" + service +
                      "[[service.provider]]\nid = \"A\"\nsites = \"none.csv\"\nsegments = 1\n");
    CHECK(check_config(path).second.size() == 8);
    try {
        static_cast<void>(read_config(path));
        FAIL("must throw");
    } catch (const Error& error) {
        CHECK(error.code() == Errc::configuration);
        const std::string text = error.what();
        CHECK(std::count(text.begin(), text.end(), '\n') == 7);
        for (const char* part : {"'fr'", "population.files", "population.year", "zones.wards", "'A'",
                                 "none.csv", "segments", "titel"}) {
            INFO(part);
            CHECK((text + error.where()).find(part) != std::string::npos);
        }
    }
}

TEST_CASE("what is no TOML is told with its line") {
    const Folder folder;
    const auto problems = folder.problems("title = \"a\"\nlanguage = = 3\n");
    REQUIRE(problems.size() == 1);
    CHECK(problems[0].where == folder.path("c.toml") + ":2");
    CHECK(problems[0].what.find("not TOML") != std::string::npos);
}

TEST_CASE("a configuration that is absent or a folder is told so") {
    const Folder folder;
    for (const char* name : {"none.toml", "mesh"}) {
        const auto problems = check_config(folder.path(name)).second;
        REQUIRE(problems.size() == 1);
        CHECK(problems[0].where == folder.path(name));
    }
}

TEST_CASE(
    "a profile beside the configuration comes before the shipped one of its name, and one may be a path") {
    const Folder folder;
    static_cast<void>(folder.write("profiles/jp-mic-5g.toml",
                                   "id = \"jp-mic-5g\"\nname = { ja = \"自\", en = \"own\" }\nrule = "
                                   "\"centroid\"\ncomparator = \">\"\n"));
    static_cast<void>(
        folder.write("mine/special.toml", "id = \"special\"\nrule = \"area_share\"\narea = \"land\"\n"));
    const std::string own = "[[service]]\nid = \"own\"\nprofile = \"mine/special.toml\"\n" + provider;
    const Config config = read_config(folder.write("c.toml", plain + own));
    CHECK(config.services[0].profile.rule == Rule::centroid);
    CHECK(config.services[0].profile.strict);
    CHECK(config.services[1].profile.id == "special");
    CHECK(config.services[1].profile.area == FractionArea::land);
}

TEST_CASE("a list of cells is named by the service or by its profile, each beside its own file") {
    const Folder folder;
    static_cast<void>(folder.write("mine/cells.csv", "53393599\n"));
    static_cast<void>(
        folder.write("mine/listed.toml", "id = \"listed\"\ncells = \"list\"\ncells_file = \"cells.csv\"\n"));
    const std::string listed_service = "[[service]]\nid = \"x\"\nprofile = \"mine/listed.toml\"\n";
    const auto profile_of = [&](const std::string& lines) {
        return read_config(folder.write("c.toml", population + zones + lines + provider)).services[0].profile;
    };
    CHECK(profile_of(service).cells == CellSelection::all);
    const RuleProfile own = profile_of(service + "cells = \"list\"\ncells_file = \"29.csv\"\n");
    CHECK(own.cells == CellSelection::list);
    CHECK(own.cells_file == folder.path("29.csv"));
    const RuleProfile of_profile = profile_of(listed_service);
    CHECK(of_profile.cells == CellSelection::list);
    CHECK(of_profile.cells_file == folder.path("mine/cells.csv"));
    CHECK(profile_of(listed_service + "cells_file = \"29.csv\"\n").cells_file == folder.path("29.csv"));
    CHECK(profile_of(listed_service + "cells = \"all\"\n").cells == CellSelection::all);
}

TEST_CASE("a profile's own mistake is told at the profile's line") {
    const Folder folder;
    const std::string profile =
        folder.write("profiles/odd.toml", "id = \"odd\"\nrule = \"centroid\"\ntreshold = 0.5\n");
    const auto problems =
        folder.problems(population + zones + "[[service]]\nid = \"x\"\nprofile = \"odd\"\n" + provider);
    REQUIRE(problems.size() == 1);
    CHECK(problems[0].where == profile + ":3");
    CHECK(problems[0].what.find("did you mean 'threshold'") != std::string::npos);
}

TEST_CASE("every shipped profile is read, or says what it needs") {
    const Folder folder;
    for (const auto& entry : fs::directory_iterator{AMANEKU_SOURCE_DIR "/configs/profiles"}) {
        const std::string id = entry.path().stem().string();
        INFO(id);
        const auto [config, problems] = check_config(folder.write(
            "c.toml", population + zones + "[[service]]\nid = \"x\"\nprofile = \"" + id + "\"\n" + provider));
        if (id == "jp-mic-kiban" || id == "jp-mic-sub6" || id == "fcc-bdc-mobile") {
            REQUIRE(problems.size() == 1);
            const bool counts_meshes = id != "fcc-bdc-mobile";
            CHECK(problems[0].what.find(counts_meshes ? "needs a file of mesh codes" : "it needs") !=
                  std::string::npos);
        } else {
            CHECK(listed(problems).empty());
            CHECK(config.services[0].profile.id == id);
            CHECK_FALSE(config.services[0].profile.name_ja.empty());
            CHECK_FALSE(config.services[0].profile.name_en.empty());
            CHECK_FALSE(config.services[0].profile.source.empty());
        }
    }
}
