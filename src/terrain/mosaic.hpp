#pragma once

#include "terrain/box.hpp"
#include "terrain/height_window.hpp"
#include "terrain/lattice.hpp"
#include "terrain/tile_cache.hpp"
#include "terrain/tile_source.hpp"
#include <amaneku/issue.hpp>

#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace amaneku::terrain {

/// How values come from one lattice to the posts of another.
enum class Resampling : std::uint8_t {
    /// Between posts; in a known post's cell, where others around are unknown, between those that are known.
    bilinear,
    nearest,  ///< of the post whose cell the position is in
};

/// Windows over several sources; what `Terrain` and `LandCover` have in common. For several threads at once.
class Mosaic {
public:
    Mosaic(std::vector<TileSource> sources, Resampling resampling, std::size_t memory, double least_step);

    /// @throws Error as `Terrain::window`
    [[nodiscard]] HeightWindow window(const Box& box) const;
    [[nodiscard]] Box extent() const noexcept;
    [[nodiscard]] std::vector<Issue> issues() const;
    [[nodiscard]] std::size_t kept_bytes() const { return m_cache.kept_bytes(); }

private:
    [[nodiscard]] static HeightWindow blank(const Lattice& lattice, const LatticeRange& range,
                                            std::int64_t stride);
    [[nodiscard]] TileCache::Tile tile(std::size_t source, const PostBlock& block,
                                       std::uint64_t number) const;
    void copy(const Lattice& lattice, const LatticeRange& range, std::int64_t stride,
              HeightWindow& out) const;
    void copy_member(const Lattice::Member& member, const LatticeRange& range, std::int64_t stride,
                     HeightWindow& out) const;
    void resample(const Lattice& lattice, HeightWindow& out) const;

    std::vector<TileSource> m_sources;
    Resampling m_resampling;
    double m_least_step;
    std::vector<Lattice> m_lattices;
    mutable TileCache m_cache;
    mutable std::mutex m_remarks_mutex;
    mutable std::map<std::pair<std::size_t, std::string>, std::uint64_t> m_remarks;  // posts, by source
    mutable std::set<std::uint64_t> m_remarked;  // tiles whose remarks are counted
};

}  // namespace amaneku::terrain
