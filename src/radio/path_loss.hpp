#pragma once

#include "core/path_loss_model.hpp"
#include "radio/log_line.hpp"
#include "radio/surroundings.hpp"
#include "radio/validity.hpp"

#include <cstdint>
#include <string>

namespace amaneku::radio {

struct Loss {
    double db = 0.0;
    bool is_outside = false;  ///< out of the range that the model is stated for: the formula is carried on
};

/// A model made ready for one transmitter and one height of receivers: the loss between isotropic antennas.
///
/// Below 10 m the loss is that at 10 m, for every model, and is not called outside for that: the place is at
/// the mast. Okumura-Hata and COST 231 are carried on below their shortest distance of 1 km and called
/// outside there; they never fall below free space. Without meaning for free space and the two Hata models,
/// `sight` is then not looked at.
///
/// LineOfSight::mean is the mean of the two losses *in decibels*, weighted by the probability of sight.
/// Margins for a reliability are taken in decibels from a mean in decibels, so this is what they fit; the
/// mean of the powers instead would be the loss with sight nearly as far as one place in ten still sees the
/// antenna, and would call whole streets served for the sake of a few places in them. sigma_db then holds the
/// spread between the two cases as well.
///
/// free_space_p2108 is free space and the median of P.2108's clutter loss of places, which is added at the
/// receiver's end alone; its deviation is the other one's, so that a margin for a reliability gives the loss
/// not exceeded at that share of places. Nearer than 0.25 km it is that at 0.25 km, and called outside.
///
/// p1812 is not among these, as it needs a profile: its loss here is infinite, as is any with a frequency,
/// height, building height or street width that is not a number above 0; problem() says so.
class PathLoss {
public:
    /// Heights in metres above the ground. Values out of range are taken and told of by problem().
    PathLoss(PathLossModel model, LineOfSight sight, double frequency_mhz, double base_height_m,
             double mobile_height_m, Surroundings surroundings = {});

    /// Loss at a horizontal distance in metres; constants are prepared, so this costs one or two logarithms.
    [[nodiscard]] Loss at(double distance_m) const noexcept;

    /// Standard deviation in dB of the loss over places at this horizontal distance (location variability):
    /// TR 38.901's own; 8 dB for Okumura-Hata and COST 231, which state none; 0 for free space. For
    /// LineOfSight::mean that of the mixture: p s1^2 + q s2^2 + p q (L1 - L2)^2.
    [[nodiscard]] double sigma_db(double distance_m) const noexcept;

    /// Which of frequency, heights and surroundings is out of range, in words; empty: none.
    [[nodiscard]] std::string problem() const;

    /// The same with the distance; not empty exactly where at() says is_outside.
    [[nodiscard]] std::string problem_at(double distance_m) const;

private:
    enum class Shape : std::uint8_t { sight_only, hidden, mean };

    struct Both {
        double sight_db;
        double hidden_db;
    };

    void prepare();
    [[nodiscard]] Both both(double distance_m) const noexcept;
    [[nodiscard]] double share_in_sight(double distance_m) const noexcept;
    [[nodiscard]] bool is_outside(double distance_m) const noexcept;

    PathLossModel m_model;
    LineOfSight m_sight;
    double m_frequency_mhz;
    double m_base_height_m;
    double m_mobile_height_m;
    Surroundings m_surroundings;

    Validity m_validity;
    Shape m_shape = Shape::sight_only;
    bool m_is_usable = true;
    bool m_has_problem = false;
    bool m_is_over_ground = false;  // m_hidden goes over the horizontal distance
    double m_height_difference_2 = 0.0;
    TwoSlopes m_in_sight;
    LogLine m_hidden;
};

}  // namespace amaneku::radio
