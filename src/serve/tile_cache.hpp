#pragma once

#include <array>
#include <cstdint>
#include <list>
#include <map>
#include <mutex>
#include <optional>
#include <string>

namespace amaneku::serve {

/// Tiles that were made lately: those over a large city take a tenth of a second, and a map that is moved
/// about asks for the same ones again. For many threads at once.
class TileCache {
public:
    using Address = std::array<std::int64_t, 3>;  ///< z, x, y

    /// @param most  bytes that are kept
    explicit TileCache(std::size_t most) : m_most{most} {}

    [[nodiscard]] std::optional<std::string> find(const Address& address);
    void keep(const Address& address, const std::string& tile);

private:
    struct Kept {
        Address address;
        std::string tile;
    };
    std::size_t m_most;
    std::size_t m_size = 0;
    std::mutex m_mutex;
    std::list<Kept> m_kept;  ///< the latest first
    std::map<Address, std::list<Kept>::iterator> m_places;
};

}  // namespace amaneku::serve
