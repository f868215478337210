#pragma once

#include "terrain/box.hpp"
#include "terrain/tile_source.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <utility>
#include <vector>

namespace amaneku::terrain {

/// Posts of a lattice from (column, row) on, that may be left of or above its origin.
struct LatticeRange {
    std::int64_t column = 0;
    std::int64_t row = 0;
    std::int64_t columns = 0;
    std::int64_t rows = 0;
};

/// Sources whose posts lie on one endless lattice of the same steps: the sheets of one product.
class Lattice {
public:
    /// A source and where its first post is.
    struct Member {
        std::size_t source = 0;
        LatticeRange posts;
    };

    /// @param source  makes the lattice, and is its first member
    Lattice(const PostGrid& grid, std::size_t source);

    /// Adds a source whose posts are on the lattice, to a hundredth of a step; false where they are not.
    bool add(const PostGrid& grid, std::size_t source);
    /// To be called after the last `add`.
    void index();

    /// Longitude of the column 0, latitude of the row 0, steps.
    [[nodiscard]] const PostGrid& origin() const noexcept { return m_origin; }
    /// Box of all posts.
    [[nodiscard]] Box extent() const noexcept;
    /// Posts around a box, at least two by two; they need not be members'.
    /// @param stride  the range is of every `stride`-th post
    [[nodiscard]] LatticeRange around(const Box& box, std::int64_t stride = 1) const noexcept;
    /// Members with posts in a range (of every post), in the order added.
    [[nodiscard]] std::vector<Member> in(const LatticeRange& range) const;
    /// Whether a member's cells (half a step around its posts) touch a box.
    [[nodiscard]] bool touches(const Box& box) const;

private:
    [[nodiscard]] std::pair<std::int64_t, std::int64_t> bin(std::int64_t column,
                                                            std::int64_t row) const noexcept;

    PostGrid m_origin;
    std::vector<Member> m_members;
    LatticeRange m_bounds;
    std::int64_t m_bin_columns = 1;
    std::int64_t m_bin_rows = 1;
    std::map<std::pair<std::int64_t, std::int64_t>, std::vector<std::size_t>> m_bins;
};

/// The lattices of sources, the finest first; of those with equal steps the one of the earlier source.
[[nodiscard]] std::vector<Lattice> lattices(std::span<const TileSource> sources);

}  // namespace amaneku::terrain
