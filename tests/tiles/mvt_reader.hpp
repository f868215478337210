#pragma once

#include <protozero/pbf_reader.hpp>

#include <array>
#include <cstdint>
#include <map>
#include <stdexcept>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace amaneku {

using MvtValue = std::variant<double, std::string>;

struct MvtPoint {
    std::int32_t x = 0;
    std::int32_t y = 0;

    friend auto operator<=>(const MvtPoint&, const MvtPoint&) = default;
};

struct MvtFeature {
    std::uint64_t id = 0;
    int type = 0;  ///< 1 points, 2 lines, 3 polygons
    std::map<std::string, MvtValue> attributes;
    std::vector<std::vector<MvtPoint>> rings;  ///< of polygons not closed

    [[nodiscard]] double number(const std::string& name) const {
        return std::get<double>(attributes.at(name));
    }
    [[nodiscard]] std::string text(const std::string& name) const {
        return std::get<std::string>(attributes.at(name));
    }
};

struct MvtTileLayer {
    int version = 1;
    std::uint32_t extent = 4096;
    std::size_t keys = 0;
    std::size_t values = 0;
    std::vector<MvtFeature> features;
};

/// Twice the area by the shoelace formula in the tile's axes: positive for shells.
inline std::int64_t twice_area(const std::vector<MvtPoint>& ring) {
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const MvtPoint& a = ring[i];
        const MvtPoint& b = ring[(i + 1) % ring.size()];
        sum += std::int64_t{a.x} * b.y - std::int64_t{b.x} * a.y;
    }
    return sum;
}

inline std::vector<std::vector<MvtPoint>> decoded(const std::vector<std::uint32_t>& words) {
    std::vector<std::vector<MvtPoint>> rings;
    MvtPoint pen;
    const auto back = [](std::uint32_t v) {
        return static_cast<std::int32_t>(v >> 1) ^ -static_cast<std::int32_t>(v & 1);
    };
    for (std::size_t i = 0; i < words.size();) {
        const std::uint32_t command = words[i] & 7U;
        const std::uint32_t count = words[i++] >> 3U;
        if (command == 7) continue;
        if (command != 1 && command != 2) throw std::runtime_error{"unknown command"};
        for (std::uint32_t k = 0; k < count; ++k) {
            pen.x += back(words.at(i++));
            pen.y += back(words.at(i++));
            if (command == 1) rings.emplace_back();
            rings.back().push_back(pen);
        }
    }
    return rings;
}

inline MvtValue decoded_value(protozero::pbf_reader value) {
    while (value.next()) {
        switch (value.tag()) {
            case 1:
                return value.get_string();
            case 2:
                return static_cast<double>(value.get_float());
            case 3:
                return value.get_double();
            case 4:
                return static_cast<double>(value.get_int64());
            case 5:
                return static_cast<double>(value.get_uint64());
            case 6:
                return static_cast<double>(value.get_sint64());
            default:
                throw std::runtime_error{"a value of an unknown kind"};
        }
    }
    throw std::runtime_error{"an empty value"};
}

/// A vector tile, read by the letter of the specification and by nothing of ours.
inline std::map<std::string, MvtTileLayer> decoded_tile(const std::string& bytes) {
    std::map<std::string, MvtTileLayer> out;
    protozero::pbf_reader tile{bytes};
    while (tile.next(3)) {
        protozero::pbf_reader message = tile.get_message();
        MvtTileLayer layer;
        std::string name;
        std::vector<std::string> keys;
        std::vector<MvtValue> values;
        std::vector<protozero::data_view> features;
        while (message.next()) {
            switch (message.tag()) {
                case 15:
                    layer.version = static_cast<int>(message.get_uint32());
                    break;
                case 1:
                    name = message.get_string();
                    break;
                case 2:
                    features.push_back(message.get_view());
                    break;
                case 3:
                    keys.push_back(message.get_string());
                    break;
                case 4:
                    values.push_back(decoded_value(message.get_message()));
                    break;
                case 5:
                    layer.extent = message.get_uint32();
                    break;
                default:
                    message.skip();
            }
        }
        layer.keys = keys.size();
        layer.values = values.size();
        for (const protozero::data_view& view : features) {
            MvtFeature feature;
            protozero::pbf_reader reader{view};
            while (reader.next()) {
                if (reader.tag() == 1) {
                    feature.id = reader.get_uint64();
                } else if (reader.tag() == 3) {
                    feature.type = reader.get_enum();
                } else {
                    const bool is_tags = reader.tag() == 2;
                    std::vector<std::uint32_t> words;
                    for (const std::uint32_t w : reader.get_packed_uint32()) words.push_back(w);
                    if (!is_tags) feature.rings = decoded(words);
                    for (std::size_t i = 0; is_tags && i + 1 < words.size(); i += 2)
                        feature.attributes[keys.at(words[i])] = values.at(words[i + 1]);
                }
            }
            layer.features.push_back(std::move(feature));
        }
        if (!out.emplace(name, std::move(layer)).second) throw std::runtime_error{"two layers " + name};
    }
    return out;
}

}  // namespace amaneku
