#include "footprint/p1812_rows.hpp"

#include "radio/free_space.hpp"
#include "radio/p1812.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace amaneku::footprint {

namespace {

constexpr double least_distance_m = 1000.0 * radio::p1812::Limits::min_distance_km;

/// All of a path but its profile.
radio::p1812::Path path_of(const Transmitter& t, const SignalSettings& s) {
    radio::p1812::Path path;
    path.tx_height_m = t.height_m;
    path.rx_height_m = s.receiver_height_m;
    path.frequency_ghz = t.frequency_mhz / 1000.0;
    path.polarisation = s.p1812.polarisation;
    path.time_percent = s.p1812.time_percent;
    path.location_percent = 100.0 * s.reliability;
    path.location_sigma_db = s.p1812.location_sigma_db;
    path.centre_latitude_deg = t.lat;
    path.dn = s.p1812.dn;
    path.n0 = s.p1812.n0;
    return path;
}

}  // namespace

std::optional<std::string> p1812_problem(const Transmitter& transmitter, const SignalSettings& settings) {
    const std::array<double, 4> distance_km{0.0, 0.5, 1.0, 1.5};
    const std::array<double, 4> level{};
    radio::p1812::Path path = path_of(transmitter, settings);
    path.distance_km = distance_km;
    path.ground_m = level;
    return radio::p1812::refusal(path);
}

P1812Rows::P1812Rows(const P1812Task& task)
    : m_task{task},
      m_path{path_of(task.transmitter, task.settings)},
      m_north(static_cast<std::size_t>(task.offsets.window().columns)),
      m_east(m_north.size()) {}

CellCount P1812Rows::compute(std::int32_t row, std::span<float> dbm) {
    m_task.offsets.row(row, 0, m_north, m_east);
    const auto floor = static_cast<float>(m_task.settings.floor_dbm);
    CellCount count;
    for (std::size_t i = 0; i < dbm.size(); ++i) {
        const Received r = received(m_north[i], m_east[i]);
        const bool is_near = r.dbm >= floor;
        const bool is_outside = is_near && r.is_outside;
        const bool is_heard = is_near && !(is_outside && m_task.settings.refuses_outside);
        dbm[i] = is_heard ? r.dbm : no_signal_dbm;
        count.heard += is_heard ? 1 : 0;
        count.outside += is_outside ? 1 : 0;
    }
    return count;
}

P1812Rows::Received P1812Rows::received(float north, float east) {
    constexpr double degrees = 180.0 / std::numbers::pi;
    constexpr double metres_per_degree = 111'000.0;
    constexpr Received nothing{no_signal_dbm, false};
    const Transmitter& t = m_task.transmitter;
    const double distance = std::hypot(double{north}, double{east});
    if (distance > m_task.reach_m) return nothing;
    const double power = t.reference_power_dbm + t.offset_db;
    const double free_space = radio::free_space_db(
        t.frequency_mhz, std::max(1.0, std::hypot(distance, t.height_m - m_task.settings.receiver_height_m)));
    if (power - free_space + p1812_gain_db < m_task.settings.floor_dbm) return nothing;
    const double azimuth = std::atan2(double{east}, double{north}) * degrees;
    const bool is_outside = distance < least_distance_m;
    m_path.centre_latitude_deg = t.lat + 0.5 * north / metres_per_degree;
    sample(std::max(distance, 1.0), azimuth);
    const double loss = is_outside ? free_space + m_task.margin * m_task.settings.p1812.location_sigma_db
                                   : radio::p1812::basic_loss(m_path);
    const double below =
        (m_ground_m.front() + t.height_m) - (m_ground_m.back() + m_task.settings.receiver_height_m);
    const float antenna =
        m_task.beam.loss_db(north, east, north * north + east * east, static_cast<float>(below));
    return {static_cast<float>(power - loss) - antenna, is_outside};
}

void P1812Rows::sample(double distance_m, double azimuth) {
    const auto steps = std::max(3.0, std::ceil(distance_m / m_task.step_m));
    const auto posts = static_cast<std::size_t>(steps) + 1;
    const double step = distance_m / steps;
    m_samples.resize(posts);
    m_distance_km.resize(posts);
    m_ground_m.resize(posts);
    m_filled += m_task.ground.ground(azimuth, step, m_samples);
    std::ranges::copy(m_samples, m_ground_m.begin());
    for (std::size_t i = 0; i < posts; ++i) m_distance_km[i] = 0.001 * step * static_cast<double>(i);
    // A path of 250 m must not fall short of that by its rounding.
    if (distance_m >= least_distance_m)
        m_distance_km.back() = std::max(m_distance_km.back(), radio::p1812::Limits::min_distance_km);
    m_path.distance_km = m_distance_km;
    m_path.ground_m = m_ground_m;
    if (!m_task.ground.has_cover()) return;
    m_task.ground.cover(azimuth, step, m_samples);
    m_cover_m.assign(m_samples.begin(), m_samples.end());
    m_path.clutter_m = m_cover_m;
}

}  // namespace amaneku::footprint
