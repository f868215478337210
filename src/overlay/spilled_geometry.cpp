#include "overlay/spilled_geometry.hpp"

#include <type_traits>

namespace amaneku::overlay {

namespace {

static_assert(std::is_trivially_copyable_v<TickPoint> && std::is_trivially_copyable_v<TilePart>);

/// Calls `visit` with the bytes of each of the arrays, in the order of the file.
template <typename Geometry, typename Visit>
void for_each_array(Geometry& geometry, Visit visit) {
    visit(std::span{geometry.points});
    visit(std::span{geometry.chain_end});
    visit(std::span{geometry.ring_end});
    visit(std::span{geometry.parts});
}

}  // namespace

SpilledGeometry spill(const TileGeometry& geometry, SpillFile& file) {
    SpilledGeometry out{0, static_cast<std::uint32_t>(geometry.points.size()),
                        static_cast<std::uint32_t>(geometry.chain_end.size()),
                        static_cast<std::uint32_t>(geometry.ring_end.size()),
                        static_cast<std::uint32_t>(geometry.parts.size())};
    std::size_t bytes = 0;
    for_each_array(geometry, [&](auto array) { bytes += array.size_bytes(); });
    out.at = file.reserve(bytes);
    std::uint64_t at = out.at;
    for_each_array(geometry, [&](auto array) {
        file.write(at, std::as_bytes(array));
        at += array.size_bytes();
    });
    return out;
}

void read_back(const SpilledGeometry& spilled, const SpillFile& file, TileGeometry& geometry) {
    geometry.points.resize(spilled.points);
    geometry.chain_end.resize(spilled.chains);
    geometry.ring_end.resize(spilled.rings);
    geometry.parts.resize(spilled.parts);
    std::uint64_t at = spilled.at;
    for_each_array(geometry, [&](auto array) {
        file.read(at, std::as_writable_bytes(array));
        at += array.size_bytes();
    });
}

}  // namespace amaneku::overlay
