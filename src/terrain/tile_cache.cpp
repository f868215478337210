#include "terrain/tile_cache.hpp"

#include <iterator>
#include <utility>

namespace amaneku::terrain {

TileCache::Tile TileCache::get(std::uint64_t key, const std::function<std::vector<float>()>& read) {
    std::promise<Tile> promise;
    {
        std::unique_lock lock{m_mutex};
        if (const auto at = m_entries.find(key); at != m_entries.end()) {
            m_uses.splice(m_uses.begin(), m_uses, at->second.use);
            const std::shared_future<Tile> tile = at->second.tile;
            lock.unlock();
            return tile.get();
        }
        m_uses.push_front(key);
        m_entries.emplace(key, Entry{promise.get_future().share(), 0, m_uses.begin()});
    }
    try {
        auto tile = std::make_shared<const std::vector<float>>(read());
        keep(key, tile->size() * sizeof(float) + sizeof(Entry));
        promise.set_value(tile);
        return tile;
    } catch (...) {
        forget(key);
        promise.set_exception(std::current_exception());
        throw;
    }
}

std::size_t TileCache::kept_bytes() const {
    const std::scoped_lock lock{m_mutex};
    return m_bytes;
}

void TileCache::keep(std::uint64_t key, std::size_t bytes) {
    const std::scoped_lock lock{m_mutex};
    m_entries.at(key).bytes = bytes;
    m_bytes += bytes;
    for (auto use = m_uses.end(); m_bytes > m_memory && use != m_uses.begin();) {
        --use;
        const auto entry = m_entries.find(*use);
        if (entry->second.bytes == 0) continue;  // others wait for it
        m_bytes -= entry->second.bytes;
        m_entries.erase(entry);
        use = m_uses.erase(use);
    }
}

void TileCache::forget(std::uint64_t key) {
    const std::scoped_lock lock{m_mutex};
    const auto entry = m_entries.find(key);
    m_uses.erase(entry->second.use);
    m_entries.erase(entry);
}

}  // namespace amaneku::terrain
