#include "core/config.hpp"

#include <fmt/format.h>

#include <charconv>
#include <chrono>

namespace amaneku {

std::string format_date(Date date) {
    return fmt::format("{:04}-{:02}-{:02}", date.year, date.month, date.day);
}

std::optional<Date> parse_date(std::string_view text) {
    std::array<int, 3> parts{};
    for (std::size_t i = 0; i < 3; ++i) {
        const auto [next, error] = std::from_chars(text.data(), text.data() + text.size(), parts[i]);
        if (error != std::errc{}) return std::nullopt;
        text.remove_prefix(static_cast<std::size_t>(next - text.data()));
        if (i == 2) break;
        if (text.empty() || (text.front() != '-' && text.front() != '/')) return std::nullopt;
        text.remove_prefix(1);
    }
    const Date date{parts[0], parts[1], parts[2]};
    if (!text.empty() || date.year < 1 || date.year > 9999 || date.month < 1 || date.month > 12 ||
        date.day < 1)
        return std::nullopt;
    const std::chrono::year_month_day day{std::chrono::year{date.year},
                                          std::chrono::month{static_cast<unsigned>(date.month)},
                                          std::chrono::day{static_cast<unsigned>(date.day)}};
    if (date.day > 31 || !day.ok()) return std::nullopt;
    return date;
}

}  // namespace amaneku
