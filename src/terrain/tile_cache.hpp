#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <future>
#include <list>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <vector>

namespace amaneku::terrain {

/// The tiles used last, up to so many bytes. For several threads at once; a tile that two ask for is read
/// once.
class TileCache {
public:
    using Tile = std::shared_ptr<const std::vector<float>>;

    explicit TileCache(std::size_t memory) noexcept : m_memory{memory} {}

    /// The tile of a key, read where it is not kept. What `read` throws goes to all who wait for the tile,
    /// and the next one tries again.
    [[nodiscard]] Tile get(std::uint64_t key, const std::function<std::vector<float>()>& read);
    [[nodiscard]] std::size_t kept_bytes() const;

private:
    struct Entry {
        std::shared_future<Tile> tile;
        std::size_t bytes = 0;  ///< 0: being read
        std::list<std::uint64_t>::iterator use;
    };

    void keep(std::uint64_t key, std::size_t bytes);
    void forget(std::uint64_t key);

    mutable std::mutex m_mutex;
    std::size_t m_memory;
    std::size_t m_bytes = 0;
    std::list<std::uint64_t> m_uses;  // the last used one first
    std::unordered_map<std::uint64_t, Entry> m_entries;
};

}  // namespace amaneku::terrain
