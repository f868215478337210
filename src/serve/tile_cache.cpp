#include "serve/tile_cache.hpp"

namespace amaneku::serve {

std::optional<std::string> TileCache::find(const Address& address) {
    const std::lock_guard lock{m_mutex};
    const auto found = m_places.find(address);
    if (found == m_places.end()) return {};
    m_kept.splice(m_kept.begin(), m_kept, found->second);
    return found->second->tile;
}

void TileCache::keep(const Address& address, const std::string& tile) {
    const std::lock_guard lock{m_mutex};
    if (tile.size() > m_most || m_places.contains(address)) return;
    m_kept.push_front({address, tile});
    m_places.emplace(address, m_kept.begin());
    m_size += tile.size();
    while (m_size > m_most) {
        m_size -= m_kept.back().tile.size();
        m_places.erase(m_kept.back().address);
        m_kept.pop_back();
    }
}

}  // namespace amaneku::serve
