#include "terrain/terrain.hpp"

#include "catch.hpp"
#include "terrain/land_cover.hpp"
#include "terrain/made_terrain.hpp"
#include <amaneku/error.hpp>

#include <cmath>
#include <cstring>
#include <random>
#include <stdexcept>
#include <thread>

using namespace amaneku;
using terrain::Box;
using terrain::HeightWindow;
using terrain::PostGrid;
using terrain::Terrain;

namespace {

constexpr double second = 1.0 / 3600.0;

double plane(double lon, double lat) {
    return 100.0 + 2000.0 * (lon - 135.8) - 3000.0 * (lat - 34.7);
}

/// Posts of 0.4" from (135.8, 34.7), `columns` eastward and `rows` southward.
PostGrid posts_10m(int columns, int rows) {
    return {135.8, 34.7, 0.4 * second, 0.4 * second, columns, rows};
}

Terrain terrain_of(std::vector<terrain::TileSource> sources, terrain::TerrainSettings settings = {}) {
    return Terrain{std::move(sources), "test", settings};
}

bool is_same(const HeightWindow& a, const HeightWindow& b) {
    return a.columns == b.columns && a.rows == b.rows && a.west == b.west && a.north == b.north &&
           a.heights.size() == b.heights.size() &&
           (a.heights.empty() ||  // memcmp may not be given a null pointer
            std::memcmp(a.heights.data(), b.heights.data(), a.heights.size() * sizeof(float)) == 0);
}

}  // namespace

TEST_CASE("a plane is the same plane between posts") {
    const Terrain ground = terrain_of({made_source(posts_10m(100, 80), plane)});
    const Box box{135.8021, 34.695, 135.8043, 34.6988};
    const HeightWindow window = ground.window(box);
    std::mt19937 random{1};
    for (int i = 0; i < 500; ++i) {
        const double lon = std::uniform_real_distribution{box.west, box.east}(random);
        const double lat = std::uniform_real_distribution{box.south, box.north}(random);
        // Heights are float32 of about 100 m.
        CHECK(window.at(lon, lat) == Approx(plane(lon, lat)).margin(2e-5));
    }
}

TEST_CASE("every position of a box lies between the posts of its window") {
    const Terrain ground = terrain_of({made_source(posts_10m(100, 80), plane)});
    const double step = 0.4 * second;
    // On posts, between them, at the data's own corners.
    for (const Box& box :
         {Box{135.8 + 3 * step, 34.7 - 9 * step, 135.8 + 7 * step, 34.7 - 2 * step},
          Box{135.8, 34.7 - 79 * step, 135.8 + 99 * step, 34.7}, Box{135.8011, 34.6966, 135.8011, 34.6966}}) {
        const HeightWindow window = ground.window(box);
        for (const double lon : {box.west, box.east}) {
            for (const double lat : {box.south, box.north})
                CHECK(window.at(lon, lat) == Approx(plane(lon, lat)).margin(2e-5));
        }
    }
}

TEST_CASE("a position between an unknown post and others is unknown, and on a known post it is known") {
    const HeightWindow window{0, 0, 1, 1, 3, 2, {1, NAN, 3, 4, 5, 6}};
    CHECK(std::isnan(window.at(0.5, -0.5)));
    CHECK(std::isnan(window.at(1.0, 0.0)));
    CHECK(window.at(0.0, 0.0) == 1.0F);
    CHECK(window.at(2.0, 0.0) == 3.0F);
    CHECK(window.at(0.5, -1.0) == 4.5F);
    CHECK(window.at(2.0, -0.5) == 4.5F);
    CHECK(window.at(2.0, -1.0) == 6.0F);
    for (const auto& [lon, lat] : {std::pair{-0.01, 0.0}, {2.01, 0.0}, {0.0, 0.01}, {0.0, -1.01}, {NAN, 0.0}})
        CHECK(std::isnan(window.at(lon, lat)));
}

TEST_CASE("finer heights win, coarser ones fill what finer ones leave") {
    const double fine = 0.2 * second;
    const PostGrid small{135.802, 34.698, fine, fine, 40, 40};
    const auto with_hole = [&](double lon, double lat) {
        const bool is_hole = std::abs(lon - 135.803) < 2 * fine && std::abs(lat - 34.697) < 2 * fine;
        return is_hole ? nan_height : plane(lon, lat) + 50.0;
    };
    // In either order.
    const bool fine_first = GENERATE(true, false);
    std::vector<terrain::TileSource> sources{made_source(posts_10m(100, 80), plane),
                                             made_source(small, with_hole)};
    if (fine_first) std::swap(sources[0], sources[1]);
    const Terrain ground = terrain_of(std::move(sources));

    const HeightWindow window = ground.window({135.801, 34.695, 135.805, 34.699});
    CHECK(window.step_x == fine);
    const auto above_plane = [&](double lon, double lat) {
        return static_cast<double>(window.at(lon, lat)) - plane(lon, lat);
    };
    CHECK(above_plane(135.8025, 34.6975) == Approx(50.0).margin(1e-4));
    CHECK(above_plane(135.803, 34.697) == Approx(0.0).margin(1e-4));
    CHECK(above_plane(135.8015, 34.6985) == Approx(0.0).margin(1e-4));
    // The seam is one fine step wide and has no gap.
    const double edge = small.west;
    CHECK(above_plane(edge, 34.6975) == Approx(50.0).margin(1e-4));
    CHECK(above_plane(edge - fine, 34.6975) == Approx(0.0).margin(1e-4));
    for (const float h : window.heights) REQUIRE_FALSE(std::isnan(h));

    CHECK(ground.window({135.807, 34.692, 135.809, 34.694}).step_x == 0.4 * second);
}

TEST_CASE("sheets of one product make one ground without a seam") {
    const double step = 0.4 * second;
    PostGrid east = posts_10m(30, 40);
    // As files write it, rounded to nine digits.
    east.west = std::round((135.8 + 30 * step) * 1e9) / 1e9;
    // Another height at every post: whatever is interpolated shows.
    const auto noise = [&](double lon, double lat) {
        const auto post =
            std::llround((lon - 135.8) / step) * 7919 + std::llround((34.7 - lat) / step) * 104729;
        return static_cast<double>(post % 1009);
    };
    const Terrain sheets =
        terrain_of({made_source(posts_10m(30, 40), noise, 7), made_source(east, noise, 11)});
    const Terrain whole = terrain_of({made_source(posts_10m(60, 40), noise)});
    const Box box{135.8 + 20.3 * step, 34.7 - 30 * step, 135.8 + 50.7 * step, 34.7 - 5.5 * step};
    const HeightWindow a = sheets.window(box);
    const HeightWindow b = whole.window(box);
    CHECK(a.heights == b.heights);
}

TEST_CASE("of two sources of one step the earlier one wins, post by post") {
    const auto first = [](double lon, double) { return lon < 135.803 ? 1.0 : nan_height; };
    const auto second_one = [](double, double) { return 2.0; };
    const Terrain ground =
        terrain_of({made_source(posts_10m(100, 80), first), made_source(posts_10m(100, 80), second_one)});
    CHECK(ground.height(135.802, 34.697) == 1.0F);
    CHECK(ground.height(135.804, 34.697) == 2.0F);
}

TEST_CASE("posts that lie half a step off another source's are interpolated") {
    PostGrid shifted = posts_10m(100, 80);
    shifted.west += 0.5 * shifted.step_x;
    shifted.north -= 0.5 * shifted.step_y;
    const auto nothing_here = [](double lon, double lat) {
        return lon < 135.805 ? plane(lon, lat) : nan_height;
    };
    const Terrain ground =
        terrain_of({made_source(posts_10m(100, 80), nothing_here), made_source(shifted, plane)});
    const HeightWindow window = ground.window({135.804, 34.694, 135.808, 34.698});
    for (const double lon : {135.8043, 135.8051, 135.8077})
        CHECK(window.at(lon, 34.6961) == Approx(plane(lon, 34.6961)).margin(2e-5));
}

TEST_CASE("where no source knows anything the height is unknown") {
    const auto with_hole = [](double lon, double lat) {
        return std::hypot(lon - 135.805, lat - 34.695) < 0.001 ? nan_height : plane(lon, lat);
    };
    const Terrain ground = terrain_of({made_source(posts_10m(100, 80), with_hole)});
    CHECK_FALSE(ground.has(135.805, 34.695));
    CHECK(ground.has(135.802, 34.695));
    CHECK_FALSE(ground.has(135.7, 34.695));
    CHECK_FALSE(ground.has(NAN, 34.695));
    CHECK(ground.window({140, 40, 140.1, 40.1}).columns == 0);
    CHECK(std::isnan(ground.window({140, 40, 140.1, 40.1}).at(140.05, 40.05)));
    CHECK_FALSE(terrain_of({}).has(135.8, 34.7));
    CHECK_THROWS_AS(ground.window({135.9, 34.7, 135.8, 34.8}), Error);
}

TEST_CASE("windows are no finer than the least step") {
    const double step = 0.4 * second;
    const Terrain ground =
        terrain_of({made_source(posts_10m(101, 81), plane)}, {std::size_t{1} << 20, 1.1 * second});
    const Box box{135.8 + 20.3 * step, 34.7 - 40 * step, 135.8 + 50.7 * step, 34.7 - 5.5 * step};
    const HeightWindow window = ground.window(box);
    CHECK(window.step_x == Approx(3 * step));  // the first multiple of 0.4" that is 1.1" or more
    CHECK(window.at(box.east, box.south) == Approx(plane(box.east, box.south)).margin(2e-5));
    CHECK(ground.digest() != terrain_of({}).digest());
}

TEST_CASE("a window of too many posts is refused before memory is asked for") {
    const Terrain ground = terrain_of({made_source({0, 60, 1e-5, 1e-5, 4'000'000, 4'000'000}, plane, 512)});
    try {
        static_cast<void>(ground.window({1, 30, 11, 40}));
        FAIL("no error");
    } catch (const Error& error) {
        CHECK(error.code() == Errc::resources);
        CHECK(std::string{error.what()}.find("least step") != std::string::npos);
    }
}

TEST_CASE("tiles are read once while they fit, and never more are kept than may be") {
    const auto reads = std::make_shared<std::atomic<int>>(0);
    constexpr std::size_t memory = 20'000;  // some 18 tiles of 16 x 16
    const Terrain ground = terrain_of({made_source(posts_10m(320, 320), plane, 16, reads)}, {memory, 0.0});
    const Box small{135.801, 34.6985, 135.803, 34.6995};
    const HeightWindow before = ground.window(small);
    const int first_reads = *reads;
    CHECK(first_reads > 0);
    CHECK(is_same(ground.window(small), before));
    CHECK(*reads == first_reads);

    const double step = 0.4 * second;
    static_cast<void>(ground.window({135.8, 34.7 - 319 * step, 135.8 + 319 * step, 34.7}));
    CHECK(*reads >= 400);
    CHECK(ground.kept_bytes() <= memory);
    CHECK(ground.kept_bytes() > memory / 2);
    CHECK(is_same(ground.window(small), before));
}

TEST_CASE("any number of threads gets the same windows") {
    const auto bumpy = [](double lon, double lat) {
        return 100 * std::sin(lon * 5000) * std::cos(lat * 7000);
    };
    const std::vector<terrain::TileSource> sources{
        made_source(posts_10m(320, 320), bumpy, 16),
        made_source({135.81, 34.69, 0.2 * second, 0.2 * second, 200, 200}, bumpy, 32)};
    std::vector<Box> boxes;
    std::mt19937 random{7};
    for (int i = 0; i < 64; ++i) {
        const double west = std::uniform_real_distribution{135.795, 135.83}(random);
        const double south = std::uniform_real_distribution{34.665, 34.698}(random);
        boxes.push_back({west, south, west + 0.004, south + 0.003});
    }
    std::vector<HeightWindow> expected;
    const Terrain alone = terrain_of(sources);
    for (const Box& box : boxes) expected.push_back(alone.window(box));

    const Terrain shared = terrain_of(sources, {30'000, 0.0});
    std::vector<HeightWindow> got(boxes.size());
    std::atomic<std::size_t> next{0};
    std::vector<std::thread> threads;
    for (int t = 0; t < 8; ++t) {
        threads.emplace_back([&] {
            for (std::size_t i = next++; i < boxes.size(); i = next++) got[i] = shared.window(boxes[i]);
        });
    }
    for (std::thread& thread : threads) thread.join();
    for (std::size_t i = 0; i < boxes.size(); ++i) CHECK(is_same(got[i], expected[i]));
}

TEST_CASE("a tile that fails is tried again, and says so each time") {
    terrain::TileSource source = made_source(posts_10m(20, 20), plane);
    int calls = 0;
    const auto good = source.read;
    source.read = [&calls, good](const terrain::PostBlock& block) {
        if (++calls <= 2) throw Error{Errc::input, "made", "is damaged"};
        return good(block);
    };
    const Terrain ground = terrain_of({source});
    CHECK_THROWS_AS(ground.height(135.8005, 34.6995), Error);
    CHECK_THROWS_AS(ground.height(135.8005, 34.6995), Error);
    CHECK(ground.has(135.8005, 34.6995));
}

TEST_CASE("what is noticed in tiles is told once, whatever was read how often") {
    terrain::TileSource source = made_source(posts_10m(64, 64), plane);
    const auto good = source.read;
    source.read = [good](const terrain::PostBlock& block) {
        terrain::TilePosts posts = good(block);
        posts.remarks = {{block.row == 0 ? "top" : "below", 2}};
        return posts;
    };
    const Terrain ground = terrain_of({source}, {2000, 0.0});
    CHECK(ground.issues().empty());
    const double step = 0.4 * second;
    for (int i = 0; i < 2; ++i)
        static_cast<void>(ground.window({135.8, 34.7 - 63 * step, 135.8 + 63 * step, 34.7}));
    const auto issues = ground.issues();
    REQUIRE(issues.size() == 2);
    // Four tiles on top, twelve below, two posts each.
    CHECK(issues[0].reason == "below (24 posts of the tiles that were read)");
    CHECK(issues[1].reason == "top (8 posts of the tiles that were read)");
    CHECK(issues[0].file == "made");
}

TEST_CASE("land cover is that of the cell around a position, never a mean") {
    const auto stripes = [](double lon, double) {
        return std::llround((lon - 135.8) / (0.4 * second)) % 2 == 0 ? 0.0 : 20.0;
    };
    const terrain::LandCover cover{{made_source(posts_10m(40, 40), stripes)}};
    const double step = 0.4 * second;
    const terrain::ClutterWindow window = cover.window({135.8, 34.7 - 20 * step, 135.8 + 20 * step, 34.7});
    const double lat = 34.7 - 7.2 * step;
    CHECK(window.at(135.8 + 4.0 * step, lat) == 0.0F);
    CHECK(window.at(135.8 + 4.49 * step, lat) == 0.0F);
    CHECK(window.at(135.8 + 4.51 * step, lat) == 20.0F);
    CHECK(window.at(135.8 + 5.49 * step, lat) == 20.0F);
    CHECK(std::isnan(window.at(135.7, lat)));
}
