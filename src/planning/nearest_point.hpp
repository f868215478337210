#pragma once

#include "core/gap_result.hpp"
#include <amaneku/geometry.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace amaneku::planning {

/// The nearest of many points by the geodesic on GRS80. Points are longitudes and latitudes in degrees,
/// not across the meridian of 180°.
class NearestPoint {
public:
    explicit NearestPoint(std::vector<Point> points);

    /// Nothing where there are no points. Of points equally far the first is taken.
    [[nodiscard]] std::optional<NearPoint> find(Point from) const;

private:
    [[nodiscard]] std::int64_t column(double x) const noexcept;
    [[nodiscard]] std::int64_t row(double y) const noexcept;
    /// The points of the buckets on the border of a square of buckets around one.
    void look_at_ring(Point from, std::int64_t ring, double& best,
                      std::vector<std::pair<double, std::uint32_t>>& found) const;
    void look_at_bucket(Point from, std::int64_t row, std::int64_t column, double& best,
                        std::vector<std::pair<double, std::uint32_t>>& found) const;

    std::vector<Point> m_points;
    Point m_low;
    double m_size = 1.0;  ///< of a bucket, degrees
    std::int64_t m_rows = 0;
    std::int64_t m_columns = 0;
    std::vector<std::uint32_t> m_begin;   ///< [bucket + 1]
    std::vector<std::uint32_t> m_member;  ///< points by bucket, ascending in each
};

}  // namespace amaneku::planning
