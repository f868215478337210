#pragma once

#include "core/diffraction.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace amaneku::radio {

/// Diffraction from one transmitter to every post of a radial: what profile_diffraction_db() gives for each
/// of the paths (to 1e-9 dB), with all that paths share found once. For Bullington a path takes one pass over
/// its posts, and a second only where it has sight and is not plainly clear.
///
/// The transmitter stands at post 0 with its antenna `tx_antenna_m` above sea; the receiver at post i stands
/// `rx_above_ground_m` above ground_m[i]. `cover_m`, empty or as long as the ground, is what stands on it
/// between the two ends: it raises the edges, not the antennas. Heights in metres, finite; earth with 4/3 of
/// its radius. `fresnel`: see clearance_shift().
class RadialDiffraction {
public:
    RadialDiffraction(std::span<const float> ground_m, double step_m, double tx_antenna_m,
                      double rx_above_ground_m, double frequency_mhz, Diffraction method, double fresnel,
                      std::span<const float> cover_m = {});

    /// Loss in dB to post `end`; 0 for posts 0 and 1, which have nothing in between.
    [[nodiscard]] double loss_db(std::size_t end);

private:
    struct Worst {
        double value;  // h |h| / (x (end - x)), which rises with nu
        std::size_t post;
    };

    [[nodiscard]] double worst_value(std::size_t from, double from_m, std::size_t to, double to_m) const;
    [[nodiscard]] Worst worst(std::size_t from, double from_m, std::size_t to, double to_m) const;
    [[nodiscard]] double receiver_slope(std::size_t end) const;
    [[nodiscard]] double nu_of(double value, std::size_t steps) const;
    [[nodiscard]] double edge_db(double nu) const;
    [[nodiscard]] double single_db(std::size_t end) const;
    [[nodiscard]] double bullington_db(std::size_t end) const;
    [[nodiscard]] double deygout_db(std::size_t end);
    [[nodiscard]] double before_db(std::size_t post);

    Diffraction m_method;
    double m_step_m;
    double m_tx_m;
    double m_per_step;  // 2 / (lambda step)
    double m_shift;
    // Heights over the plane that touches the earth at post 0: curvature is in them, so that rays are
    // straight lines.
    std::vector<double> m_top_m;
    std::vector<double> m_receiver_m;
    std::vector<double> m_transmitter_slope;  // the steepest of posts 1 to i - 1, per step
    std::vector<double> m_inverse;            // 1 / j
    std::vector<double> m_inverse_back;  // 1 / (posts - j): read forwards where 1 / (end - j) is asked for
    std::vector<double> m_before_db;     // deygout: NaN until asked for
};

/// The losses of all posts, into `loss_db`, which is as long as the ground. A NaN in the ground is no height:
/// fill holes first.
void radial_diffraction(std::span<const float> ground_m, double step_m, double tx_antenna_m,
                        double rx_above_ground_m, double frequency_mhz, Diffraction method, double fresnel,
                        std::span<float> loss_db, std::span<const float> cover_m = {});

}  // namespace amaneku::radio
