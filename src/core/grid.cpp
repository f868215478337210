#include "core/grid.hpp"

#include "core/rounding.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <numbers>

namespace amaneku {

namespace {

constexpr int mesh_fraction_bits = 22;  // ticks a U: 2^22, so that 720 degrees of difference fit into 63 bits
constexpr int raster_fraction_bits = 42;  // ticks a cell: 2^42, so that 2^20 cells of difference do
constexpr double raster_reach_cells = 1 << 19;
constexpr double mesh_reach_degrees = 360.0;
constexpr std::int32_t mesh_first_column_degrees = 100;

/// a · b - product, exactly (Dekker): what a fused multiply-add gives, without a call where the machine at
/// hand is not known to have one.
double product_error(double a, double b, double product) noexcept {
    constexpr double split = 134217729.0;  // 2^27 + 1
    const double a_scaled = a * split;
    const double a_high = a_scaled - (a_scaled - a);
    const double a_low = a - a_high;
    const double b_scaled = b * split;
    const double b_high = b_scaled - (b_scaled - b);
    const double b_low = b - b_high;
    return ((a_high * b_high - product) + a_high * b_low + a_low * b_high) + a_low * b_low;
}

/// value · factor · 2^bits, rounded once: the product's rounding error is added back.
template <int bits>
Tick scaled(double value, double factor) noexcept {
    constexpr double power = power_of_two(bits);
    const double product = value * factor;
    const double error = product_error(value, factor, product);
    const double ticks = product * power;  // exact
    const double whole = nearest(ticks);
    return static_cast<Tick>(whole) + static_cast<Tick>(nearest((ticks - whole) + error * power));
}

/// (value - anchor) / size · 2^bits, rounded once but for 1e-4 of a tick.
template <int bits>
Tick divided(double value, double anchor, double size) noexcept {
    constexpr double power = power_of_two(bits);
    const double difference = value - anchor;
    const double back = difference + anchor;  // two-sum: what the subtraction lost
    const double lost = (value - back) + ((back - difference) - anchor);
    const double quotient = difference / size;
    const double product = quotient * size;
    const double left = (difference - product) - product_error(quotient, size, product);  // exact
    const double rest = (left + lost) / size;
    const double whole = nearest(quotient * power);
    const double remainder = quotient * power - whole + rest * power;
    return static_cast<Tick>(whole) + static_cast<Tick>(nearest(remainder));
}

}  // namespace

Grid Grid::mesh(MeshLevel level) {
    const MeshStep step = mesh_step(level);
    Grid grid;
    grid.m_level = level;
    grid.m_crs = "EPSG:6668";
    grid.m_geographic = true;
    grid.m_rows = static_cast<std::int32_t>(100 * mesh_step(MeshLevel::first).lat / step.lat);
    grid.m_columns = static_cast<std::int32_t>(100 * mesh_step(MeshLevel::first).lon / step.lon);
    grid.m_cell_width = step.lon << mesh_fraction_bits;
    grid.m_cell_height = step.lat << mesh_fraction_bits;
    grid.m_origin_x = (mesh_first_column_degrees * mesh_units_per_degree) << mesh_fraction_bits;
    grid.m_origin_y = 0;
    return grid;
}

Grid Grid::raster(Point origin, double cell_width, double cell_height, std::int32_t columns,
                  std::int32_t rows, std::string crs, bool geographic) {
    Grid grid;
    grid.m_frame = {origin, cell_width, cell_height};
    grid.m_crs = std::move(crs);
    grid.m_geographic = geographic;
    grid.m_rows = rows;
    grid.m_columns = columns;
    grid.m_cell_width = Tick{1} << raster_fraction_bits;
    grid.m_cell_height = Tick{1} << raster_fraction_bits;
    // Tick 0 is the upper left corner, a stated double, so that the position of every vertex is exact against
    // it.
    grid.m_origin_x = 0;
    grid.m_origin_y = -(static_cast<Tick>(rows) << raster_fraction_bits);
    grid.m_anchor = origin;
    grid.m_width = cell_width;
    grid.m_height = cell_height;
    return grid;
}

std::optional<TickPoint> Grid::ticks_of(Point p) const noexcept {
    if (m_level) {
        if (!(std::abs(p.x) <= mesh_reach_degrees && std::abs(p.y) <= mesh_reach_degrees))
            return std::nullopt;
        constexpr auto factor = static_cast<double>(mesh_units_per_degree);
        return TickPoint{scaled<mesh_fraction_bits>(p.x, factor), scaled<mesh_fraction_bits>(p.y, factor)};
    }
    const double column = (p.x - m_anchor.x) / m_width;
    const double row = (p.y - m_anchor.y) / m_height;
    if (!(std::abs(column) <= raster_reach_cells && std::abs(row) <= raster_reach_cells)) return std::nullopt;
    return TickPoint{divided<raster_fraction_bits>(p.x, m_anchor.x, m_width),
                     divided<raster_fraction_bits>(p.y, m_anchor.y, m_height)};
}

Point Grid::position_of(TickPoint t) const noexcept {
    if (m_level) {
        constexpr auto units = static_cast<double>(mesh_units_per_degree);
        return {std::ldexp(static_cast<double>(t.x), -mesh_fraction_bits) / units,
                std::ldexp(static_cast<double>(t.y), -mesh_fraction_bits) / units};
    }
    return {std::fma(std::ldexp(static_cast<double>(t.x), -raster_fraction_bits), m_width, m_anchor.x),
            std::fma(std::ldexp(static_cast<double>(t.y), -raster_fraction_bits), m_height, m_anchor.y)};
}

std::optional<Cell> Grid::cell_of(Point p) const noexcept {
    if (m_level) {
        const auto code = MeshCode::encode(p.y, p.x, *m_level);
        if (!code) return std::nullopt;
        return Cell{static_cast<std::int32_t>(code->row()), static_cast<std::int32_t>(code->column())};
    }
    const auto t = ticks_of(p);
    if (!t) return std::nullopt;
    const Tick column = (t->x - m_origin_x) >> raster_fraction_bits;
    const Tick row = (t->y - m_origin_y) >> raster_fraction_bits;
    if (column < 0 || row < 0 || column >= m_columns || row >= m_rows) return std::nullopt;
    return Cell{static_cast<std::int32_t>(row), static_cast<std::int32_t>(column)};
}

double Grid::height_m(Cell cell) const noexcept {
    constexpr double metres_per_degree = 6378137.0 * std::numbers::pi / 180.0;
    const auto corners = polygon(cell);
    return (corners[2].y - corners[0].y) * (m_geographic ? metres_per_degree : 1.0);
}

Point Grid::centre(Cell cell) const noexcept {
    return position_of({x_of(cell.column) + m_cell_width / 2, y_of(cell.row) + m_cell_height / 2});
}

std::array<Point, 5> Grid::polygon(Cell cell) const noexcept {
    const Point sw = position_of({x_of(cell.column), y_of(cell.row)});
    const Point ne = position_of({x_of(cell.column + 1), y_of(cell.row + 1)});
    return {sw, Point{ne.x, sw.y}, ne, Point{sw.x, ne.y}, sw};
}

std::string Grid::code(Cell cell) const {
    if (m_level) {
        const auto code = MeshCode::at(*m_level, cell.row, cell.column);
        return code ? code->text() : std::string{};
    }
    return fmt::format("r{}c{}", m_rows - 1 - cell.row, cell.column);
}

std::optional<Cell> Grid::cell_from_code(std::string_view text) const {
    if (m_level) {
        const auto code = MeshCode::parse(text, m_level);
        if (!code) return std::nullopt;
        return Cell{static_cast<std::int32_t>(code->row()), static_cast<std::int32_t>(code->column())};
    }
    const auto split = text.find('c');
    if (text.empty() || text.front() != 'r' || split == std::string_view::npos) return std::nullopt;
    std::int32_t row = -1;
    std::int32_t column = -1;
    std::from_chars(text.data() + 1, text.data() + split, row);
    std::from_chars(text.data() + split + 1, text.data() + text.size(), column);
    if (row < 0 || row >= m_rows || column < 0 || column >= m_columns) return std::nullopt;
    const Cell cell{m_rows - 1 - row, column};
    return code(cell) == text ? std::optional{cell} : std::nullopt;
}

double geographic_cell_area_km2(const Grid& grid, Cell cell) noexcept {
    constexpr double a_km = 6378.137;  // GRS80
    constexpr double f = 1.0 / 298.257222101;
    constexpr double e2 = f * (2.0 - f);
    const double e = std::sqrt(e2);
    const double b_km = a_km * (1.0 - f);
    const auto corners = grid.polygon(cell);
    constexpr double radians = std::numbers::pi / 180.0;
    const auto authalic = [&](double latitude) {
        const double s = std::sin(latitude * radians);
        return s / (1.0 - e2 * s * s) + std::atanh(e * s) / e;
    };
    const double width = (corners[2].x - corners[0].x) * radians;
    return 0.5 * b_km * b_km * width * (authalic(corners[2].y) - authalic(corners[0].y));
}

}  // namespace amaneku
