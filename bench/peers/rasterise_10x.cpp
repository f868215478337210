// What GDAL alone would do: areas and zones burnt at ten times the cells' resolution, then counted. Not
// exact.
//   rasterise_10x CELLS.csv AREAS OUT.csv THREADS ZONES…
// Blocks of 64 x 64 cells, one worker a thread, so that memory does not grow with the nation.
#include "shapes_reader.hpp"

#include <gdal_alg.h>

#include <atomic>
#include <mutex>
#include <thread>

namespace {

using bench::Cell;
using bench::fail;

constexpr int block_cells = 64;
constexpr int split = 10;
constexpr int pixels = block_cells * split;

struct Block {
    std::vector<std::uint32_t> cells;
    std::vector<OGRGeometryH> areas;
    std::vector<OGRGeometryH> zones;
    std::vector<double> zone_values;
};
using Blocks = std::map<std::pair<int, int>, Block>;  ///< by block row and column

/// Calls `use` with every block of interest that the polygon's box touches.
template <typename Use>
void for_each_block(Blocks& blocks, OGRGeometryH polygon, Use use) {
    OGREnvelope box;
    OGR_G_GetEnvelope(polygon, &box);
    const auto index = [](double degrees, double size) {
        return static_cast<int>(degrees / size) / block_cells;
    };
    for (int r = index(box.MinY, bench::cell_height); r <= index(box.MaxY, bench::cell_height); ++r) {
        for (int c = index(box.MinX, bench::cell_width); c <= index(box.MaxX, bench::cell_width); ++c) {
            if (const auto found = blocks.find({r, c}); found != blocks.end()) use(found->second);
        }
    }
}

/// Burns polygons into a block's pixels, the north row first.
template <typename Pixel>
void burn(const std::pair<int, int>& at, GDALDataType type, const std::vector<OGRGeometryH>& polygons,
          const std::vector<double>& values, std::vector<Pixel>& out) {
    GDALDatasetH data = GDALCreate(GDALGetDriverByName("MEM"), "", pixels, pixels, 1, type, nullptr);
    double transform[6] = {at.second * block_cells / 160.0,
                           1.0 / (160.0 * split),
                           0.0,
                           (at.first + 1) * block_cells / 240.0,
                           0.0,
                           -1.0 / (240.0 * split)};
    GDALSetGeoTransform(data, transform);
    int band = 1;
    if (!polygons.empty() &&
        GDALRasterizeGeometries(data, 1, &band, static_cast<int>(polygons.size()), polygons.data(), nullptr,
                                nullptr, values.data(), nullptr, nullptr, nullptr) != CE_None)
        fail("rasterise_10x", CPLGetLastErrorMsg());
    out.resize(static_cast<std::size_t>(pixels) * pixels);
    if (GDALRasterIO(GDALGetRasterBand(data, 1), GF_Read, 0, 0, pixels, pixels, out.data(), pixels, pixels,
                     type, 0, 0) != CE_None)
        fail("rasterise_10x", CPLGetLastErrorMsg());
    GDALClose(data);
}

class Worker {
public:
    explicit Worker(std::size_t zone_count)
        : m_sums(zone_count + 1), m_land(zone_count + 1), m_both(zone_count + 1) {}

    void block(const std::pair<int, int>& at, const Block& b, const std::vector<Cell>& cells) {
        burn(at, GDT_Byte, b.areas, std::vector<double>(b.areas.size(), 1.0), m_covered);
        burn(at, GDT_UInt16, b.zones, b.zone_values, m_zone);
        for (const std::uint32_t i : b.cells) cell(at, cells[i]);
    }
    [[nodiscard]] const std::vector<bench::ZoneSums>& sums() const { return m_sums; }

private:
    void cell(const std::pair<int, int>& at, const Cell& c) {
        const int x0 = (c.column - at.second * block_cells) * split;
        const int y0 = ((at.first + 1) * block_cells - 1 - c.row) * split;
        int covered = 0;
        int land = 0;
        m_touched.clear();
        for (int y = y0; y < y0 + split; ++y) {
            for (int x = x0; x < x0 + split; ++x) {
                const std::size_t p = static_cast<std::size_t>(y) * pixels + static_cast<std::size_t>(x);
                covered += m_covered[p];
                const std::uint16_t zone = m_zone[p];
                if (zone == 0) continue;
                ++land;
                if (m_land[zone]++ == 0) m_touched.push_back(zone);
                m_both[zone] += m_covered[p];
            }
        }
        for (const std::uint16_t zone : m_touched) {
            const double people = c.people * m_land[zone] / land;
            m_sums[zone].people += people;
            m_sums[zone].area_share += people * m_both[zone] / m_land[zone];
            if (2 * covered >= split * split) m_sums[zone].half_cell += people;
            m_land[zone] = m_both[zone] = 0;
        }
    }

    std::vector<std::uint8_t> m_covered;
    std::vector<std::uint16_t> m_zone;
    std::vector<bench::ZoneSums> m_sums;
    std::vector<int> m_land, m_both;
    std::vector<std::uint16_t> m_touched;
};

}  // namespace

int main(int argc, char** argv) {
    if (argc < 6) fail("rasterise_10x", "CELLS.csv AREAS OUT.csv THREADS ZONES…");
    GDALAllRegister();
    const std::vector<Cell> cells = bench::read_cells(argv[1]);
    Blocks blocks;
    for (std::uint32_t i = 0; i < cells.size(); ++i)
        blocks[{cells[i].row / block_cells, cells[i].column / block_cells}].cells.push_back(i);
    std::map<std::string, int> zone_of;
    bench::for_each_polygon(argv[2], "", [&](const std::string&, OGRGeometryH polygon) {
        OGRGeometryH copy = OGR_G_Clone(polygon);
        for_each_block(blocks, copy, [&](Block& b) { b.areas.push_back(copy); });
    });
    for (int i = 5; i < argc; ++i) {
        bench::for_each_polygon(argv[i], "N03_007", [&](const std::string& code, OGRGeometryH polygon) {
            const int zone = zone_of.try_emplace(code, static_cast<int>(zone_of.size()) + 1).first->second;
            OGRGeometryH copy = OGR_G_Clone(polygon);
            for_each_block(blocks, copy, [&](Block& b) {
                b.zones.push_back(copy);
                b.zone_values.push_back(zone);
            });
        });
    }
    if (zone_of.size() > 65535) fail("rasterise_10x", "more than 65535 zones");

    std::vector<const Blocks::value_type*> order;
    for (const auto& b : blocks) order.push_back(&b);
    std::atomic<std::size_t> next{0};
    std::vector<bench::ZoneSums> sums(zone_of.size() + 1);
    std::mutex mutex;
    const auto work = [&] {
        Worker worker{zone_of.size()};
        for (std::size_t i = next++; i < order.size(); i = next++)
            worker.block(order[i]->first, order[i]->second, cells);
        const std::lock_guard lock{mutex};
        bench::add(worker.sums(), sums);
    };
    std::vector<std::thread> threads;
    for (int t = 0; t < std::max(1, std::stoi(argv[4])); ++t) threads.emplace_back(work);
    for (std::thread& t : threads) t.join();

    std::map<std::string, bench::ZoneSums> by_code;
    for (const auto& [code, zone] : zone_of) by_code[code] = sums[static_cast<std::size_t>(zone)];
    bench::write_zone_sums(argv[3], by_code);
    std::quick_exit(0);  // freeing a million geometries is no part of the answer
}
