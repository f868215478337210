#include "radio/link_budget.hpp"

#include "radio/normal.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace amaneku::radio {

namespace {

struct Carrier {
    double subcarrier_khz;
    double bandwidth_mhz;
    int blocks;
};

constexpr double second_range_mhz = 24'250.0;

constexpr std::array<Carrier, 36> first_range{{
    {15, 5, 25},    {15, 10, 52},  {15, 15, 79},  {15, 20, 106}, {15, 25, 133}, {15, 30, 160},
    {15, 35, 188},  {15, 40, 216}, {15, 45, 242}, {15, 50, 270}, {30, 5, 11},   {30, 10, 24},
    {30, 15, 38},   {30, 20, 51},  {30, 25, 65},  {30, 30, 78},  {30, 35, 92},  {30, 40, 106},
    {30, 45, 119},  {30, 50, 133}, {30, 60, 162}, {30, 70, 189}, {30, 80, 217}, {30, 90, 245},
    {30, 100, 273}, {60, 10, 11},  {60, 15, 18},  {60, 20, 24},  {60, 25, 31},  {60, 30, 38},
    {60, 40, 51},   {60, 50, 65},  {60, 60, 79},  {60, 80, 107}, {60, 90, 121}, {60, 100, 135},
}};

constexpr std::array<Carrier, 7> second_range{{
    {60, 50, 66},
    {60, 100, 132},
    {60, 200, 264},
    {120, 50, 32},
    {120, 100, 66},
    {120, 200, 132},
    {120, 400, 264},
}};

template <typename Table>
std::optional<int> find(const Table& table, double bandwidth_mhz, double subcarrier_khz) noexcept {
    const auto found = std::find_if(table.begin(), table.end(), [&](const Carrier& carrier) {
        return carrier.bandwidth_mhz == bandwidth_mhz && carrier.subcarrier_khz == subcarrier_khz;
    });
    if (found == table.end()) return std::nullopt;
    return found->blocks;
}

}  // namespace

std::optional<int> resource_blocks(double bandwidth_mhz, double subcarrier_khz,
                                   double frequency_mhz) noexcept {
    if (frequency_mhz >= second_range_mhz) return find(second_range, bandwidth_mhz, subcarrier_khz);
    return find(first_range, bandwidth_mhz, subcarrier_khz);
}

double reference_power_dbm(double carrier_power_dbm, int resource_blocks, double gain_dbi,
                           double feeder_loss_db) noexcept {
    return carrier_power_dbm - 10.0 * std::log10(12.0 * resource_blocks) + gain_dbi - feeder_loss_db;
}

double rsrp_dbm(double reference_power_dbm, double pattern_attenuation_db, double path_loss_db,
                double other_loss_db) noexcept {
    return reference_power_dbm - pattern_attenuation_db - path_loss_db - other_loss_db;
}

double edge_margin_db(double reliability, double sigma_db) noexcept {
    return inverse_normal(reliability) * sigma_db;
}

}  // namespace amaneku::radio
