#include "footprint/received_signal.hpp"

#include "catch.hpp"
#include "footprint/cell_outline.hpp"
#include "proj/geodesic.hpp"
#include "proj/transform.hpp"
#include "radio/antenna.hpp"
#include "radio/normal.hpp"
#include "radio/path_loss.hpp"
#include <amaneku/error.hpp>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>
#include <vector>

using namespace amaneku;
using namespace amaneku::footprint;

namespace {

constexpr Point heart{135.8, 34.7};

Transmitter site(Point at = heart) {
    Transmitter t;
    t.lon = at.x;
    t.lat = at.y;
    t.height_m = 25.0;
    t.frequency_mhz = 3500.0;
    t.reference_power_dbm = 18.0;
    return t;
}

SignalSettings settings_to(double reach_m) {
    SignalSettings s;
    s.reach_m = reach_m;
    s.threads = 2;
    return s;
}

SubGrid cells_of(double side_m) {
    return SubGrid::of_mesh(side_m, 35.0);
}

/// Received power by the formulas, without table, series or window.
double by_formula(const Transmitter& t, const SignalSettings& s, Point at) {
    const proj::GeodesicWay way = proj::geodesic_inverse({t.lon, t.lat}, at);
    const radio::PathLoss model{t.model, t.sight, t.frequency_mhz, t.height_m, s.receiver_height_m};
    const radio::Antenna antenna{t.azimuth, t.beamwidth, t.vertical_beamwidth, t.tilt};
    const double elevation =
        -std::atan2(t.height_m - s.receiver_height_m, way.distance_m) * 180.0 / std::numbers::pi;
    return t.reference_power_dbm + t.offset_db -
           radio::pattern_attenuation_db(antenna, way.azimuth, elevation) - model.at(way.distance_m).db -
           radio::inverse_normal(s.reliability) * model.sigma_db(way.distance_m);
}

double distance_to(const Transmitter& t, Point at) {
    return proj::geodesic_distance({t.lon, t.lat}, at);
}

/// Calls `use(cell, centre)` for all cells of all tiles.
template <typename Use>
void for_cells(const SignalGrid& grid, const Use& use) {
    for (const auto& [key, tile] : grid.tiles()) {
        for (std::int32_t r = 0; r < SignalTile::side; ++r) {
            for (std::int32_t c = 0; c < SignalTile::side; ++c) {
                const Cell cell{key.first * SignalTile::side + r, key.second * SignalTile::side + c};
                use(cell, grid.cells().centre(cell));
            }
        }
    }
}

bool is_equal(const SignalGrid& a, const SignalGrid& b) {
    return std::ranges::equal(a.tiles(), b.tiles(), [](const auto& x, const auto& y) {
        return x.first == y.first && x.second.best_dbm == y.second.best_dbm &&
               x.second.server == y.second.server && x.second.servers == y.second.servers;
    });
}

std::vector<Transmitter> strewn(std::size_t count) {
    std::vector<Transmitter> out;
    for (std::size_t i = 0; i < count; ++i) {
        const auto k = static_cast<double>(i);
        Transmitter t =
            site({135.7 + 0.013 * std::fmod(7.0 * k, 13.0), 34.65 + 0.011 * std::fmod(5.0 * k, 11.0)});
        t.azimuth = 37.0 * k;
        t.height_m = 20.0 + k;
        t.tilt = std::fmod(k, 7.0);
        t.model = i % 2 == 0 ? PathLossModel::uma : PathLossModel::rma;
        out.push_back(t);
    }
    return out;
}

}  // namespace

TEST_CASE("every cell has the power of the formulas, across tiles too, and none beyond reach has any") {
    Transmitter t = site();
    t.azimuth = GENERATE(std::numeric_limits<double>::quiet_NaN(), 200.0);
    t.tilt = GENERATE(0.0, 8.0);
    t.vertical_beamwidth = 10.0;
    t.offset_db = -1.5;
    const SignalSettings s = settings_to(3'000.0);
    const auto signal = received_signal(std::vector{t}, s, cells_of(20.0));
    REQUIRE(signal.grid.tiles().size() > 1);
    double worst = 0.0;
    std::size_t wrong = 0;
    std::uint64_t heard = 0;
    for_cells(signal.grid, [&](Cell cell, Point centre) {
        const float got = signal.grid.best_dbm(cell);
        const double distance = distance_to(t, centre);
        const double expected = by_formula(t, s, centre);
        const bool is_heard = got > no_signal_dbm;
        heard += is_heard ? 1 : 0;
        if (std::abs(distance - s.reach_m) < 0.01 || std::abs(expected - s.floor_dbm) < 0.01) return;
        wrong += is_heard == (distance < s.reach_m && expected > s.floor_dbm) ? 0 : 1;
        if (is_heard) worst = std::max(worst, std::abs(got - expected));
    });
    CHECK(worst < 0.003);  // the loss table's
    CHECK(wrong == 0);
    REQUIRE(signal.reports.size() == 1);
    CHECK(signal.reports[0].cells == heard);
    CHECK(signal.reports[0].is_computed);
    CHECK(signal.reports[0].note.empty());
}

TEST_CASE("an antenna all round serves a disc") {
    const Transmitter t = site();
    const SignalSettings s = settings_to(2'000.0);
    const auto signal = received_signal(std::vector{t}, s, cells_of(20.0));
    double low = 10.0;
    double high = 2'000.0;
    for (int i = 0; i < 60; ++i) {
        const double middle = 0.5 * (low + high);
        const bool is_served = by_formula(t, s, proj::geodesic_direct(heart, 0.0, middle)) >= s.threshold_dbm;
        (is_served ? low : high) = middle;
    }
    REQUIRE(low > 200.0);
    std::size_t wrong = 0;
    for_cells(signal.grid, [&](Cell cell, Point centre) {
        const double distance = distance_to(t, centre);
        if (std::abs(distance - low) < 0.2) return;
        wrong += (signal.grid.best_dbm(cell) >= s.threshold_dbm) == (distance < low) ? 0 : 1;
    });
    CHECK(wrong == 0);
    const PolygonSet area = served_area(signal.grid, s.threshold_dbm);
    double km2 = 0.0;
    for (std::size_t r = 0; r < area.ring_count(); ++r) km2 += proj::geodesic_area_km2(area.ring(r));
    CHECK(km2 == Approx(std::numbers::pi * low * low * 1e-6).epsilon(0.01));  // cells at the rim
}

TEST_CASE("tilt brings the strongest place nearer") {
    const auto strongest_m = [](double tilt) {
        Transmitter t = site();
        t.azimuth = 0.0;
        t.vertical_beamwidth = 6.0;
        t.height_m = 40.0;
        t.tilt = tilt;
        t.model = PathLossModel::free_space;
        const auto signal = received_signal(std::vector{t}, settings_to(3'000.0), cells_of(20.0));
        float best = no_signal_dbm;
        double at = 0.0;
        for_cells(signal.grid, [&](Cell cell, Point centre) {
            if (signal.grid.best_dbm(cell) <= best) return;
            best = signal.grid.best_dbm(cell);
            at = distance_to(t, centre);
        });
        return at;
    };
    const double low = strongest_m(3.0);
    const double steep = strongest_m(12.0);
    CHECK(steep < 38.5 / std::tan(12.0 * std::numbers::pi / 180.0));  // where the beam meets the receivers
    CHECK(low < 38.5 / std::tan(3.0 * std::numbers::pi / 180.0));
    CHECK(low > 1.5 * steep);
}

TEST_CASE("of two equal sites the nearer one serves, and both count where both suffice") {
    const std::vector<Transmitter> two{site(), site({135.804, 34.7})};
    const SignalSettings s = settings_to(2'000.0);
    const auto signal = received_signal(two, s, cells_of(20.0));
    std::size_t wrong = 0;
    std::size_t shared = 0;
    for_cells(signal.grid, [&](Cell cell, Point centre) {
        const double a = distance_to(two[0], centre);
        const double b = distance_to(two[1], centre);
        if (std::abs(a - b) < 0.01 || signal.grid.server(cell) == no_server) return;
        wrong += signal.grid.server(cell) == (a < b ? 0U : 1U) ? 0 : 1;
        const int expected = (a < s.reach_m && by_formula(two[0], s, centre) >= s.threshold_dbm ? 1 : 0) +
                             (b < s.reach_m && by_formula(two[1], s, centre) >= s.threshold_dbm ? 1 : 0);
        wrong += signal.grid.servers(cell) == expected ? 0 : 1;
        shared += expected == 2 ? 1 : 0;
    });
    CHECK(wrong == 0);
    CHECK(shared > 100);
}

TEST_CASE("threads and the order of transmitters change nothing but the servers' numbers") {
    const std::vector<Transmitter> sites = strewn(40);
    SignalSettings s = settings_to(3'000.0);
    s.threads = 1;
    const auto one = received_signal(sites, s, cells_of(50.0));
    s.threads = 8;
    const auto eight = received_signal(sites, s, cells_of(50.0));
    CHECK(is_equal(one.grid, eight.grid));
    CHECK(one.reports == eight.reports);

    std::vector<Transmitter> turned(sites.rbegin(), sites.rend());
    const auto back = received_signal(turned, s, cells_of(50.0));
    std::size_t wrong = 0;
    for_cells(one.grid, [&](Cell cell, Point) {
        const std::uint32_t server = back.grid.server(cell);
        wrong += one.grid.best_dbm(cell) == back.grid.best_dbm(cell) ? 0 : 1;
        wrong += one.grid.servers(cell) == back.grid.servers(cell) ? 0 : 1;
        wrong += one.grid.server(cell) == (server == no_server ? no_server : 39U - server) ? 0 : 1;
    });
    CHECK(wrong == 0);
}

TEST_CASE("a projected grid's sub-cells have the power of their places") {
    const Grid grid = Grid::raster({560'000.0, 3'850'000.0}, 500.0, 500.0, 60, 60, "EPSG:3100", false);
    const proj::Transform to_degrees{"EPSG:3100", "EPSG:6668"};
    Transmitter t = site();
    t.reference_power_dbm = 40.0;
    const SignalSettings s = settings_to(2'000.0);
    const auto signal = received_signal(std::vector{t}, s, SubGrid::within(grid, 50.0, 35.0));
    CHECK(signal.grid.cells().parts() == 10);
    double worst = 0.0;
    std::size_t heard = 0;
    for_cells(signal.grid, [&](Cell cell, Point centre) {
        if (signal.grid.best_dbm(cell) == no_signal_dbm) return;
        ++heard;
        worst = std::max(worst, std::abs(signal.grid.best_dbm(cell) - by_formula(t, s, to_degrees(centre))));
    });
    CHECK(worst < 0.003);
    // The map's scale here is 0.9997.
    CHECK(static_cast<double>(heard) * 2'500.0 == Approx(std::numbers::pi * 4e6).epsilon(0.005));
}

TEST_CASE("cells outside a model's validity are counted, or refused") {
    Transmitter t = site();
    t.model = PathLossModel::hata_urban;
    t.frequency_mhz = 900.0;
    t.height_m = 40.0;
    t.reference_power_dbm = 40.0;
    SignalSettings s = settings_to(2'000.0);
    const auto flagged = received_signal(std::vector{t}, s, cells_of(50.0));
    s.refuses_outside = true;
    const auto refused = received_signal(std::vector{t}, s, cells_of(50.0));
    std::uint64_t near = 0;
    std::size_t wrong = 0;
    for_cells(flagged.grid, [&](Cell cell, Point centre) {
        const double distance = distance_to(t, centre);
        if (distance > 2'000.0) return;
        near += distance < 1'000.0 ? 1 : 0;
        wrong += flagged.grid.best_dbm(cell) > no_signal_dbm ? 0 : 1;
        wrong += (refused.grid.best_dbm(cell) > no_signal_dbm) == (distance >= 1'000.0) ? 0 : 1;
    });
    CHECK(wrong == 0);
    CHECK(flagged.reports[0].outside_cells == near);
    CHECK(refused.reports[0].outside_cells == near);
    CHECK(refused.reports[0].cells == flagged.reports[0].cells - near);
}

TEST_CASE("a transmitter whose model is not stated for it says so, or is refused") {
    Transmitter t = site();
    t.model = PathLossModel::hata_urban;  // to 1500 MHz
    SignalSettings s = settings_to(1'500.0);
    const auto flagged = received_signal(std::vector{t}, s, cells_of(100.0));
    CHECK(flagged.reports[0].is_computed);
    CHECK_THAT(flagged.reports[0].note, Catch::Contains("3500"));
    CHECK(flagged.reports[0].outside_cells == flagged.reports[0].cells);
    s.refuses_outside = true;
    const auto refused = received_signal(std::vector{t}, s, cells_of(100.0));
    CHECK_FALSE(refused.reports[0].is_computed);
    CHECK_THAT(refused.reports[0].note, Catch::Contains("3500"));
    CHECK(refused.grid.tiles().empty());
}

TEST_CASE("transmitters that cannot be computed are named with the reason, the others are computed") {
    std::vector<Transmitter> sites(8, site());
    sites[0].height_m = 0.0;
    sites[1].frequency_mhz = std::numeric_limits<double>::quiet_NaN();
    sites[2].model = PathLossModel::p1812;
    sites[3].lon = 179.999;
    sites[4].lat = std::numeric_limits<double>::quiet_NaN();
    sites[5].reference_power_dbm = -100.0;
    sites[6].beamwidth = 0.0;
    const auto signal = received_signal(sites, settings_to(1'000.0), cells_of(100.0));
    const std::vector<std::string> reasons{"height", "frequency", "L5",       "antimeridian",
                                           "pole",   "floor",     "beamwidth"};
    for (std::size_t i = 0; i < reasons.size(); ++i) {
        CHECK_FALSE(signal.reports[i].is_computed);
        CHECK_THAT(signal.reports[i].note, Catch::Contains(reasons[i]));
    }
    CHECK(signal.reports[7].is_computed);
    const auto alone = received_signal(std::vector{site()}, settings_to(1'000.0), cells_of(100.0));
    CHECK(signal.reports[7] == alone.reports[0]);
}

TEST_CASE("settings out of range are refused by their key") {
    const auto refused_key = [](auto change) {
        SignalSettings s;
        change(s);
        try {
            (void)received_signal({}, s, cells_of(100.0));
        } catch (const Error& error) {
            CHECK(error.code() == Errc::configuration);
            return error.where();
        }
        return std::string{};
    };
    const double nan = std::numeric_limits<double>::quiet_NaN();
    CHECK(refused_key([](SignalSettings&) {}).empty());
    CHECK(refused_key([](SignalSettings& s) { s.reach_m = 0.0; }) == "reach_m");
    CHECK(refused_key([](SignalSettings& s) { s.reach_m = 150'000.0; }).empty());
    CHECK(refused_key([](SignalSettings& s) { s.reach_m = 160'000.0; }) == "reach_m");
    CHECK(refused_key([](SignalSettings& s) { s.reliability = 1.0; }) == "reliability");
    CHECK(refused_key([&](SignalSettings& s) { s.threshold_dbm = nan; }) == "threshold_dbm");
    CHECK(refused_key([](SignalSettings& s) { s.floor_dbm = -100.0; }) == "floor_dbm");
    CHECK(refused_key([](SignalSettings& s) { s.receiver_height_m = 0.0; }) == "receiver_height_m");
    CHECK(refused_key([](SignalSettings& s) { s.profile_step_m = 0.5; }) == "profile_step_m");
    CHECK(refused_key([](SignalSettings& s) { s.fresnel = 2.0; }) == "fresnel");
    CHECK(refused_key([](SignalSettings& s) { s.level = AccuracyLevel::sector; }) == "level");
    CHECK(refused_key([](SignalSettings& s) { s.level = AccuracyLevel::terrain; }) == "level");
}

TEST_CASE("progress counts the transmitters that are done") {
    std::vector<std::uint64_t> seen;
    (void)received_signal(strewn(9), settings_to(500.0), cells_of(100.0), {}, {},
                          [&](std::string_view, std::uint64_t done, std::uint64_t total) {
                              CHECK(total == 9);
                              seen.push_back(done);
                          });
    CHECK(seen == std::vector<std::uint64_t>{1, 2, 3, 4, 5, 6, 7, 8, 9});
}
