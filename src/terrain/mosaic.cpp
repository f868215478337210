#include "terrain/mosaic.hpp"

#include <amaneku/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <limits>

namespace amaneku::terrain {

namespace {

constexpr float unknown = std::numeric_limits<float>::quiet_NaN();
constexpr std::int64_t most_posts = std::int64_t{1} << 28;

bool has_unknown(const HeightWindow& window) noexcept {
    return std::any_of(window.heights.begin(), window.heights.end(), [](float h) { return std::isnan(h); });
}

/// The post whose cell a position is in, by columns and rows; nullptr where there is none.
const float* nearest(const HeightWindow& window, double x, double y) noexcept {
    const double column = std::floor(x + 0.5);
    const double row = std::floor(y + 0.5);
    if (!(column >= 0.0 && row >= 0.0 && column < window.columns && row < window.rows)) return nullptr;
    return window.heights.data() + static_cast<std::ptrdiff_t>(row) * window.columns +
           static_cast<std::ptrdiff_t>(column);
}

/// Between those of the four posts around a position that are known, where the nearest one is.
float between_known(const HeightWindow& window, double x, double y) noexcept {
    const float* centre = nearest(window, x, y);
    if (centre == nullptr || std::isnan(*centre)) return unknown;
    const double left = std::floor(x);
    const double top = std::floor(y);
    double sum = 0.0;
    double weight = 0.0;
    for (const double row : {top, top + 1.0}) {
        for (const double column : {left, left + 1.0}) {
            const double share = (1.0 - std::abs(x - column)) * (1.0 - std::abs(y - row));
            const float* post = nearest(window, column, row);
            if (share <= 0.0 || post == nullptr || std::isnan(*post)) continue;
            sum += share * static_cast<double>(*post);
            weight += share;
        }
    }
    return static_cast<float>(sum / weight);
}

float resampled(const HeightWindow& window, double lon, double lat, Resampling resampling) noexcept {
    const double x = (lon - window.west) / window.step_x;
    const double y = (window.north - lat) / window.step_y;
    if (resampling == Resampling::nearest) {
        const float* post = nearest(window, x, y);
        return post == nullptr ? unknown : *post;
    }
    const float height = window.at_post(x, y);
    return std::isnan(height) ? between_known(window, x, y) : height;
}

/// First multiple of `stride` that is not below `value`, over `stride`.
std::int64_t first_multiple(std::int64_t value, std::int64_t stride) noexcept {
    return value >= 0 ? (value + stride - 1) / stride : -(-value / stride);
}

}  // namespace

Mosaic::Mosaic(std::vector<TileSource> sources, Resampling resampling, std::size_t memory, double least_step)
    : m_sources{std::move(sources)},
      m_resampling{resampling},
      m_least_step{least_step},
      m_lattices{lattices(m_sources)},
      m_cache{memory} {}

Box Mosaic::extent() const noexcept {
    if (m_lattices.empty()) return {};
    Box all = m_lattices.front().extent();
    for (const Lattice& lattice : m_lattices) {
        const Box box = lattice.extent();
        all = {std::min(all.west, box.west), std::min(all.south, box.south), std::max(all.east, box.east),
               std::max(all.north, box.north)};
    }
    return all;
}

std::vector<Issue> Mosaic::issues() const {
    const std::scoped_lock lock{m_remarks_mutex};
    std::vector<Issue> found;
    for (const auto& [remark, posts] : m_remarks) {
        found.push_back({IssueKind::note,
                         m_sources[remark.first].name,
                         {},
                         fmt::format("{} ({} posts of the tiles that were read)", remark.second, posts),
                         {}});
    }
    return found;
}

HeightWindow Mosaic::window(const Box& box) const {
    if (!(box.west <= box.east && box.south <= box.north && std::isfinite(box.east - box.west) &&
          std::isfinite(box.north - box.south))) {
        throw Error{Errc::internal, "terrain",
                    fmt::format("a window from {} to {} east and {} to {} north is none", box.west, box.east,
                                box.south, box.north)};
    }
    const auto finest = std::find_if(m_lattices.begin(), m_lattices.end(),
                                     [&](const Lattice& lattice) { return lattice.touches(box); });
    if (finest == m_lattices.end()) return {};
    const double step = std::min(finest->origin().step_x, finest->origin().step_y);
    const auto stride =
        std::max<std::int64_t>(static_cast<std::int64_t>(std::ceil(m_least_step / step - 1e-6)), 1);
    HeightWindow out = blank(*finest, finest->around(box, stride), stride);
    copy(*finest, finest->around(box, stride), stride, out);
    for (auto coarser = m_lattices.begin(); coarser != m_lattices.end() && has_unknown(out); ++coarser) {
        if (coarser != finest) resample(*coarser, out);
    }
    return out;
}

/// Posts of which nothing is known.
HeightWindow Mosaic::blank(const Lattice& lattice, const LatticeRange& range, std::int64_t stride) {
    if (range.columns > most_posts / range.rows) {
        throw Error{
            Errc::resources, "terrain",
            fmt::format("a window of {} x {} posts is more than the {} that are held at once: shorten "
                        "the reach, or give the terrain a longer least step",
                        range.columns, range.rows, most_posts)};
    }
    const PostGrid& origin = lattice.origin();
    HeightWindow out{origin.west + static_cast<double>(range.column * stride) * origin.step_x,
                     origin.north - static_cast<double>(range.row * stride) * origin.step_y,
                     origin.step_x * static_cast<double>(stride),
                     origin.step_y * static_cast<double>(stride),
                     static_cast<int>(range.columns),
                     static_cast<int>(range.rows),
                     {}};
    out.heights.assign(static_cast<std::size_t>(range.columns * range.rows), unknown);
    return out;
}

TileCache::Tile Mosaic::tile(std::size_t source, const PostBlock& block, std::uint64_t number) const {
    constexpr unsigned tile_bits = 32;
    const std::uint64_t key = static_cast<std::uint64_t>(source) << tile_bits | number;
    return m_cache.get(key, [&] {
        TilePosts posts = m_sources[source].read(block);
        assert(posts.heights.size() ==
               static_cast<std::size_t>(block.columns) * static_cast<std::size_t>(block.rows));
        if (!posts.remarks.empty()) {
            const std::scoped_lock lock{m_remarks_mutex};
            const bool is_first = m_remarked.insert(key).second;
            for (PostRemark& remark : posts.remarks) {
                if (is_first) m_remarks[{source, std::move(remark.text)}] += remark.posts;
            }
        }
        return std::move(posts.heights);
    });
}

/// Takes the posts of a lattice's members over to where nothing is known.
void Mosaic::copy(const Lattice& lattice, const LatticeRange& range, std::int64_t stride,
                  HeightWindow& out) const {
    const LatticeRange all{range.column * stride, range.row * stride, (range.columns - 1) * stride + 1,
                           (range.rows - 1) * stride + 1};
    for (const Lattice::Member& member : lattice.in(all)) copy_member(member, range, stride, out);
}

void Mosaic::copy_member(const Lattice::Member& member, const LatticeRange& range, std::int64_t stride,
                         HeightWindow& out) const {
    const TileSource& source = m_sources[member.source];
    // Posts of the window, counted from the window's first: of the member, then of each of its tiles.
    const auto inside = [&](std::int64_t first, std::int64_t count, std::int64_t window_first,
                            std::int64_t window_count) {
        const std::int64_t low = std::max<std::int64_t>(first_multiple(first, stride) - window_first, 0);
        const std::int64_t high =
            std::min(first_multiple(first + count, stride) - window_first, window_count);
        return std::pair{low, high};
    };
    // The tiles that the window reaches into.
    const auto first_tile = [](std::int64_t at, std::int32_t tile) {
        return static_cast<std::int32_t>(std::max<std::int64_t>(at, 0) / tile);
    };
    const std::int32_t across = (source.grid.columns + source.tile_columns - 1) / source.tile_columns;
    const std::int32_t down = (source.grid.rows + source.tile_rows - 1) / source.tile_rows;
    const std::int32_t west = first_tile(range.column * stride - member.posts.column, source.tile_columns);
    const std::int32_t north = first_tile(range.row * stride - member.posts.row, source.tile_rows);
    for (std::int32_t tile_row = north; tile_row < down; ++tile_row) {
        const std::int32_t row = tile_row * source.tile_rows;
        const std::int32_t rows = std::min(source.tile_rows, source.grid.rows - row);
        const auto [top, bottom] = inside(member.posts.row + row, rows, range.row, range.rows);
        if (top >= range.rows) break;
        if (top >= bottom) continue;
        for (std::int32_t tile_column = west; tile_column < across; ++tile_column) {
            const std::int32_t column = tile_column * source.tile_columns;
            const std::int32_t columns = std::min(source.tile_columns, source.grid.columns - column);
            const auto [left, right] =
                inside(member.posts.column + column, columns, range.column, range.columns);
            if (left >= range.columns) break;
            if (left >= right) continue;
            const TileCache::Tile posts =
                tile(member.source, {column, row, columns, rows},
                     static_cast<std::uint64_t>(tile_row) * static_cast<std::uint64_t>(across) +
                         static_cast<std::uint64_t>(tile_column));
            for (std::int64_t y = top; y < bottom; ++y) {
                const std::int64_t from_row = (range.row + y) * stride - member.posts.row - row;
                const std::int64_t from_column =
                    (range.column + left) * stride - member.posts.column - column;
                const float* from = posts->data() + from_row * columns + from_column;
                float* to = out.heights.data() + y * range.columns;
                for (std::int64_t x = left; x < right; ++x, from += stride) {
                    if (std::isnan(to[x])) to[x] = *from;
                }
            }
        }
    }
}

/// Fills what is not known from another lattice.
void Mosaic::resample(const Lattice& lattice, HeightWindow& out) const {
    const Box extent = lattice.extent();
    const PostGrid& origin = lattice.origin();
    // The columns and rows of the window that the lattice's cells reach.
    const auto first = [&](double distance, double step) {
        return static_cast<int>(std::max(std::floor(distance / step), 0.0));
    };
    const auto last = [&](double distance, double step, int count) {
        return static_cast<int>(std::min(std::ceil(distance / step), count - 1.0));
    };
    const int left = first(extent.west - 0.5 * origin.step_x - out.west, out.step_x);
    const int right = last(extent.east + 0.5 * origin.step_x - out.west, out.step_x, out.columns);
    const int top = first(out.north - extent.north - 0.5 * origin.step_y, out.step_y);
    const int bottom = last(out.north - extent.south + 0.5 * origin.step_y, out.step_y, out.rows);
    if (left > right || top > bottom) return;
    const Box part{out.west + left * out.step_x, out.north - bottom * out.step_y,
                   out.west + right * out.step_x, out.north - top * out.step_y};
    if (!lattice.touches(part)) return;
    const LatticeRange range = lattice.around(part);
    HeightWindow from = blank(lattice, range, 1);
    copy(lattice, range, 1, from);
    for (int row = top; row <= bottom; ++row) {
        const double lat = out.north - row * out.step_y;
        float* line = out.heights.data() + static_cast<std::ptrdiff_t>(row) * out.columns;
        for (int column = left; column <= right; ++column) {
            if (std::isnan(line[column]))
                line[column] = resampled(from, out.west + column * out.step_x, lat, m_resampling);
        }
    }
}

}  // namespace amaneku::terrain
