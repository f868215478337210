// The same answer with GEOS alone: for every cell the union of what an STRtree finds, clipped to the cell.
//   geos_per_cell CELLS.csv AREAS OUT.csv THREADS ZONES…
// Prepared geometries decide what is wholly inside; only the rest is clipped and united. One context a
// thread.
#include "shapes_reader.hpp"

#define GEOS_USE_ONLY_R_API
#include <geos_c.h>

#include <atomic>
#include <chrono>
#include <cstdarg>
#include <memory>
#include <mutex>
#include <thread>
#include <unordered_map>

namespace {

using bench::Cell;
using bench::fail;

using Context = std::unique_ptr<GEOSContextHandle_HS, void (*)(GEOSContextHandle_t)>;

Context new_context() {
    return {GEOS_init_r(), GEOS_finish_r};
}

struct GeometryDeleter {
    GEOSContextHandle_t context;
    void operator()(GEOSGeometry* g) const { GEOSGeom_destroy_r(context, g); }
};
using Geometry = std::unique_ptr<GEOSGeometry, GeometryDeleter>;

/// Polygons with the zone of each and a tree of their boxes.
struct Polygons {
    std::vector<GEOSGeometry*> shape;
    std::vector<std::uint32_t> zone;
    GEOSSTRtree* tree = nullptr;
};

GEOSGeometry* to_geos(GEOSContextHandle_t context, OGRGeometryH polygon) {
    const int rings = OGR_G_GetGeometryCount(polygon);
    std::vector<GEOSGeometry*> made;
    for (int r = 0; r < rings; ++r) {
        const std::vector<double> xy = bench::coordinates(OGR_G_GetGeometryRef(polygon, r));
        GEOSCoordSequence* sequence =
            GEOSCoordSeq_copyFromBuffer_r(context, xy.data(), static_cast<unsigned>(xy.size() / 2), 0, 0);
        made.push_back(GEOSGeom_createLinearRing_r(context, sequence));
    }
    return GEOSGeom_createPolygon_r(context, made.front(), made.data() + 1,
                                    static_cast<unsigned>(made.size() - 1));
}

/// GEOS computes wrongly, or not at all, on rings that cross themselves.
GEOSGeometry* made_valid(GEOSContextHandle_t context, GEOSGeometry* shape) {
    if (GEOSisValid_r(context, shape) == 1) return shape;
    GEOSMakeValidParams* how = GEOSMakeValidParams_create_r(context);
    GEOSMakeValidParams_setMethod_r(context, how, GEOS_MAKE_VALID_STRUCTURE);
    GEOSGeometry* valid = GEOSMakeValidWithParams_r(context, shape, how);
    GEOSMakeValidParams_destroy_r(context, how);
    GEOSGeom_destroy_r(context, shape);
    return valid;
}

void build_tree(GEOSContextHandle_t context, Polygons& polygons) {
    polygons.tree = GEOSSTRtree_create_r(context, 10);
    for (std::size_t i = 0; i < polygons.shape.size(); ++i)
        GEOSSTRtree_insert_r(context, polygons.tree, polygons.shape[i], reinterpret_cast<void*>(i + 1));
    // The tree is built by its first query, which must not be two threads' at once.
    const Geometry nowhere{GEOSGeom_createPointFromXY_r(context, 0.0, 0.0), {context}};
    GEOSSTRtree_query_r(
        context, polygons.tree, nowhere.get(), [](void*, void*) {}, nullptr);
}

/// One thread's view: its context and the shapes it has prepared.
class Worker {
public:
    Worker(const Polygons& areas, const Polygons& zones, std::size_t zone_count)
        : m_areas{areas}, m_zones{zones}, m_sums(zone_count) {}

    void cells(const Cell* begin, const Cell* end) {
        for (; begin != end; ++begin) cell(*begin);
        m_prepared_areas.clear();
    }
    [[nodiscard]] const std::vector<bench::ZoneSums>& sums() const { return m_sums; }

private:
    struct Piece {
        std::uint32_t zone;
        Geometry shape;  ///< nothing: the whole cell
        double area;
    };
    struct PreparedDeleter {
        GEOSContextHandle_t context;
        void operator()(const GEOSPreparedGeometry* p) const { GEOSPreparedGeom_destroy_r(context, p); }
    };
    using Prepared = std::unique_ptr<const GEOSPreparedGeometry, PreparedDeleter>;
    using PreparedOf = std::unordered_map<std::size_t, Prepared>;

    [[nodiscard]] GEOSContextHandle_t context() const { return m_context.get(); }

    const GEOSPreparedGeometry* prepared(PreparedOf& cache, const Polygons& of, std::size_t i) {
        const auto [at, is_new] = cache.try_emplace(i, nullptr, PreparedDeleter{context()});
        if (is_new) at->second.reset(GEOSPrepare_r(context(), of.shape[i]));
        return at->second.get();
    }

    const std::vector<std::size_t>& found(const Polygons& in, const Geometry& square) {
        m_found.clear();
        GEOSSTRtree_query_r(
            context(), in.tree, square.get(),
            [](void* item, void* list) {
                static_cast<std::vector<std::size_t>*>(list)->push_back(reinterpret_cast<std::size_t>(item) -
                                                                        1);
            },
            &m_found);
        return m_found;
    }

    double area(const GEOSGeometry* g) {
        double value = 0.0;
        if (GEOSArea_r(context(), g, &value) != 1) fail("geos_per_cell", "an area cannot be measured");
        return value;
    }

    Geometry clipped(const GEOSGeometry* shape, const Cell& c, const Geometry& square) {
        Geometry piece{GEOSClipByRect_r(context(), shape, c.west(), c.south(), c.east(), c.north()),
                       {context()}};
        if (!piece || GEOSisValid_r(context(), piece.get()) != 1)
            piece.reset(GEOSIntersection_r(context(), shape, square.get()));
        if (!piece) fail("geos_per_cell", "a polygon cannot be clipped");
        return piece;
    }

    Geometry united(std::vector<Geometry>& parts) {
        if (parts.size() == 1) return std::move(parts.front());
        std::vector<GEOSGeometry*> raw;
        for (Geometry& p : parts) raw.push_back(p.release());
        const Geometry all{GEOSGeom_createCollection_r(context(), GEOS_GEOMETRYCOLLECTION, raw.data(),
                                                       static_cast<unsigned>(raw.size())),
                           {context()}};
        Geometry whole{GEOSUnaryUnion_r(context(), all.get()), {context()}};
        if (!whole) fail("geos_per_cell", "a union cannot be made");
        return whole;
    }

    std::vector<Piece> pieces_of(const Cell& c, const Geometry& square) {
        std::vector<Piece> whole;
        std::map<std::uint32_t, std::vector<Geometry>> parts;
        for (const std::size_t i : found(m_zones, square)) {
            const GEOSPreparedGeometry* p = prepared(m_prepared_zones, m_zones, i);
            if (GEOSPreparedContains_r(context(), p, square.get()) == 1) {
                whole.push_back({m_zones.zone[i], {nullptr, {context()}}, area(square.get())});
            } else if (GEOSPreparedIntersects_r(context(), p, square.get()) == 1) {
                parts[m_zones.zone[i]].push_back(clipped(m_zones.shape[i], c, square));
            }
        }
        for (auto& [zone, list] : parts) {
            const auto is_zone = [z = zone](const Piece& piece) { return piece.zone == z; };
            if (std::any_of(whole.begin(), whole.end(), is_zone)) continue;
            Geometry shape = united(list);
            const double size = area(shape.get());
            if (size > 1e-12 * area(square.get())) whole.push_back({zone, std::move(shape), size});
        }
        return whole;
    }

    void cell(const Cell& c) {
        const Geometry square{GEOSGeom_createRectangle_r(context(), c.west(), c.south(), c.east(), c.north()),
                              {context()}};
        const std::vector<Piece> pieces = pieces_of(c, square);
        if (pieces.empty()) return;
        bool whole = false;
        std::vector<Geometry> parts;
        for (const std::size_t i : found(m_areas, square)) {
            const GEOSPreparedGeometry* p = prepared(m_prepared_areas, m_areas, i);
            if (GEOSPreparedContains_r(context(), p, square.get()) == 1) {
                whole = true;
                break;
            }
            if (GEOSPreparedIntersects_r(context(), p, square.get()) == 1)
                parts.push_back(clipped(m_areas.shape[i], c, square));
        }
        Geometry cover{nullptr, {context()}};
        if (!whole && !parts.empty()) cover = united(parts);
        const double fraction = whole ? 1.0 : cover ? area(cover.get()) / area(square.get()) : 0.0;
        double land = 0.0;
        for (const Piece& piece : pieces) land += piece.area;
        for (const Piece& piece : pieces) {
            const double people = c.people * piece.area / land;
            bench::ZoneSums& sum = m_sums[piece.zone];
            sum.people += people;
            if (bench::is_half(fraction)) sum.half_cell += people;
            sum.area_share += people * fraction_inside(piece, cover, fraction, whole);
        }
    }

    double fraction_inside(const Piece& piece, const Geometry& cover, double fraction, bool whole) {
        if (whole || !cover || !piece.shape) return fraction;
        const Geometry both{GEOSIntersection_r(context(), cover.get(), piece.shape.get()), {context()}};
        if (!both) fail("geos_per_cell", "an intersection cannot be made");
        return area(both.get()) / piece.area;
    }

    Context m_context = new_context();
    const Polygons& m_areas;
    const Polygons& m_zones;
    PreparedOf m_prepared_areas, m_prepared_zones;
    std::vector<std::size_t> m_found;
    std::vector<bench::ZoneSums> m_sums;
};

}  // namespace

int main(int argc, char** argv) {
    if (argc < 6) fail("geos_per_cell", "CELLS.csv AREAS OUT.csv THREADS ZONES…");
    GDALAllRegister();
    const Context context = new_context();
    const std::vector<Cell> cells = bench::read_cells(argv[1]);
    Polygons areas;
    bench::for_each_polygon(argv[2], "", [&](const std::string&, OGRGeometryH polygon) {
        areas.shape.push_back(made_valid(context.get(), to_geos(context.get(), polygon)));
    });
    Polygons zones;
    std::map<std::string, std::uint32_t> zone_of;
    for (int i = 5; i < argc; ++i) {
        bench::for_each_polygon(argv[i], "N03_007", [&](const std::string& code, OGRGeometryH polygon) {
            zones.shape.push_back(made_valid(context.get(), to_geos(context.get(), polygon)));
            zones.zone.push_back(
                zone_of.try_emplace(code, static_cast<std::uint32_t>(zone_of.size())).first->second);
        });
    }
    build_tree(context.get(), areas);
    build_tree(context.get(), zones);

    constexpr std::size_t chunk = 512;
    std::atomic<std::size_t> next{0};
    std::vector<bench::ZoneSums> sums(zone_of.size());
    std::mutex mutex;
    const auto work = [&] {
        Worker worker{areas, zones, zone_of.size()};
        for (std::size_t at = next.fetch_add(chunk); at < cells.size(); at = next.fetch_add(chunk))
            worker.cells(cells.data() + at, cells.data() + std::min(at + chunk, cells.size()));
        const std::lock_guard lock{mutex};
        bench::add(worker.sums(), sums);
    };
    std::vector<std::thread> threads;
    for (int t = 0; t < std::max(1, std::stoi(argv[4])); ++t) threads.emplace_back(work);
    for (std::thread& t : threads) t.join();

    std::map<std::string, bench::ZoneSums> by_code;
    for (const auto& [code, zone] : zone_of) by_code[code] = sums[zone];
    bench::write_zone_sums(argv[3], by_code);
    std::quick_exit(0);  // freeing a million geometries is no part of the answer
}
