#include "sqlite/packed_rtree.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <numeric>

namespace amaneku::sqlite {

namespace {

// SQLite's format for two dimensions: a node is its depth (of the root only) and number of cells in two bytes
// each, then cells of an 8-byte id and four floats, all with the high byte first.
constexpr std::size_t most_cells = 51;
constexpr std::size_t cell_bytes = 24;
constexpr std::size_t node_bytes = 4 + most_cells * cell_bytes;
constexpr std::int64_t root_number = 1;

using NodeBytes = std::array<std::byte, node_bytes>;

/// Some entries of one level, in the order of `Packing::order`.
struct Run {
    std::size_t begin;
    std::size_t end;
};

/// Entries of a level in nodes.
struct Packing {
    std::vector<std::uint32_t> order;
    std::vector<Run> nodes;
};

/// Sorts a run of `order` by a coordinate's middle; equal ones stay in the order of entries.
template <typename Middle>
void sort_run(std::vector<std::uint32_t>& order, Run run, Middle middle) {
    struct Keyed {
        float key;
        std::uint32_t index;
    };
    std::vector<Keyed> keyed;
    keyed.reserve(run.end - run.begin);
    for (std::size_t i = run.begin; i < run.end; ++i) keyed.push_back({middle(order[i]), order[i]});
    std::sort(keyed.begin(), keyed.end(), [](const Keyed& a, const Keyed& b) {
        return a.key != b.key ? a.key < b.key : a.index < b.index;
    });
    for (std::size_t i = run.begin; i < run.end; ++i) order[i] = keyed[i - run.begin].index;
}

/// Cuts the entries into strips from west to east and each strip into nodes from south to north.
Packing pack(const std::vector<RtreeEntry>& entries) {
    const std::size_t n = entries.size();
    const std::size_t node_count = std::max<std::size_t>(1, (n + most_cells - 1) / most_cells);
    const auto per_strip = static_cast<std::size_t>(std::ceil(std::sqrt(static_cast<double>(node_count))));
    const auto begin_of = [&](std::size_t node) { return node * n / node_count; };  // even: all nodes alike
    Packing packing;
    packing.order.resize(n);
    std::iota(packing.order.begin(), packing.order.end(), 0U);
    sort_run(packing.order, {0, n},
             [&](std::uint32_t i) { return 0.5F * entries[i].min_x + 0.5F * entries[i].max_x; });
    for (std::size_t node = 0; node < node_count; node += per_strip) {
        sort_run(packing.order, {begin_of(node), begin_of(std::min(node + per_strip, node_count))},
                 [&](std::uint32_t i) { return 0.5F * entries[i].min_y + 0.5F * entries[i].max_y; });
    }
    for (std::size_t node = 0; node < node_count; ++node)
        packing.nodes.push_back({begin_of(node), begin_of(node + 1)});
    return packing;
}

template <typename Unsigned>
std::byte* put(std::byte* to, Unsigned value) {
    for (std::size_t i = sizeof value; i-- > 0;) *to++ = static_cast<std::byte>(value >> (8 * i));
    return to;
}

NodeBytes node_of(const std::vector<RtreeEntry>& entries, const Packing& packing, Run run,
                  std::uint16_t depth) {
    NodeBytes bytes{};
    std::byte* to = put(bytes.data(), depth);
    to = put(to, static_cast<std::uint16_t>(run.end - run.begin));
    for (std::size_t i = run.begin; i < run.end; ++i) {
        const RtreeEntry& e = entries[packing.order[i]];
        to = put(to, static_cast<std::uint64_t>(e.id));
        for (const float v : {e.min_x, e.max_x, e.min_y, e.max_y})
            to = put(to, std::bit_cast<std::uint32_t>(v));
    }
    return bytes;
}

/// The extent of a node's entries under the node's number.
RtreeEntry box_of(const std::vector<RtreeEntry>& entries, const Packing& packing, Run run,
                  std::int64_t number) {
    RtreeEntry box = entries[packing.order[run.begin]];
    box.id = number;
    for (std::size_t i = run.begin + 1; i < run.end; ++i) {
        const RtreeEntry& e = entries[packing.order[i]];
        box.min_x = std::min(box.min_x, e.min_x);
        box.max_x = std::max(box.max_x, e.max_x);
        box.min_y = std::min(box.min_y, e.min_y);
        box.max_y = std::max(box.max_y, e.max_y);
    }
    return box;
}

/// Numbers of the nodes that hold the entries, by entry.
std::vector<std::int64_t> holders(const Packing& packing, std::int64_t first) {
    std::vector<std::int64_t> numbers(packing.order.size());
    for (std::size_t node = 0; node < packing.nodes.size(); ++node) {
        for (std::size_t i = packing.nodes[node].begin; i < packing.nodes[node].end; ++i)
            numbers[packing.order[i]] = first + static_cast<std::int64_t>(node);
    }
    return numbers;
}

float rounded_down(double value) noexcept {
    const auto f = static_cast<float>(value);
    return static_cast<double>(f) > value ? std::nextafter(f, -std::numeric_limits<float>::infinity()) : f;
}

float rounded_up(double value) noexcept {
    const auto f = static_cast<float>(value);
    return static_cast<double>(f) < value ? std::nextafter(f, std::numeric_limits<float>::infinity()) : f;
}

}  // namespace

RtreeEntry rtree_entry(std::int64_t id, double min_x, double max_x, double min_y, double max_y) noexcept {
    return {id, rounded_down(min_x), rounded_up(max_x), rounded_down(min_y), rounded_up(max_y)};
}

void fill_rtree(Connection& database, const std::string& table, const std::vector<RtreeEntry>& entries) {
    const auto insert = [&](const char* part) {
        return fmt::format("INSERT OR REPLACE INTO {} VALUES (?, ?)", quoted(table + part));
    };
    Statement to_nodes{database, insert("_node")};
    Statement to_rows{database, insert("_rowid")};
    Statement to_parents{database, insert("_parent")};
    const auto put_holders = [](Statement& statement, const std::vector<RtreeEntry>& level,
                                const std::vector<std::int64_t>& numbers) {
        for (std::size_t i = 0; i < level.size(); ++i) {
            statement.bind(1, level[i].id);
            statement.bind(2, numbers[i]);
            statement.run();
        }
    };
    std::int64_t first = root_number + 1;
    std::uint16_t depth = 0;
    std::vector<RtreeEntry> level;  // above the leaves
    for (const std::vector<RtreeEntry>* current = &entries;; ++depth) {
        const Packing packing = pack(*current);
        const bool is_root = packing.nodes.size() == 1;
        if (is_root) first = root_number;
        put_holders(depth == 0 ? to_rows : to_parents, *current, holders(packing, first));
        std::vector<RtreeEntry> above;
        for (std::size_t node = 0; node < packing.nodes.size(); ++node) {
            const std::int64_t number = first + static_cast<std::int64_t>(node);
            const NodeBytes bytes = node_of(*current, packing, packing.nodes[node], is_root ? depth : 0);
            to_nodes.bind(1, number);
            to_nodes.bind(2, std::span<const std::byte>{bytes});
            to_nodes.run();
            if (!is_root) above.push_back(box_of(*current, packing, packing.nodes[node], number));
        }
        if (is_root) return;
        first += static_cast<std::int64_t>(packing.nodes.size());
        level = std::move(above);
        current = &level;
    }
}

}  // namespace amaneku::sqlite
