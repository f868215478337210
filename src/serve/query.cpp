#include "serve/query.hpp"

#include "serve/problem.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <string_view>

namespace amaneku::serve {

namespace {

constexpr std::size_t longest_text = 200;

std::optional<double> number(std::string_view text) {
    double value = 0.0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value)) return {};
    return value;
}

}  // namespace

std::optional<double> number_parameter(const http::Request& request, const char* name, double low,
                                       double high) {
    const auto text = request.parameter(name);
    if (!text) return {};
    const auto value = number(*text);
    if (!value || *value < low || *value > high)
        throw bad_value(name, fmt::format("must be a number from {} to {}", low, high));
    return value;
}

std::size_t count_parameter(const http::Request& request, const char* name, std::size_t usual,
                            std::size_t most) {
    const auto text = request.parameter(name);
    if (!text) return usual;
    std::size_t value = 0;
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
    if (error != std::errc{} || end != text->data() + text->size() || value > most)
        throw bad_value(name, fmt::format("must be a whole number from 0 to {}", most));
    return value;
}

std::optional<std::array<double, 4>> box_parameter(const http::Request& request) {
    const auto text = request.parameter("bbox");
    if (!text) return {};
    std::array<double, 4> box{};
    std::string_view rest{*text};
    for (std::size_t i = 0; i < 4; ++i) {
        const std::size_t comma = rest.find(',');
        const auto value = number(rest.substr(0, comma));
        const bool is_last = comma == std::string_view::npos;
        if (!value || is_last != (i == 3))
            throw bad_value("bbox", "must be west,south,east,north: four numbers in degrees");
        box[i] = *value;
        if (!is_last) rest.remove_prefix(comma + 1);
    }
    if (box[0] > box[2] || box[1] > box[3])
        throw bad_value("bbox", "must be west,south,east,north: west is not greater than east, south not than north");
    return box;
}

Point place_parameter(const http::Request& request) {
    const auto lon = number_parameter(request, "lon", -180.0, 180.0);
    const auto lat = number_parameter(request, "lat", -90.0, 90.0);
    if (!lon) throw bad_value("lon", "is missing: longitude in degrees");
    if (!lat) throw bad_value("lat", "is missing: latitude in degrees");
    return {*lon, *lat};
}

std::string text_parameter(const http::Request& request, const char* name) {
    std::string text = request.parameter(name).value_or("");
    if (text.size() > longest_text) throw bad_value(name, fmt::format("is longer than {} bytes", longest_text));
    return text;
}

bool flag_parameter(const http::Request& request, const char* name) {
    const auto text = request.parameter(name);
    if (!text || *text == "false" || *text == "0") return false;
    if (text->empty() || *text == "true" || *text == "1") return true;
    throw bad_value(name, "must be true or false");
}

}  // namespace amaneku::serve
