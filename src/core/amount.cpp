#include "core/amount.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace amaneku {

namespace {

std::string digits(Amount value) {
    std::string text;
    do {
        text += static_cast<char>('0' + static_cast<int>(value % 10));
        value /= 10;
    } while (value > 0);
    std::reverse(text.begin(), text.end());
    return text;
}

}  // namespace

std::string format_amount(Amount amount) {
    const bool negative = amount < 0;
    if (negative) amount = -amount;
    return fmt::format("{}{}.{:09}", negative ? "-" : "", digits(amount / amount_per_unit), static_cast<std::int64_t>(amount % amount_per_unit));
}

double to_double(Amount amount) noexcept { return static_cast<double>(amount) / amount_per_unit; }

std::int64_t whole_units(Amount amount) noexcept {
    return static_cast<std::int64_t>((amount + amount_per_unit / 2) / amount_per_unit);
}

std::string format_rate(Amount part, Amount total, int decimals) {
    if (total == 0) return {};
    Amount scale = 1;
    for (int i = 0; i < decimals; ++i) scale *= 10;
    // 1e28 (amounts) · 1e2 · 1e6 stays below 1.7e38.
    const Amount scaled = (part * 100 * scale * 2 + total) / (total * 2);
    if (decimals == 0) return digits(scaled);
    std::string fraction = digits(scaled % scale);
    fraction.insert(0, static_cast<std::size_t>(decimals) - fraction.size(), '0');
    return digits(scaled / scale) + "." + fraction;
}

std::string format_rate_exact(Amount part, Amount total) {
    if (total == 0) return {};
    return fmt::format("{:.17g}", 100.0 * static_cast<double>(part) / static_cast<double>(total));
}

}  // namespace amaneku
