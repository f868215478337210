#pragma once

#include "core/accuracy_level.hpp"
#include "core/amount.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace amaneku {

/// How near a factor brings the computed rate to the published one.
enum class CalibrationStatus : std::uint8_t {
    met,        ///< equal within half a unit of the profile's last decimal
    nearest,    ///< the rate jumps over the published one: the nearer side of the jump
    lowest,     ///< the factor is at its lower bound
    highest,    ///< or its upper one
    unsettled,  ///< prefectures beside each other still moved one another
};
/// `met`, `nearest`, `lowest`, `highest`, `unsettled`.
[[nodiscard]] std::string_view calibration_status_id(CalibrationStatus status) noexcept;

/// The factor by which a provider's stations of a prefecture and band were brought to a published rate.
/// Rates are percent in 1e-9.
struct CalibrationLine {
    std::uint64_t service = 0;   ///< of the configuration
    std::uint64_t provider = 0;  ///< of the service
    std::string prefecture_code, prefecture;
    std::string band;  ///< id of the defaults'; `*`: all
    AccuracyLevel level = AccuracyLevel::circle;
    double factor = 1.0;  ///< times the radii (L1, L2), or dB added to the received power (L3 to L5)
    Amount rate_before = 0, rate_after = 0;
    Amount published = 0;
    std::string year, source;    ///< of the published rate
    std::uint64_t stations = 0;  ///< that the factor applies to: sites, or sectors and bands of them
    CalibrationStatus status = CalibrationStatus::met;

    [[nodiscard]] bool is_offset() const noexcept { return level >= AccuracyLevel::path_loss; }
    /// What the factor leaves, in percentage points of 1e-9.
    [[nodiscard]] Amount residual() const noexcept { return rate_after - published; }
};

/// The factor as reports show it, to the digits that it was applied with: `1.234567`, `-3.2500`.
[[nodiscard]] std::string factor_text(const CalibrationLine& line);

}  // namespace amaneku
