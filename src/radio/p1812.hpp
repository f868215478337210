#pragma once

#include "radio/p1812_path.hpp"

/// Recommendation ITU-R P.1812-8 (09/2025): a path-specific propagation prediction method for point-to-area
/// terrestrial services, 30 MHz to 6 GHz. Sections and equations named here are those of its Annex 1;
/// equations of Attachment 1 (76 and above) are numbered as in the published validation results.
///
/// Left out: building entry loss (section 4.8), the digital maps of ΔN and N0, which are given as numbers,
/// and the alternative for the smooth profile of Attachment 4.
namespace amaneku::radio::p1812 {

/// What the loss of a path is made of, by the symbols of the Recommendation.
struct Intermediates {
    double d = 0;        ///< km, path length
    double d_lt = 0;     ///< km, eq. 78
    double d_lr = 0;     ///< km, eq. 81a
    double theta_t = 0;  ///< mrad, eqs. 76-78
    double theta_r = 0;  ///< mrad, eqs. 79-81
    double theta = 0;    ///< mrad, eq. 82
    double h_ts = 0;     ///< m above sea level, Table 5
    double h_rs = 0;     ///< m above sea level
    double h_tc = 0;     ///< m above sea level, Table 5: h_ts, since clutter does not stand at the antennas
    double h_rc = 0;     ///< m above sea level, Table 5
    double omega = 0;    ///< Table 5, share of the path over sea
    double d_tm = 0;     ///< km, section 3.6
    double d_lm = 0;     ///< km, section 3.6
    double phi = 0;      ///< degrees, eq. 4, as given
    double beta_0 = 0;   ///< %, eq. 5
    double a_e = 0;      ///< km, eq. 7a
    double h_st_fitted = 0;  ///< m above sea level, eq. 85
    double h_sr_fitted = 0;  ///< m above sea level, eq. 86
    double h_st = 0;         ///< m above sea level, eq. 90a
    double h_sr = 0;         ///< m above sea level, eq. 90b
    double h_std = 0;        ///< m above sea level, eq. 89
    double h_srd = 0;        ///< m above sea level, eq. 89
    double h_tc_smooth = 0;  ///< m, eq. 37a: h_tc above the smooth surface, also h_te of eq. 38a
    double h_rc_smooth = 0;  ///< m, eq. 37b
    double h_te = 0;         ///< m, eq. 92a
    double h_re = 0;         ///< m, eq. 92b
    double h_m = 0;          ///< m, eq. 93
    double f_i = 0;          ///< eq. 40
    double f_j = 0;          ///< eq. 57
    double f_k = 0;          ///< eq. 58
    double l_bfs = 0;        ///< dB, eq. 8
    double l_b0p = 0;        ///< dB, eq. 10
    double l_b0beta = 0;     ///< dB, eq. 11
    double l_bulla = 0;      ///< dB, eq. 21, for the effective radius a_β of β0 %
    double l_bulls = 0;      ///< dB, eq. 21, for a_β
    double l_dsph = 0;       ///< dB, eq. 27, for a_β
    double l_d50 = 0;        ///< dB, eq. 39, for a_e
    double l_dbeta = 0;      ///< dB, eq. 39, for a_β
    double l_dp = 0;         ///< dB, eq. 41
    double l_bd50 = 0;       ///< dB, eq. 42
    double l_bd = 0;         ///< dB, eq. 43
    double l_minb0p = 0;     ///< dB, eq. 59
    double l_ba = 0;         ///< dB, eq. 46
    double l_minbap = 0;     ///< dB, eq. 60
    double l_bda = 0;        ///< dB, eq. 61
    double l_bam = 0;        ///< dB, eq. 62
    double l_bs = 0;         ///< dB, eq. 44
    double l_bc = 0;         ///< dB, eq. 63
    double l_loc = 0;        ///< dB, eq. 67a: by location variability, 0 for a receiver at sea
};

struct Prediction {
    /// L_b (eq. 69): basic transmission loss not exceeded for p % of time and pL % of locations, dB.
    double basic_loss_db = 0;
    /// E_p (eq. 70): field strength exceeded for the same, dB(µV/m) for 1 kW of effective radiated power.
    double field_strength_dbuv_m = 0;
    Intermediates steps;
};

/// The whole prediction for one path. Allocates nothing and keeps nothing: any number of threads may call it.
///
/// @throws Error (Errc::input) with the text of refusal(path) where the model does not hold
[[nodiscard]] Prediction predict(const Path& path);

/// L_b of predict(path), dB: the same bits.
///
/// @throws Error as predict
[[nodiscard]] double basic_loss(const Path& path);

}  // namespace amaneku::radio::p1812
