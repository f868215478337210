#pragma once

#include <amaneku/geometry.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace amaneku {

/// Levels of the grid square codes of JIS X 0410 (地域メッシュ), coarse to fine, and the 100 m `tenth`.
enum class MeshLevel : std::uint8_t {
    first,
    x40,
    x20,
    x16,
    second,
    x8,
    x5,
    x4,
    x2_5,
    x2,
    third,
    half,
    quarter,
    eighth,
    tenth,
};

inline constexpr std::size_t mesh_level_count = 15;

/// All levels, coarse to fine.
inline constexpr std::array<MeshLevel, mesh_level_count> mesh_levels{
    MeshLevel::first, MeshLevel::x40,  MeshLevel::x20,     MeshLevel::x16,    MeshLevel::second,
    MeshLevel::x8,    MeshLevel::x5,   MeshLevel::x4,      MeshLevel::x2_5,   MeshLevel::x2,
    MeshLevel::third, MeshLevel::half, MeshLevel::quarter, MeshLevel::eighth, MeshLevel::tenth};

/// Integers of U = 1/(3e9) degree, in which every edge of every level is whole.
inline constexpr std::int64_t mesh_units_per_degree = 3'000'000'000;

/// South-north and west-east size of a cell, in U.
struct MeshStep {
    std::int64_t lat = 0;
    std::int64_t lon = 0;
};

/// Edges of a cell in U from the equator and from Greenwich.
struct MeshBounds {
    std::int64_t south = 0;
    std::int64_t west = 0;
    std::int64_t north = 0;
    std::int64_t east = 0;

    friend bool operator==(const MeshBounds&, const MeshBounds&) = default;
};

[[nodiscard]] MeshStep mesh_step(MeshLevel level) noexcept;
/// The level's id in configurations: `1st`, `40x`, …, `2nd`, …, `3rd`, `half`, `quarter`, `eighth`, `tenth`.
[[nodiscard]] std::string_view mesh_level_id(MeshLevel level) noexcept;
[[nodiscard]] std::optional<MeshLevel> mesh_level_from_id(std::string_view id) noexcept;

/// A grid square: its level with its row and column at that level, counted from 0° N and 100° E.
///
/// A value exists only for a square that has a code (0 <= lat < 66 2/3°, 100° <= lon < 200°, as two digits
/// each allow).
class MeshCode {
public:
    /// The square that a code names.
    ///
    /// Without `level` the length and the marker digit decide. A 10-digit code whose last two digits are both
    /// 1-4 may be a quarter or a tenth and is refused: see `mesh_code_problem`.
    /// @returns nothing where the text is no code of the family (of that level)
    [[nodiscard]] static std::optional<MeshCode> parse(std::string_view text,
                                                       std::optional<MeshLevel> level = std::nullopt);

    /// The square that holds a position given in degrees; a position on an edge belongs to the north and east
    /// square.
    ///
    /// Exact for decimals of up to 9 digits and for cell corners given as doubles: coordinates are rounded to
    /// U.
    /// @returns nothing outside the area that codes cover, or for a coordinate that is not finite
    [[nodiscard]] static std::optional<MeshCode> encode(double lat, double lon, MeshLevel level);

    /// The square at a row and column of its level, counted from 0° N and 100° E.
    [[nodiscard]] static std::optional<MeshCode> at(MeshLevel level, std::int64_t row, std::int64_t column);

    [[nodiscard]] MeshLevel level() const noexcept { return m_level; }
    [[nodiscard]] std::int64_t row() const noexcept { return m_row; }
    [[nodiscard]] std::int64_t column() const noexcept { return m_column; }
    [[nodiscard]] MeshBounds bounds() const noexcept;
    /// The code's digits.
    [[nodiscard]] std::string text() const;
    /// The square of a coarser level that holds this one whole; nothing where none does (a 16x in a 40x,
    /// say).
    [[nodiscard]] std::optional<MeshCode> parent(MeshLevel coarser) const;
    /// The squares of a finer level inside this one, south to north, then west to east; empty where they do
    /// not fit.
    [[nodiscard]] std::vector<MeshCode> children(MeshLevel finer) const;
    /// Up to eight squares around this one: south-west, south, south-east, west, east, north-west, north,
    /// north-east.
    [[nodiscard]] std::vector<MeshCode> neighbours() const;
    /// Corners in degrees, closed, counter-clockwise from the south-west: x longitude, y latitude.
    [[nodiscard]] std::array<Point, 5> polygon() const noexcept;

    friend bool operator==(const MeshCode&, const MeshCode&) = default;
    friend auto operator<=>(const MeshCode&, const MeshCode&) = default;

private:
    MeshCode(MeshLevel level, std::int32_t row, std::int32_t column) noexcept
        : m_level{level}, m_row{row}, m_column{column} {}

    MeshLevel m_level;
    std::int32_t m_row;
    std::int32_t m_column;
};

/// Why `MeshCode::parse` refuses a text, and how to mend it, in a sentence; empty where it does not.
[[nodiscard]] std::string mesh_code_problem(std::string_view text,
                                            std::optional<MeshLevel> level = std::nullopt);

}  // namespace amaneku
