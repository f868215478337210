#pragma once

#include "tiles/tile_maker.hpp"

#include <cstdint>
#include <deque>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace amaneku::tiles {

/// An archive of vector tiles as PMTiles, version 3: one file that a web page reads by ranges, without a
/// server of its own.
///
/// Tiles come in ascending order and are kept until `write`. Equal tiles are stored once. A directory that
/// does not fit into the first 16,384 bytes is cut into leaves.
/// @see https://github.com/protomaps/PMTiles/blob/main/spec/v3/spec.md
class PmtilesArchive {
public:
    /// @param gzip  the tile's bytes, compressed
    void add(const TileAddress& tile, std::string gzip);
    /// Writes the file, complete and synced. @throws Error (Errc::output) with the system's reason
    void write(const std::string& path, const TileSetInfo& info) const;

    /// A line of a directory.
    struct Entry {
        std::uint64_t id = 0;
        std::uint64_t offset = 0;
        std::uint32_t length = 0;
        std::uint32_t run = 0;  ///< tiles that the entry stands for; 0: a leaf directory
    };
    [[nodiscard]] std::uint64_t tile_count() const noexcept { return m_tiles; }
    [[nodiscard]] std::size_t entry_count() const noexcept { return m_entries.size(); }
    [[nodiscard]] std::size_t content_count() const noexcept { return m_contents.size(); }

private:
    std::vector<Entry> m_entries;
    std::deque<std::string> m_contents;
    std::unordered_multimap<std::uint64_t, std::pair<std::uint64_t, std::size_t>>
        m_known;  // hash: offset, content
    std::uint64_t m_size = 0;
    std::uint64_t m_tiles = 0;
};

}  // namespace amaneku::tiles
