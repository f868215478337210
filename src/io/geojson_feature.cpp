#include "io/geojson_feature.hpp"

#include <simdjson.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

namespace amaneku::io {

namespace {

namespace json = simdjson::ondemand;

bool is_like(std::string_view a, std::string_view b) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [&](char x, char y) { return lower(x) == lower(y); });
}

/// Whether a value that is not used is JSON: it is walked, for a mistake in it spoils the file.
bool is_sound(json::value value) {
    json::json_type type{};
    if (value.type().get(type)) return false;
    switch (type) {
        case json::json_type::object: {
            json::object object;
            if (value.get_object().get(object)) return false;
            for (auto member : object) {
                std::string_view key;
                json::value inner;
                if (member.unescaped_key().get(key) || member.value().get(inner) || !is_sound(inner))
                    return false;
            }
            return true;
        }
        case json::json_type::array: {
            json::array array;
            if (value.get_array().get(array)) return false;
            for (auto element : array) {
                json::value inner;
                if (element.get(inner) || !is_sound(inner)) return false;
            }
            return true;
        }
        case json::json_type::number: {
            double number = 0.0;
            return !value.get_double().get(number);
        }
        case json::json_type::string: {
            std::string_view text;
            return !value.get_string().get(text);
        }
        case json::json_type::boolean: {
            bool truth = false;
            return !value.get_bool().get(truth);
        }
        case json::json_type::null:
            return value.is_null();
    }
    return false;
}

/// A coordinate: a number that GDAL reads to the same bits. It takes whole numbers as integers, which know
/// no minus zero and end at 64 bits.
bool read_number(json::value value, double& out) {
    constexpr double surely_exact = 9007199254740992.0;
    return !value.get_double().get(out) && std::abs(out) < surely_exact && !(out == 0.0 && std::signbit(out));
}

bool read_position(json::value value, PolygonSet& out) {
    json::array numbers;
    if (value.get_array().get(numbers)) return false;
    std::array<double, 3> at{};
    std::size_t count = 0;
    for (auto number : numbers) {
        json::value inner;
        if (count == at.size() || number.get(inner) || !read_number(inner, at[count])) return false;
        ++count;
    }
    if (count < 2) return false;
    out.points.push_back({at[0], at[1]});
    return true;
}

bool read_polygon(json::value value, PolygonSet& out) {
    json::array rings;
    if (value.get_array().get(rings)) return false;
    for (auto ring : rings) {
        json::array positions;
        if (ring.get_array().get(positions)) return false;
        for (auto position : positions) {
            json::value inner;
            if (position.get(inner) || !read_position(inner, out)) return false;
        }
        if (out.points.size() == out.ring_begin.back()) return false;
        out.close_ring();
    }
    if (out.ring_count() == out.part_begin.back()) return false;
    out.close_part();
    return true;
}

/// How many arrays begin one inside the other at the front of a text.
std::size_t depth_of(const char* text) {
    std::size_t depth = 0;
    for (;; ++text) {
        if (*text == '[') {
            ++depth;
        } else if (*text != ' ' && *text != '\n' && *text != '\r' && *text != '\t') {
            return depth;
        }
    }
}

constexpr std::size_t polygon_depth = 3;

/// Coordinates of a polygon or a multipolygon; the type may be said before or after. @returns the depth, 0:
/// neither
std::size_t read_coordinates(json::value value, PolygonSet& out) {
    const std::size_t depth = depth_of(value.raw_json_token().data());
    if (depth == polygon_depth) return read_polygon(value, out) ? depth : 0;
    json::array parts;
    if (depth != polygon_depth + 1 || value.get_array().get(parts)) return 0;
    for (auto part : parts) {
        json::value inner;
        if (part.get(inner) || !read_polygon(inner, out)) return 0;
    }
    return depth;
}

bool read_geometry(json::object geometry, PolygonSet& out) {
    std::size_t wanted = 0;
    std::size_t depth = 0;
    for (auto member : geometry) {
        std::string_view key;
        json::value value;
        if (member.unescaped_key().get(key) || member.value().get(value)) return false;
        if (key == "type") {
            std::string_view type;
            if (wanted != 0 || value.get_string().get(type)) return false;
            wanted = type == "Polygon" ? polygon_depth : type == "MultiPolygon" ? polygon_depth + 1 : 0;
            if (wanted == 0) return false;
        } else if (key == "coordinates") {
            if (depth != 0) return false;
            depth = read_coordinates(value, out);
            if (depth == 0) return false;
        } else if (is_like(key, "type") || is_like(key, "coordinates") || is_like(key, "crs") ||
                   !is_sound(value)) {
            return false;
        }
    }
    return depth != 0 && depth == wanted;
}

/// `EPSG:4326` for a name in one of the two usual spellings; empty for any other.
std::string epsg_of(std::string_view name) {
    if (name == "urn:ogc:def:crs:OGC:1.3:CRS84") return "EPSG:4326";
    for (const std::string_view prefix : {"urn:ogc:def:crs:EPSG::", "EPSG:"}) {
        if (!name.starts_with(prefix)) continue;
        const std::string_view code = name.substr(prefix.size());
        const bool is_code =
            !code.empty() && code.size() < 6 &&
            std::all_of(code.begin(), code.end(), [](char c) { return c >= '0' && c <= '9'; });
        if (is_code) return "EPSG:" + std::string{code};
    }
    return {};
}

/// The CRS that a member `crs` names; empty: not one of the plain kind.
std::string read_crs(json::value value) {
    json::object crs;
    if (value.get_object().get(crs)) return {};
    std::string type;
    std::string found;
    for (auto member : crs) {
        std::string_view key;
        std::string_view text;
        if (member.unescaped_key().get(key)) return {};
        if (key == "type" && type.empty()) {
            if (member.value().get_string().get(text)) return {};
            type = text;
        } else if (key == "properties" && found.empty()) {
            json::object properties;
            if (member.value().get_object().get(properties)) return {};
            for (auto property : properties) {
                if (property.unescaped_key().get(key) || key != "name" || !found.empty()) return {};
                if (property.value().get_string().get(text)) return {};
                found = epsg_of(text);
            }
        } else {
            return {};
        }
    }
    return type == "name" ? found : std::string{};
}

/// Members without a meaning for what is read here.
bool is_harmless(std::string_view key) {
    constexpr std::array<std::string_view, 18> known{
        "name",          "features",      "bbox",
        "description",   "title",         "xy_coordinate_resolution",
        "timeStamp",     "numberMatched", "timestamp",
        "links",         "metadata",      "numberReturned",
        "totalFeatures", "generator",     "license",
        "copyright",     "attribution",   "source"};
    return std::find(known.begin(), known.end(), key) != known.end();
}

}  // namespace

struct GeoJsonParser::State {
    json::parser parser;
};

const std::size_t GeoJsonParser::padding = simdjson::SIMDJSON_PADDING;

GeoJsonParser::GeoJsonParser() : m_state{std::make_unique<State>()} {}
GeoJsonParser::~GeoJsonParser() = default;
GeoJsonParser::GeoJsonParser(GeoJsonParser&&) noexcept = default;
GeoJsonParser& GeoJsonParser::operator=(GeoJsonParser&&) noexcept = default;

std::optional<GeoJsonFeature> GeoJsonParser::read(std::string_view text, PolygonSet& out) {
    GeoJsonFeature found;
    bool has_type = false;
    bool has_geometry = false;
    json::document document;
    json::object feature;
    if (m_state->parser.iterate(text.data(), text.size(), text.size() + padding).get(document) ||
        document.get_object().get(feature))
        return std::nullopt;
    for (auto member : feature) {
        std::string_view key;
        json::value value;
        if (member.unescaped_key().get(key) || member.value().get(value)) return std::nullopt;
        if (key == "geometry") {
            json::json_type type{};
            if (has_geometry || value.type().get(type)) return std::nullopt;
            has_geometry = true;
            if (type == json::json_type::null) {
                if (!value.is_null()) return std::nullopt;
                continue;
            }
            json::object geometry;
            if (value.get_object().get(geometry) || !read_geometry(geometry, out)) return std::nullopt;
            found.has_geometry = true;
        } else if (key == "type") {
            std::string_view type;
            if (has_type || value.get_string().get(type) || type != "Feature") return std::nullopt;
            has_type = true;
        } else if (is_like(key, "type") || is_like(key, "geometry") || !is_sound(value)) {
            return std::nullopt;
        }
        found.has_id = found.has_id || is_like(key, "id");
    }
    if (!has_type || !has_geometry) return std::nullopt;
    return found;
}

std::optional<GeoJsonMembers> geojson_members(const std::string& text) {
    const simdjson::padded_string padded{text};
    json::parser parser;
    json::document document;
    json::object object;
    if (parser.iterate(padded).get(document) || document.get_object().get(object)) return std::nullopt;
    GeoJsonMembers found;
    std::set<std::string, std::less<>> seen;
    for (auto member : object) {
        std::string_view key;
        json::value value;
        if (member.unescaped_key().get(key) || !seen.emplace(key).second || member.value().get(value))
            return std::nullopt;
        if (key == "type") {
            std::string_view type;
            if (value.get_string().get(type) || type != "FeatureCollection") return std::nullopt;
            found.has_type = true;
        } else if (key == "crs") {
            found.crs = read_crs(value);
            if (found.crs.empty()) return std::nullopt;
        } else if (!is_harmless(key) || !is_sound(value)) {
            return std::nullopt;
        }
    }
    const char* behind = nullptr;
    if (!document.current_location().get(behind)) return std::nullopt;  // something stands there
    return found;
}

}  // namespace amaneku::io
