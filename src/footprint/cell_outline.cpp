#include "footprint/cell_outline.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace amaneku::footprint {

namespace {

/// A corner of cells: the lower left one of cell (row, column) of the block.
struct Corner {
    std::int32_t row = 0;
    std::int32_t column = 0;

    friend bool operator==(const Corner&, const Corner&) = default;
};

enum class Way : std::uint8_t { east, north, west, south };

constexpr Way left_of(Way way) noexcept {
    return static_cast<Way>((static_cast<int>(way) + 1) % 4);
}
constexpr Way right_of(Way way) noexcept {
    return static_cast<Way>((static_cast<int>(way) + 3) % 4);
}
constexpr Corner step(Corner c, Way way) noexcept {
    constexpr std::array<Corner, 4> by{{{0, 1}, {1, 0}, {0, -1}, {-1, 0}}};
    const Corner d = by[static_cast<std::size_t>(way)];
    return {c.row + d.row, c.column + d.column};
}

/// Doubled area enclosed, above 0 where the ring runs counter-clockwise.
std::int64_t signed_area(const std::vector<Corner>& ring) noexcept {
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const Corner& a = ring[i];
        const Corner& b = ring[(i + 1) % ring.size()];
        sum += std::int64_t{a.column} * b.row - std::int64_t{b.column} * a.row;
    }
    return sum;
}

/// The mask of a block with a rim of unset cells.
class Block {
public:
    Block(std::int32_t columns, std::span<const std::uint8_t> set)
        : m_columns{columns},
          m_rows{static_cast<std::int32_t>(set.size()) / columns},
          m_component(static_cast<std::size_t>(m_rows + 2) * static_cast<std::size_t>(m_columns + 2), none) {
        for (std::int32_t r = 0; r < m_rows; ++r) {
            for (std::int32_t c = 0; c < m_columns; ++c) {
                if (set[static_cast<std::size_t>(r) * static_cast<std::size_t>(columns) +
                        static_cast<std::size_t>(c)] != 0)
                    at(r, c) = unseen;
            }
        }
    }

    [[nodiscard]] std::int32_t rows() const noexcept { return m_rows; }
    [[nodiscard]] std::int32_t columns() const noexcept { return m_columns; }
    [[nodiscard]] bool has(std::int32_t r, std::int32_t c) const noexcept {
        return m_component[index(r, c)] != none;
    }
    [[nodiscard]] std::int32_t component(std::int32_t r, std::int32_t c) const noexcept {
        return m_component[index(r, c)];
    }

    /// Numbers the sets of cells that hang together by sides, in the order of their first cell.
    std::int32_t number_components() {
        std::int32_t count = 0;
        for (std::int32_t r = 0; r < m_rows; ++r) {
            for (std::int32_t c = 0; c < m_columns; ++c) {
                if (at(r, c) == unseen) flood(r, c, count++);
            }
        }
        return count;
    }

private:
    static constexpr std::int32_t none = -1;
    static constexpr std::int32_t unseen = -2;

    [[nodiscard]] std::size_t index(std::int32_t r, std::int32_t c) const noexcept {
        return static_cast<std::size_t>(r + 1) * static_cast<std::size_t>(m_columns + 2) +
               static_cast<std::size_t>(c + 1);
    }
    [[nodiscard]] std::int32_t& at(std::int32_t r, std::int32_t c) noexcept {
        return m_component[index(r, c)];
    }
    void flood(std::int32_t row, std::int32_t column, std::int32_t number) {
        const auto width = static_cast<std::size_t>(m_columns + 2);
        m_waiting.assign(1, index(row, column));
        m_component[m_waiting.front()] = number;
        while (!m_waiting.empty()) {
            const std::size_t i = m_waiting.back();
            m_waiting.pop_back();
            for (const std::size_t next : {i - 1, i + 1, i - width, i + width}) {
                if (m_component[next] != unseen) continue;
                m_component[next] = number;
                m_waiting.push_back(next);
            }
        }
    }

    std::int32_t m_columns;
    std::int32_t m_rows;
    std::vector<std::int32_t> m_component;
    std::vector<std::size_t> m_waiting;
};

/// Follows the borders of a block's cells, set cells to the left.
class Tracer {
public:
    explicit Tracer(const Block& block)
        : m_block{block},
          m_width{static_cast<std::size_t>(block.columns()) + 1},
          m_is_done(m_width * static_cast<std::size_t>(block.rows() + 1), 0),
          m_place(m_is_done.size(), nowhere) {}

    /// The rings of the border that leaves a cell's lower left corner eastward, if it has not been followed.
    /// Every border has such an edge: shells along their lowest cells, holes along what lies above them.
    template <typename Take>
    void follow(std::int32_t row, std::int32_t column, const Take& take) {
        const Corner start{row, column};
        if (m_is_done[index(start)] != 0 || !m_block.has(row, column) || m_block.has(row - 1, column)) return;
        m_path.clear();
        Corner at = start;
        Way way = Way::east;
        do {
            push(at, take);
            if (way == Way::east) m_is_done[index(at)] = 1;
            at = step(at, way);
            way = turn(at, way);
        } while (!(at == start && way == Way::east));
        push(at, take);
        m_place[index(start)] = nowhere;
    }

private:
    static constexpr std::int32_t nowhere = -1;

    [[nodiscard]] std::size_t index(Corner c) const noexcept {
        return static_cast<std::size_t>(c.row) * m_width + static_cast<std::size_t>(c.column);
    }
    /// The cell ahead of a corner, on one's left or right.
    [[nodiscard]] bool is_ahead(Corner c, Way way, bool is_left) const noexcept {
        const bool up = way == Way::north || (way == Way::east && is_left) || (way == Way::west && !is_left);
        const bool right =
            way == Way::east || (way == Way::south && is_left) || (way == Way::north && !is_left);
        return m_block.has(c.row - (up ? 0 : 1), c.column - (right ? 0 : 1));
    }
    /// Where two set cells share a corner only, one stays with the cell on the left.
    [[nodiscard]] Way turn(Corner c, Way way) const noexcept {
        if (!is_ahead(c, way, true)) return left_of(way);
        return is_ahead(c, way, false) ? right_of(way) : way;
    }
    /// Adds a corner to the path; what lies between two visits of a corner is a ring of its own.
    template <typename Take>
    void push(Corner c, const Take& take) {
        const std::int32_t before = m_place[index(c)];
        if (before == nowhere) {
            m_place[index(c)] = static_cast<std::int32_t>(m_path.size());
            m_path.push_back(c);
            return;
        }
        m_ring.assign(m_path.begin() + before, m_path.end());
        for (std::size_t i = static_cast<std::size_t>(before) + 1; i < m_path.size(); ++i)
            m_place[index(m_path[i])] = nowhere;
        m_path.resize(static_cast<std::size_t>(before) + 1);
        take(m_ring);
    }

    const Block& m_block;
    std::size_t m_width;
    std::vector<std::uint8_t> m_is_done;
    std::vector<std::int32_t> m_place;  ///< of a corner in the path
    std::vector<Corner> m_path;
    std::vector<Corner> m_ring;
};

/// The corners at which a ring turns.
std::vector<Corner> bends(const std::vector<Corner>& ring) {
    std::vector<Corner> out;
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const Corner& before = ring[(i + ring.size() - 1) % ring.size()];
        const Corner& after = ring[(i + 1) % ring.size()];
        if (before.row != after.row && before.column != after.column) out.push_back(ring[i]);
    }
    return out;
}

/// The component to the left of a ring's first edge.
std::int32_t component_along(const Block& block, const std::vector<Corner>& ring) {
    const Corner a = ring[0];
    const Corner b = ring[1];
    if (b.column > a.column) return block.component(a.row, a.column);
    if (b.column < a.column) return block.component(a.row - 1, b.column);
    return b.row > a.row ? block.component(a.row, a.column - 1) : block.component(b.row, a.column);
}

struct Component {
    std::vector<Corner> shell;
    std::vector<std::vector<Corner>> holes;
};

std::vector<Component> components_of(Block& block) {
    std::vector<Component> out(static_cast<std::size_t>(block.number_components()));
    if (out.empty()) return out;
    Tracer tracer{block};
    const auto take = [&](const std::vector<Corner>& ring) {
        Component& c = out[static_cast<std::size_t>(component_along(block, ring))];
        if (signed_area(ring) > 0)
            c.shell = bends(ring);
        else
            c.holes.push_back(bends(ring));
    };
    for (std::int32_t r = 0; r < block.rows(); ++r) {
        for (std::int32_t c = 0; c < block.columns(); ++c) tracer.follow(r, c, take);
    }
    return out;
}

}  // namespace

void append_outline(const SubGrid& cells, Cell first, std::int32_t columns, std::span<const std::uint8_t> set,
                    PolygonSet& out) {
    Block block{columns, set};
    std::vector<double> x(static_cast<std::size_t>(block.columns()) + 1);
    std::vector<double> y(static_cast<std::size_t>(block.rows()) + 1);
    for (std::size_t i = 0; i < x.size(); ++i)
        x[i] = cells.x_edge(std::int64_t{first.column} + static_cast<std::int64_t>(i));
    for (std::size_t i = 0; i < y.size(); ++i)
        y[i] = cells.y_edge(std::int64_t{first.row} + static_cast<std::int64_t>(i));
    const auto push = [&](const std::vector<Corner>& ring) {
        const auto point = [&](const Corner& c) {
            return Point{x[static_cast<std::size_t>(c.column)], y[static_cast<std::size_t>(c.row)]};
        };
        for (const Corner& c : ring) out.points.push_back(point(c));
        out.points.push_back(point(ring.front()));
        out.close_ring();
    };
    for (const Component& c : components_of(block)) {
        push(c.shell);
        for (const auto& hole : c.holes) push(hole);
        out.close_part();
    }
}

PolygonSet served_area(const SignalGrid& signal, double threshold_dbm) {
    constexpr int tiles_a_side_bits = 2;
    constexpr std::int32_t side = SignalTile::side;
    constexpr std::int32_t block_side = side << tiles_a_side_bits;
    const auto threshold = static_cast<float>(threshold_dbm);
    std::map<std::pair<std::int32_t, std::int32_t>, std::vector<std::uint8_t>> blocks;
    PolygonSet out;
    const auto flush = [&] {
        for (const auto& [key, set] : blocks)
            append_outline(signal.cells(), {key.first * block_side, key.second * block_side}, block_side, set,
                           out);
        blocks.clear();
    };
    std::optional<std::int32_t> block_row;
    for (const auto& [key, tile] : signal.tiles()) {
        // Floor of negative numbers too.
        const std::pair block{key.first >> tiles_a_side_bits, key.second >> tiles_a_side_bits};
        if (block_row && *block_row != block.first) flush();
        block_row = block.first;
        std::vector<std::uint8_t>& set = blocks[block];
        set.resize(std::size_t{block_side} * block_side);
        for (std::int32_t r = 0; r < side; ++r) {
            const auto from = std::span{tile.best_dbm}.subspan(SignalTile::index(r, 0), std::size_t{side});
            const auto row = static_cast<std::size_t>(key.first * side + r - block.first * block_side);
            const auto column = static_cast<std::size_t>(key.second * side - block.second * block_side);
            std::ranges::transform(
                from, set.begin() + static_cast<std::ptrdiff_t>(row * block_side + column),
                [threshold](float dbm) { return static_cast<std::uint8_t>(dbm >= threshold); });
        }
    }
    flush();
    return out;
}

}  // namespace amaneku::footprint
