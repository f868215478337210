#include "core/amount.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

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

/// The double nearest to numerator / denominator, for numbers >= 0: long division to 55 bits and whether
/// anything is left, so that the conversion at the end is the only rounding.
double nearest_quotient(Amount numerator, Amount denominator) noexcept {
    Amount quotient = numerator / denominator;
    Amount rest = numerator % denominator;
    bool inexact = false;
    int exponent = 0;
    for (; quotient >> 62 != 0; ++exponent) {
        inexact = inexact || quotient % 2 != 0;
        quotient /= 2;
    }
    for (; rest != 0 && quotient >> 55 == 0; --exponent) {
        rest *= 2;
        quotient *= 2;
        if (rest >= denominator) {
            rest -= denominator;
            ++quotient;
        }
    }
    auto bits = static_cast<std::uint64_t>(quotient);
    if (inexact || rest != 0) bits |= 1U;
    return std::ldexp(static_cast<double>(bits), exponent);
}

}  // namespace

std::string format_amount(Amount amount) {
    const bool negative = amount < 0;
    if (negative) amount = -amount;
    return fmt::format("{}{}.{:09}", negative ? "-" : "", digits(amount / amount_per_unit),
                       static_cast<std::int64_t>(amount % amount_per_unit));
}

double to_double(Amount amount) noexcept {
    return amount < 0 ? -nearest_quotient(-amount, amount_per_unit)
                      : nearest_quotient(amount, amount_per_unit);
}

std::int64_t whole_units(Amount amount) noexcept {
    return static_cast<std::int64_t>((amount + amount_per_unit / 2) / amount_per_unit);
}

std::string format_rate(Amount part, Amount total, int decimals) {
    if (total == 0) return {};
    Amount scale = 1;
    for (int i = 0; i < decimals; ++i) scale *= 10;
    // At most 1e28 (amount) · 1e2 · 1e6 (decimals) · 2 = 2e36, below 1.7e38.
    const Amount scaled = (part * 100 * scale * 2 + total) / (total * 2);
    if (decimals == 0) return digits(scaled);
    std::string fraction = digits(scaled % scale);
    fraction.insert(0, static_cast<std::size_t>(decimals) - fraction.size(), '0');
    return digits(scaled / scale) + "." + fraction;
}

std::string format_rate_exact(Amount part, Amount total) {
    if (total == 0) return {};
    return fmt::format("{:.17g}", nearest_quotient(part * 100, total));
}

}  // namespace amaneku
