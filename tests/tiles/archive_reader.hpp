#pragma once

#include <protozero/varint.hpp>
#include <sqlite3.h>
#include <zlib.h>

#include <cstdint>
#include <cstring>
#include <map>
#include <stdexcept>
#include <string>
#include <tuple>
#include <vector>

namespace amaneku {

inline std::string gunzipped(const std::string& bytes) {
    z_stream stream{};
    if (inflateInit2(&stream, 15 + 16) != Z_OK) throw std::runtime_error{"zlib"};
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    std::string out;
    std::string part(1 << 16, '\0');
    int status = Z_OK;
    while (status == Z_OK) {
        stream.next_out = reinterpret_cast<Bytef*>(part.data());
        stream.avail_out = static_cast<uInt>(part.size());
        status = inflate(&stream, Z_NO_FLUSH);
        out.append(part, 0, part.size() - stream.avail_out);
    }
    inflateEnd(&stream);
    if (status != Z_STREAM_END) throw std::runtime_error{"no gzip"};
    return out;
}

/// z, x, y from the north: bytes as they are stored.
using StoredTiles = std::map<std::tuple<int, std::int64_t, std::int64_t>, std::string>;

/// The rows of an MBTiles file and its metadata.
struct StoredMbtiles {
    StoredTiles tiles;
    std::map<std::string, std::string> metadata;

    explicit StoredMbtiles(const std::string& path) {
        sqlite3* handle = nullptr;
        if (sqlite3_open_v2(path.c_str(), &handle, SQLITE_OPEN_READONLY, nullptr) != SQLITE_OK)
            throw std::runtime_error{"cannot open " + path};
        each(handle, "SELECT zoom_level, tile_column, tile_row, tile_data FROM tiles",
             [&](sqlite3_stmt* row) {
                 const int z = sqlite3_column_int(row, 0);
                 const std::int64_t y = (std::int64_t{1} << z) - 1 - sqlite3_column_int64(row, 2);
                 tiles[{z, sqlite3_column_int64(row, 1), y}] =
                     std::string(static_cast<const char*>(sqlite3_column_blob(row, 3)),
                                 static_cast<std::size_t>(sqlite3_column_bytes(row, 3)));
             });
        each(handle, "SELECT name, value FROM metadata", [&](sqlite3_stmt* row) {
            metadata[reinterpret_cast<const char*>(sqlite3_column_text(row, 0))] =
                reinterpret_cast<const char*>(sqlite3_column_text(row, 1));
        });
        sqlite3_close(handle);
    }

private:
    template <typename Use>
    static void each(sqlite3* handle, const char* sql, Use use) {
        sqlite3_stmt* statement = nullptr;
        if (sqlite3_prepare_v2(handle, sql, -1, &statement, nullptr) != SQLITE_OK)
            throw std::runtime_error{sqlite3_errmsg(handle)};
        while (sqlite3_step(statement) == SQLITE_ROW) use(statement);
        sqlite3_finalize(statement);
    }
};

/// A PMTiles archive, read by the letter of the specification.
struct StoredPmtiles {
    std::string bytes;
    std::map<std::uint64_t, std::string> tiles;  ///< by tile id, as stored
    std::size_t leaves = 0;
    std::string metadata;

    explicit StoredPmtiles(std::string of) : bytes{std::move(of)} {
        if (bytes.substr(0, 7) != "PMTiles" || bytes.at(7) != 3)
            throw std::runtime_error{"no PMTiles, version 3"};
        metadata = gunzipped(bytes.substr(number(24), number(32)));
        read(gunzipped(bytes.substr(number(8), number(16))));
    }
    [[nodiscard]] std::uint64_t number(std::size_t at) const {
        std::uint64_t value = 0;
        std::memcpy(&value, bytes.data() + at, 8);
        return value;
    }

private:
    void read(const std::string& directory) {
        const char* at = directory.data();
        const char* const end = at + directory.size();
        const auto next = [&] { return protozero::decode_varint(&at, end); };
        const std::uint64_t n = next();
        std::vector<std::uint64_t> id(n), run(n), length(n), offset(n);
        for (std::size_t i = 0; i < n; ++i) id[i] = next() + (i > 0 ? id[i - 1] : 0);
        for (auto& v : run) v = next();
        for (auto& v : length) v = next();
        for (std::size_t i = 0; i < n; ++i) {
            const std::uint64_t v = next();
            offset[i] = v == 0 ? offset.at(i - 1) + length[i - 1] : v - 1;
        }
        if (at != end) throw std::runtime_error{"bytes behind a directory"};
        for (std::size_t i = 0; i < n; ++i) {
            if (run[i] == 0) {
                ++leaves;
                read(gunzipped(bytes.substr(number(40) + offset[i], length[i])));
            }
            for (std::uint64_t k = 0; k < run[i]; ++k)
                if (!tiles.emplace(id[i] + k, bytes.substr(number(56) + offset[i], length[i])).second)
                    throw std::runtime_error{"a tile twice"};
        }
    }
};

}  // namespace amaneku
