#include "gdal/polygon_taker.hpp"

#include <amaneku/error.hpp>

#include <cpl_error.h>
#include <fmt/format.h>
#include <ogr_geometry.h>
#include <ogr_spatialref.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <string_view>

namespace amaneku::gdal {

namespace {

constexpr int most_densifying = 12;       // halvings of an edge
constexpr double densify_degrees = 1e-8;  // 1 mm
constexpr double densify_units = 1e-3;

std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return text;
}

std::string attribute(const OGRSpatialReference& crs, const char* name) {
    const char* value = crs.GetAttrValue(name);
    return value == nullptr ? std::string{} : value;
}

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

/// JGD2011, JGD2000 and WGS 84 agree to metres at worst, which is what a footprint is good for: one of their
/// names, or nullptr for any other CRS, which is transformed.
const char* like_jgd(const OGRSpatialReference& crs) {
    if (!crs.IsGeographic()) return nullptr;
    const char* code = crs.GetAuthorityCode(nullptr);
    const char* authority = crs.GetAuthorityName(nullptr);
    if (code != nullptr && authority != nullptr && EQUAL(authority, "EPSG")) {
        const std::string text = code;
        if (text == "4326") return "WGS 84";
        if (text == "4612") return "JGD2000";
        if (text == "6668") return "JGD2011";
    }
    const std::string datum = lower(attribute(crs, "DATUM"));
    if (has(datum, "jgd") || has(datum, "japanese_geodetic") || has(datum, "japanese geodetic"))
        return has(datum, "2000") ? "JGD2000" : "JGD2011";
    return has(datum, "wgs") && has(datum, "84") ? "WGS 84" : nullptr;
}

/// Tokyo datum by any of its names, or by its shift to WGS 84 where it has none.
bool is_tokyo(const OGRSpatialReference& crs) {
    for (const char* part : {"DATUM", "GEOGCS", "PROJCS"}) {
        const std::string name = lower(attribute(crs, part));
        if (has(name, "tokyo") || has(name, "日本測地系")) return true;
    }
    std::array<double, 7> shift{};
    const bool has_shift = crs.GetTOWGS84(shift.data(), static_cast<int>(shift.size())) == OGRERR_NONE;
    return has_shift && std::abs(shift[0] + 147.0) < 5.0 && std::abs(shift[1] - 507.0) < 5.0 &&
           std::abs(shift[2] - 682.0) < 5.0;
}

/// A part or ring that cannot be taken: one of no area adds nothing, all else spoils its feature.
struct Problem {
    std::string text;
    bool is_no_area = false;

    [[nodiscard]] bool empty() const noexcept { return text.empty(); }
};

/// What is wrong with a position in degrees; empty: nothing.
std::string position_problem(Point p) {
    if (std::abs(p.x) <= 180.0 && std::abs(p.y) <= 90.0) return {};
    const bool is_swapped = std::abs(p.y) <= 180.0 && std::abs(p.x) <= 90.0;
    return fmt::format(
        "({}, {}) is no longitude and latitude: they are from -180 to 180 and from -90 to 90{}", p.x, p.y,
        is_swapped ? "; the two look swapped" : "");
}

struct TransformDeleter {
    void operator()(OGRCoordinateTransformation* t) const noexcept {
        OGRCoordinateTransformation::DestroyCT(t);
    }
};

/// Well-known binary in this machine's byte order, read from the front.
class WkbCursor {
public:
    explicit WkbCursor(std::span<const std::byte> from) : m_rest{from} {}

    /// Appends a polygon or the members of a multipolygon; false: not one of those, or damaged.
    bool read(PolygonSet& out) {
        std::uint32_t kind = 0;
        if (!head(kind)) return false;
        if (kind == wkbPolygon) return polygon(out);
        std::uint32_t count = 0;
        if (kind != wkbMultiPolygon || !number(count)) return false;
        for (std::uint32_t i = 0; i < count; ++i) {
            if (!head(kind) || kind != wkbPolygon || !polygon(out)) return false;
        }
        return true;
    }

private:
    bool number(std::uint32_t& out) {
        if (m_rest.size() < sizeof out) return false;
        std::memcpy(&out, m_rest.data(), sizeof out);
        m_rest = m_rest.subspan(sizeof out);
        return true;
    }
    /// Reads byte order and kind, without what is said of Z and M.
    bool head(std::uint32_t& kind) {
        if (m_rest.empty() || m_rest[0] != std::byte{1} || std::endian::native != std::endian::little)
            return false;
        m_rest = m_rest.subspan(1);
        if (!number(kind)) return false;
        constexpr std::uint32_t extended_z = 0x80000000U;
        std::uint32_t beyond = 0;
        if ((kind & extended_z) != 0) {
            kind &= ~extended_z;
            beyond = 1;
        } else if (kind < 4000) {
            constexpr std::array<std::uint32_t, 4> more{0, 1, 1, 2};  // plain, Z, M, ZM
            beyond = more[kind / 1000];
            kind %= 1000;
        }
        m_stride = 2 + beyond;
        return true;
    }
    bool polygon(PolygonSet& out) {
        std::uint32_t rings = 0;
        if (!number(rings)) return false;
        for (std::uint32_t r = 0; r < rings; ++r) {
            std::uint32_t count = 0;
            if (!number(count) || m_rest.size() / sizeof(double) / m_stride < count) return false;
            const std::size_t first = out.points.size();
            out.points.resize(first + count);
            if (m_stride == 2) {
                if (count > 0) std::memcpy(&out.points[first], m_rest.data(), count * sizeof(Point));
            } else {
                for (std::size_t i = 0; i < count; ++i)
                    std::memcpy(&out.points[first + i], m_rest.data() + i * m_stride * sizeof(double),
                                sizeof(Point));
            }
            m_rest = m_rest.subspan(count * m_stride * sizeof(double));
            out.close_ring();
        }
        out.close_part();
        return true;
    }

    std::span<const std::byte> m_rest;
    std::size_t m_stride = 2;  // doubles a position
};

void append_ring(const OGRLinearRing& ring, PolygonSet& out) {
    static_assert(sizeof(Point) == sizeof(OGRRawPoint));
    const std::size_t first = out.points.size();
    out.points.resize(first + static_cast<std::size_t>(ring.getNumPoints()));
    if (ring.getNumPoints() > 0) ring.getPoints(reinterpret_cast<OGRRawPoint*>(&out.points[first]));
    out.close_ring();
}

void append_polygon(const OGRPolygon& polygon, PolygonSet& out) {
    if (polygon.getExteriorRing() == nullptr) return;
    append_ring(*polygon.getExteriorRing(), out);
    for (int i = 0; i < polygon.getNumInteriorRings(); ++i) append_ring(*polygon.getInteriorRing(i), out);
    out.close_part();
}

struct Ends {
    std::size_t points, rings, parts;

    explicit Ends(const PolygonSet& of)
        : points{of.points.size()}, rings{of.ring_begin.size()}, parts{of.part_begin.size()} {}
    void restore(PolygonSet& to) const {
        to.points.resize(points);
        to.ring_begin.resize(rings);
        to.part_begin.resize(parts);
    }
};

}  // namespace

void refuse_tokyo(const OGRSpatialReference& crs, const std::string& shown, const char* tool) {
    if (!is_tokyo(crs)) return;
    throw Error{Errc::input, shown,
                fmt::format("is in the Tokyo datum (日本測地系, {}), 400 m off the ground of today's codes: "
                            "transform it first ({} -t_srs EPSG:6668 …)",
                            crs.GetName(), tool)};
}

bool knows_crs(const std::string& name) {
    return OGRSpatialReference{}.SetFromUserInput(name.c_str()) == OGRERR_NONE;
}

/// The ways from CRS to CRS.
struct PolygonTaker::Ways {
    std::unique_ptr<OGRCoordinateTransformation, TransformDeleter> transform;
    bool source_geographic = true;
    bool target_geographic = true;
    PolygonSet raw;  // of the geometry at hand, kept for its memory

    [[nodiscard]] bool moved(Point& p) const {
        if (!transform) return true;
        return transform->Transform(1, &p.x, &p.y) != 0 && std::isfinite(p.x) && std::isfinite(p.y);
    }
    [[nodiscard]] bool edge(Point a, Point b, Point image_a, Point image_b, int depth,
                            std::vector<Point>& out) const;
    [[nodiscard]] Problem stayed(std::span<const Point> from, std::vector<Point>& out) const;
    [[nodiscard]] Problem placed(std::span<const Point> from, std::vector<Point>& out) const;
    [[nodiscard]] Problem ring(std::span<const Point> from, PolygonSet& out) const;
    [[nodiscard]] Problem part(const PolygonSet& from, std::size_t part, PolygonSet& out) const;
    [[nodiscard]] Problem parts(const PolygonSet& from, PolygonSet& out) const;
    [[nodiscard]] Problem geometry(const OGRGeometry& from, PolygonSet& out);
    [[nodiscard]] std::string position_problem_of(Point p) const {
        if (!std::isfinite(p.x) || !std::isfinite(p.y)) return "a coordinate is not a number";
        return source_geographic ? position_problem(p) : std::string{};
    }
};

/// Appends the image of the edge from a to b without a's, close to the straight edge of the source.
bool PolygonTaker::Ways::edge(Point a, Point b, Point image_a, Point image_b, int depth,
                              std::vector<Point>& out) const {
    Point middle{0.5 * (a.x + b.x), 0.5 * (a.y + b.y)};
    Point image = middle;
    if (!moved(image)) return false;
    const double off =
        std::hypot(image.x - 0.5 * (image_a.x + image_b.x), image.y - 0.5 * (image_a.y + image_b.y));
    if (depth < most_densifying && off > (target_geographic ? densify_degrees : densify_units)) {
        return edge(a, middle, image_a, image, depth + 1, out) &&
               edge(middle, b, image, image_b, depth + 1, out);
    }
    out.push_back(image_b);
    return true;
}

/// Appends positions that need no way.
Problem PolygonTaker::Ways::stayed(std::span<const Point> from, std::vector<Point>& out) const {
    const double most = std::numeric_limits<double>::max();
    const Point high = source_geographic ? Point{180.0, 90.0} : Point{most, most};
    bool is_good = true;
    for (const Point p : from) is_good &= (std::abs(p.x) <= high.x) & (std::abs(p.y) <= high.y);
    if (!is_good) {
        for (const Point p : from) {
            if (std::string problem = position_problem_of(p); !problem.empty()) return {std::move(problem)};
        }
    }
    out.insert(out.end(), from.begin(), from.end());
    return {};
}

/// Appends the images of a ring's positions.
Problem PolygonTaker::Ways::placed(std::span<const Point> from, std::vector<Point>& out) const {
    if (!transform) return stayed(from, out);
    Point before{};
    Point before_image{};
    for (std::size_t i = 0; i < from.size(); ++i) {
        const Point p = from[i];
        if (std::string problem = position_problem_of(p); !problem.empty()) return {std::move(problem)};
        Point image = p;
        if (!moved(image)) return {fmt::format("({}, {}) has no image in the grid's CRS", p.x, p.y)};
        if (i == 0) {
            out.push_back(image);
        } else if (!edge(before, p, before_image, image, 0, out)) {
            return {fmt::format("an edge at ({}, {}) has no image in the grid's CRS", p.x, p.y)};
        }
        before = p;
        before_image = image;
    }
    return {};
}

Problem PolygonTaker::Ways::ring(std::span<const Point> from, PolygonSet& out) const {
    const std::size_t first = out.points.size();
    if (Problem problem = placed(from, out.points); !problem.empty()) return problem;
    constexpr std::size_t enough = 4;  // the closing point may be one of them
    std::size_t distinct = 0;
    for (std::size_t i = first; i < out.points.size() && distinct < enough; ++i) {
        if (i == first || out.points[i] != out.points[i - 1]) ++distinct;
    }
    if (out.points.size() > first + 1 && out.points.back() == out.points[first]) --distinct;
    if (distinct < 3) return {fmt::format("a ring of {} distinct points is no area", distinct), true};
    out.close_ring();
    return {};
}

/// Appends a part; a hole of no area takes nothing away, any other bad ring spoils it.
Problem PolygonTaker::Ways::part(const PolygonSet& from, std::size_t part, PolygonSet& out) const {
    const std::size_t first = from.part_begin[part];
    const std::size_t last = from.part_begin[part + 1];
    if (from.ring_begin[first] == from.ring_begin[last]) return {"an empty geometry", true};
    for (std::size_t r = first; r < last; ++r) {
        const std::size_t points = out.points.size();
        Problem problem = ring(from.ring(r), out);
        if (problem.empty()) continue;
        if (r == first || !problem.is_no_area) return problem;
        out.points.resize(points);
    }
    out.close_part();
    return {};
}

/// Appends all parts; those of no area are left out where there are others.
Problem PolygonTaker::Ways::parts(const PolygonSet& from, PolygonSet& out) const {
    if (from.points.empty()) return {"an empty geometry", true};
    Problem nothing;
    const std::size_t before = out.part_count();
    for (std::size_t p = 0; p < from.part_count(); ++p) {
        const Ends ends{out};
        Problem problem = part(from, p, out);
        if (problem.empty()) continue;
        if (!problem.is_no_area) return problem;
        ends.restore(out);
        nothing = std::move(problem);
    }
    if (out.part_count() == before) return nothing;
    return {};
}

Problem PolygonTaker::Ways::geometry(const OGRGeometry& from, PolygonSet& out) {
    if (from.IsEmpty()) return {"an empty geometry", true};
    switch (wkbFlatten(from.getGeometryType())) {
        case wkbPolygon:
            raw.clear();
            append_polygon(*from.toPolygon(), raw);
            return parts(raw, out);
        case wkbMultiPolygon:
        case wkbGeometryCollection: {
            Problem nothing;
            const std::size_t before = out.part_count();
            for (const auto* member : *from.toGeometryCollection()) {
                const Ends ends{out};
                Problem problem = geometry(*member, out);
                if (problem.empty()) continue;
                if (!problem.is_no_area) return problem;
                ends.restore(out);
                nothing = std::move(problem);
            }
            if (out.part_count() == before) return nothing;
            return {};
        }
        case wkbCurvePolygon:
        case wkbMultiSurface: {
            const std::unique_ptr<OGRGeometry> linear{from.getLinearGeometry()};
            return geometry(*linear, out);
        }
        default:
            return {fmt::format("{} is no polygon", from.getGeometryName())};
    }
}

PolygonTaker::PolygonTaker() : m_ways{std::make_unique<Ways>()} {}
PolygonTaker::~PolygonTaker() = default;
PolygonTaker::PolygonTaker(PolygonTaker&&) noexcept = default;
PolygonTaker& PolygonTaker::operator=(PolygonTaker&&) noexcept = default;

PolygonTaker PolygonTaker::copy() const {
    PolygonTaker other;
    if (m_ways->transform) {
        other.m_ways->transform.reset(m_ways->transform->Clone());
        if (!other.m_ways->transform)
            throw Error{Errc::resources, "transformation", "cannot be copied for another thread"};
    }
    other.m_ways->source_geographic = m_ways->source_geographic;
    other.m_ways->target_geographic = m_ways->target_geographic;
    return other;
}

bool PolygonTaker::moved(Point& p) const {
    return m_ways->moved(p);
}

std::string PolygonTaker::take(const PolygonSet& raw, PolygonSet& out) {
    const Ends ends{out};
    std::string problem = m_ways->parts(raw, out).text;
    if (!problem.empty()) ends.restore(out);
    return problem;
}

std::string PolygonTaker::take(const OGRGeometry* geometry, PolygonSet& out) {
    if (geometry == nullptr) return "no geometry";
    const Ends ends{out};
    std::string problem = m_ways->geometry(*geometry, out).text;
    if (!problem.empty()) ends.restore(out);
    return problem;
}

std::string PolygonTaker::take_wkb(std::span<const std::byte> wkb, PolygonSet& out) {
    if (wkb.empty()) return "no geometry";
    m_ways->raw.clear();
    if (WkbCursor{wkb}.read(m_ways->raw)) return take(m_ways->raw, out);
    OGRGeometry* read = nullptr;
    const OGRErr status = OGRGeometryFactory::createFromWkb(wkb.data(), nullptr, &read, wkb.size());
    const std::unique_ptr<OGRGeometry> geometry{read};
    if (status != OGRERR_NONE) throw Error{Errc::input, "", "a geometry is damaged"};
    return take(geometry.get(), out);
}

CrsRoute::CrsRoute(const OGRSpatialReference& given, const std::string& target_crs,
                   const std::string& shown) {
    OGRSpatialReference target;
    if (target.SetFromUserInput(target_crs.c_str()) != OGRERR_NONE)
        throw Error{Errc::input, shown,
                    fmt::format("the grid's CRS '{}' is not known", target_crs.substr(0, 60))};
    target.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    taker.m_ways->target_geographic = target.IsGeographic() != 0;
    OGRSpatialReference from{given};
    from.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    refuse_tokyo(from, shown, "ogr2ogr");
    taker.m_ways->source_geographic = from.IsGeographic() != 0;
    const char* const from_datum = like_jgd(from);
    const char* const grid_datum = like_jgd(target);
    if (from_datum != nullptr && grid_datum != nullptr) {
        if (!EQUAL(from_datum, grid_datum)) datum = fmt::format("{} is taken as {}", from_datum, grid_datum);
        return;
    }
    if (from.IsSame(&target) != 0) return;
    taker.m_ways->transform.reset(OGRCreateCoordinateTransformation(&from, &target));
    if (!taker.m_ways->transform)
        throw Error{Errc::input, shown,
                    fmt::format("its CRS {} cannot be transformed to the grid's: {}", from.GetName(),
                                CPLGetLastErrorMsg())};
    note = fmt::format("{}: transformed from {}", shown, from.GetName());
}

CrsRoute::CrsRoute(const std::string& from, const std::string& target, const std::string& shown) {
    OGRSpatialReference crs;
    if (crs.SetFromUserInput(from.c_str()) != OGRERR_NONE)
        throw Error{Errc::input, shown, fmt::format("its CRS '{}' is not known", from.substr(0, 60))};
    *this = CrsRoute{crs, target, shown};
}

}  // namespace amaneku::gdal
