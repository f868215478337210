#pragma once

#include "sqlite/connection.hpp"
#include "tiles/tile_maker.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace amaneku::tiles {

/// Vector tiles as MBTiles 1.3: an SQLite file for desktop programs. Rows count from the south, as TMS has
/// it.
class MbtilesFile {
public:
    /// @param path  a file that is not there yet
    /// @throws Error (Errc::output)
    MbtilesFile(const std::string& path, const TileSetInfo& info);

    /// @param gzip  the tile's bytes, compressed. @throws Error (Errc::output)
    void add(const TileAddress& tile, std::string_view gzip);
    /// Writes everything out. @throws Error (Errc::output)
    void close();

private:
    std::string m_path;
    sqlite::Connection m_connection;
    std::unique_ptr<sqlite::Statement> m_insert;
};

}  // namespace amaneku::tiles
