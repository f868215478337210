#pragma once

#include <zlib.h>

#include <array>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

namespace amaneku {

/// What base64 stands for. @throws std::runtime_error for any other text
inline std::string from_base64(std::string_view text) {
    static constexpr std::string_view letters =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    std::uint32_t bits = 0;
    int held = 0;
    for (const char c : text) {
        if (c == '=') break;
        const auto value = letters.find(c);
        if (value == std::string_view::npos) throw std::runtime_error{"no base64"};
        bits = bits << 6U | static_cast<std::uint32_t>(value);
        held += 6;
        if (held < 8) continue;
        held -= 8;
        out += static_cast<char>(bits >> held & 0xffU);
    }
    return out;
}

/// The content of a gzip member. @throws std::runtime_error where it is none
inline std::string gunzipped(std::string bytes) {
    z_stream stream{};
    if (inflateInit2(&stream, 15 + 16) != Z_OK) throw std::runtime_error{"zlib"};
    stream.next_in = reinterpret_cast<Bytef*>(bytes.data());
    stream.avail_in = static_cast<uInt>(bytes.size());
    std::string out;
    std::array<char, 65536> part{};
    int state = Z_OK;
    while (state == Z_OK) {
        stream.next_out = reinterpret_cast<Bytef*>(part.data());
        stream.avail_out = static_cast<uInt>(part.size());
        state = inflate(&stream, Z_NO_FLUSH);
        out.append(part.data(), part.size() - stream.avail_out);
    }
    inflateEnd(&stream);
    if (state != Z_STREAM_END) throw std::runtime_error{"no gzip"};
    return out;
}

/// The block of a page that `id` names, unpacked.
inline std::string page_block(const std::string& page, const std::string& id) {
    const std::size_t element = page.find("id=\"" + id + "\"");
    if (element == std::string::npos) throw std::runtime_error{"no block " + id};
    const std::size_t begin = page.find('>', element) + 1;
    const std::string text = page.substr(begin, page.find('<', begin) - begin);
    return text.empty() ? text : gunzipped(from_base64(text));
}

}  // namespace amaneku
