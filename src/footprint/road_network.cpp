#include "footprint/road_network.hpp"

#include "footprint/local_metric.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <queue>
#include <utility>

namespace amaneku::footprint {

namespace {

/// Vertices are looked up by squares of 1e-7 degree, about a centimetre.
constexpr double places_per_degree = 1e7;
/// Edges by squares of 0.005 degree, about half a kilometre.
constexpr double buckets_per_degree = 200.0;

std::uint64_t packed(std::int64_t x, std::int64_t y) noexcept {
    return static_cast<std::uint64_t>(x) << 32U | (static_cast<std::uint64_t>(y) & 0xffffffffU);
}

std::int64_t place(double degrees, double per_degree) noexcept {
    return static_cast<std::int64_t>(std::floor(degrees * per_degree));
}

}  // namespace

RoadNetwork::RoadNetwork(std::span<const std::vector<Point>> lines) {
    for (const auto& line : lines) add_line(line);
    m_node_of_place.clear();
    form_ways();
    form_buckets();
}

std::uint32_t RoadNetwork::node_at(Point p) {
    const std::int64_t x = place(p.x, places_per_degree);
    const std::int64_t y = place(p.y, places_per_degree);
    if (const auto own = m_node_of_place.find(packed(x, y)); own != m_node_of_place.end()) return own->second;
    // A vertex just beside the border of squares belongs to one just beyond it.
    for (std::int64_t dy = -1; dy <= 1; ++dy) {
        for (std::int64_t dx = -1; dx <= 1; ++dx) {
            const auto near = m_node_of_place.find(packed(x + dx, y + dy));
            if (near == m_node_of_place.end()) continue;
            const Point q = m_nodes[near->second];
            if (std::max(std::abs(p.x - q.x), std::abs(p.y - q.y)) * places_per_degree < 1.0)
                return near->second;
        }
    }
    const auto node = static_cast<std::uint32_t>(m_nodes.size());
    m_nodes.push_back(p);
    m_node_of_place.emplace(packed(x, y), node);
    return node;
}

void RoadNetwork::add_line(const std::vector<Point>& line) {
    if (line.empty()) return;
    std::uint32_t from = node_at(line.front());
    for (std::size_t i = 1; i < line.size(); ++i) {
        const std::uint32_t to = node_at(line[i]);
        if (to == from) continue;
        m_edges.push_back({from, to, short_distance_m(m_nodes[from], m_nodes[to])});
        from = to;
    }
}

void RoadNetwork::form_ways() {
    m_way_begin.assign(m_nodes.size() + 1, 0);
    for (const Edge& edge : m_edges) {
        ++m_way_begin[edge.from + 1];
        ++m_way_begin[edge.to + 1];
    }
    for (std::size_t n = 0; n < m_nodes.size(); ++n) m_way_begin[n + 1] += m_way_begin[n];
    m_ways.resize(2 * m_edges.size());
    std::vector<std::size_t> next(m_way_begin.begin(), m_way_begin.end() - 1);
    for (std::uint32_t e = 0; e < m_edges.size(); ++e) {
        m_ways[next[m_edges[e].from]++] = e;
        m_ways[next[m_edges[e].to]++] = e;
    }
}

void RoadNetwork::form_buckets() {
    for (std::uint32_t e = 0; e < m_edges.size(); ++e) {
        const Point a = m_nodes[m_edges[e].from];
        const Point b = m_nodes[m_edges[e].to];
        const std::int64_t x1 = place(std::max(a.x, b.x), buckets_per_degree);
        const std::int64_t y1 = place(std::max(a.y, b.y), buckets_per_degree);
        for (std::int64_t y = place(std::min(a.y, b.y), buckets_per_degree); y <= y1; ++y) {
            for (std::int64_t x = place(std::min(a.x, b.x), buckets_per_degree); x <= x1; ++x)
                m_buckets.emplace_back(packed(x, y), e);
        }
    }
    std::sort(m_buckets.begin(), m_buckets.end());
}

double RoadNetwork::length_m() const noexcept {
    double sum = 0.0;
    for (const Edge& edge : m_edges) sum += edge.length_m;
    return sum;
}

std::optional<RoadPoint> RoadNetwork::nearest(Point from, double within_m) const {
    const LocalMetric metric = LocalMetric::at(from.y);
    const double reach_x = within_m / metric.metres_x;
    const double reach_y = within_m / metric.metres_y;
    std::optional<RoadPoint> best;
    const std::int64_t y1 = place(from.y + reach_y, buckets_per_degree);
    const std::int64_t x1 = place(from.x + reach_x, buckets_per_degree);
    for (std::int64_t y = place(from.y - reach_y, buckets_per_degree); y <= y1; ++y) {
        for (std::int64_t x = place(from.x - reach_x, buckets_per_degree); x <= x1; ++x) {
            const std::uint64_t key = packed(x, y);
            auto entry =
                std::lower_bound(m_buckets.begin(), m_buckets.end(), std::pair{key, std::uint32_t{0}});
            for (; entry != m_buckets.end() && entry->first == key; ++entry) {
                const Edge& edge = m_edges[entry->second];
                const double ax = (m_nodes[edge.from].x - from.x) * metric.metres_x;
                const double ay = (m_nodes[edge.from].y - from.y) * metric.metres_y;
                const double bx = (m_nodes[edge.to].x - from.x) * metric.metres_x - ax;
                const double by = (m_nodes[edge.to].y - from.y) * metric.metres_y - ay;
                const double t = std::clamp(-(ax * bx + ay * by) / (bx * bx + by * by), 0.0, 1.0);
                const double distance = std::hypot(ax + t * bx, ay + t * by);
                if (distance > within_m) continue;
                if (best && (distance > best->distance_m ||
                             (distance == best->distance_m && entry->second >= best->edge)))
                    continue;
                best = RoadPoint{entry->second, t * edge.length_m, distance};
            }
        }
    }
    return best;
}

/// By node: the greatest length that is left of some start's when it is reached; below 0 where it is not.
std::vector<double> RoadNetwork::remaining_m(std::span<const RoadStart> starts) const {
    std::vector<double> left(m_nodes.size(), -1.0);
    std::priority_queue<std::pair<double, std::uint32_t>> queue;
    const auto arrive = [&](std::uint32_t node, double metres) {
        if (metres < 0.0 || metres <= left[node]) return;
        left[node] = metres;
        queue.emplace(metres, node);
    };
    for (const RoadStart& start : starts) {
        const Edge& edge = m_edges[start.at.edge];
        arrive(edge.from, start.reach_m - start.at.along_m);
        arrive(edge.to, start.reach_m - (edge.length_m - start.at.along_m));
    }
    while (!queue.empty()) {
        const auto [metres, node] = queue.top();
        queue.pop();
        if (metres < left[node]) continue;
        for (std::size_t w = m_way_begin[node]; w < m_way_begin[node + 1]; ++w) {
            const Edge& edge = m_edges[m_ways[w]];
            arrive(edge.from == node ? edge.to : edge.from, metres - edge.length_m);
        }
    }
    return left;
}

Point RoadNetwork::on(const Edge& edge, double along_m) const {
    const Point a = m_nodes[edge.from];
    const Point b = m_nodes[edge.to];
    if (along_m <= 0.0) return a;
    if (along_m >= edge.length_m) return b;
    const double t = along_m / edge.length_m;
    return {a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)};
}

std::vector<std::vector<Point>> RoadNetwork::reached(std::span<const RoadStart> starts) const {
    using Span = std::pair<double, double>;
    const std::vector<double> left = remaining_m(starts);
    std::vector<std::pair<std::uint32_t, Span>> on_edge;  // around the starts themselves
    for (const RoadStart& start : starts) {
        on_edge.emplace_back(start.at.edge,
                             Span{start.at.along_m - start.reach_m, start.at.along_m + start.reach_m});
    }
    std::sort(on_edge.begin(), on_edge.end());
    std::vector<std::vector<Point>> out;
    std::uint32_t open_node = 0;  // where the last line may go on
    bool is_open = false;
    auto around = on_edge.begin();
    std::vector<Span> spans;
    for (std::uint32_t e = 0; e < m_edges.size(); ++e) {
        const Edge& edge = m_edges[e];
        spans.clear();
        if (left[edge.from] >= 0.0) spans.emplace_back(0.0, left[edge.from]);
        if (left[edge.to] >= 0.0) spans.emplace_back(edge.length_m - left[edge.to], edge.length_m);
        for (; around != on_edge.end() && around->first == e; ++around) spans.push_back(around->second);
        std::sort(spans.begin(), spans.end());
        bool ends_at_node = false;
        for (std::size_t i = 0; i < spans.size();) {
            double begin = std::max(spans[i].first, 0.0);
            double end = spans[i].second;
            for (++i; i < spans.size() && spans[i].first <= end; ++i) end = std::max(end, spans[i].second);
            end = std::min(end, edge.length_m);
            if (!(end > begin)) continue;  // a way that ends at the node itself
            if (begin == 0.0 && is_open && open_node == edge.from) {
                out.back().push_back(on(edge, end));
            } else {
                out.push_back({on(edge, begin), on(edge, end)});
            }
            is_open = false;
            ends_at_node = end == edge.length_m;
        }
        is_open = ends_at_node;
        open_node = edge.to;
    }
    return out;
}

}  // namespace amaneku::footprint
