#include "sqlite/packed_rtree.hpp"

#include "catch.hpp"

#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <limits>
#include <memory>
#include <random>
#include <stdexcept>

using namespace amaneku;
using sqlite::Connection;
using sqlite::rtree_entry;
using sqlite::RtreeEntry;
using sqlite::Statement;

namespace {

/// A database of the test's own with an empty R-tree `tree`.
class Database {
public:
    Database() {
        m_path = (std::filesystem::temp_directory_path() / "amaneku-sqlite-XXXXXX").string();
        const int file = mkstemp(m_path.data());
        if (file < 0) throw std::runtime_error{"no temporary file"};
        ::close(file);
        m_connection = std::make_unique<Connection>(m_path);
        m_connection->run("CREATE VIRTUAL TABLE tree USING rtree(id, minx, maxx, miny, maxy)");
    }
    ~Database() {
        m_connection.reset();
        std::error_code ignored;
        std::filesystem::remove(m_path, ignored);
    }
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;
    Database(Database&&) = delete;
    Database& operator=(Database&&) = delete;

    Connection& operator*() { return *m_connection; }
    std::vector<std::string> column(const std::string& sql) {
        Statement ask{*m_connection, sql};
        std::vector<std::string> rows;
        while (ask.step()) rows.emplace_back(ask.text(0));
        return rows;
    }
    /// What SQLite says of the tree's soundness.
    std::string check() { return column("SELECT rtreecheck('tree')").at(0); }
    std::vector<std::int64_t> within(double west, double east, double south, double north) {
        std::vector<std::int64_t> ids;
        Statement ask{*m_connection,
                      "SELECT id FROM tree WHERE maxx >= ?1 AND minx <= ?2 AND maxy >= ?3 AND miny <= ?4"};
        int parameter = 0;
        for (const double v : {west, east, south, north}) ask.bind(++parameter, v);
        while (ask.step()) ids.push_back(std::stoll(std::string{ask.text(0)}));
        std::sort(ids.begin(), ids.end());
        return ids;
    }

private:
    std::string m_path;
    std::unique_ptr<Connection> m_connection;
};

/// Boxes of all sizes about Japan, some of them points, some the same; ids with gaps.
std::vector<RtreeEntry> random_entries(std::size_t count) {
    std::mt19937 random{static_cast<unsigned>(count)};
    std::uniform_real_distribution<double> lon{122.0, 154.0};
    std::uniform_real_distribution<double> lat{20.0, 46.0};
    std::exponential_distribution<double> size{20.0};
    std::vector<RtreeEntry> entries;
    std::int64_t id = 0;
    for (std::size_t i = 0; i < count; ++i) {
        id += 1 + static_cast<std::int64_t>(i % 3);
        const double x = i % 7 == 0 ? 139.5 : lon(random);
        const double y = lat(random);
        const bool is_point = i % 5 == 0;
        entries.push_back(
            rtree_entry(id, x, is_point ? x : x + size(random), y, is_point ? y : y + size(random)));
    }
    return entries;
}

std::vector<std::int64_t> scanned(const std::vector<RtreeEntry>& entries, double west, double east,
                                  double south, double north) {
    std::vector<std::int64_t> ids;
    for (const RtreeEntry& e : entries) {
        if (e.max_x >= west && e.min_x <= east && e.max_y >= south && e.min_y <= north) ids.push_back(e.id);
    }
    return ids;
}

}  // namespace

TEST_CASE("a packed R-tree of any size is sound to SQLite and finds what a scan finds") {
    for (const std::size_t count :
         {0U, 1U, 2U, 50U, 51U, 52U, 102U, 103U, 2'600U, 2'601U, 2'602U, 140'000U}) {
        INFO(count);
        Database database;
        const auto entries = random_entries(count);
        sqlite::fill_rtree(*database, "tree", entries);
        CHECK(database.check() == "ok");
        CHECK(database.column("SELECT count(*) FROM tree").at(0) == std::to_string(count));
        for (const double side : {0.001, 0.3, 5.0, 100.0}) {
            CHECK(database.within(139.4, 139.4 + side, 35.2, 35.2 + side) ==
                  scanned(entries, 139.4, 139.4 + side, 35.2, 35.2 + side));
        }
    }
}

TEST_CASE("SQLite goes on inserting, moving and deleting in a packed R-tree") {
    Database database;
    auto entries = random_entries(5'000);
    sqlite::fill_rtree(*database, "tree", entries);
    const std::int64_t last = entries.back().id;
    for (int i = 1; i <= 500; ++i) {
        const double x = 130.0 + 0.01 * i;
        (*database).run("INSERT INTO tree VALUES (" + std::to_string(last + i) + ", " + std::to_string(x) +
                        ", " + std::to_string(x) + ", 33.0, 33.1)");
    }
    (*database).run("DELETE FROM tree WHERE id % 2 = 0 AND id <= " + std::to_string(last));
    (*database).run("UPDATE tree SET miny = 10, maxy = 11 WHERE id % 9 = 1 AND id <= " +
                    std::to_string(last));
    CHECK(database.check() == "ok");
    entries.erase(std::remove_if(entries.begin(), entries.end(), [](const auto& e) { return e.id % 2 == 0; }),
                  entries.end());
    const auto moved = static_cast<std::size_t>(
        std::count_if(entries.begin(), entries.end(), [](const auto& e) { return e.id % 9 == 1; }));
    CHECK(database.within(100, 200, 10, 11).size() == moved);
    CHECK(database.within(100, 200, 0, 90).size() == entries.size() + 500);
    (*database).run("DELETE FROM tree");
    CHECK(database.check() == "ok");
    CHECK(database.within(-180, 180, -90, 90).empty());
}

TEST_CASE("an extent in single precision lies outside of the true one, by no more than a step") {
    std::mt19937_64 random{3};
    std::uniform_real_distribution<double> any{-180.0, 180.0};
    for (int i = 0; i < 10'000; ++i) {
        const double v = i == 0 ? 0.0 : any(random);
        const RtreeEntry e = rtree_entry(1, v, v, v, v);
        REQUIRE(static_cast<double>(e.min_x) <= v);
        REQUIRE(static_cast<double>(e.max_x) >= v);
        REQUIRE(std::nextafter(e.min_x, std::numeric_limits<float>::infinity()) >= e.max_x);
        REQUIRE(e.min_x == e.min_y);
        REQUIRE(e.max_x == e.max_y);
    }
    CHECK(rtree_entry(1, 0.5, 0.5, 0.5, 0.5).min_x == 0.5F);  // what a float can hold stays as it is
    CHECK(rtree_entry(1, 0.5, 0.5, 0.5, 0.5).max_x == 0.5F);
}
