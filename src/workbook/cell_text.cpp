#include "workbook/cell_text.hpp"

#include <algorithm>
#include <cstdint>

namespace amaneku::workbook {

namespace {

constexpr std::uint32_t replacement = 0xFFFDU;

/// A character of UTF-8 text and how many bytes it takes; what is none is one byte of `replacement`.
struct Character {
    std::uint32_t code = replacement;
    std::size_t size = 1;
};

Character character_at(std::string_view text, std::size_t at) noexcept {
    const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
    const std::uint32_t lead = byte(at);
    if (lead < 0x80) return {lead, 1};
    const std::size_t size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || at + size > text.size()) return {};
    std::uint32_t code = lead & (0x7FU >> size);
    for (std::size_t i = 1; i < size; ++i) {
        if ((byte(at + i) & 0xC0U) != 0x80U) return {};
        code = code << 6U | (byte(at + i) & 0x3FU);
    }
    const bool is_short = (size == 3 && code < 0x800) || (size == 4 && code < 0x10000);
    const bool is_none = code > 0x10FFFF || (code >= 0xD800 && code < 0xE000);
    return is_short || is_none ? Character{} : Character{code, size};
}

bool is_forbidden(std::uint32_t code) noexcept {
    return (code < 0x20 && code != '\t' && code != '\n') || code == 0xFFFE || code == 0xFFFF;
}

/// Whether a text goes on like `_x0041_`, by which workbooks write characters that XML lacks.
bool is_escape(std::string_view text) noexcept {
    static constexpr std::string_view digits = "0123456789abcdefABCDEF";
    return text.size() >= 7 && text[0] == '_' && text[1] == 'x' && text[6] == '_' &&
           std::all_of(text.begin() + 2, text.begin() + 6,
                       [](char c) { return digits.find(c) != std::string_view::npos; });
}

std::size_t utf16_size(std::uint32_t code) noexcept {
    return code >= 0x10000 ? 2 : 1;
}

std::size_t utf16_size(std::string_view text) noexcept {
    std::size_t size = 0;
    for (std::size_t at = 0; at < text.size(); at += character_at(text, at).size)
        size += utf16_size(character_at(text, at).code);
    return size;
}

}  // namespace

std::string cell_text(std::string_view text, std::string_view cut_mark, std::size_t longest) {
    const std::size_t room = longest - std::min(longest, utf16_size(cut_mark));
    std::string out;
    out.reserve(text.size());
    std::size_t units = 0;   // of what is written
    std::size_t cut_at = 0;  // where to cut, should the text be too long
    for (std::size_t at = 0; at < text.size();) {
        const Character c = character_at(text, at);
        if (units <= room) cut_at = out.size();
        const bool crlf = c.code == '\r' && at + 1 < text.size() && text[at + 1] == '\n';
        if (crlf) {
            at += 1;
            continue;
        }
        if (c.code == '\r') {
            out += '\n';
        } else if (is_forbidden(c.code) || c.code == replacement) {
            out += "\xEF\xBF\xBD";
        } else if (c.code == '_' && is_escape(text.substr(at))) {
            out += "_x005F_";
            units += 6;
        } else {
            out += text.substr(at, c.size);
        }
        units += utf16_size(c.code);
        at += c.size;
        if (units > longest) return out.substr(0, cut_at) + std::string{cut_mark};
    }
    return out;
}

std::size_t display_width(std::string_view text) noexcept {
    std::size_t longest = 0;
    std::size_t width = 0;
    for (std::size_t at = 0; at < text.size();) {
        const Character c = character_at(text, at);
        width = c.code == '\n' ? 0 : width + (c.code < 0x1100 ? 1 : 2);
        longest = std::max(longest, width);
        at += c.size;
    }
    return longest;
}

}  // namespace amaneku::workbook
