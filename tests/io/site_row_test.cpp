#include "io/site_row.hpp"

#include "catch.hpp"
#include "input_folder.hpp"
#include "io/provider_reader.hpp"
#include "io/radio_defaults_reader.hpp"

#include <cmath>
#include <string>
#include <vector>

using namespace amaneku;

namespace {

RadioDefaults shipped() {
    std::vector<io::Problem> problems;
    return io::read_radio_defaults(std::string{AMANEKU_SOURCE_DIR} + "/configs/radio/illustrative.toml", {},
                                   "", problems);
}

/// A table of stations and the model that makes transmitters of it.
struct Stations {
    ProviderConfig config;
    SiteTable sites;
    std::vector<SectorRadio> radio;
    io::ProviderReport report;

    explicit Stations(AccuracyLevel level) {
        config.radio.emplace();
        config.radio->level = level;
        config.radio->defaults = shipped();
        config.max_bad_rows = 1.0;
    }
    RadioConfig& model() { return *config.radio; }
    Stations& read(const std::string& text) {
        const InputFolder folder;
        config.sites = {folder.write("s.csv", text)};
        report = io::read_sites(config, {2026, 3, 31}, sites, nullptr, &radio);
        CHECK(radio.size() == sites.size());
        return *this;
    }
    /// Why the one bad row is one.
    std::string reason(const std::string& text) {
        read(text);
        CHECK(sites.size() == 0);
        REQUIRE(report.issues.size() == 1);
        CHECK(report.issues[0].kind == IssueKind::rejected);
        CHECK(report.issues[0].place == "fid=1");
        return report.issues[0].reason;
    }
};

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a field that names several bands is a sector in each, one in a band that it names twice") {
    const std::string field = GENERATE("sub6+28GHz", "sub6;28GHz", "sub6 / mmwave", "sub6|n257",
                                       "\"sub6,28GHz\"", "sub6、28GHz", "sub6+3.7GHz+28GHz", "+sub6++28GHz+");
    Stations s{AccuracyLevel::path_loss};
    s.read("id,lon,lat,band,type\na,135.5,34.5," + field + ",urban\n");
    CAPTURE(field);
    REQUIRE(s.sites.size() == 2);
    CHECK(s.sites.id == std::vector<std::string>{"a", "a"});
    CHECK(s.radio[0].band == "3700");
    CHECK(s.radio[0].values.frequency_mhz == 3750.0);
    CHECK(s.radio[0].values.power_dbm == 49.0);
    CHECK(s.radio[0].values.height_m == 25.0);
    CHECK(s.radio[0].values.model == PathLossModel::uma);
    CHECK(s.radio[1].band == "28000");
    CHECK(s.radio[1].values.frequency_mhz == 28000.0);
}

TEST_CASE("the row's value goes before the configuration's, and that before the defaults of band and type") {
    Stations s{AccuracyLevel::path_loss};
    s.model().fallback.height_m = 30.0;
    s.model().fallback.gain_dbi = 17.0;
    s.config.columns.height_m = "height";
    s.config.columns.given = {"height"};
    s.read(
        "lon,lat,band,type,height,tilt,power_dbm\n135.5,34.5,3700,rural,42,-2,\n135.6,34.5,3700,rural,,, 40 "
        "\n");
    REQUIRE(s.sites.size() == 2);
    CHECK(s.radio[0].values.height_m == 42.0);
    CHECK(s.radio[0].values.tilt == -2.0);
    CHECK(s.radio[0].values.power_dbm == 49.0);
    CHECK(s.radio[0].values.gain_dbi == 17.0);
    CHECK(s.radio[1].values.height_m == 30.0);
    CHECK(s.radio[1].values.tilt == 0.0);
    CHECK(s.radio[1].values.power_dbm == 40.0);
    CHECK(s.radio[1].values.model == PathLossModel::rma);
    CHECK(s.sites.beamwidth[0] == 65.0);
}

TEST_CASE("words of the table are what the configuration says they are") {
    Stations s{AccuracyLevel::path_loss};
    s.model().bands = {{"5G-A", "3700"}};
    s.model().types = {{"ビル", "UMa"}};
    s.model().band = "700";
    s.model().type = "rural";
    s.read("lon,lat,band,type\n135.5,34.5,5G-A,ビル\n135.5,34.5,,\n135.5,34.5, , \n");
    REQUIRE(s.sites.size() == 3);
    CHECK(s.radio[0].band == "3700");
    CHECK(s.radio[0].type == "urban");
    CHECK(s.radio[1].band == "700");
    CHECK(s.radio[1].type == "rural");
    CHECK(s.radio[2].band == "700");

    Stations unknown{AccuracyLevel::path_loss};
    CHECK(has(unknown.reason("lon,lat,band,type\n135.5,34.5,5G-A,urban\n"),
              "band '5G-A' is none of 'illustrative': 700, 1700"));
    CHECK(has(unknown.report.issues[0].reason, "radio.bands = { \"5G-A\" = … }"));
    CHECK(has(Stations{AccuracyLevel::path_loss}.reason("lon,lat,band,type\n135.5,34.5,700,ビル\n"),
              "type 'ビル' is none of 'illustrative': urban, rural, micro"));
    CHECK(has(Stations{AccuracyLevel::path_loss}.reason("lon,lat,type\n135.5,34.5,urban\n"),
              "has no band: give a column band, or radio.band"));
}

TEST_CASE("a radius is the row's, else the provider's, else of band and type") {
    Stations s{AccuracyLevel::circle};
    s.config.radius_m = 1234.0;
    s.read(
        "lon,lat,band,type,radius_m\n135.5,34.5,3700,urban,500\n135.5,34.5,3700,urban,\n135.5,34.5,3700,,\n");
    REQUIRE(s.sites.size() == 3);
    CHECK(s.sites.radius_m == std::vector<double>{500.0, 1234.0, 1234.0});

    Stations without{AccuracyLevel::circle};
    const std::string reason = without.reason("lon,lat,band,type\n135.5,34.5,3700,\n");
    CHECK(has(reason, "has no radius, and 'illustrative' has none of band '3700' and type ''"));
    CHECK(has(reason, "column radius_m"));
    CHECK(has(Stations{AccuracyLevel::circle}.reason("lon,lat,band,type,radius_m\n135.5,34.5,3700,urban,0\n"),
              "radius 0 m: must be above 0"));
}

TEST_CASE("circles have no azimuth, sectors have the row's or those that are assumed") {
    const std::string text = "lon,lat,band,type,azimuth\n135.5,34.5,3700,urban,90\n135.6,34.5,3700,urban,\n";
    Stations circles{AccuracyLevel::circle};
    circles.read(text);
    REQUIRE(circles.sites.size() == 2);
    CHECK(std::isnan(circles.sites.azimuth[0]));
    CHECK(std::isnan(circles.sites.azimuth[1]));

    Stations sectors{AccuracyLevel::sector};
    sectors.read(text);
    REQUIRE(sectors.sites.size() == 2);
    CHECK(sectors.sites.azimuth[0] == 90.0);
    CHECK(std::isnan(sectors.sites.azimuth[1]));

    Stations assumed{AccuracyLevel::sector};
    assumed.model().azimuths = {0.0, 120.0, 240.0};
    assumed.read(text);
    CHECK(assumed.sites.azimuth == std::vector<double>{90.0, 0.0, 120.0, 240.0});
    CHECK(assumed.sites.lon == std::vector<double>{135.5, 135.6, 135.6, 135.6});
    CHECK(assumed.sites.beamwidth == std::vector<double>(4, 65.0));
    REQUIRE(assumed.report.notes.size() == 1);
    CHECK(has(assumed.report.notes[0],
              "1 of 2 sites have no azimuth; sectors at 0, 120, 240 degrees are assumed"));
    CHECK(sectors.report.notes.empty());
}

TEST_CASE("a beamwidth is the row's, else the provider's, else of the type") {
    Stations s{AccuracyLevel::sector};
    s.model().defaults.types[0].values.beamwidth = 70.0;
    s.read("lon,lat,band,type,azimuth,beamwidth\n135.5,34.5,3700,urban,0,33\n135.5,34.5,3700,urban,0,\n");
    CHECK(s.sites.beamwidth == std::vector<double>{33.0, 70.0});
    Stations provider{AccuracyLevel::sector};
    provider.config.beamwidth = 120.0;
    provider.read("lon,lat,band,type,azimuth\n135.5,34.5,3700,urban,0\n");
    CHECK(provider.sites.beamwidth == std::vector<double>{120.0});
}

TEST_CASE("received power without a height, a frequency, a power, a gain or a model is refused by name") {
    const auto [columns, values, name, from] =
        GENERATE(table<std::string, std::string, std::string, std::string>({
            {"frequency_mhz,bandwidth_mhz,power_dbm,gain_dbi", "800,10,40,15", "height_m", "type"},
            {"height_m,frequency_mhz,power_dbm,gain_dbi", "30,800,40,15", "bandwidth_mhz", "band"},
            {"height_m,frequency_mhz,bandwidth_mhz,gain_dbi", "30,800,10,15", "power_dbm", "band"},
            {"height_m,frequency_mhz,bandwidth_mhz,power_dbm", "30,800,10,40", "gain_dbi", "band"},
            {"height_m,frequency_mhz,bandwidth_mhz,power_dbm,gain_dbi", "30,800,10,40,15", "model", "type"},
        }));
    const std::string text = "lon,lat," + columns + "\n135.5,34.5," + values + "\n";
    const std::string reason = Stations{AccuracyLevel::path_loss}.reason(text);
    CAPTURE(reason);
    CHECK(has(reason, "has no " + name + ", which level L3 needs"));
    CHECK(has(reason, "give it as a column or in radio, or give a " + from));
    // The rest of the table is computed.
    Stations both{AccuracyLevel::terrain};
    both.read("lon,lat,band,type\n135.5,34.5,700,\n135.5,34.5,700,urban\n");
    CHECK(both.report.rejected == 1);
    CHECK(has(both.report.issues[0].reason, "has no height_m, which level L4 needs"));
    CHECK(both.sites.size() == 1);
}

TEST_CASE("P.1812 needs no empirical model") {
    Stations s{AccuracyLevel::path_specific};
    s.read("lon,lat,height_m,frequency_mhz,bandwidth_mhz,power_dbm,gain_dbi\n135.5,34.5,30,800,10,40,15\n");
    REQUIRE(s.sites.size() == 1);
    CHECK_FALSE(s.radio[0].values.model);
}

TEST_CASE("values of a row out of their range are named with it") {
    const auto [column, value, range] = GENERATE(table<std::string, std::string, std::string>({
        {"height_m", "0", "from 0.5 to 3000"},
        {"height_m", "high", "height_m nan: must be"},
        {"frequency_mhz", "3.7", "from 30 to 100000"},
        {"frequency_mhz", "-1", "from 30"},
        {"bandwidth_mhz", "0", "from 0.2"},
        {"power_dbm", "20000", "from -30 to 80"},
        {"gain_dbi", "99", "to 60"},
        {"feeder_loss_db", "-1", "from 0"},
        {"tilt", "91", "to 90"},
        {"tilt", "+", "tilt nan"},
        {"azimuth", "721", "degrees from north"},
        {"azimuth", "east", "degrees from north"},
        {"beamwidth", "0", "above 0"},
    }));
    const std::string reason = Stations{AccuracyLevel::path_loss}.reason(
        "lon,lat,band,type," + column + "\n135.5,34.5,3700,urban," + value + "\n");
    CAPTURE(reason);
    CHECK(has(reason, column));
    CHECK(has(reason, range));
}
