#include "core/config.hpp"

#include <fmt/format.h>

#include <charconv>

namespace amaneku {

std::string format_date(Date date) { return fmt::format("{:04}-{:02}-{:02}", date.year, date.month, date.day); }

std::optional<Date> parse_date(std::string_view text) {
    std::array<int, 3> parts{};
    const char* at = text.data();
    const char* const end = text.data() + text.size();
    for (std::size_t i = 0; i < 3; ++i) {
        const auto [next, error] = std::from_chars(at, end, parts[i]);
        if (error != std::errc{} || (i < 2 && (next == end || (*next != '-' && *next != '/')))) return std::nullopt;
        at = i < 2 ? next + 1 : next;
    }
    const Date date{parts[0], parts[1], parts[2]};
    if (at != end || date.year < 1 || date.month < 1 || date.month > 12 || date.day < 1 || date.day > 31) return std::nullopt;
    return date;
}

}  // namespace amaneku
