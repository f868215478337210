#pragma once

#include "core/grid.hpp"
#include <amaneku/geometry.hpp>

namespace amaneku::footprint {

/// How many strips a cell of the grid has.
inline constexpr int strips_per_cell = 16;

/// Rates nearer than this to 0 or 1 are 0 or 1.
inline constexpr double least_share = 1e-6;

/// Realises a share of every place of an area: horizontal strips at a pitch of 1/16 of the grid cell's
/// height.
///
/// A strip is the lower `share` of its pitch; pitches are laid so that the middle of a cell is the middle of
/// one, and so that all strips of one share lie in the same rows, whoever asks: of two shares in one place
/// the greater holds the smaller, and a cell's middle is in it where the share is above a half. A cell that
/// is in the area as a whole gets its share to half the last digit of a coordinate (1e-12 of a half-mesh
/// cell).
class Strips {
public:
    /// @param share  above least_share, below 1 − least_share
    Strips(const Grid& grid, double share) : m_grid{grid}, m_share{share} {}

    /// Appends what of a part is in strips to `out`, in the grid's CRS: valid polygons where the part is one.
    /// @returns how many strips
    std::size_t append(const PolygonSet& polygons, std::size_t part, PolygonSet& out) const;

    /// Lower and upper edge of a strip, counted from the lower edge of row 0.
    struct Band {
        double low = 0.0;
        double high = 0.0;
    };
    [[nodiscard]] Band band(std::int64_t strip) const;

private:
    [[nodiscard]] Band plain_band(std::int64_t strip) const;
    [[nodiscard]] double top_that_evens_out(std::int64_t row, Band own) const;

    const Grid& m_grid;
    double m_share;
};

}  // namespace amaneku::footprint
