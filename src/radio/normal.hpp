#pragma once

namespace amaneku::radio {

/// z with P(Z <= z) = probability for a standard normal Z; probability in (0, 1), infinite at its ends, NaN
/// outside. Error at most 2e-15 relative or 1e-16 absolute for 1e-300 <= probability <= 1 - 1e-12.
[[nodiscard]] double inverse_normal(double probability) noexcept;

}  // namespace amaneku::radio
