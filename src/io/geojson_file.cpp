#include "io/geojson_file.hpp"

#include "gdal/vsi.hpp"
#include "io/geojson_feature.hpp"
#include <amaneku/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <utility>
#include <vector>

namespace amaneku::io {

namespace {

constexpr std::size_t window_bytes = std::size_t{1} << 19;    // fits the cache on its way to another thread
constexpr std::size_t largest_window = std::size_t{1} << 30;  // a feature beyond it is GDAL's
constexpr std::size_t head_bytes = 5'000;                     // where GDAL looks for what a file is
constexpr std::size_t tail_bytes = std::size_t{1} << 16;

/// Features as text.
class TextBatch final : public gdal::FeatureBatch {
public:
    TextBatch(TextWindow window, std::vector<std::string_view> features, std::uint64_t first_place,
              FeatureFraming framing, const std::string& source)
        : m_window{std::move(window)},
          m_features{std::move(features)},
          m_first_place{first_place},
          m_framing{framing},
          m_source{source} {}

    [[nodiscard]] std::size_t size() const override { return m_features.size(); }
    [[nodiscard]] std::int64_t fid(std::size_t i) const override {
        return static_cast<std::int64_t>(m_first_place + i);
    }
    [[nodiscard]] bool gives_places() const override { return true; }
    [[nodiscard]] std::string polygons(std::size_t i, gdal::PolygonTaker& taker, PolygonSet& out) override {
        m_raw.clear();
        const auto feature = m_parser.read(m_features[i], m_raw);
        if (!feature) return by_gdal(i, taker, out);
        return feature->has_geometry ? taker.take(m_raw, out) : taker.take(nullptr, out);
    }

private:
    /// A feature that is not plain, read alone by GDAL.
    std::string by_gdal(std::size_t i, gdal::PolygonTaker& taker, PolygonSet& out) const {
        const bool is_list = m_framing == FeatureFraming::collection;
        const std::string text =
            is_list ? fmt::format(R"({{"type":"FeatureCollection","features":[{}]}})", m_features[i])
                    : fmt::format("\x1e{}\n", m_features[i]);
        std::string problem;
        std::size_t read = 0;
        try {
            const gdal::MemoryFile file{text, is_list ? ".geojson" : ".geojsons"};
            gdal::VectorSource alone{file.name(), ""};
            alone.for_each_batch([&](std::unique_ptr<gdal::FeatureBatch> batch) {
                read += batch->size();
                problem = batch->polygons(0, taker, out);
            });
        } catch (const Error&) {
            read = 0;
        }
        if (read == 1) return problem;
        gdal::VectorSource whole{m_source, ""};  // says what is wrong with the file
        static_cast<void>(whole.fids_at({std::numeric_limits<std::uint64_t>::max()}));
        throw Error{Errc::input,
                    fmt::format("{}: feature {}", gdal::shown_name(m_source), m_first_place + i + 1),
                    "is no GeoJSON that can be read"};
    }

    TextWindow m_window;
    std::vector<std::string_view> m_features;
    std::uint64_t m_first_place;
    FeatureFraming m_framing;
    std::string m_source;
    GeoJsonParser m_parser;
    PolygonSet m_raw;
};

/// The place behind the bracket that opens the features of a collection; npos: not in this text.
std::size_t features_begin(std::string_view text) {
    std::size_t at = text.find('{');
    if (at == std::string_view::npos) return at;
    std::size_t depth = 0;
    for (; at < text.size(); ++at) {
        const char c = text[at];
        if (c == '{' || c == '[') ++depth;
        if (c == '}' || c == ']') --depth;
        if (c != '"') continue;
        std::size_t end = at + 1;
        for (; end < text.size() && text[end] != '"'; ++end) end += text[end] == '\\' ? 1 : 0;
        const std::string_view key = text.substr(at, end + 1 - at);
        at = end;
        if (depth != 1 || key != "\"features\"") continue;
        at = text.find_first_not_of(" \t\r\n", end + 1);
        if (at == std::string_view::npos || text[at] != ':') continue;
        at = text.find_first_not_of(" \t\r\n", at + 1);
        return at == std::string_view::npos || text[at] != '[' ? std::string_view::npos : at + 1;
    }
    return std::string_view::npos;
}

/// Whether a text begins with two features, each on a line of its own.
bool are_lines(std::string_view text) {
    FeatureFinder finder{FeatureFraming::lines};
    std::size_t at = 0;
    std::string_view first;
    if (finder.next(text, false, at, first) != FeatureFinder::Found::feature) return false;
    PolygonSet polygons;
    std::string padded{first};
    padded.reserve(first.size() + GeoJsonParser::padding);
    if (!GeoJsonParser{}.read(padded, polygons)) return false;
    const std::size_t next = text.find_first_not_of(" \t\r\n", at);
    return next != std::string_view::npos && text[next] == '{' &&
           text.substr(at, next - at).find('\n') != std::string_view::npos;
}

}  // namespace

std::unique_ptr<GeoJsonFile> GeoJsonFile::open(const std::string& source) {
    std::error_code ignored;
    if (source.starts_with("/vsi") || !std::filesystem::is_regular_file(source, ignored)) return nullptr;
    std::unique_ptr<GeoJsonFile> file{new GeoJsonFile{source, std::fopen(source.c_str(), "rb")}};
    if (!file->m_file) return nullptr;
    TextWindow window{tail_bytes};
    file->fill(window, head_bytes);
    std::string_view head = window.text();
    constexpr std::string_view mark = "\xEF\xBB\xBF";
    if (head.starts_with(mark)) head.remove_prefix(mark.size());
    const std::size_t first = head.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos || (head[first] != '{' && head[first] != '\x1e')) return nullptr;
    file->m_begin = static_cast<std::uint64_t>(head.data() - window.text().data());
    if (head[first] == '\x1e' || are_lines(head)) {
        file->m_framing = head[first] == '\x1e' ? FeatureFraming::records : FeatureFraming::lines;
        return file;
    }
    const std::size_t begin = features_begin(head);
    if (begin == std::string_view::npos) return nullptr;
    const auto members = geojson_members(std::string{head.substr(0, begin)} + "]}");
    if (!members) return nullptr;
    if (!members->crs.empty()) file->m_crs = members->crs;
    file->m_has_type = members->has_type;
    file->m_begin += begin;
    // What comes behind the features may change what they mean: a CRS, or an end that is missing.
    const auto size = static_cast<std::uint64_t>(std::filesystem::file_size(source, ignored));
    const std::uint64_t tail = std::max(file->m_begin, size - std::min<std::uint64_t>(size, tail_bytes));
    window.size = 0;
    if (std::fseek(file->m_file.get(), static_cast<long>(tail), SEEK_SET) != 0) return nullptr;
    file->fill(window, tail_bytes);
    const std::string_view text = window.text();
    const std::size_t last = text.find_last_not_of(" \t\r\n");
    if (last == std::string_view::npos || text[last] != '}' ||
        text.find("\"crs\"") != std::string_view::npos ||
        (!file->m_has_type && text.find("\"FeatureCollection\"") == std::string_view::npos))
        return nullptr;
    return file;
}

std::size_t GeoJsonFile::fill(TextWindow& window, std::size_t size) {
    const std::size_t room = std::min(size, window.capacity - window.size);
    const std::size_t got = std::fread(window.bytes.get() + window.size, 1, room, m_file.get());
    window.size += got;
    return got;
}

bool GeoJsonFile::ends_well(TextWindow& window, std::size_t at) {
    std::string rest{window.text().substr(at)};
    TextWindow more{tail_bytes};
    while (fill(more, tail_bytes) > 0 && rest.size() < tail_bytes) {
        rest += more.text();
        more.size = 0;
    }
    const auto members = geojson_members(R"({"features":[])" + rest);
    return members && members->crs.empty() && members->has_type != m_has_type;
}

bool GeoJsonFile::read(const std::function<void(std::unique_ptr<gdal::FeatureBatch>)>& visit) {
    using Found = FeatureFinder::Found;
    if (std::fseek(m_file.get(), static_cast<long>(m_begin), SEEK_SET) != 0) return false;
    FeatureFinder finder{m_framing};
    TextWindow window{window_bytes};
    for (bool is_all = false;;) {
        is_all = fill(window, window.capacity) == 0;
        std::vector<std::string_view> features;
        std::size_t at = 0;
        Found found = Found::feature;
        while (found == Found::feature) {
            std::string_view feature;
            found = finder.next(window.text(), is_all, at, feature);
            if (found == Found::feature) features.push_back(feature);
        }
        if (found == Found::more && (is_all || window.capacity > largest_window)) found = Found::odd;
        const bool is_well =
            found == Found::more ||
            (found == Found::end && (m_framing != FeatureFraming::collection || ends_well(window, at)));
        const std::string_view rest = window.text().substr(at);
        TextWindow next{features.empty() ? 2 * window.capacity : std::max(window_bytes, 2 * rest.size())};
        std::copy(rest.begin(), rest.end(), next.bytes.get());
        next.size = rest.size();
        const std::uint64_t first_place = m_features;
        m_features += features.size();
        if (!features.empty())
            visit(std::make_unique<TextBatch>(std::move(window), std::move(features), first_place, m_framing,
                                              m_source));
        if (found != Found::more) return is_well && m_features > 0;
        window = std::move(next);
    }
}

}  // namespace amaneku::io
