#include "core/kpi.hpp"

#include <algorithm>
#include <array>

namespace amaneku {

namespace {

constexpr int all_decimals = 9;

bool is_digits(std::string_view text) noexcept {
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

std::optional<Amount> parse_decimal(std::string_view text) {
    const bool negative = text.starts_with('-');
    if (negative) text.remove_prefix(1);
    const std::size_t dot = text.find('.');
    const std::string_view whole = text.substr(0, dot);
    const std::string_view fraction =
        dot == std::string_view::npos ? std::string_view{} : text.substr(dot + 1);
    if (!is_digits(whole) || whole.size() > 18) return std::nullopt;
    if (dot != std::string_view::npos && (!is_digits(fraction) || fraction.size() > all_decimals))
        return std::nullopt;
    Amount value = 0;
    for (const char c : whole) value = value * 10 + (c - '0');
    for (std::size_t i = 0; i < all_decimals; ++i)
        value = value * 10 + (i < fraction.size() ? fraction[i] - '0' : 0);
    return negative ? -value : value;
}

std::string format_decimal(Amount value, int decimals) {
    const bool negative = value < 0;
    if (negative) value = -value;
    Amount unit = 1;
    for (int i = decimals; i < all_decimals; ++i) unit *= 10;
    const Amount rounded = (value + unit / 2) / unit * unit;
    std::string text = format_amount(rounded);
    text.resize(text.size() - static_cast<std::size_t>(all_decimals - decimals) - (decimals == 0 ? 1 : 0));
    return negative && rounded != 0 ? "-" + text : text;
}

std::string format_decimal(Amount value) {
    std::string text = format_decimal(value, all_decimals);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.ends_with('.')) text.pop_back();
    return text;
}

int fiscal_year(Date day) noexcept {
    return day.month >= 4 ? day.year : day.year - 1;
}

bool is_kpi_scope(std::string_view scope) noexcept {
    static constexpr std::array<std::string_view, 4> words{"national", "each_prefecture", "each_operator",
                                                           "four_operators_total"};
    if (std::find(words.begin(), words.end(), scope) != words.end()) return true;
    const auto of = [&](std::string_view prefix) {
        return scope.starts_with(prefix) ? scope.substr(prefix.size()) : std::string_view{};
    };
    if (const auto code = of("pref:"); is_digits(code) && code.size() == 2) return true;
    if (const auto code = of("municipality:"); is_digits(code) && code.size() == 5) return true;
    return !of("group:").empty() || !of("operator:").empty();
}

std::string_view target_status_id(TargetStatus status) noexcept {
    static constexpr std::array<std::string_view, 7> ids{"no-number", "no-actual", "met",   "met-early",
                                                         "met-late",  "open",      "missed"};
    return ids[static_cast<std::size_t>(status)];
}

}  // namespace amaneku
