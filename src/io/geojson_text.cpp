#include "io/geojson_text.hpp"

#include "io/geojson_feature.hpp"

#include <cstring>

namespace amaneku::io {

namespace {

constexpr std::size_t block = 64;

/// Whether 64 bytes hold nothing that matters to braces; a loop that compilers turn into vectors.
bool is_plain(const char* p) noexcept {
    unsigned char any = 0;
    for (std::size_t i = 0; i < block; ++i)
        any |= static_cast<unsigned char>((p[i] == '"') | (p[i] == '{') | (p[i] == '}'));
    return any == 0;
}

bool is_space(char c) noexcept {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

/// The place behind a string whose first quote is at `p`; `end` where it does not end.
const char* string_end(const char* p, const char* end) noexcept {
    for (++p; p < end; ++p) {
        if (*p == '"') return p + 1;
        if (*p == '\\') ++p;
    }
    return end;
}

}  // namespace

TextWindow::TextWindow(std::size_t room)
    : bytes{std::make_unique_for_overwrite<char[]>(room + GeoJsonParser::padding)}, capacity{room} {}

std::size_t object_end(std::string_view text, std::size_t at) noexcept {
    const char* p = text.data() + at;
    const char* const end = text.data() + text.size();
    std::size_t depth = 0;
    while (p < end) {
        while (static_cast<std::size_t>(end - p) >= block && is_plain(p)) p += block;
        const char* const stop = static_cast<std::size_t>(end - p) > block ? p + block : end;
        while (p < stop) {
            if (*p == '"') {
                p = string_end(p, end);
                if (p == end) return std::string_view::npos;  // nothing behind it: the object is open
                continue;
            }
            if (*p == '{') ++depth;
            if (*p == '}' && --depth == 0) return static_cast<std::size_t>(p + 1 - text.data());
            ++p;
        }
    }
    return std::string_view::npos;
}

FeatureFinder::Found FeatureFinder::next(std::string_view text, bool is_all, std::size_t& at,
                                         std::string_view& feature) {
    constexpr char separator = '\x1e';
    std::size_t p = at;
    bool has_line_end = false;
    const auto skip_space = [&] {
        for (; p < text.size() && is_space(text[p]); ++p) has_line_end = has_line_end || text[p] == '\n';
        return p < text.size();
    };
    const bool is_list = m_framing == FeatureFraming::collection;
    if (!skip_space()) return is_list || !is_all ? Found::more : Found::end;
    if (is_list && text[p] == ']') {
        at = p + 1;
        return Found::end;
    }
    const bool is_divided = m_framing == FeatureFraming::lines ? m_is_first || has_line_end
                            : is_list                          ? m_is_first || text[p] == ','
                                                               : text[p] == separator;
    if (!is_divided) return Found::odd;
    if (m_framing == FeatureFraming::records || (is_list && !m_is_first)) ++p;
    if (!skip_space()) return is_all ? Found::odd : Found::more;
    if (text[p] != '{') return Found::odd;
    const std::size_t end = object_end(text, p);
    if (end == std::string_view::npos) return is_all ? Found::odd : Found::more;
    feature = text.substr(p, end - p);
    if (m_framing == FeatureFraming::lines && std::memchr(feature.data(), '\n', feature.size()) != nullptr)
        return Found::odd;
    m_is_first = false;
    at = end;
    return Found::feature;
}

}  // namespace amaneku::io
