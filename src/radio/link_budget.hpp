#pragma once

#include <optional>

namespace amaneku::radio {

/// N_RB: resource blocks of 12 subcarriers in an NR carrier (3GPP TS 38.101-1 and -2, Table 5.3.2-1); nothing
/// where the table has no such carrier. Above 24.25 GHz the second part's table is meant, where 60 kHz
/// carriers differ.
[[nodiscard]] std::optional<int> resource_blocks(double bandwidth_mhz, double subcarrier_khz,
                                                 double frequency_mhz) noexcept;

/// Power per resource element that an isotropic receiver would see at the boresight without any path loss, in
/// dBm: the carrier's power shared over all its subcarriers, plus the antenna's gain, less the feeder's loss.
[[nodiscard]] double reference_power_dbm(double carrier_power_dbm, int resource_blocks, double gain_dbi,
                                         double feeder_loss_db) noexcept;

/// RSRP in dBm behind a pattern's attenuation, a path's loss and further losses such as clutter, all in dB.
[[nodiscard]] double rsrp_dbm(double reference_power_dbm, double pattern_attenuation_db, double path_loss_db,
                              double other_loss_db = 0.0) noexcept;

/// z sigma: what is taken off the mean so that a share `reliability` of places at that distance have at least
/// the rest. 0 at 0.5, 7.69 dB for 0.9 and 6 dB; reliability in (0, 1).
[[nodiscard]] double edge_margin_db(double reliability, double sigma_db) noexcept;

}  // namespace amaneku::radio
