#include "tiles/mbtiles.hpp"

#include "tiles/tile_json.hpp"
#include <amaneku/error.hpp>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <memory>
#include <span>
#include <system_error>
#include <utility>
#include <vector>

namespace amaneku::tiles {

namespace {

[[noreturn]] void fail(const std::string& path) {
    throw Error{Errc::output, path,
                fmt::format("cannot be written: {}", std::generic_category().message(errno))};
}

/// An empty file is an empty database.
const std::string& made(const std::string& path) {
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (file < 0) fail(path);
    ::close(file);
    return path;
}

void synchronise(const std::string& path) {
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    const bool is_written = file >= 0 && ::fsync(file) == 0;
    const int problem = errno;
    if (file >= 0) ::close(file);
    errno = problem;
    if (!is_written) fail(path);
}

std::vector<std::pair<std::string, std::string>> metadata(const TileSetInfo& info) {
    const auto& b = info.bounds;
    return {
        {"name", info.name},
        {"format", "pbf"},
        {"bounds", fmt::format("{:.7f},{:.7f},{:.7f},{:.7f}", b[0], b[1], b[2], b[3])},
        {"center", fmt::format("{:.7f},{:.7f},{}", (b[0] + b[2]) / 2.0, (b[1] + b[3]) / 2.0, info.minzoom)},
        {"minzoom", fmt::format("{}", info.minzoom)},
        {"maxzoom", fmt::format("{}", info.maxzoom)},
        {"attribution", info.attribution},
        {"description", info.description},
        {"type", "overlay"},
        {"version", "1"},
        {"json", fmt::format(R"({{"vector_layers":{}}})", vector_layers_json(info))}};
}

}  // namespace

MbtilesFile::MbtilesFile(const std::string& path, const TileSetInfo& info)
    : m_path{path}, m_connection{made(path)} {
    m_connection.run(
        "PRAGMA application_id = 0x4d504258;"
        "CREATE TABLE metadata (name text, value text);"
        "CREATE UNIQUE INDEX name ON metadata (name);"
        "CREATE TABLE tiles (zoom_level integer, tile_column integer, tile_row integer, tile_data blob);"
        "BEGIN");
    sqlite::Statement insert{m_connection, "INSERT INTO metadata VALUES (?, ?)"};
    for (const auto& [name, value] : metadata(info)) {
        insert.bind(1, name);
        insert.bind(2, value);
        insert.run();
    }
    m_insert = std::make_unique<sqlite::Statement>(m_connection, "INSERT INTO tiles VALUES (?, ?, ?, ?)");
}

void MbtilesFile::add(const TileAddress& tile, std::string_view gzip) {
    m_insert->bind(1, std::int64_t{tile.z});
    m_insert->bind(2, std::int64_t{tile.x});
    m_insert->bind(3, (std::int64_t{1} << tile.z) - 1 - std::int64_t{tile.y});
    m_insert->bind(4, std::as_bytes(std::span{gzip}));
    m_insert->run();
}

void MbtilesFile::close() {
    m_insert.reset();
    m_connection.run("CREATE UNIQUE INDEX tile_index ON tiles (zoom_level, tile_column, tile_row); COMMIT");
    m_connection.close();
    synchronise(m_path);
}

}  // namespace amaneku::tiles
