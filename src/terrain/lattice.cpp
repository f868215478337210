#include "terrain/lattice.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

namespace amaneku::terrain {

namespace {

constexpr double tolerance = 0.01;  // of a step

std::int64_t floor_div(std::int64_t a, std::int64_t b) noexcept {
    return a / b - static_cast<std::int64_t>(a % b < 0);
}

/// Whole steps from one position to another; nothing where they are not whole.
std::optional<std::int64_t> steps(double distance, double step) noexcept {
    const double count = distance / step;
    const double whole = std::round(count);
    if (std::abs(count - whole) > tolerance) return std::nullopt;
    return static_cast<std::int64_t>(whole);
}

bool have_equal_steps(const PostGrid& a, const PostGrid& b) noexcept {
    return std::abs(a.step_x - b.step_x) * b.columns < tolerance * a.step_x &&
           std::abs(a.step_y - b.step_y) * b.rows < tolerance * a.step_y;
}

bool overlap(const LatticeRange& a, const LatticeRange& b) noexcept {
    return a.column < b.column + b.columns && b.column < a.column + a.columns && a.row < b.row + b.rows &&
           b.row < a.row + a.rows;
}

LatticeRange around_both(const LatticeRange& a, const LatticeRange& b) noexcept {
    const std::int64_t column = std::min(a.column, b.column);
    const std::int64_t row = std::min(a.row, b.row);
    return {column, row, std::max(a.column + a.columns, b.column + b.columns) - column,
            std::max(a.row + a.rows, b.row + b.rows) - row};
}

}  // namespace

Lattice::Lattice(const PostGrid& grid, std::size_t source)
    : m_origin{grid}, m_members{{source, {0, 0, grid.columns, grid.rows}}}, m_bounds{m_members[0].posts} {}

bool Lattice::add(const PostGrid& grid, std::size_t source) {
    if (!have_equal_steps(m_origin, grid)) return false;
    const auto column = steps(grid.west - m_origin.west, m_origin.step_x);
    const auto row = steps(m_origin.north - grid.north, m_origin.step_y);
    if (!column || !row) return false;
    m_members.push_back({source, {*column, *row, grid.columns, grid.rows}});
    m_bounds = around_both(m_bounds, m_members.back().posts);
    return true;
}

void Lattice::index() {
    m_bin_columns = m_bin_rows = 1;
    for (const Member& member : m_members) {
        m_bin_columns = std::max(m_bin_columns, member.posts.columns);
        m_bin_rows = std::max(m_bin_rows, member.posts.rows);
    }
    m_bins.clear();
    for (std::size_t m = 0; m < m_members.size(); ++m) {
        const LatticeRange& posts = m_members[m].posts;
        const auto first = bin(posts.column, posts.row);
        const auto last = bin(posts.column + posts.columns - 1, posts.row + posts.rows - 1);
        for (std::int64_t y = first.second; y <= last.second; ++y) {
            for (std::int64_t x = first.first; x <= last.first; ++x) m_bins[{x, y}].push_back(m);
        }
    }
}

std::pair<std::int64_t, std::int64_t> Lattice::bin(std::int64_t column, std::int64_t row) const noexcept {
    return {floor_div(column, m_bin_columns), floor_div(row, m_bin_rows)};
}

Box Lattice::extent() const noexcept {
    const double west = m_origin.west + static_cast<double>(m_bounds.column) * m_origin.step_x;
    const double north = m_origin.north - static_cast<double>(m_bounds.row) * m_origin.step_y;
    return {west, north - static_cast<double>(m_bounds.rows - 1) * m_origin.step_y,
            west + static_cast<double>(m_bounds.columns - 1) * m_origin.step_x, north};
}

LatticeRange Lattice::around(const Box& box, std::int64_t stride) const noexcept {
    const double step_x = m_origin.step_x * static_cast<double>(stride);
    const double step_y = m_origin.step_y * static_cast<double>(stride);
    // A position on a post is not to lie a rounding error beyond it.
    constexpr double spare = 1e-6;
    const auto first = [&](double distance, double step) {
        return static_cast<std::int64_t>(std::floor(distance / step - spare));
    };
    const auto last = [&](double distance, double step) {
        return static_cast<std::int64_t>(std::ceil(distance / step + spare));
    };
    const std::int64_t west = first(box.west - m_origin.west, step_x);
    const std::int64_t east = last(box.east - m_origin.west, step_x);
    const std::int64_t north = first(m_origin.north - box.north, step_y);
    const std::int64_t south = last(m_origin.north - box.south, step_y);
    return {west, north, east - west + 1, south - north + 1};
}

std::vector<Lattice::Member> Lattice::in(const LatticeRange& range) const {
    if (!overlap(range, m_bounds)) return {};
    const LatticeRange& b = m_bounds;
    const auto first = bin(std::max(range.column, b.column), std::max(range.row, b.row));
    const auto last = bin(std::min(range.column + range.columns, b.column + b.columns) - 1,
                          std::min(range.row + range.rows, b.row + b.rows) - 1);
    std::vector<std::size_t> found;
    for (std::int64_t x = first.first; x <= last.first; ++x) {
        for (auto at = m_bins.lower_bound({x, first.second});
             at != m_bins.end() && at->first.first == x && at->first.second <= last.second; ++at)
            found.insert(found.end(), at->second.begin(), at->second.end());
    }
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    std::vector<Member> members;
    for (const std::size_t m : found) {
        if (overlap(range, m_members[m].posts)) members.push_back(m_members[m]);
    }
    return members;
}

bool Lattice::touches(const Box& box) const {
    const double half_x = 0.5 * m_origin.step_x;
    const double half_y = 0.5 * m_origin.step_y;
    const Box wide{box.west - half_x, box.south - half_y, box.east + half_x, box.north + half_y};
    // `around` reaches a post too far: only what is inside counts.
    LatticeRange range = around(wide);
    range = {range.column + 1, range.row + 1, range.columns - 2, range.rows - 2};
    return range.columns > 0 && range.rows > 0 && !in(range).empty();
}

std::vector<Lattice> lattices(std::span<const TileSource> sources) {
    std::vector<Lattice> found;
    for (std::size_t s = 0; s < sources.size(); ++s) {
        const bool is_taken = std::any_of(found.begin(), found.end(),
                                          [&](Lattice& lattice) { return lattice.add(sources[s].grid, s); });
        if (!is_taken) found.emplace_back(sources[s].grid, s);
    }
    // To a hundredth: what two files say of one step differs in the last digits.
    const auto fineness = [](const Lattice& lattice) {
        return std::llround(100.0 * std::log(lattice.origin().step_x * lattice.origin().step_y));
    };
    std::stable_sort(found.begin(), found.end(),
                     [&](const Lattice& a, const Lattice& b) { return fineness(a) < fineness(b); });
    for (Lattice& lattice : found) lattice.index();
    return found;
}

}  // namespace amaneku::terrain
