#pragma once

namespace amaneku::radio::p1812 {

/// I(x): the value that a normal variable exceeds with probability `x`, by the approximation of Attachment 2
/// to Annex 1 (error below 0.00054). `x` is taken into [1e-6, 1 - 1e-6].
[[nodiscard]] double inverse_normal(double x) noexcept;

}  // namespace amaneku::radio::p1812
