#include "io/jpgis_dem.hpp"

#include "io/xml_events.hpp"
#include <amaneku/error.hpp>
#include <amaneku/mesh_code.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <map>
#include <optional>

namespace amaneku::io {

namespace {

constexpr float unknown = std::numeric_limits<float>::quiet_NaN();

bool is_space(char c) noexcept {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

/// The next word of a text, which it is taken off; empty at the end.
std::string_view next_word(std::string_view& text) noexcept {
    std::size_t begin = 0;
    while (begin < text.size() && is_space(text[begin])) ++begin;
    std::size_t end = begin;
    while (end < text.size() && !is_space(text[end])) ++end;
    const std::string_view word = text.substr(begin, end - begin);
    text.remove_prefix(end);
    return word;
}

template <typename Number>
std::optional<Number> number(std::string_view text) noexcept {
    Number value{};
    const auto [next, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || next != text.data() + text.size()) return std::nullopt;
    return value;
}

/// Two numbers, such as `34.5 135.75`.
template <typename Number>
std::optional<std::array<Number, 2>> pair(std::string_view text) noexcept {
    const auto a = number<Number>(next_word(text));
    const auto b = number<Number>(next_word(text));
    if (!a || !b || !next_word(text).empty()) return std::nullopt;
    return std::array{*a, *b};
}

/// The texts of the elements that are looked at.
struct Parts {
    std::map<std::string, std::string, std::less<>> text;
    std::string datum;
    std::string order;
    bool has_dem = false;
    bool is_old = false;  ///< JPGIS before GML
    bool has_tuples = false;
    std::string problem;  ///< the XML reader's

    [[nodiscard]] std::string_view operator[](std::string_view name) const {
        const auto at = text.find(name);
        return at == text.end() ? std::string_view{} : std::string_view{at->second};
    }
};

Parts parts_of(std::string_view xml, bool is_whole, bool with_tuples) {
    static constexpr std::array<std::string_view, 8> wanted{
        "mesh", "lowerCorner", "upperCorner", "low", "high", "axisLabels", "startPoint", "tupleList"};
    Parts parts;
    std::string* taking = nullptr;
    XmlEvents events;
    events.opened = [&](std::string_view name, const auto& attribute) {
        taking = nullptr;
        if (name == "DEM") parts.has_dem = true;
        if (name == "tuples" || name == "CV_DiscreteGridPointCoverage") parts.is_old = true;
        if (name == "Envelope") parts.datum = attribute("srsName");
        if (name == "sequenceRule") parts.order = attribute("order");
        if (name == "tupleList") parts.has_tuples = true;
        if (std::find(wanted.begin(), wanted.end(), name) == wanted.end()) return;
        if (name == "tupleList" && !with_tuples) return;
        taking = &parts.text[std::string{name}];
    };
    events.text = [&](std::string_view characters) {
        if (taking != nullptr) taking->append(characters);
    };
    events.closed = [&](std::string_view) { taking = nullptr; };
    parts.problem = read_xml(xml, events, is_whole);
    return parts;
}

std::string lower(std::string_view text) {
    std::string out{text};
    std::transform(out.begin(), out.end(), out.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return out;
}

/// `jgd2011` of `fguuid:jgd2011.bl`.
std::string datum_of(const std::string& srs, const std::string& shown) {
    std::string name = lower(srs);
    name = name.substr(name.rfind(':') == std::string::npos ? 0 : name.rfind(':') + 1);
    name = name.substr(0, name.find('.'));
    if (name.find("tokyo") != std::string::npos || name.find("日本測地系") != std::string::npos) {
        throw Error{Errc::input, shown,
                    fmt::format("is in the Tokyo datum (日本測地系, {}), 400 m off the ground of today's "
                                "codes: download the file of today",
                                srs)};
    }
    return name;
}

/// Edges in degrees.
struct Edges {
    double south, west, north, east;
};

constexpr double rounding = 1e-6;  // degrees: files have nine digits, or fewer

bool is_same(const Edges& a, const Edges& b) noexcept {
    return std::abs(a.south - b.south) < rounding && std::abs(a.west - b.west) < rounding &&
           std::abs(a.north - b.north) < rounding && std::abs(a.east - b.east) < rounding;
}

Edges envelope_of(const Parts& parts, const std::string& shown) {
    const auto low = pair<double>(parts["lowerCorner"]);
    const auto high = pair<double>(parts["upperCorner"]);
    if (!low || !high) {
        throw Error{Errc::input, shown,
                    fmt::format("its envelope from '{}' to '{}' is none: two numbers each, latitude before "
                                "longitude",
                                parts["lowerCorner"], parts["upperCorner"])};
    }
    const Edges edges{(*low)[0], (*low)[1], (*high)[0], (*high)[1]};
    if (!(edges.south < edges.north && edges.west < edges.east && std::abs(edges.south) <= 90.0 &&
          std::abs(edges.north) <= 90.0)) {
        throw Error{
            Errc::input, shown,
            fmt::format("its envelope from '{}' to '{}' holds nothing: latitude before longitude, the "
                        "south-west before the north-east",
                        parts["lowerCorner"], parts["upperCorner"])};
    }
    return edges;
}

/// The exact edges where the file's mesh has a code: nine digits are no third of a degree.
Edges exact_edges(const Edges& envelope, const std::string& mesh, const std::string& shown) {
    const auto code = MeshCode::parse(mesh);
    if (!code) return envelope;
    const MeshBounds b = code->bounds();
    const auto degrees = [](std::int64_t units) {
        return static_cast<double>(units) / static_cast<double>(mesh_units_per_degree);
    };
    const Edges edges{degrees(b.south), degrees(b.west), degrees(b.north), degrees(b.east)};
    if (!is_same(edges, envelope)) {
        throw Error{
            Errc::input, shown,
            fmt::format("mesh {} reaches from {:.9g} {:.9g} to {:.9g} {:.9g}, but its envelope from {:.9g} "
                        "{:.9g} to {:.9g} {:.9g}: download it again",
                        mesh, edges.south, edges.west, edges.north, edges.east, envelope.south, envelope.west,
                        envelope.north, envelope.east)};
    }
    return edges;
}

terrain::PostGrid grid_of(const Parts& parts, const Edges& edges, JpgisHead& head, const std::string& shown) {
    const auto low = pair<std::int64_t>(parts["low"]);
    const auto high = pair<std::int64_t>(parts["high"]);
    constexpr std::int64_t most = 20'000;
    if (!low || !high || (*high)[0] < (*low)[0] || (*high)[1] < (*low)[1] || (*high)[0] - (*low)[0] >= most ||
        (*high)[1] - (*low)[1] >= most) {
        throw Error{Errc::input, shown,
                    fmt::format("its grid from '{}' to '{}' is none", parts["low"], parts["high"])};
    }
    head.low_column = (*low)[0];
    head.low_row = (*low)[1];
    const auto columns = static_cast<std::int32_t>((*high)[0] - (*low)[0] + 1);
    const auto rows = static_cast<std::int32_t>((*high)[1] - (*low)[1] + 1);
    const double step_x = (edges.east - edges.west) / columns;
    const double step_y = (edges.north - edges.south) / rows;
    // All products have cells of as many seconds eastward as northward.
    if (std::abs(step_x / step_y - 1.0) > 0.01) {
        throw Error{Errc::input, shown,
                    fmt::format("its envelope and its grid disagree: {} x {} cells would be {:.4g}\" by "
                                "{:.4g}\", and they are squares in every product: download it again",
                                columns, rows, step_x * 3600, step_y * 3600)};
    }
    return {edges.west + 0.5 * step_x, edges.north - 0.5 * step_y, step_x, step_y, columns, rows};
}

void check_name(const std::string& shown, const std::string& mesh, std::vector<Issue>& issues) {
    const JpgisName name{shown};
    if (name.mesh.empty() || mesh.empty() || name.mesh == mesh) return;
    issues.push_back(
        {IssueKind::note,
         shown,
         {},
         fmt::format("its name says mesh {}, its contents say {}: the contents are taken", name.mesh, mesh),
         {}});
}

/// What a post is, by the words of the specification.
enum class PostType : std::uint8_t { ground, sea, sea_floor, lake_floor, none, other };

PostType post_type(std::string_view word) noexcept {
    if (word == "地表面" || word == "表層面" || word == "内水面" || word == "その他") return PostType::ground;
    if (word == "データなし") return PostType::none;
    if (word == "海水面") return PostType::sea;
    if (word == "海水底面") return PostType::sea_floor;
    if (word == "内水底面") return PostType::lake_floor;
    return PostType::other;
}

float height_of(PostType type, double value) noexcept {
    constexpr double lowest_m = -500.0;
    constexpr double highest_m = 4000.0;  // Japan's ground is between
    const bool is_known = value > lowest_m && value < highest_m;
    switch (type) {
        case PostType::none:
        case PostType::lake_floor:
            return unknown;
        case PostType::sea_floor:
            return 0.0F;
        case PostType::sea:
            return is_known ? static_cast<float>(value) : 0.0F;
        default:
            return is_known ? static_cast<float>(value) : unknown;
    }
}

/// Where the first tuple belongs, counted row by row.
std::size_t start_of(const Parts& parts, const JpgisHead& head, const std::string& shown) {
    const auto start = pair<std::int64_t>(parts["startPoint"]);
    if (start) {
        const std::int64_t column = (*start)[0] - head.low_column;
        const std::int64_t row = (*start)[1] - head.low_row;
        if (column >= 0 && row >= 0 && column < head.grid.columns && row < head.grid.rows)
            return static_cast<std::size_t>(row * head.grid.columns + column);
    }
    throw Error{Errc::input, shown,
                fmt::format("its heights start at '{}', which is no post of its {} x {} grid",
                            parts["startPoint"], head.grid.columns, head.grid.rows)};
}

void check_order(const Parts& parts, const std::string& shown) {
    if (!parts.order.empty() && parts.order != "+x-y") {
        throw Error{Errc::input, shown,
                    fmt::format("its heights are in the order '{}': only +x-y, eastward and then southward, "
                                "is read",
                                parts.order)};
    }
}

}  // namespace

JpgisName::JpgisName(std::string_view path) {
    path = path.substr(path.find_last_of("/\\") == std::string_view::npos ? 0 : path.find_last_of("/\\") + 1);
    constexpr std::string_view prefix = "FG-GML-";
    if (!path.starts_with(prefix)) return;
    path.remove_prefix(prefix.size());
    while (!path.empty() && (path[0] == '-' || (path[0] >= '0' && path[0] <= '9'))) {
        if (path[0] != '-') mesh += path[0];
        path.remove_prefix(1);
    }
    std::string rest = lower(path.substr(0, path.find_first_of("-.")));
    if (!rest.starts_with("dem")) return;
    for (const char c : rest) product += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    path.remove_prefix(rest.size());
    if (path.starts_with("-")) path.remove_prefix(1);
    while (!path.empty() && path[0] >= '0' && path[0] <= '9') {
        date += path[0];
        path.remove_prefix(1);
    }
}

JpgisHead read_jpgis_head(std::string_view text, const std::string& shown, bool is_whole,
                          std::vector<Issue>& issues) {
    const Parts parts = parts_of(text, is_whole, false);
    if (parts.is_old) {
        throw Error{Errc::input, shown,
                    "is in the old encoding of JPGIS (FG-JPS, before 2010): download it as GML (FG-GML)"};
    }
    if (!parts.has_dem || parts["high"].empty()) {
        throw Error{Errc::input, shown,
                    parts.problem.empty()
                        ? "is no elevation file of 基盤地図情報 (JPGIS as GML): it has no DEM with a grid"
                        : fmt::format("is cut off or damaged: {}; download it again", parts.problem)};
    }
    JpgisHead head;
    std::string_view mesh = parts["mesh"];
    head.mesh = next_word(mesh);
    head.datum = datum_of(parts.datum, shown);
    head.cut_problem = parts.problem;
    check_name(shown, head.mesh, issues);
    head.grid = grid_of(parts, exact_edges(envelope_of(parts, shown), head.mesh, shown), head, shown);
    return head;
}

terrain::TilePosts read_jpgis_posts(std::string_view text, const std::string& shown, const JpgisHead& head) {
    const Parts parts = parts_of(text, true, true);
    if (!parts.problem.empty()) {
        throw Error{Errc::input, shown,
                    fmt::format("is cut off or damaged: {}; download it again", parts.problem)};
    }
    if (!parts.has_tuples) throw Error{Errc::input, shown, "lists no heights (tupleList): download it again"};
    check_order(parts, shown);
    terrain::TilePosts posts;
    posts.heights.assign(
        static_cast<std::size_t>(head.grid.columns) * static_cast<std::size_t>(head.grid.rows), unknown);
    const std::size_t start = start_of(parts, head, shown);
    std::size_t at = start;
    std::map<std::string, std::uint64_t> others;
    std::string_view rest = parts["tupleList"];
    for (std::string_view word = next_word(rest); !word.empty(); word = next_word(rest), ++at) {
        const std::size_t comma = word.rfind(',');
        const auto value =
            comma == std::string_view::npos ? std::nullopt : number<double>(word.substr(comma + 1));
        if (!value) {
            throw Error{
                Errc::input, fmt::format("{}: height {}", shown, at - start + 1),
                fmt::format("'{}' is no type and height, as in 地表面,12.34: download it again", word)};
        }
        if (at >= posts.heights.size()) {
            throw Error{Errc::input, shown,
                        fmt::format("lists more heights than its {} x {} grid has posts from its start point "
                                    "on: download it again",
                                    head.grid.columns, head.grid.rows)};
        }
        const PostType type = post_type(word.substr(0, comma));
        if (type == PostType::other) ++others[std::string{word.substr(0, comma)}];
        posts.heights[at] = height_of(type, *value);
    }
    for (const auto& [name, count] : others) {
        posts.remarks.push_back(
            {fmt::format("'{}' is no type of the specification: such heights are taken as ground", name),
             count});
    }
    return posts;
}

}  // namespace amaneku::io
