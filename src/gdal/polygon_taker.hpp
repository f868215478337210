#pragma once

#include <amaneku/geometry.hpp>

#include <cstddef>
#include <memory>
#include <span>
#include <string>

class OGRGeometry;
class OGRSpatialReference;

namespace amaneku::gdal {

/// Takes a layer's polygons over into the grid's CRS: checks them, moves them, puts points on edges that
/// would bend. Not for several threads at once: each has a `copy` of its own.
class PolygonTaker {
public:
    /// Positions stay as they are, and are degrees.
    PolygonTaker();
    ~PolygonTaker();
    PolygonTaker(PolygonTaker&& other) noexcept;
    PolygonTaker& operator=(PolygonTaker&& other) noexcept;
    PolygonTaker(const PolygonTaker&) = delete;
    PolygonTaker& operator=(const PolygonTaker&) = delete;

    /// One for another thread; not while this one works.
    [[nodiscard]] PolygonTaker copy() const;

    /// Moves a position into the grid's CRS; false where it has no image.
    [[nodiscard]] bool moved(Point& p) const;

    /// Appends a feature's parts to `out`.
    ///
    /// @param raw  its parts in the layer's CRS, rings closed or not
    /// @returns what is wrong, empty where nothing is; then `out` is as it was
    [[nodiscard]] std::string take(const PolygonSet& raw, PolygonSet& out);
    /// The same for a geometry of OGR's; nullptr: there is none.
    [[nodiscard]] std::string take(const OGRGeometry* geometry, PolygonSet& out);
    /// The same for well-known binary, ISO's or extended. @throws Error (Errc::input) where it is damaged
    [[nodiscard]] std::string take_wkb(std::span<const std::byte> wkb, PolygonSet& out);

private:
    friend struct CrsRoute;
    struct Ways;
    std::unique_ptr<Ways> m_ways;
};

/// How a layer's positions come into the grid's CRS, and what to say of it.
struct CrsRoute {
    PolygonTaker taker;
    std::string note;   ///< `f.shp: transformed from WGS 72`; empty: nothing was done
    std::string datum;  ///< `WGS 84 is taken as JGD2011`, where another datum is taken without a shift

    /// Positions stay as they are.
    CrsRoute() = default;
    /// @param from    the layer's CRS
    /// @param target  the grid's, as PROJ knows it
    /// @param shown   the layer, for messages
    /// @throws Error (Errc::input): no such CRS, Tokyo datum, no way between the two
    CrsRoute(const OGRSpatialReference& from, const std::string& target, const std::string& shown);
    CrsRoute(const std::string& from, const std::string& target, const std::string& shown);
};

/// Whether a CRS such as `EPSG:6668` can be looked up.
[[nodiscard]] bool knows_crs(const std::string& name);

/// @throws Error (Errc::input) for the Tokyo datum. @param tool  what transforms such a file: `ogr2ogr`
void refuse_tokyo(const OGRSpatialReference& crs, const std::string& shown, const char* tool);

}  // namespace amaneku::gdal
