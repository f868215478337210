#include "tiles/tile_json.hpp"

#include <fmt/format.h>

namespace amaneku::tiles {

namespace {

std::string_view json_type(FieldType type) noexcept {
    return type == FieldType::text ? "String" : "Number";
}

}  // namespace

std::string json_text(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        const auto code = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (code < 0x20 || c == '<' || c == '>' || c == '&') {
            out += fmt::format("\\u{:04x}", code);
        } else {
            out += c;
        }
    }
    return out + '"';
}

std::string vector_layers_json(const TileSetInfo& info) {
    std::string out = "[";
    for (const TileSetInfo::Layer& layer : info.layers) {
        if (out.size() > 1) out += ',';
        out += fmt::format(R"({{"id":{},"description":{},"minzoom":{},"maxzoom":{},"fields":{{)",
                           json_text(layer.name), json_text(layer.description), layer.minzoom, layer.maxzoom);
        bool first = true;
        for (const Field& field : layer.fields) {
            out +=
                fmt::format(R"({}{}:"{}")", first ? "" : ",", json_text(field.name), json_type(field.type));
            first = false;
        }
        out += "}}";
    }
    return out + ']';
}

std::string tile_json(const TileSetInfo& info, std::string_view url) {
    const auto& b = info.bounds;
    return fmt::format(
        R"({{"tilejson":"3.0.0","name":{},"description":{},"attribution":{},"version":"1.0.0","scheme":"xyz",)"
        R"("tiles":[{}],"minzoom":{},"maxzoom":{},"bounds":[{:.7f},{:.7f},{:.7f},{:.7f}],)"
        R"("center":[{:.7f},{:.7f},{}],"vector_layers":{}}})",
        json_text(info.name), json_text(info.description), json_text(info.attribution), json_text(url),
        info.minzoom, info.maxzoom, b[0], b[1], b[2], b[3], (b[0] + b[2]) / 2.0, (b[1] + b[3]) / 2.0,
        info.minzoom, vector_layers_json(info));
}

}  // namespace amaneku::tiles
