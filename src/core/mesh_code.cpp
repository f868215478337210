#include <amaneku/mesh_code.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace amaneku {

namespace {

/// How a level's digits follow from another level's.
enum class Digits : std::uint8_t {
    base,             ///< pp uu
    quadrant,         ///< 1-4 after the coarser level's digits
    quadrant_marker,  ///< 1-4 and a marker
    row_column,       ///< two digits 0 … n-1, row then column
    doubled,          ///< two even digits and a marker
    row_column_marker,
};

struct LevelRule {
    MeshLevel level;
    std::string_view id;
    int length;
    std::int64_t per_first;  ///< cells across a first-level square
    MeshLevel coarser;
    Digits digits;
    char marker;  ///< last digit, 0: none
};

constexpr std::array<LevelRule, mesh_level_count> level_rules{{
    {MeshLevel::first, "1st", 4, 1, MeshLevel::first, Digits::base, 0},
    {MeshLevel::x40, "40x", 5, 2, MeshLevel::first, Digits::quadrant, 0},
    {MeshLevel::x20, "20x", 7, 4, MeshLevel::x40, Digits::quadrant_marker, '5'},
    {MeshLevel::x16, "16x", 7, 5, MeshLevel::first, Digits::doubled, '7'},
    {MeshLevel::second, "2nd", 6, 8, MeshLevel::first, Digits::row_column, 0},
    {MeshLevel::x8, "8x", 7, 10, MeshLevel::first, Digits::row_column_marker, '6'},
    {MeshLevel::x5, "5x", 7, 16, MeshLevel::second, Digits::quadrant, 0},
    {MeshLevel::x4, "4x", 9, 20, MeshLevel::x8, Digits::quadrant_marker, '7'},
    {MeshLevel::x2_5, "2.5x", 9, 32, MeshLevel::x5, Digits::quadrant_marker, '6'},
    {MeshLevel::x2, "2x", 9, 40, MeshLevel::second, Digits::doubled, '5'},
    {MeshLevel::third, "3rd", 8, 80, MeshLevel::second, Digits::row_column, 0},
    {MeshLevel::half, "half", 9, 160, MeshLevel::third, Digits::quadrant, 0},
    {MeshLevel::quarter, "quarter", 10, 320, MeshLevel::half, Digits::quadrant, 0},
    {MeshLevel::eighth, "eighth", 11, 640, MeshLevel::quarter, Digits::quadrant, 0},
    {MeshLevel::tenth, "tenth", 10, 800, MeshLevel::third, Digits::row_column, 0},
}};

constexpr std::int64_t first_lat = 2'000'000'000;
constexpr std::int64_t first_lon = 3'000'000'000;
constexpr std::int64_t origin_lon = 100 * mesh_units_per_degree;
constexpr std::size_t longest_code = 11;

const LevelRule& rule_of(MeshLevel level) noexcept {
    return level_rules[static_cast<std::size_t>(level)];
}

std::int64_t cells_in(const LevelRule& rule) noexcept {
    return rule.digits == Digits::base ? 100 : rule.per_first / rule_of(rule.coarser).per_first;
}

struct Position {
    std::int64_t row;
    std::int64_t column;
};

/// Row and column that `text` (digits only, of the level's length) names; nothing where a digit is out of
/// range.
std::optional<Position> position(std::string_view text, const LevelRule& rule) noexcept {
    if (rule.marker != 0) {
        if (text.back() != rule.marker) return std::nullopt;
        text.remove_suffix(1);
    }
    const auto digit = [&](std::size_t from_end) { return text[text.size() - from_end] - '0'; };
    if (rule.digits == Digits::base) {
        return Position{(text[0] - '0') * 10 + (text[1] - '0'), (text[2] - '0') * 10 + (text[3] - '0')};
    }
    const std::int64_t n = cells_in(rule);
    std::int64_t row = 0;
    std::int64_t column = 0;
    std::size_t used = 2;
    if (rule.digits == Digits::quadrant || rule.digits == Digits::quadrant_marker) {
        const int quadrant = digit(1) - 1;
        if (quadrant < 0 || quadrant > 3) return std::nullopt;
        row = quadrant / 2;
        column = quadrant % 2;
        used = 1;
    } else {
        row = digit(2);
        column = digit(1);
        if (rule.digits == Digits::doubled) {
            if (row % 2 != 0 || column % 2 != 0) return std::nullopt;
            row /= 2;
            column /= 2;
        }
        if (row >= n || column >= n) return std::nullopt;
    }
    const auto coarser = position(text.substr(0, text.size() - used), rule_of(rule.coarser));
    if (!coarser) return std::nullopt;
    return Position{coarser->row * n + row, coarser->column * n + column};
}

bool is_digits(std::string_view text) noexcept {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// Levels whose code `text` may be, by length and digits.
struct Candidates {
    std::array<const LevelRule*, mesh_level_count> rules{};
    std::size_t count = 0;
    std::size_t of_length = 0;
};

Candidates candidates(std::string_view text) noexcept {
    Candidates found;
    for (const LevelRule& rule : level_rules) {
        if (static_cast<std::size_t>(rule.length) != text.size()) continue;
        ++found.of_length;
        if (position(text, rule)) found.rules[found.count++] = &rule;
    }
    return found;
}

void append_digits(std::string& text, const LevelRule& rule, std::int64_t row, std::int64_t column) {
    if (rule.digits == Digits::base) {
        text = fmt::format("{:02}{:02}", row, column);
        return;
    }
    const std::int64_t n = cells_in(rule);
    append_digits(text, rule_of(rule.coarser), row / n, column / n);
    row %= n;
    column %= n;
    if (rule.digits == Digits::quadrant || rule.digits == Digits::quadrant_marker) {
        text += static_cast<char>('1' + 2 * row + column);
    } else {
        const std::int64_t scale = rule.digits == Digits::doubled ? 2 : 1;
        text += static_cast<char>('0' + scale * row);
        text += static_cast<char>('0' + scale * column);
    }
    if (rule.marker != 0) text += rule.marker;
}

}  // namespace

MeshStep mesh_step(MeshLevel level) noexcept {
    return {first_lat / rule_of(level).per_first, first_lon / rule_of(level).per_first};
}

std::string_view mesh_level_id(MeshLevel level) noexcept {
    return rule_of(level).id;
}

std::optional<MeshLevel> mesh_level_from_id(std::string_view id) noexcept {
    for (const LevelRule& rule : level_rules) {
        if (rule.id == id) return rule.level;
    }
    return std::nullopt;
}

std::optional<MeshCode> MeshCode::parse(std::string_view text, std::optional<MeshLevel> level) {
    if (text.empty() || text.size() > longest_code || !is_digits(text)) return std::nullopt;
    if (level) {
        const LevelRule& rule = rule_of(*level);
        if (text.size() != static_cast<std::size_t>(rule.length)) return std::nullopt;
        const auto at = position(text, rule);
        if (!at) return std::nullopt;
        return MeshCode{*level, static_cast<std::int32_t>(at->row), static_cast<std::int32_t>(at->column)};
    }
    const Candidates found = candidates(text);
    if (found.count != 1) return std::nullopt;
    const auto at = position(text, *found.rules[0]);
    return MeshCode{found.rules[0]->level, static_cast<std::int32_t>(at->row),
                    static_cast<std::int32_t>(at->column)};
}

std::optional<MeshCode> MeshCode::encode(double lat, double lon, MeshLevel level) {
    if (!(std::abs(lat) <= 90.0 && std::abs(lon) <= 360.0)) return std::nullopt;
    const std::int64_t y = std::llround(lat * 3e9);
    const std::int64_t x = std::llround(lon * 3e9) - origin_lon;
    if (y < 0 || x < 0 || y >= 100 * first_lat || x >= 100 * first_lon) return std::nullopt;
    const MeshStep step = mesh_step(level);
    return MeshCode{level, static_cast<std::int32_t>(y / step.lat), static_cast<std::int32_t>(x / step.lon)};
}

std::optional<MeshCode> MeshCode::at(MeshLevel level, std::int64_t row, std::int64_t column) {
    const std::int64_t n = 100 * rule_of(level).per_first;
    if (row < 0 || column < 0 || row >= n || column >= n) return std::nullopt;
    return MeshCode{level, static_cast<std::int32_t>(row), static_cast<std::int32_t>(column)};
}

MeshBounds MeshCode::bounds() const noexcept {
    const MeshStep step = mesh_step(m_level);
    const std::int64_t south = m_row * step.lat;
    const std::int64_t west = origin_lon + m_column * step.lon;
    return {south, west, south + step.lat, west + step.lon};
}

std::string MeshCode::text() const {
    std::string text;
    append_digits(text, rule_of(m_level), m_row, m_column);
    return text;
}

std::optional<MeshCode> MeshCode::parent(MeshLevel coarser) const {
    const std::int64_t fine = rule_of(m_level).per_first;
    const std::int64_t coarse = rule_of(coarser).per_first;
    if (fine % coarse != 0) return std::nullopt;
    const std::int64_t n = fine / coarse;
    return at(coarser, m_row / n, m_column / n);
}

std::vector<MeshCode> MeshCode::children(MeshLevel finer) const {
    const std::int64_t fine = rule_of(finer).per_first;
    const std::int64_t coarse = rule_of(m_level).per_first;
    if (fine % coarse != 0) return {};
    const std::int64_t n = fine / coarse;
    std::vector<MeshCode> codes;
    for (std::int64_t row = 0; row < n; ++row) {
        for (std::int64_t column = 0; column < n; ++column)
            codes.push_back(*at(finer, m_row * n + row, m_column * n + column));
    }
    return codes;
}

std::vector<MeshCode> MeshCode::neighbours() const {
    std::vector<MeshCode> codes;
    for (std::int64_t row = m_row - 1; row <= m_row + 1; ++row) {
        for (std::int64_t column = m_column - 1; column <= m_column + 1; ++column) {
            if (row == m_row && column == m_column) continue;
            if (const auto code = at(m_level, row, column)) codes.push_back(*code);
        }
    }
    return codes;
}

std::array<Point, 5> MeshCode::polygon() const noexcept {
    const MeshBounds b = bounds();
    const auto degrees = [](std::int64_t u) {
        return static_cast<double>(u) / static_cast<double>(mesh_units_per_degree);
    };
    const Point sw{degrees(b.west), degrees(b.south)};
    const Point ne{degrees(b.east), degrees(b.north)};
    return {sw, Point{ne.x, sw.y}, ne, Point{sw.x, ne.y}, sw};
}

std::string mesh_code_problem(std::string_view text, std::optional<MeshLevel> level) {
    if (MeshCode::parse(text, level)) return {};
    if (text.empty()) return "the mesh code is empty";
    if (!is_digits(text)) return fmt::format("mesh code '{}': only digits may occur", text);
    if (level) {
        const LevelRule& rule = rule_of(*level);
        if (text.size() != static_cast<std::size_t>(rule.length)) {
            return fmt::format("mesh code '{}' has {} digits: a code of level {} has {}", text, text.size(),
                               rule.id, rule.length);
        }
        return fmt::format("mesh code '{}' is no code of level {}: a digit is out of its range (JIS X 0410)",
                           text, rule.id);
    }
    const Candidates found = candidates(text);
    if (found.count > 1) {
        std::string levels;
        for (std::size_t i = 0; i < found.count; ++i)
            levels += fmt::format("{}{}", i == 0 ? "" : " or ", found.rules[i]->id);
        return fmt::format(
            "mesh code '{0}' may be of level {1}: say which, with level = \"{2}\" in a configuration or "
            "--level "
            "{2} (children and parent: --code-level {2}) on the command line",
            text, levels, found.rules[0]->id);
    }
    if (found.of_length == 0)
        return fmt::format("mesh code '{}' has {} digits: codes have 4 to 11", text, text.size());
    return fmt::format("mesh code '{}': a digit is out of its range (JIS X 0410)", text);
}

}  // namespace amaneku
