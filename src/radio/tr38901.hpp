#pragma once

#include "radio/log_line.hpp"
#include "radio/surroundings.hpp"

#include <cstdint>

/// Path loss of 3GPP TR 38.901, Tables 7.4.1-1 (loss) and 7.4.2-1 (probability of line of sight). The models
/// hold the clutter of their surroundings: no clutter loss belongs on top.
namespace amaneku::radio::tr38901 {

enum class Scenario : std::uint8_t {
    rma,  ///< rural macro
    uma,  ///< urban macro
    umi,  ///< urban micro, street canyon
};

/// The report's own speed of light, which its published values need.
inline constexpr double speed_of_light_m_s = 3.0e8;

struct Link {
    double frequency_ghz = 0.0;
    double base_height_m = 0.0;
    double mobile_height_m = 0.0;
    Surroundings surroundings;  ///< RMa only
};

/// Loss with line of sight over the distance between the antennas (d3D); the break point is a horizontal
/// distance. UMa and UMi take an effective environment of 1 m at every height of the receiver (the report
/// draws it at random for UMa receivers at 13 m and above).
[[nodiscard]] TwoSlopes line_of_sight(Scenario scenario, const Link& link) noexcept;

/// Loss without line of sight over d3D, before it is held at the loss with sight at least.
[[nodiscard]] LogLine no_line_of_sight(Scenario scenario, const Link& link) noexcept;

/// The two losses at a horizontal distance.
[[nodiscard]] double line_of_sight_db(Scenario scenario, const Link& link, double horizontal_m) noexcept;
[[nodiscard]] double no_line_of_sight_db(Scenario scenario, const Link& link, double horizontal_m) noexcept;

/// Probability in [0, 1] that a receiver out of doors at this horizontal distance sees the antenna.
[[nodiscard]] double sight_probability(Scenario scenario, double horizontal_m,
                                       double mobile_height_m) noexcept;

/// Standard deviation of shadowing, with sight (`break_m` of line_of_sight; RMa steps there from 4 to 6 dB)
/// and without.
[[nodiscard]] double sight_sigma_db(Scenario scenario, double horizontal_m, double break_m) noexcept;
[[nodiscard]] double no_sight_sigma_db(Scenario scenario) noexcept;

}  // namespace amaneku::radio::tr38901
