#include "tiles/pyramid.hpp"

#include "parallel/loop.hpp"
#include "tiles/gzip.hpp"

#include <utility>
#include <vector>

namespace amaneku::tiles {

void make_tiles(const TileMaker& maker, int threads, const std::function<void()>& check,
                const std::function<void(const TileAddress&, std::string&&)>& use) {
    for (int z = maker.info().minzoom; z <= maker.info().maxzoom; ++z) {
        const std::vector<TileAddress> addresses = maker.addresses(z);
        std::vector<std::string> made(addresses.size());
        parallel::in_order(
            addresses.size(), threads,
            [&](std::size_t i) {
                check();
                const std::string bytes = maker.tile(z, addresses[i].x, addresses[i].y);
                if (!bytes.empty()) made[i] = gzipped(bytes);
            },
            [&](std::size_t i) {
                if (!made[i].empty()) use(addresses[i], std::move(made[i]));
                made[i] = {};
            });
    }
}

}  // namespace amaneku::tiles
