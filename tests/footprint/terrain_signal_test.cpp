#include "catch.hpp"
#include "footprint/beam.hpp"
#include "footprint/made_up_terrain.hpp"
#include "footprint/received_signal.hpp"
#include "proj/geodesic.hpp"
#include "radio/free_space.hpp"
#include "radio/knife_edge.hpp"
#include "radio/normal.hpp"
#include "radio/p1812.hpp"
#include "radio/radial_diffraction.hpp"
#include "terrain/land_cover.hpp"
#include "terrain/profile.hpp"
#include <amaneku/error.hpp>

#include <algorithm>
#include <cmath>
#include <map>
#include <mutex>
#include <numbers>
#include <string>
#include <vector>

using namespace amaneku;
using namespace amaneku::footprint;
using namespace amaneku::tests;

namespace {

constexpr Point heart{135.8, 34.7};

Transmitter site(Point at = heart) {
    Transmitter t;
    t.lon = at.x;
    t.lat = at.y;
    t.height_m = 25.0;
    t.frequency_mhz = 3500.0;
    t.reference_power_dbm = 30.0;
    return t;
}

SignalSettings settings_at(AccuracyLevel level, double reach_m) {
    SignalSettings s;
    s.level = level;
    s.reach_m = reach_m;
    s.threads = 2;
    return s;
}

SubGrid cells_of(double side_m) {
    return SubGrid::of_mesh(side_m, 35.0);
}

template <typename Use>
void for_cells(const SignalGrid& grid, const Use& use) {
    for (const auto& [key, tile] : grid.tiles()) {
        for (std::int32_t r = 0; r < SignalTile::side; ++r) {
            for (std::int32_t c = 0; c < SignalTile::side; ++c) {
                const Cell cell{key.first * SignalTile::side + r, key.second * SignalTile::side + c};
                if (grid.best_dbm(cell) > no_signal_dbm) use(cell, grid.cells().centre(cell));
            }
        }
    }
}

/// The greatest difference in power where either has any.
double difference_db(const SignalGrid& a, const SignalGrid& b) {
    double worst = 0.0;
    const auto compare = [&](Cell cell, Point) {
        worst = std::max(worst, static_cast<double>(std::abs(a.best_dbm(cell) - b.best_dbm(cell))));
    };
    for_cells(a, compare);
    for_cells(b, compare);
    return worst;
}

bool is_equal(const ReceivedSignal& a, const ReceivedSignal& b) {
    return a.reports == b.reports &&
           std::ranges::equal(a.grid.tiles(), b.grid.tiles(), [](const auto& x, const auto& y) {
               return x.first == y.first && x.second.best_dbm == y.second.best_dbm &&
                      x.second.server == y.second.server && x.second.servers == y.second.servers;
           });
}

terrain::Terrain hills() {
    return made_up_terrain([](double lon, double lat) {
        return static_cast<float>(200.0 + 90.0 * std::sin(900.0 * lon) * std::cos(800.0 * lat) +
                                  30.0 * std::sin(3100.0 * lon + 2000.0 * lat));
    });
}

/// A ridge from south to north along a meridian, 50 m high and 200 m wide at its foot, on level ground.
constexpr double ridge_lon = 135.6 + 2000.0 * 0.4 / 3600.0;
constexpr double ridge_m = 50.0;
terrain::Terrain ridge() {
    return made_up_terrain([](double lon, double) {
        const double away_m = std::abs(lon - ridge_lon) * 91'600.0;
        return static_cast<float>(100.0 + std::max(0.0, ridge_m * (1.0 - away_m / 100.0)));
    });
}

}  // namespace

TEST_CASE("over level ground L4 is L3") {
    const auto level = made_up_terrain([](double, double) { return 312.5F; });
    const auto diffraction =
        GENERATE(Diffraction::none, Diffraction::single, Diffraction::bullington, Diffraction::deygout);
    Transmitter t = site();
    t.frequency_mhz = GENERATE(700.0, 3500.0);
    t.azimuth = 80.0;
    t.tilt = 5.0;
    t.vertical_beamwidth = 8.0;
    SignalSettings s = settings_at(AccuracyLevel::path_loss, 3'000.0);
    const auto l3 = received_signal(std::vector{t}, s, cells_of(50.0));
    s.level = AccuracyLevel::terrain;
    s.diffraction = diffraction;
    const auto l4 = received_signal(std::vector{t}, s, cells_of(50.0), {&level});
    CHECK(difference_db(l3.grid, l4.grid) < 1e-3);  // the angle's rounding in a narrow beam
    CHECK(l4.reports[0].level == AccuracyLevel::terrain);
    CHECK(l4.reports[0].filled_heights == 0);
    CHECK(l3.reports[0].cells == l4.reports[0].cells);
}

TEST_CASE("over an even slope L4 is L3 but for the antenna's angle") {
    const auto slope = made_up_terrain([](double lon, double lat) {
        return static_cast<float>(9'000.0 * (lon - 135.6) + 7'000.0 * (lat - 34.5));
    });
    Transmitter t = site();
    t.vertical_beamwidth = 360.0;
    t.tilt = 0.0;
    SignalSettings s = settings_at(AccuracyLevel::path_loss, 3'000.0);
    const auto l3 = received_signal(std::vector{t}, s, cells_of(50.0));
    s.level = AccuracyLevel::terrain;
    const auto l4 = received_signal(std::vector{t}, s, cells_of(50.0), {&slope});
    // 7 degrees of slope in a beam of 360, and heights in single precision at the edge of sight.
    CHECK(difference_db(l3.grid, l4.grid) < 0.06);
}

TEST_CASE("a ridge casts its shadow behind it, by the closed form, and none before it") {
    const auto ground = ridge();
    const Point at = proj::geodesic_direct({ridge_lon, 34.7}, 270.0, 1'000.0);
    Transmitter t = site(at);
    t.vertical_beamwidth = 360.0;
    t.model = PathLossModel::free_space;
    SignalSettings s = settings_at(AccuracyLevel::path_loss, 4'000.0);
    const auto l3 = received_signal(std::vector{t}, s, cells_of(25.0));
    s.level = AccuracyLevel::terrain;
    s.diffraction = Diffraction::single;
    s.profile_step_m = 50.0;
    const auto l4 = received_signal(std::vector{t}, s, cells_of(25.0), {&ground});

    const double wavelength = radio::wavelength_m(t.frequency_mhz);
    double worst = 0.0;
    double before = 0.0;
    std::size_t behind = 0;
    for_cells(l3.grid, [&](Cell cell, Point centre) {
        const proj::GeodesicWay way = proj::geodesic_inverse(at, centre);
        const double shadow = l3.grid.best_dbm(cell) - l4.grid.best_dbm(cell);
        // Before the ridge's foot, and away from it.
        if (centre.x < ridge_lon - 0.0017) before = std::max(before, std::abs(shadow));
        if (std::abs(way.azimuth - 90.0) > 0.3 || way.distance_m < 1'500.0) return;
        ++behind;
        const double sight = 25.0 + (1.5 - 25.0) * 1'000.0 / way.distance_m;
        const double rest = way.distance_m - 1'000.0;
        const double above = ridge_m + radio::earth_bulge_m(1'000.0, rest) - sight;
        const double j = radio::knife_edge_db(radio::diffraction_parameter(above, 1'000.0, rest, wavelength));
        // The antenna's angle costs at most 12 ((25 + 50) / 1000 / 2π)² dB.
        worst = std::max(worst, std::abs(shadow - j));
    });
    CHECK(behind > 100);
    CHECK(before < 0.02);
    CHECK(worst < 0.1);  // straight between posts 50 m apart, and the radial's 0.2 degrees
}

TEST_CASE("radials stand for the cells' own profiles") {
    const auto ground = hills();
    Transmitter t = site();
    t.reference_power_dbm = 80.0;
    t.vertical_beamwidth = 360.0;
    SignalSettings s = settings_at(AccuracyLevel::path_loss, 2'500.0);
    s.profile_step_m = 25.0;
    const auto l3 = received_signal(std::vector{t}, s, cells_of(50.0));
    s.level = AccuracyLevel::terrain;
    const auto l4 = received_signal(std::vector{t}, s, cells_of(50.0), {&ground});
    const auto window = ground.window({135.76, 34.66, 135.84, 34.74});
    const auto own_db = [&](const proj::GeodesicWay& way, bool is_level) {
        const auto posts = static_cast<std::size_t>(std::ceil(way.distance_m / 25.0)) + 1;
        const double step = way.distance_m / static_cast<double>(posts - 1);
        std::vector<float> heights(posts, 0.0F);
        if (!is_level) terrain::sample_radial(window, heart.x, heart.y, way.azimuth, step, posts, heights);
        return radio::RadialDiffraction{heights, step, heights[0] + 25.0, 1.5, 3500.0, s.diffraction, 0.0}
            .loss_db(posts - 1);
    };
    double sum = 0.0;
    std::size_t count = 0;
    for_cells(l4.grid, [&](Cell cell, Point centre) {
        const proj::GeodesicWay way = proj::geodesic_inverse(heart, centre);
        if (way.distance_m < 300.0) return;
        const double own = std::max(0.0, own_db(way, false) - own_db(way, true));
        sum += std::abs(l3.grid.best_dbm(cell) - l4.grid.best_dbm(cell) - own);
        ++count;
    });
    CHECK(count > 7'000);
    INFO("mean difference in dB: " << sum / static_cast<double>(count));
    // Over hills 180 m from crest to crest; a radial away it is 2 dB.
    CHECK(sum / static_cast<double>(count) < 0.55);
}

TEST_CASE("sectors of a mast share its terrain and have the power that they would have alone") {
    const auto ground = hills();
    std::vector<Transmitter> sectors;
    for (int i = 0; i < 6; ++i) {
        Transmitter t = site();
        t.azimuth = 120.0 * i;
        t.tilt = i;
        t.height_m = i < 4 ? 25.0 : 40.0;
        t.reference_power_dbm = i == 2 ? -10.0 : 30.0;  // a shorter reach
        sectors.push_back(t);
    }
    sectors.push_back(site({135.9999, 34.7}));  // off the terrain, after one that is on it
    sectors.push_back(site({136.1, 34.7}));
    sectors.push_back(site({136.1, 34.7}));
    const SignalSettings s = settings_at(AccuracyLevel::terrain, 2'000.0);
    const auto together = received_signal(sectors, s, cells_of(50.0), {&ground});
    for (std::size_t i = 0; i < sectors.size(); ++i) {
        const auto alone = received_signal(std::vector{sectors[i]}, s, cells_of(50.0), {&ground});
        CHECK(alone.reports[0] == together.reports[i]);
        std::size_t wrong = 0;
        for_cells(alone.grid, [&](Cell cell, Point) {
            const float dbm = alone.grid.best_dbm(cell);
            wrong += dbm > together.grid.best_dbm(cell) ||
                             (together.grid.server(cell) == i && dbm != together.grid.best_dbm(cell))
                         ? 1
                         : 0;
        });
        CHECK(wrong == 0);
    }
}

TEST_CASE("the shadow is the same on all sides of a site") {
    // A ring of hills: what a radial finds must not depend on its direction.
    const auto ring = made_up_terrain([](double lon, double lat) {
        const double d = std::hypot((lon - heart.x) * 91'587.0, (lat - heart.y) * 110'940.0);
        return static_cast<float>(100.0 + 60.0 * std::exp(-(d - 1'200.0) * (d - 1'200.0) / 40'000.0));
    });
    Transmitter t = site();
    t.reference_power_dbm = 80.0;
    const SignalSettings s = settings_at(AccuracyLevel::terrain, 3'000.0);
    const auto signal = received_signal(std::vector{t}, s, cells_of(50.0), {&ring});
    std::map<int, std::pair<double, double>> by_distance;
    for_cells(signal.grid, [&](Cell cell, Point centre) {
        const double d = proj::geodesic_distance(heart, centre);
        if (d < 1'800.0 || d > 2'900.0) return;
        const double dbm = signal.grid.best_dbm(cell) + 39.08 * std::log10(d);
        auto& [low, high] = by_distance.try_emplace(static_cast<int>(d / 50.0), dbm, dbm).first->second;
        low = std::min(low, dbm);
        high = std::max(high, dbm);
    });
    REQUIRE(by_distance.size() == 22);
    for (const auto& [distance, range] : by_distance) CHECK(range.second - range.first < 0.5);
}

TEST_CASE("land cover raises the profile, and the model's sight is then clear") {
    const auto level = made_up_terrain([](double, double) { return 100.0F; });
    const terrain::LandCover bare{{made_up_source([](double, double) { return 0.0F; })}};
    const terrain::LandCover woods{
        {made_up_source([](double lon, double) { return lon > heart.x + 0.005 ? 15.0F : 0.0F; })}};
    SignalSettings s = settings_at(AccuracyLevel::path_loss, 3'000.0);
    Transmitter clear = site();
    clear.sight = LineOfSight::line_of_sight;
    const auto l3 = received_signal(std::vector{clear}, s, cells_of(50.0));
    s.level = AccuracyLevel::terrain;
    const auto over_bare = received_signal(std::vector{site()}, s, cells_of(50.0), {&level, &bare});
    CHECK(difference_db(l3.grid, over_bare.grid) < 1e-3);
    const auto over_woods = received_signal(std::vector{site()}, s, cells_of(50.0), {&level, &woods});
    double west = 0.0;
    double east = 1e9;
    for_cells(over_woods.grid, [&](Cell cell, Point centre) {
        const double loss = over_bare.grid.best_dbm(cell) - over_woods.grid.best_dbm(cell);
        if (centre.x < heart.x + 0.004) west = std::max(west, loss);
        if (centre.x > heart.x + 0.02) east = std::min(east, loss);
    });
    CHECK(west < 1e-3);
    CHECK(east > 6.0);
}

TEST_CASE("a site on unknown ground is done at L3 and says so, holes elsewhere are filled and counted") {
    const auto hole = [](double lon, double lat) {
        return std::hypot(lon - heart.x, lat - heart.y) < 0.002 ? unknown_height : 100.0F;
    };
    const auto ground = made_up_terrain(hole);
    const std::vector<Transmitter> sites{site(), site({135.81, 34.7}), site({136.5, 34.7})};
    const SignalSettings s = settings_at(AccuracyLevel::terrain, 2'000.0);
    const auto signal = received_signal(sites, s, cells_of(50.0), {&ground});
    for (const std::size_t i : {0U, 2U}) {
        CHECK(signal.reports[i].is_computed);
        CHECK(signal.reports[i].level == AccuracyLevel::path_loss);
        CHECK_THAT(signal.reports[i].note, Catch::Contains("done at L3"));
    }
    CHECK(signal.reports[1].level == AccuracyLevel::terrain);
    CHECK(signal.reports[1].filled_heights > 10);
    const auto l3 = received_signal(sites, settings_at(AccuracyLevel::path_loss, 2'000.0), cells_of(50.0));
    CHECK(difference_db(l3.grid, signal.grid) < 1e-3);  // what was filled is level too
}

TEST_CASE("each cell of L5 has P.1812's loss over its own profile") {
    const auto ground = hills();
    const terrain::LandCover woods{{made_up_source([](double lon, double lat) {
        return std::sin(2'000.0 * lon) * std::sin(1'500.0 * lat) > 0.3 ? 15.0F : 0.0F;
    })}};
    const bool has_cover = GENERATE(false, true);
    Transmitter t = site();
    t.azimuth = 30.0;
    t.tilt = 3.0;
    SignalSettings s = settings_at(AccuracyLevel::path_specific, 2'500.0);
    s.profile_step_m = 40.0;
    s.p1812.time_percent = 10.0;
    const auto signal =
        received_signal(std::vector{t}, s, cells_of(100.0), {&ground, has_cover ? &woods : nullptr});
    CHECK(signal.reports[0].level == AccuracyLevel::path_specific);
    const auto window = ground.window({135.75, 34.65, 135.85, 34.75});
    const auto cover = woods.window({135.75, 34.65, 135.85, 34.75});
    double worst = 0.0;
    std::uint64_t near = 0;
    for_cells(signal.grid, [&](Cell cell, Point centre) {
        const proj::GeodesicWay way = proj::geodesic_inverse(heart, centre);
        const double d = way.distance_m;
        near += d < 250.0 ? 1 : 0;
        const auto posts = static_cast<std::size_t>(std::max(3.0, std::ceil(d / 40.0))) + 1;
        std::vector<float> heights(posts);
        terrain::sample_path(window, heart, centre, posts, heights);
        std::vector<double> distance_km(posts);
        std::vector<double> clutter(has_cover ? posts : 0);
        for (std::size_t i = 0; i < posts; ++i) {
            const double s_m = d * static_cast<double>(i) / static_cast<double>(posts - 1);
            distance_km[i] = 0.001 * s_m;
            const Point p = proj::geodesic_direct(heart, way.azimuth, s_m);
            if (has_cover) clutter[i] = cover.at(p.x, p.y);
        }
        const std::vector<double> ground_m(heights.begin(), heights.end());
        const double below = ground_m.front() + 25.0 - ground_m.back() - 1.5;
        const double antenna =
            Beam{t}.loss_db(static_cast<float>(d * std::cos(way.azimuth * std::numbers::pi / 180.0)),
                            static_cast<float>(d * std::sin(way.azimuth * std::numbers::pi / 180.0)),
                            static_cast<float>(d * d), static_cast<float>(below));
        double loss = radio::free_space_db(3500.0, std::hypot(d, 23.5)) + radio::inverse_normal(0.9) * 5.5;
        if (d >= 250.0) {
            radio::p1812::Path path{distance_km, ground_m, clutter, {}, 25.0, 1.5, 3.5};
            path.time_percent = 10.0;
            path.location_percent = 90.0;
            path.location_sigma_db = 5.5;
            path.centre_latitude_deg = 0.5 * (heart.y + centre.y);
            loss = radio::p1812::basic_loss(path);
        }
        worst =
            std::max(worst, std::abs(t.reference_power_dbm - loss - antenna - signal.grid.best_dbm(cell)));
    });
    // Cells' places in single precision: where a profile just touches an edge, millimetres are hundredths of
    // a decibel.
    CHECK(worst < 0.02);
    CHECK(near > 10);
    CHECK(signal.reports[0].outside_cells == near);
}

TEST_CASE("what P.1812 is not stated for is done at L4, or not at all, and says so") {
    const auto ground = hills();
    std::vector<Transmitter> sites(2, site());
    sites[0].frequency_mhz = 28'000.0;
    sites[0].model = PathLossModel::umi;
    sites[1].frequency_mhz = 28'000.0;
    sites[1].model = PathLossModel::p1812;
    const SignalSettings s = settings_at(AccuracyLevel::path_specific, 500.0);
    const auto signal = received_signal(sites, s, cells_of(50.0), {&ground});
    CHECK(signal.reports[0].is_computed);
    CHECK(signal.reports[0].level == AccuracyLevel::terrain);
    CHECK_THAT(signal.reports[0].note, Catch::Contains("28") && Catch::Contains("done at L4"));
    CHECK_FALSE(signal.reports[1].is_computed);
    CHECK_THAT(signal.reports[1].note, Catch::Contains("28"));
}

TEST_CASE("settings that P.1812 is not stated for are refused at L5") {
    const auto ground = hills();
    SignalSettings s = settings_at(AccuracyLevel::path_specific, 500.0);
    s.p1812.time_percent = 80.0;
    CHECK_THROWS_AS(received_signal({}, s, cells_of(50.0), {&ground}), Error);
    s.level = AccuracyLevel::terrain;
    CHECK_NOTHROW(received_signal({}, s, cells_of(50.0), {&ground}));
}

TEST_CASE("threads, order and the store change nothing over terrain") {
    const auto ground = hills();
    std::vector<Transmitter> sites;
    for (int i = 0; i < 9; ++i) sites.push_back(site({135.76 + 0.01 * i, 34.66 + 0.009 * ((4 * i) % 9)}));
    sites[3].frequency_mhz = 28'000.0;
    SignalSettings s = settings_at(GENERATE(AccuracyLevel::terrain, AccuracyLevel::path_specific), 1'500.0);
    s.threads = 1;
    const auto one = received_signal(sites, s, cells_of(100.0), {&ground});
    s.threads = 8;
    const auto eight = received_signal(sites, s, cells_of(100.0), {&ground});
    CHECK(is_equal(one, eight));

    std::map<std::string, std::string> kept;
    std::mutex lock;
    std::size_t found = 0;
    const SignalStore store{[&](const std::string& key) -> std::optional<std::string> {
                                const std::lock_guard guard{lock};
                                const auto at = kept.find(key);
                                if (at == kept.end()) return std::nullopt;
                                ++found;
                                return at->second;
                            },
                            [&](const std::string& key, const std::string& bytes) {
                                const std::lock_guard guard{lock};
                                kept[key] = bytes;
                            }};
    CHECK(is_equal(one, received_signal(sites, s, cells_of(100.0), {&ground}, store)));
    CHECK(found == 0);
    CHECK(kept.size() == 9);
    CHECK(is_equal(one, received_signal(sites, s, cells_of(100.0), {&ground}, store)));
    CHECK(found == 9);
    // What is damaged is computed again.
    for (auto& [key, bytes] : kept) bytes.resize(bytes.size() / 2);
    CHECK(is_equal(one, received_signal(sites, s, cells_of(100.0), {&ground}, store)));
    CHECK(is_equal(one, received_signal(sites, s, cells_of(100.0), {&ground}, store)));
    // One site moved: one is computed anew.
    found = 0;
    sites[5].lat += 0.001;
    (void)received_signal(sites, s, cells_of(100.0), {&ground}, store);
    CHECK(found == 8);
    CHECK(kept.size() == 10);
}

TEST_CASE("keys tell every input of a signal apart") {
    const auto ground = made_up_terrain([](double, double) { return 0.0F; }, "a");
    const auto other = made_up_terrain([](double, double) { return 0.0F; }, "b");
    const terrain::LandCover cover{{made_up_source([](double, double) { return 0.0F; })}, "c"};
    const SubGrid cells = cells_of(50.0);
    const SubGrid finer = cells_of(25.0);
    const SignalSettings base = settings_at(AccuracyLevel::terrain, 1'000.0);
    std::vector<std::string> keys{
        SignalModel{base, cells, {&ground}}.key(), SignalModel{base, finer, {&ground}}.key(),
        SignalModel{base, cells, {&other}}.key(), SignalModel{base, cells, {&ground, &cover}}.key()};
    const auto with = [&](auto change) {
        SignalSettings s = base;
        change(s);
        keys.push_back(SignalModel{s, cells, {&ground}}.key());
    };
    with([](SignalSettings& s) { s.level = AccuracyLevel::path_specific; });
    with([](SignalSettings& s) { s.reach_m += 1.0; });
    with([](SignalSettings& s) { s.floor_dbm += 1.0; });
    with([](SignalSettings& s) { s.reliability = 0.8; });
    with([](SignalSettings& s) { s.receiver_height_m = 2.0; });
    with([](SignalSettings& s) { s.diffraction = Diffraction::deygout; });
    with([](SignalSettings& s) { s.fresnel = 0.6; });
    with([](SignalSettings& s) { s.profile_step_m = 30.0; });
    with([](SignalSettings& s) { s.refuses_outside = true; });
    with([](SignalSettings& s) { s.p1812.time_percent = 10.0; });
    with([](SignalSettings& s) { s.p1812.location_sigma_db = 8.0; });
    with([](SignalSettings& s) { s.p1812.dn = 50.0; });
    with([](SignalSettings& s) { s.p1812.n0 = 330.0; });
    with([](SignalSettings& s) { s.p1812.polarisation = radio::p1812::Polarisation::horizontal; });
    std::ranges::sort(keys);
    CHECK(std::ranges::adjacent_find(keys) == keys.end());

    SignalSettings s = base;
    s.threshold_dbm = -90.0;  // decides what is counted, not what is received
    s.threads = 7;
    CHECK(SignalModel{s, cells, {&ground}}.key() == SignalModel{base, cells, {&ground}}.key());

    std::vector<std::string> sites{key_of(site())};
    const auto moved = [&](auto change) {
        Transmitter t = site();
        change(t);
        sites.push_back(key_of(t));
    };
    moved([](Transmitter& t) { t.lon += 1e-7; });
    moved([](Transmitter& t) { t.lat += 1e-7; });
    moved([](Transmitter& t) { t.height_m += 1.0; });
    moved([](Transmitter& t) { t.frequency_mhz += 1.0; });
    moved([](Transmitter& t) { t.reference_power_dbm += 1.0; });
    moved([](Transmitter& t) { t.azimuth = 0.0; });
    moved([](Transmitter& t) { t.beamwidth = 60.0; });
    moved([](Transmitter& t) { t.vertical_beamwidth = 60.0; });
    moved([](Transmitter& t) { t.tilt = 1.0; });
    moved([](Transmitter& t) { t.model = PathLossModel::rma; });
    moved([](Transmitter& t) { t.sight = LineOfSight::mean; });
    moved([](Transmitter& t) { t.surroundings.building_height_m = 6.0; });
    moved([](Transmitter& t) { t.surroundings.street_width_m = 21.0; });
    moved([](Transmitter& t) { t.offset_db = 1.0; });
    std::ranges::sort(sites);
    CHECK(std::ranges::adjacent_find(sites) == sites.end());
}
