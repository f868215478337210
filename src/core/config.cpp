#include "core/config.hpp"

#include <fmt/format.h>

#include <algorithm>
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

bool OutputConfig::wants(std::string_view format) const {
    return std::find(formats.begin(), formats.end(), format) != formats.end();
}

std::string BaseMap::host() const {
    const std::size_t scheme = url.find("://");
    if (scheme == std::string::npos) return {};
    return url.substr(0, url.find('/', scheme + 3));
}

std::string_view assign_id(ZoneAssign assign) noexcept {
    constexpr std::array<std::string_view, 4> ids{"land_share", "max_area", "list", "centroid"};
    return ids[static_cast<std::size_t>(assign)];
}

bool needs_land_fraction(const Config& config) {
    const bool by_profile =
        std::any_of(config.services.begin(), config.services.end(),
                    [](const ServiceConfig& s) { return s.profile.area == FractionArea::land; });
    if (by_profile || !config.sensitivity) return by_profile;
    const auto& areas = config.sensitivity->areas;
    return std::find(areas.begin(), areas.end(), FractionArea::land) != areas.end();
}

int other_k_of(const Config& config, const ServiceConfig& service) {
    if (!config.sensitivity || service.providers.size() < 2) return 0;
    const auto& asked = config.sensitivity->combines;
    if (service.profile.combine == Combine::k_of_n) {
        const bool others = std::any_of(asked.begin(), asked.end(), [](Combine c) {
            return c == Combine::union_area_first || c == Combine::rule_first;
        });
        return others ? 1 : 0;
    }
    const bool asked_for = std::find(asked.begin(), asked.end(), Combine::k_of_n) != asked.end();
    const int k = config.sensitivity->k;
    return asked_for && static_cast<std::size_t>(k) <= service.providers.size() ? k : 0;
}

}  // namespace amaneku
