#include "tiles/pmtiles.hpp"

#include "app/program.hpp"
#include "catch.hpp"
#include "tiles/archive_reader.hpp"
#include "tiles/gzip.hpp"
#include "tiles/node_reader.hpp"
#include "tiles/tile_id.hpp"
#include <amaneku/error.hpp>

#include <algorithm>
#include <random>

using namespace amaneku;
using namespace amaneku::tiles;

namespace {

struct Filled {
    PmtilesArchive archive;
    std::map<std::uint64_t, std::string> tiles;
    std::string addresses;
};

/// Tiles scattered over a zoom, some of them equal, some equal to the one before.
Filled filled(int z, std::size_t most) {
    std::mt19937 random{3};
    std::vector<std::pair<std::uint64_t, TileAddress>> all;
    for (std::uint32_t x = 0; x < 1U << z; ++x) {
        for (std::uint32_t y = 0; y < 1U << z; ++y)
            all.emplace_back(tile_id({z, x, y}), TileAddress{z, x, y});
    }
    std::sort(all.begin(), all.end());
    Filled out;
    std::string last;
    for (const auto& [id, tile] : all) {
        if (out.tiles.size() == most) break;
        if (random() % 3 == 0) continue;
        const auto kind = random() % 10;
        if (kind == 0) last = "sea";
        if (kind > 2) last = std::string(random() % 400, 'a') + std::to_string(id);
        const std::string gzip = gzipped(last);
        out.archive.add(tile, gzip);
        out.tiles[id] = gzip;
        out.addresses +=
            std::to_string(z) + " " + std::to_string(tile.x) + " " + std::to_string(tile.y) + "\n";
    }
    return out;
}

TileSetInfo info() {
    TileSetInfo out;
    out.name = "<script>alert(\"あ\")</script>=cmd()🗾";
    out.minzoom = 3;
    out.maxzoom = 8;
    out.bounds = {122.5, 20.25, 154.0, 46.0};
    out.layers.push_back({"mesh", "", 3, 8, {{"mesh_code", FieldType::text}}});
    return out;
}

}  // namespace

TEST_CASE("every tile of an archive is read back, with leaf directories and without") {
    const Folder folder;
    const auto [z, most, has_leaves] =
        GENERATE(table<int, std::size_t, bool>({{5, 500, false}, {8, 20000, true}}));
    const Filled from = filled(z, most);
    from.archive.write(folder / "t.pmtiles", info());
    const StoredPmtiles stored{content(folder / "t.pmtiles")};
    CHECK(stored.tiles == from.tiles);
    CHECK((stored.leaves > 1) == has_leaves);
    CHECK(stored.number(8) + stored.number(16) <= 16384);  // header and root are read at once
    CHECK(stored.number(56) + stored.number(64) == stored.bytes.size());
    CHECK(stored.number(72) == from.tiles.size());
    CHECK(from.archive.content_count() < from.archive.entry_count());
    CHECK(from.archive.entry_count() < from.archive.tile_count());
    CHECK(stored.metadata.find("vector_layers") != std::string::npos);

    const auto read = in_node(folder / "t.pmtiles", folder.write("addresses.txt", from.addresses));
    if (!read) {
        WARN("skipped: web/node_modules has no pmtiles");
        return;
    }
    REQUIRE(read->status == 0);
    std::istringstream lines{from.addresses};
    std::size_t same = 0;
    std::size_t i = 0;
    std::istringstream said{read->text};
    std::vector<std::string> of_tiles;
    for (std::string line; std::getline(said, line);) {
        if (line.starts_with("tile ")) of_tiles.push_back(line);
    }
    REQUIRE(of_tiles.size() == from.tiles.size());
    for (const auto& [id, gzip] : from.tiles) {
        std::string address;
        std::getline(lines, address);
        const std::string raw = gunzipped(gzip);
        std::uint32_t sum = 7;
        for (const char c : raw) sum = sum * 31 + static_cast<unsigned char>(c);
        same +=
            of_tiles[i++] == "tile " + address + " " + std::to_string(raw.size()) + " " + std::to_string(sum);
    }
    CHECK(same == from.tiles.size());
    CHECK(read->text.find("metadata <script>alert(\"あ\")</script>=cmd()🗾 mesh") != std::string::npos);
    CHECK(read->text.find("header minLon 122.5") != std::string::npos);
    CHECK(read->text.find("header clustered true") != std::string::npos);
}

TEST_CASE("an archive without tiles is one all the same, and a folder that is not there is told of") {
    const Folder folder;
    PmtilesArchive archive;
    archive.write(folder / "empty.pmtiles", info());
    CHECK(StoredPmtiles{content(folder / "empty.pmtiles")}.tiles.empty());
    try {
        archive.write(folder / "no/t.pmtiles", info());
        FAIL("no error");
    } catch (const Error& error) {
        CHECK(error.code() == Errc::output);
        CHECK(error.where() == folder / "no/t.pmtiles");
    }
}

TEST_CASE("gzip says nothing of time or name") {
    const std::string bytes = gzipped("amaneku");
    CHECK(bytes.substr(3, 5) == std::string(5, '\0'));
    CHECK(gunzipped(bytes) == "amaneku");
    CHECK(gunzipped(gzipped("")).empty());
}
