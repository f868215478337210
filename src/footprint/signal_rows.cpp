#include "footprint/signal_rows.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace amaneku::footprint {

SignalRows::SignalRows(const PatchTask& task)
    : m_task{task},
      m_reach2{static_cast<float>(task.reach_m * task.reach_m)},
      m_north(static_cast<std::size_t>(task.offsets.window().columns)),
      m_east(m_north.size()),
      m_square(m_north.size()),
      m_loss(m_north.size()) {}

CellCount SignalRows::compute(std::int32_t row, std::span<float> dbm) {
    place(row);
    if (m_task.shadow == nullptr)
        over_level_ground();
    else
        over_terrain();
    return keep(dbm);
}

void SignalRows::place(std::int32_t row) {
    m_task.offsets.row(row, 0, m_north, m_east);
    const float* north = m_north.data();
    const float* east = m_east.data();
    float* square = m_square.data();
    for (std::size_t i = 0; i < m_square.size(); ++i) square[i] = north[i] * north[i] + east[i] * east[i];
}

void SignalRows::over_level_ground() {
    const Beam beam = m_task.beam;
    const float below = m_task.antenna_m - m_task.receiver_m;
    const float* north = m_north.data();
    const float* east = m_east.data();
    const float* square = m_square.data();
    float* loss = m_loss.data();
    const std::size_t n = m_loss.size();
    for (std::size_t i = 0; i < n; ++i) loss[i] = beam.loss_db(north[i], east[i], square[i], below);
    for (std::size_t i = 0; i < n; ++i) loss[i] += m_task.table.at(std::min(square[i], m_reach2));
}

void SignalRows::over_terrain() {
    const auto most = static_cast<float>(m_task.power_dbm - m_task.floor_dbm);
    for (std::size_t i = 0; i < m_loss.size(); ++i) {
        const float square = std::min(m_square[i], m_reach2);
        const float loss = m_task.table.at(square);
        m_loss[i] = loss;
        // Neither terrain nor antenna gives anything back.
        if (loss > most || m_square[i] > m_reach2) continue;
        const float half_turn = upper_angle(std::abs(m_east[i]), m_north[i]);
        const float turn = m_east[i] < 0.0F ? 2.0F * std::numbers::pi_v<float> - half_turn : half_turn;
        const TerrainShadow::Place place = m_task.shadow->at(turn, std::sqrt(square));
        const float below = m_task.antenna_m - (place.ground_m + m_task.receiver_m);
        m_loss[i] += m_task.beam.loss_db(m_north[i], m_east[i], square, below) + place.loss_db;
    }
}

CellCount SignalRows::keep(std::span<float> dbm) const {
    const auto power = static_cast<float>(m_task.power_dbm);
    const auto floor = static_cast<float>(m_task.floor_dbm);
    CellCount count;
    for (std::size_t i = 0; i < dbm.size(); ++i) {
        const float received = power - m_loss[i];
        const bool is_near = m_square[i] <= m_reach2 && received >= floor;
        const bool is_outside = is_near && m_task.table.is_outside(m_square[i]);
        const bool is_heard = is_near && !(is_outside && m_task.refuses_outside);
        dbm[i] = is_heard ? received : no_signal_dbm;
        count.heard += is_heard ? 1 : 0;
        count.outside += is_outside ? 1 : 0;
    }
    return count;
}

}  // namespace amaneku::footprint
