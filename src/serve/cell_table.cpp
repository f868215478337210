#include "serve/cell_table.hpp"

#include "gdal/vector_source.hpp"
#include <amaneku/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <limits>
#include <map>
#include <numeric>

namespace amaneku::serve {

namespace {

constexpr const char* degrees = "EPSG:6668";
constexpr double none = std::numeric_limits<double>::quiet_NaN();

/// `r12c7` of a raster's cell.
std::optional<Cell> raster_cell(std::string_view code) {
    if (!code.starts_with('r')) return {};
    const std::size_t c = code.find('c');
    if (c == std::string_view::npos) return {};
    Cell out;
    const char* const end = code.data() + code.size();
    const auto [row_end, row_error] = std::from_chars(code.data() + 1, code.data() + c, out.row);
    const auto [column_end, column_error] = std::from_chars(code.data() + c + 1, end, out.column);
    if (row_error != std::errc{} || column_error != std::errc{} || row_end != code.data() + c ||
        column_end != end)
        return {};
    return out;
}

std::array<double, 4> box_of(const PolygonSet& polygons) {
    std::array<double, 4> box{180.0, 90.0, -180.0, -90.0};
    for (std::size_t part = 0; part < polygons.part_count(); ++part) {
        for (const Point& p : polygons.ring(polygons.part_begin[part]))
            box = {std::min(box[0], p.x), std::min(box[1], p.y), std::max(box[2], p.x),
                   std::max(box[3], p.y)};
    }
    return box;
}

template <typename T>
void reorder(std::vector<T>& values, const std::vector<std::size_t>& order) {
    if (values.empty()) return;
    std::vector<T> out;
    out.reserve(values.size());
    for (const std::size_t i : order) out.push_back(values[i]);
    values = std::move(out);
}

}  // namespace

CellTable CellTable::read(const ResultFolder& result) {
    const std::string file = (std::filesystem::path{result.path} / "coverage.gpkg").string();
    gdal::VectorSource source{file, result.cell_level == "raster" ? degrees : "", "mesh"};
    const int code = source.field("mesh_code");
    const int zone = source.field("zone_code");
    if (code < 0 || zone < 0)
        throw Error{Errc::input, file,
                    "its layer mesh has no columns mesh_code and zone_code: it is not of this result"};
    CellTable out;
    if (const auto level = mesh_level_from_id(result.cell_level)) out.m_grid = Grid::mesh(*level);
    std::vector<int> fields;
    for (const std::string& name : source.fields()) {
        if (name == "mesh_code" || name == "zone_code") continue;
        fields.push_back(source.field(name));
        out.m_columns.push_back({name, source.is_whole(fields.back()), {}});
    }
    std::map<std::string, std::uint32_t, std::less<>> zones;
    PolygonSet shape;
    source.for_each([&](const gdal::FeatureView& feature) {
        const std::string text = feature.text(code).value_or("");
        const auto cell = out.m_grid ? out.m_grid->cell_from_code(text) : raster_cell(text);
        if (!cell)
            throw Error{Errc::input, fmt::format("{}: mesh/fid={}", file, feature.fid()),
                        fmt::format("'{}' is no code of a cell of level {}: the file is of another run", text,
                                    result.cell_level)};
        out.m_cells.push_back(*cell);
        const std::string of = feature.text(zone).value_or("");
        const auto [known, is_new] = zones.emplace(of, static_cast<std::uint32_t>(zones.size()));
        if (is_new) out.m_zone_codes.push_back(of);
        out.m_zone.push_back(known->second);
        for (std::size_t f = 0; f < fields.size(); ++f)
            out.m_columns[f].values.push_back(feature.number(fields[f]).value_or(none));
        if (!out.m_grid) {
            shape = {};
            static_cast<void>(feature.polygons(shape));
            out.m_boxes.push_back(box_of(shape));
        }
    });
    out.sort_cells();
    return out;
}

void CellTable::sort_cells() {
    if (std::is_sorted(m_cells.begin(), m_cells.end())) return;
    std::vector<std::size_t> order(m_cells.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(),
              [&](std::size_t a, std::size_t b) { return m_cells[a] < m_cells[b]; });
    reorder(m_cells, order);
    reorder(m_boxes, order);
    reorder(m_zone, order);
    for (NumberColumn& column : m_columns) reorder(column.values, order);
}

const NumberColumn* CellTable::column(std::string_view name) const {
    const auto found = std::find_if(m_columns.begin(), m_columns.end(),
                                    [&](const NumberColumn& c) { return c.name == name; });
    return found == m_columns.end() ? nullptr : &*found;
}

std::optional<std::size_t> CellTable::find(std::string_view code) const {
    const auto cell = m_grid ? m_grid->cell_from_code(code) : raster_cell(code);
    if (!cell) return {};
    const auto found = std::lower_bound(m_cells.begin(), m_cells.end(), *cell);
    if (found == m_cells.end() || *found != *cell) return {};
    return static_cast<std::size_t>(found - m_cells.begin());
}

std::optional<std::size_t> CellTable::find(Point at) const {
    if (m_grid) {
        const auto cell = m_grid->cell_of(at);
        return cell ? find(m_grid->code(*cell)) : std::nullopt;
    }
    // Of boxes that overlap by a hair (a projected raster's cells stand askew) the nearest centre.
    std::optional<std::size_t> best;
    double nearest = std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i < m_boxes.size(); ++i) {
        const auto& b = m_boxes[i];
        if (at.x < b[0] || at.x > b[2] || at.y < b[1] || at.y > b[3]) continue;
        const double x = at.x - (b[0] + b[2]) / 2;
        const double y = at.y - (b[1] + b[3]) / 2;
        if (x * x + y * y >= nearest) continue;
        nearest = x * x + y * y;
        best = i;
    }
    return best;
}

std::string CellTable::code(std::size_t cell) const {
    if (m_grid) return m_grid->code(m_cells[cell]);
    return fmt::format("r{}c{}", m_cells[cell].row, m_cells[cell].column);
}

std::array<double, 4> CellTable::box(std::size_t cell) const {
    if (!m_grid) return m_boxes[cell];
    const auto ring = m_grid->polygon(m_cells[cell]);
    return {ring[0].x, ring[0].y, ring[2].x, ring[2].y};
}

}  // namespace amaneku::serve
