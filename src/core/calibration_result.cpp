#include "core/calibration_result.hpp"

#include <fmt/format.h>

#include <array>

namespace amaneku {

std::string_view calibration_status_id(CalibrationStatus status) noexcept {
    static constexpr std::array<std::string_view, 5> ids{"met", "nearest", "lowest", "highest", "unsettled"};
    return ids[static_cast<std::size_t>(status)];
}

std::string factor_text(const CalibrationLine& line) {
    return line.is_offset() ? fmt::format("{:.4f}", line.factor) : fmt::format("{:.6f}", line.factor);
}

}  // namespace amaneku
