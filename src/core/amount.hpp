#pragma once

#include <cstdint>
#include <string>

namespace amaneku {

/// People, households or any weight as a whole number of 1e-9, so that a sum does not depend on its order.
///
/// 128 bits: the world's population is 8e18 of these units, and weights may be larger.
__extension__ using Amount = __int128;

/// The amount of one cell: 64 bits hold 9.2e9 people.
using CellAmount = std::int64_t;

inline constexpr std::int64_t amount_per_unit = 1'000'000'000;
/// The largest weight that one cell may carry.
inline constexpr double max_cell_weight = 9.0e9;

/// `12.345000000`: always 9 decimals.
[[nodiscard]] std::string format_amount(Amount amount);
/// The nearest double of the amount in units (people).
[[nodiscard]] double to_double(Amount amount) noexcept;
/// Whole units, half up.
[[nodiscard]] std::int64_t whole_units(Amount amount) noexcept;
/// 100 · part / total with `decimals` decimals, half up, by integers alone; empty where total is 0.
[[nodiscard]] std::string format_rate(Amount part, Amount total, int decimals);
/// 100 · part / total with 17 significant digits, correctly rounded; empty where total is 0.
[[nodiscard]] std::string format_rate_exact(Amount part, Amount total);

}  // namespace amaneku
