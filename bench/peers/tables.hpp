#pragma once

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <string_view>
#include <vector>

/// The tables of a scenario, read without any of the engine's code: peers must be able to disagree with it.
namespace bench {

[[noreturn]] inline void fail(const std::string& where, const std::string& what) {
    std::fprintf(stderr, "%s: %s\n", where.c_str(), what.c_str());
    std::exit(4);
}

/// Degrees of a half mesh.
inline constexpr double cell_width = 1.0 / 160.0;
inline constexpr double cell_height = 1.0 / 240.0;

/// A half mesh: rows from the equator, columns from Greenwich.
struct Cell {
    std::int32_t row = 0;
    std::int32_t column = 0;
    double people = 0.0;

    [[nodiscard]] double west() const noexcept { return column / 160.0; }
    [[nodiscard]] double east() const noexcept { return (column + 1) / 160.0; }
    [[nodiscard]] double south() const noexcept { return row / 240.0; }
    [[nodiscard]] double north() const noexcept { return (row + 1) / 240.0; }
};

struct Site {
    double lon = 0.0;
    double lat = 0.0;
    double radius_m = 0.0;
};

inline std::string text_of(const std::string& path) {
    std::ifstream in{path, std::ios::binary};
    if (!in) fail(path, "cannot be read");
    return {std::istreambuf_iterator<char>{in}, {}};
}

/// Calls `row` with the fields of each line but the header; no quotes.
template <typename Row>
void for_each_row(const std::string& path, Row row) {
    const std::string text = text_of(path);
    std::vector<std::string_view> fields;
    std::size_t at = text.find('\n');
    while (at != std::string::npos && ++at < text.size()) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        fields.clear();
        for (std::size_t from = at; from <= end;) {
            const std::size_t to = std::min(text.find(',', from), end);
            fields.push_back(std::string_view{text}.substr(from, to - from));
            from = to + 1;
        }
        row(fields);
        at = end < text.size() ? end : std::string::npos;
    }
}

inline double number(const std::string& path, std::string_view text) {
    double value = 0.0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{}) fail(path, "'" + std::string{text} + "' is no number");
    return value;
}

/// `mesh_code,population`, codes of nine digits.
inline std::vector<Cell> read_cells(const std::string& path) {
    std::vector<Cell> cells;
    for_each_row(path, [&](const std::vector<std::string_view>& f) {
        if (f.size() < 2 || f[0].size() != 9) fail(path, "a line is not 'code of 9 digits,people'");
        const auto digit = [&](std::size_t i) { return f[0][i] - '0'; };
        const int quarter = digit(8) - 1;
        Cell cell;
        cell.row = (((digit(0) * 10 + digit(1)) * 8 + digit(4)) * 10 + digit(6)) * 2 + quarter / 2;
        cell.column = (((digit(2) * 10 + digit(3) + 100) * 8 + digit(5)) * 10 + digit(7)) * 2 + quarter % 2;
        cell.people = number(path, f[1]);
        cells.push_back(cell);
    });
    return cells;
}

/// `id,lon,lat,radius_m`.
inline std::vector<Site> read_sites(const std::string& path) {
    std::vector<Site> sites;
    for_each_row(path, [&](const std::vector<std::string_view>& f) {
        if (f.size() < 4) fail(path, "a line is not 'id,lon,lat,radius_m'");
        sites.push_back({number(path, f[1]), number(path, f[2]), number(path, f[3])});
    });
    return sites;
}

/// People of a zone and how many of them count by the two rules.
struct ZoneSums {
    double people = 0.0;
    double area_share = 0.0;
    double half_cell = 0.0;
};

inline void add(const std::vector<ZoneSums>& from, std::vector<ZoneSums>& to) {
    for (std::size_t z = 0; z < to.size(); ++z) {
        to[z].people += from[z].people;
        to[z].area_share += from[z].area_share;
        to[z].half_cell += from[z].half_cell;
    }
}

/// `code,people,area_share,half_cell`, the table that the answers are compared by.
inline void write_zone_sums(const std::string& path, const std::map<std::string, ZoneSums>& zones) {
    std::FILE* out = std::fopen(path.c_str(), "w");
    if (out == nullptr) fail(path, "cannot be written");
    std::fprintf(out, "code,people,area_share,half_cell\n");
    for (const auto& [code, z] : zones) {
        if (!code.empty())
            std::fprintf(out, "%s,%.17g,%.17g,%.17g\n", code.c_str(), z.people, z.area_share, z.half_cell);
    }
    if (std::fclose(out) != 0) fail(path, "cannot be written");
}

/// A cell counts as a whole when at least half of it is covered; the tolerance is that of the engine's rule.
inline bool is_half(double fraction) noexcept {
    return fraction >= 0.5 - 1e-12;
}

}  // namespace bench
