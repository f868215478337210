#pragma once

#include "radio/path_loss.hpp"

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace amaneku::footprint {

/// An empirical path loss with its margin by the square of the distance: without a root or a logarithm a
/// cell.
///
/// 512 steps an octave of the square, straight between them: within 0.003 dB of the model where its slope
/// breaks and 0.0001 dB elsewhere. A jump (TR 38.901 RMa's deviation at the break point) is spread over one
/// step, 0.1 to 0.2 % of the distance.
class LossTable {
public:
    /// @param margin  standard deviations added to the loss
    LossTable(const radio::PathLoss& model, double margin, double reach_m);

    /// Loss in dB at the square of a horizontal distance up to the reach; below 8 m that at 8 m.
    [[nodiscard]] float at(float square_m2) const noexcept {
        const std::uint32_t bits = std::bit_cast<std::uint32_t>(square_m2 < least ? least : square_m2) - base;
        const std::size_t i = bits >> shift;
        const float part = static_cast<float>(bits & mask) * (1.0F / static_cast<float>(mask + 1));
        return m_db[i] + part * (m_db[i + 1] - m_db[i]);
    }
    /// Whether the model is not stated for this distance.
    [[nodiscard]] bool is_outside(float square_m2) const noexcept {
        return !(square_m2 >= m_inside_from && square_m2 <= m_inside_to);
    }
    /// The distance beyond which every loss is above `loss_db`; not above the reach.
    [[nodiscard]] double last_within(double loss_db) const noexcept;

private:
    static constexpr unsigned shift = 23 - 9;
    static constexpr std::uint32_t mask = (1U << shift) - 1;
    static constexpr float least = 64.0F;
    static constexpr std::uint32_t base = std::bit_cast<std::uint32_t>(least);

    [[nodiscard]] static double distance_of(std::size_t i) noexcept;
    void find_validity(const radio::PathLoss& model);

    std::vector<float> m_db;
    double m_reach_m;
    float m_inside_from = 0.0F;  ///< squares
    float m_inside_to = -1.0F;
};

}  // namespace amaneku::footprint
