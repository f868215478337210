#include "gdal/connection_name.hpp"

#include <algorithm>
#include <string_view>

namespace amaneku::gdal {

namespace {

constexpr std::string_view hidden = "***";

/// Where a value of libpq's `key = value` begins that stands after `key` at `at`; npos: no such value.
std::size_t value_after(const std::string& text, std::size_t at) {
    const std::size_t equals = text.find_first_not_of(" \t", at);
    if (equals == std::string::npos || text[equals] != '=') return std::string::npos;
    return std::min(text.find_first_not_of(" \t", equals + 1), text.size());
}

/// The end of a value: at its closing quote, at a blank or & (libpq, URI), or where a string or line ends.
std::size_t value_end(const std::string& text, std::size_t begin) {
    const bool is_quoted = begin < text.size() && text[begin] == '\'';
    const std::string_view ends = is_quoted ? "'\"\n" : " \t&\"\n";
    std::size_t i = is_quoted ? begin + 1 : begin;
    for (; i < text.size() && ends.find(text[i]) == std::string_view::npos; ++i) {
        if (text[i] == '\\') ++i;
    }
    i = std::min(i, text.size());
    return is_quoted && i < text.size() && text[i] == '\'' ? i + 1 : i;
}

/// postgresql://user:password@host
void hide_in_addresses(std::string& text) {
    for (std::size_t slashes = text.find("://"); slashes != std::string::npos;
         slashes = text.find("://", slashes + 3)) {
        const std::size_t end = std::min(text.find_first_of("/ \t\"\n", slashes + 3), text.size());
        const std::size_t at = text.rfind('@', end);
        const std::size_t colon = text.find(':', slashes + 3);
        if (at != std::string::npos && at > slashes && colon < at)
            text.replace(colon + 1, at - colon - 1, hidden);
    }
}

}  // namespace

std::string without_password(const std::string& text) {
    if (text.find("PG:") == std::string::npos && text.find("postgresql:") == std::string::npos) return text;
    std::string out = text;
    hide_in_addresses(out);
    constexpr std::string_view key = "password";  // sslpassword too
    for (std::size_t found = out.find(key); found != std::string::npos;
         found = out.find(key, found + key.size())) {
        const std::size_t begin = value_after(out, found + key.size());
        if (begin != std::string::npos) out.replace(begin, value_end(out, begin) - begin, hidden);
    }
    return out;
}

}  // namespace amaneku::gdal
