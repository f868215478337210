#include "io/radio_config.hpp"

#include "catch.hpp"
#include "core/radio_text.hpp"
#include "input_folder.hpp"
#include "io/config_reader.hpp"
#include "io/radio_defaults_reader.hpp"

#include <cmath>
#include <string>
#include <vector>

using namespace amaneku;

namespace {

using Problems = std::vector<io::ConfigProblem>;

std::string listed(const Problems& problems) {
    std::string out;
    for (const auto& p : problems) out += p.where + ": " + p.what + "\n";
    return out;
}

/// A configuration with one provider of stations, whose radio keys a test gives.
struct RadioFolder : InputFolder {
    RadioFolder() {
        for (const char* name : {"mesh.csv", "zones.geojson", "sites.csv", "dem.tif", "cover.tif",
                                 "classes.csv", "published.csv"})
            write(name, "x\n");
    }
    std::pair<Config, Problems> check(const std::string& radio, const std::string& provider = "") const {
        return io::check_config(write("c.toml",
                                      "[population]\nfiles = \"mesh.csv\"\n[zones]\nfiles = "
                                      "\"zones.geojson\"\n[[service]]\nid = \"5g\"\nprofile = \"jp-mic-5g\"\n"
                                      "[[service.provider]]\nid = \"a\"\nsites = \"sites.csv\"\n" +
                                          provider + "\n[service.provider.radio]\n" + radio + "\n"));
    }
    RadioConfig read(const std::string& radio) const {
        const auto [config, problems] = check(radio);
        INFO(radio << "\n" << listed(problems));
        REQUIRE(problems.empty());
        REQUIRE(config.services[0].providers[0].radio.has_value());
        return *config.services[0].providers[0].radio;
    }
    /// One problem, that says each of `words`.
    void fails(const std::string& radio, const std::vector<std::string>& words) const {
        const auto [config, problems] = check(radio);
        INFO(radio << "\n" << listed(problems));
        REQUIRE(problems.size() == 1);
        CHECK(problems[0].where.find("c.toml:") != std::string::npos);
        for (const std::string& word : words) {
            INFO(word);
            CHECK(problems[0].what.find(word) != std::string::npos);
        }
    }
};

const std::string l3 = "level = \"L3\"\n";
const std::string l4 = "level = \"L4\"\nterrain = \"dem.tif\"\n";
const std::string l5 = "level = \"L5\"\nterrain = \"dem.tif\"\n";

}  // namespace

TEST_CASE("every key of a radio model is read") {
    const RadioFolder folder;
    const RadioConfig radio = folder.read(R"(level = "l5"
defaults = "illustrative"
band = "sub6"
type = "rooftop"
bands = { "5G-A" = "3700", "ミリ" = "mmwave" }
types = { "ビル" = "urban" }
frequency_mhz = 3600
bandwidth_mhz = 40
subcarrier_khz = 30
power_dbm = 43
gain_dbi = 17
feeder_loss_db = 2
height_m = 30
beamwidth = 60
vertical_beamwidth = 10
tilt = -3
model = "hata-open"
azimuths = [10, 130, 250]
line_of_sight = "probability"
threshold_dbm = -105
reliability = 0.95
receiver_height_m = 2
resolution_m = 100
reach_m = 3000
outside = "refuse"
terrain = ["dem.tif"]
land_cover = "cover.tif"
clutter = "classes.csv"
diffraction = "deygout"
fresnel = 0.6
dn = 45
n0 = 330
time_percent = 10
polarisation = "horizontal"
calibrate = { file = "published.csv", lowest = 0.5, highest = 2, most_db = 10 }
source.terrain = { name = "heights", date = "2025", licence = "open" }
source.land_cover = { name = "cover" })");
    CHECK(radio.level == AccuracyLevel::path_specific);
    CHECK(radio.defaults.id == "illustrative");
    CHECK(radio.band == "sub6");
    CHECK(radio.type == "rooftop");
    CHECK(radio.bands.at("ミリ") == "mmwave");
    CHECK(radio.types.at("ビル") == "urban");
    CHECK(radio.fallback.frequency_mhz == 3600.0);
    CHECK(radio.fallback.bandwidth_mhz == 40.0);
    CHECK(radio.fallback.subcarrier_khz == 30.0);
    CHECK(radio.fallback.power_dbm == 43.0);
    CHECK(radio.fallback.gain_dbi == 17.0);
    CHECK(radio.fallback.feeder_loss_db == 2.0);
    CHECK(radio.fallback.height_m == 30.0);
    CHECK(radio.fallback.beamwidth == 60.0);
    CHECK(radio.fallback.vertical_beamwidth == 10.0);
    CHECK(radio.fallback.tilt == -3.0);
    CHECK(radio.fallback.model == PathLossModel::hata_open);
    CHECK(radio.azimuths == std::vector<double>{10, 130, 250});
    CHECK(radio.line_of_sight == LineOfSight::mean);
    CHECK(radio.threshold_dbm == -105.0);
    CHECK(radio.reliability == 0.95);
    CHECK(radio.receiver_height_m == 2.0);
    CHECK(radio.resolution_m == 100.0);
    CHECK(radio.reach_m == 3000.0);
    CHECK(radio.refuses_outside);
    CHECK(radio.terrain == std::vector{folder.path("dem.tif")});
    CHECK(radio.land_cover == std::vector{folder.path("cover.tif")});
    CHECK(radio.clutter == folder.path("classes.csv"));
    CHECK(radio.diffraction == Diffraction::deygout);
    CHECK(radio.fresnel == 0.6);
    REQUIRE(radio.refractivity);
    CHECK(radio.refractivity->dn == 45.0);
    CHECK(radio.refractivity->n0 == 330.0);
    CHECK(radio.refractivity->time_percent == 10.0);
    CHECK_FALSE(radio.refractivity->is_vertical);
    REQUIRE(radio.calibration);
    CHECK(radio.calibration->file == folder.path("published.csv"));
    CHECK(radio.calibration->lowest == 0.5);
    CHECK(radio.calibration->highest == 2.0);
    CHECK(radio.calibration->most_db == 10.0);
    CHECK(radio.sources.at("terrain").name == "heights");
}

TEST_CASE("a radio model takes the stated defaults") {
    const RadioFolder folder;
    const RadioConfig radio = folder.read(l3);
    CHECK(radio.level == AccuracyLevel::path_loss);
    CHECK(radio.defaults.id == "illustrative");
    CHECK(radio.line_of_sight == LineOfSight::none);
    CHECK(radio.threshold_dbm == -110.0);
    CHECK(radio.reliability == 0.9);
    CHECK(radio.receiver_height_m == 1.5);
    CHECK(radio.resolution_m == 50.0);
    CHECK(radio.reach_m == 5000.0);
    CHECK_FALSE(radio.refuses_outside);
    CHECK(radio.azimuths.empty());
    CHECK_FALSE(radio.calibration);
    CHECK_FALSE(radio.refractivity);
    CHECK(folder.read(l4).diffraction == Diffraction::bullington);
    const RadioConfig p1812 = folder.read(l5 + "dn = 45\nn0 = 330");
    CHECK(p1812.refractivity->time_percent == 50.0);
    CHECK(p1812.refractivity->is_vertical);
}

TEST_CASE("a radio model without a level, or with one that is none, says which there are and nothing else") {
    const RadioFolder folder;
    // Keys of any level: which of them belong here cannot be known.
    const std::string others = "threshold_dbm = -100\ndn = 45\n";
    folder.fails(others, {"level", "is missing", "L1", "L5"});
    folder.fails("level = \"L0\"\n" + others, {"'L0'", "L1, L2, L3, L4 or L5"});
    folder.fails("level = \"L6\"\n" + others, {"'L6'"});
    folder.fails("level = 3\n" + others, {"level", "string"});
}

TEST_CASE("keys of other levels are refused by their names") {
    const RadioFolder folder;
    const std::string key =
        GENERATE("line_of_sight = \"los\"", "threshold_dbm = -100", "reliability = 0.9",
                 "receiver_height_m = 1.5", "resolution_m = 50", "reach_m = 5000", "outside = \"flag\"");
    const std::string name = key.substr(0, key.find(' '));
    folder.fails("level = \"L1\"\n" + key, {name, "L3 to L5", "L1 takes radii"});
    folder.fails("level = \"L2\"\n" + key, {name, "L3 to L5", "L2 takes radii"});
    CHECK(folder.check(l3 + key).second.empty());
}

TEST_CASE("keys of terrain and of P.1812 are refused below their levels") {
    const RadioFolder folder;
    for (const std::string key : {"terrain = \"dem.tif\"", "diffraction = \"single\"", "fresnel = 0.5"}) {
        folder.fails(l3 + key, {key.substr(0, key.find(' ')), "L4 and L5 only"});
        folder.fails("level = \"L1\"\n" + key, {key.substr(0, key.find(' ')), "L4 and L5 only"});
    }
    for (const std::string key : {"dn = 45", "n0 = 330", "time_percent = 50", "polarisation = \"vertical\""})
        folder.fails(l4 + key, {key.substr(0, key.find(' ')), "L5 only"});
    folder.fails("level = \"L1\"\nazimuths = [0, 120]", {"azimuths", "L2 and above"});
}

TEST_CASE("what a level cannot do without is named") {
    const RadioFolder folder;
    folder.fails("level = \"L4\"", {"terrain", "is missing", "L4", "DEM"});
    folder.fails("level = \"L5\"\ndn = 45\nn0 = 330", {"terrain", "is missing", "L5"});
    folder.fails(l5 + "n0 = 330", {"dn", "is missing", "no map"});
    folder.fails(l5 + "dn = 45", {"n0", "is missing", "no map"});
    folder.fails(l4 + "land_cover = \"cover.tif\"", {"clutter", "is missing"});
    folder.fails(l4 + "clutter = \"classes.csv\"", {"land_cover", "is missing"});
    folder.fails(l3 + "calibrate = { lowest = 0.5 }", {"calibrate.file", "is missing"});
    folder.fails("level = \"L4\"\nterrain = \"absent.tif\"", {"absent.tif"});
}

TEST_CASE("a radio value of a wrong type or out of range is named with the range") {
    const RadioFolder folder;
    const auto [keys, words] = GENERATE(table<std::string, std::vector<std::string>>({
        {l3 + "threshold_dbm = \"low\"", {"threshold_dbm", "string"}},
        {l3 + "threshold_dbm = 5", {"threshold_dbm", "5", "-160"}},
        {l3 + "reliability = 90", {"reliability", "90", "0.999"}},
        {l3 + "reliability = 0.4", {"reliability", "0.5"}},
        {l3 + "receiver_height_m = 0", {"receiver_height_m"}},
        {l3 + "resolution_m = 1", {"resolution_m", "5"}},
        {l3 + "reach_m = 50", {"reach_m", "100"}},
        {l3 + "resolution_m = 1000\nreach_m = 500", {"reach_m", "less than resolution_m"}},
        {l3 + "outside = \"ignore\"", {"outside", "refuse", "flag"}},
        {l3 + "line_of_sight = \"maybe\"", {"line_of_sight", "nlos", "probability"}},
        {l3 + "azimuths = [0, 400]", {"azimuths", "400"}},
        {l3 + "azimuths = \"north\"", {"azimuths"}},
        {l3 + "model = \"okumura\"", {"model", "okumura", "hata-urban"}},
        {l3 + "model = \"p1812\"", {"model", "L5"}},
        {l3 + "height_m = 0", {"height_m", "0.5"}},
        {l3 + "frequency_mhz = 3.7", {"frequency_mhz", "30"}},
        {l3 + "power_dbm = 120", {"power_dbm", "80"}},
        {l3 + "tilt = 100", {"tilt", "90"}},
        {l3 + "bands = \"sub6\"", {"bands", "table"}},
        {l3 + "bands = { a = 1 }", {"bands.a", "string"}},
        {l4 + "diffraction = \"double\"", {"diffraction", "bullington", "deygout"}},
        {l4 + "fresnel = 2", {"fresnel"}},
        {l5 + "dn = 45\nn0 = 330\ntime_percent = 60", {"time_percent", "50"}},
        {l5 + "dn = 45\nn0 = 3300", {"n0", "450"}},
        {l5 + "dn = 157\nn0 = 330", {"dn", "156"}},
        {l5 + "dn = 45\nn0 = 330\nreliability = 0.995", {"reliability", "0.99"}},
        {l3 + "resolution_m = 5\nreach_m = 20000", {"reach_m", "2000 cells"}},
        {l5 + "dn = 45\nn0 = 330\npolarisation = \"slant\"", {"polarisation", "horizontal"}},
        {l3 + "calibrate = { file = \"published.csv\", lowest = 2 }", {"calibrate.lowest"}},
        {l3 + "calibrate = { file = \"published.csv\", factor = 2 }", {"calibrate.factor", "unknown"}},
        {l3 + "treshold_dbm = -100", {"treshold_dbm", "threshold_dbm"}},
    }));
    folder.fails(keys, words);
}

TEST_CASE("a word for a band or a type that the defaults do not have is named with those they have") {
    const RadioFolder folder;
    folder.fails(l3 + "band = \"5000\"", {"radio.band", "'5000'", "illustrative", "700", "28000"});
    folder.fails(l3 + "type = \"balloon\"", {"radio.type", "'balloon'", "urban, rural, micro"});
    folder.fails(l3 + "bands = { x = \"5000\" }", {"bands", "'5000'"});
    folder.fails(l3 + "types = { x = \"700\" }", {"types", "'700'", "urban"});
    CHECK(folder.check(l3 + "band = \"Sub-6\"\ntype = \"UMA\"").second.empty());
}

TEST_CASE("keys of a radio model that stand beside it, and a model without stations, are told") {
    const RadioFolder folder;
    const auto problems = folder.check(l3, "level = \"L3\"\nterrain = \"dem.tif\"").second;
    REQUIRE(problems.size() == 2);
    CHECK(problems[0].what.find("belongs to [service.provider.radio]") != std::string::npos);
    const auto other = io::check_config(
        folder.write("d.toml",
                     "[population]\nfiles = \"mesh.csv\"\n[zones]\nfiles = \"zones.geojson\"\n"
                     "[[service]]\nid = \"5g\"\nprofile = \"jp-mic-5g\"\n[[service.provider]]\nid = "
                     "\"a\"\nfootprints = \"zones.geojson\"\n[service.provider.radio]\nlevel = \"L3\"\n"));
    INFO(listed(other.second));
    REQUIRE(other.second.size() == 1);
    CHECK(other.second[0].what.find("is of sites") != std::string::npos);
}

TEST_CASE("radio defaults are found by name beside the configuration or by their path") {
    const RadioFolder folder;
    const std::string text =
        "id = \"mine\"\nname = { ja = \"私\", en = \"my own\" }\nnote = \"n\"\n[[band]]\nid = \"n77\"\n"
        "names = [\"three-seven\"]\nfrequency_mhz = 3900\nsource = \"licence\"\n[[type]]\nid = \"mast\"\n"
        "height_m = 40\nsource = \"drawings\"\n[[radius]]\nband = \"three-seven\"\ntype = \"MAST\"\n"
        "radius_m = 700\nsource = \"measured\"\n";
    folder.write("mine.toml", text);
    const RadioConfig radio = folder.read(l3 + "defaults = \"mine.toml\"\nband = \"n77\"");
    CHECK(radio.defaults.id == "mine");
    CHECK(radio.defaults.name_ja == "私");
    CHECK(radio.defaults.note == "n");
    REQUIRE(radio.defaults.band("THREE-SEVEN") != nullptr);
    CHECK(radio.defaults.band("three-seven")->values.frequency_mhz == 3900.0);
    CHECK(radio.defaults.band("n78") == nullptr);
    // A radius may name its band and type by any of their words.
    CHECK(radio.defaults.radius_m("n77", "mast") == 700.0);
    CHECK_FALSE(radio.defaults.radius_m("n77", "urban"));
    folder.fails(l3 + "defaults = \"absent\"\nband = \"n77\"", {"'absent' is not there", "illustrative"});
    folder.fails(l3 + "defaults = \"absent.toml\"", {"absent.toml"});
}

TEST_CASE("what is wrong with radio defaults is told with their file and line") {
    const RadioFolder folder;
    const auto [text, word] = GENERATE(table<std::string, std::string>({
        {"[[band]]\nid = \"a\"\n", "source: is missing"},
        {"[[band]]\nsource = \"s\"\n", "id: is missing"},
        {"[[band]]\nid = \"a\"\nsource = \"s\"\n[[band]]\nid = \"A\"\nsource = \"s\"\n",
         "'A' is there twice"},
        {"[[band]]\nid = \"a\"\nsource = \"s\"\n[[band]]\nid = \"b\"\nnames = [\"A\"]\nsource = \"s\"\n",
         "'A' is there twice"},
        {"[[type]]\nid = \"t\"\nsource = \"s\"\nheight_m = \"high\"\n", "height_m"},
        {"[[type]]\nid = \"t\"\nsource = \"s\"\ncolour = \"red\"\n", "colour"},
        {"[[band]]\nid = \"a\"\nsource = \"s\"\n[[radius]]\nband = \"a\"\ntype = \"t\"\nradius_m = 5\nsource "
         "= "
         "\"s\"\n",
         "'t' is no [[type]]"},
        {"[[band]]\nid = \"a\"\nsource = \"s\"\n[[type]]\nid = \"t\"\nsource = \"s\"\n[[radius]]\nband = "
         "\"a\"\ntype = \"t\"\nsource = \"s\"\n",
         "radius_m: is missing"},
        {"[[band]]\nid = \"a\"\nsource = \"s\"\n[[type]]\nid = \"t\"\nsource = \"s\"\n[[radius]]\nband = "
         "\"a\"\ntype = \"t\"\nradius_m = 5\n",
         "source: is missing"},
        {"[[band]]\nid = \"a\"\nnames = [\"c\"]\nsource = \"s\"\n[[type]]\nid = \"t\"\nsource = \"s\"\n"
         "[[radius]]\nband = \"a\"\ntype = \"t\"\nradius_m = 5\nsource = \"s\"\n"
         "[[radius]]\nband = \"c\"\ntype = \"t\"\nradius_m = 6\nsource = \"s\"\n",
         "'a' with type 't' is there twice"},
        {"[[band\n", "d.toml:1"},
    }));
    folder.write("d.toml", text);
    const auto problems = folder.check(l3 + "defaults = \"d.toml\"").second;
    INFO(text << "\n" << listed(problems));
    REQUIRE(problems.size() == 1);
    CHECK(problems[0].where.find("d.toml:") != std::string::npos);
    CHECK((problems[0].where + problems[0].what).find(word) != std::string::npos);
}

TEST_CASE("the shipped defaults say where every value is from, and their radii follow from their values") {
    std::vector<io::Problem> problems;
    const RadioDefaults d = io::read_radio_defaults(
        std::string{AMANEKU_SOURCE_DIR} + "/configs/radio/illustrative.toml", {}, "", problems);
    CHECK(problems.empty());
    CHECK(d.id == "illustrative");
    CHECK_FALSE(d.note.empty());
    CHECK(d.bands.size() == 6);
    CHECK(d.types.size() == 3);
    CHECK(d.radii.size() == d.bands.size() * d.types.size());
    for (const auto& band : d.bands) {
        CHECK(band.values.frequency_mhz);
        CHECK(band.values.power_dbm);
        for (const auto& type : d.types) CHECK(d.radius_m(band.id, type.id));
    }
    CHECK(d.radius_m("3700", "urban") == 883.0);
    CHECK(d.band("ミリ波")->id == "28000");
    CHECK(d.type("屋上局")->id == "urban");
}

TEST_CASE("the key of caches tells radio models apart by everything that may change their areas") {
    const RadioFolder folder;
    const std::string p1812 = l5 + "dn = 45\nn0 = 330\n";
    const std::string before = radio_key(folder.read(p1812));
    CHECK(radio_key(folder.read(p1812)) == before);
    // What P.1812 is not stated for is done at L4: its settings count at L5 too.
    const std::string change = GENERATE(
        "diffraction = \"single\"", "fresnel = 0.6", "line_of_sight = \"los\"", "threshold_dbm = -105",
        "reliability = 0.5", "resolution_m = 30", "reach_m = 1000", "outside = \"refuse\"",
        "receiver_height_m = 2", "time_percent = 10", "polarisation = \"horizontal\"", "azimuths = [0, 180]",
        "band = \"700\"", "type = \"micro\"", "height_m = 20", "tilt = 3", "bands = { x = \"700\" }",
        "types = { x = \"micro\" }", "model = \"tr38901-rma\"", "vertical_beamwidth = 10",
        "calibrate = { file = \"published.csv\" }");
    CAPTURE(change);
    CHECK(radio_key(folder.read(p1812 + change)) != before);
}
