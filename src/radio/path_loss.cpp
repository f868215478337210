#include "radio/path_loss.hpp"

#include "radio/cost231.hpp"
#include "radio/free_space.hpp"
#include "radio/hata.hpp"
#include "radio/p2108.hpp"
#include "radio/tr38901.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace amaneku::radio {

namespace {

constexpr double shortest_m = 10.0;
constexpr double hata_sigma_db = 8.0;

bool is_positive(double value) noexcept {
    return std::isfinite(value) && value > 0.0;
}

bool is_positive(const Surroundings& surroundings) noexcept {
    return is_positive(surroundings.building_height_m) && is_positive(surroundings.street_width_m);
}

bool is_tr38901(PathLossModel model) noexcept {
    return model == PathLossModel::rma || model == PathLossModel::uma || model == PathLossModel::umi;
}

tr38901::Scenario scenario_of(PathLossModel model) noexcept {
    if (model == PathLossModel::rma) return tr38901::Scenario::rma;
    return model == PathLossModel::uma ? tr38901::Scenario::uma : tr38901::Scenario::umi;
}

HataArea area_of(PathLossModel model) noexcept {
    switch (model) {
        case PathLossModel::hata_large_city:
            return HataArea::large_city;
        case PathLossModel::hata_suburban:
            return HataArea::suburban;
        case PathLossModel::hata_open:
            return HataArea::open;
        default:
            return HataArea::small_city;
    }
}

LogLine hata_like(PathLossModel model, double frequency_mhz, double base_m, double mobile_m) noexcept {
    if (model == PathLossModel::cost231) return cost231_line(frequency_mhz, base_m, mobile_m, 0.0);
    if (model == PathLossModel::cost231_metropolitan) {
        return cost231_line(frequency_mhz, base_m, mobile_m, cost231_metropolitan_db);
    }
    return hata_line(area_of(model), frequency_mhz, base_m, mobile_m);
}

/// Clutter around the receiver by P.2108, with values out of its range taken at the range's end.
double clutter_db(double frequency_mhz, double distance_m, double location_percent) noexcept {
    const double ghz = std::clamp(frequency_mhz / 1000.0, 0.5, 67.0);
    const double km = std::max(distance_m / 1000.0, 0.25);
    return p2108::statistical_db(ghz, km, location_percent).value_or(0.0);
}

void append(std::string& text, const std::string& more) {
    if (!text.empty() && !more.empty()) text += "; ";
    text += more;
}

}  // namespace

PathLoss::PathLoss(PathLossModel model, LineOfSight sight, double frequency_mhz, double base_height_m,
                   double mobile_height_m, Surroundings surroundings)
    : m_model{model},
      m_sight{sight},
      m_frequency_mhz{frequency_mhz},
      m_base_height_m{base_height_m},
      m_mobile_height_m{mobile_height_m},
      m_surroundings{surroundings},
      m_validity{validity(model, sight)},
      m_is_usable{model != PathLossModel::p1812 && is_positive(frequency_mhz) && is_positive(base_height_m) &&
                  is_positive(mobile_height_m) &&
                  (model != PathLossModel::rma || is_positive(surroundings))} {
    m_has_problem = !problem().empty();
    if (m_is_usable) prepare();
}

void PathLoss::prepare() {
    const double difference = m_base_height_m - m_mobile_height_m;
    m_height_difference_2 = difference * difference;
    if (is_tr38901(m_model)) {
        const tr38901::Link link{m_frequency_mhz / 1000.0, m_base_height_m, m_mobile_height_m,
                                 m_surroundings};
        m_in_sight = tr38901::line_of_sight(scenario_of(m_model), link);
        m_hidden = tr38901::no_line_of_sight(scenario_of(m_model), link);
        if (m_sight == LineOfSight::none) m_shape = Shape::hidden;
        if (m_sight == LineOfSight::mean) m_shape = Shape::mean;
        return;
    }
    const LogLine free_space = free_space_line(m_frequency_mhz);
    m_in_sight = {free_space, free_space};
    if (m_model == PathLossModel::free_space || m_model == PathLossModel::free_space_p2108) return;
    m_hidden = hata_like(m_model, m_frequency_mhz, m_base_height_m, m_mobile_height_m);
    m_shape = Shape::hidden;
    m_is_over_ground = true;
}

PathLoss::Both PathLoss::both(double distance_m) const noexcept {
    const double square = distance_m * distance_m + m_height_difference_2;
    const double slant = std::sqrt(square);
    const double log_slant = 0.5 * std::log10(square);
    const double sight = m_in_sight.of(distance_m).at(slant, log_slant);
    if (m_shape == Shape::sight_only) return {sight, sight};
    const double log_hidden = m_is_over_ground ? std::log10(distance_m) : log_slant;
    return {sight, std::max(sight, m_hidden.at(slant, log_hidden))};
}

double PathLoss::share_in_sight(double distance_m) const noexcept {
    if (m_shape != Shape::mean) return m_shape == Shape::sight_only ? 1.0 : 0.0;
    return tr38901::sight_probability(scenario_of(m_model), distance_m, m_mobile_height_m);
}

bool PathLoss::is_outside(double distance_m) const noexcept {
    return m_has_problem || !m_validity.distance_m.holds(std::max(distance_m, shortest_m));
}

Loss PathLoss::at(double distance_m) const noexcept {
    if (!m_is_usable) return {std::numeric_limits<double>::infinity(), true};
    const double distance = std::max(distance_m, shortest_m);
    const Both losses = both(distance);
    if (m_model == PathLossModel::free_space_p2108)
        return {losses.sight_db + clutter_db(m_frequency_mhz, distance, 50.0), is_outside(distance)};
    const double share = share_in_sight(distance);
    return {share * losses.sight_db + (1.0 - share) * losses.hidden_db, is_outside(distance)};
}

double PathLoss::sigma_db(double distance_m) const noexcept {
    if (!m_is_usable || m_model == PathLossModel::free_space) return 0.0;
    const double distance = std::max(distance_m, shortest_m);
    if (m_model == PathLossModel::free_space_p2108) {
        constexpr double one_sigma_percent = 84.13447460685429;
        return clutter_db(m_frequency_mhz, distance, one_sigma_percent) -
               clutter_db(m_frequency_mhz, distance, 50.0);
    }
    if (!is_tr38901(m_model)) return hata_sigma_db;
    const double sight = tr38901::sight_sigma_db(scenario_of(m_model), distance, m_in_sight.break_m);
    const double hidden = tr38901::no_sight_sigma_db(scenario_of(m_model));
    if (m_shape != Shape::mean) return m_shape == Shape::sight_only ? sight : hidden;
    const Both losses = both(distance);
    const double gap = losses.hidden_db - losses.sight_db;
    const double share = share_in_sight(distance);
    return std::sqrt(share * sight * sight + (1.0 - share) * hidden * hidden +
                     share * (1.0 - share) * gap * gap);
}

std::string PathLoss::problem() const {
    if (m_model == PathLossModel::p1812) return "p1812 needs a terrain profile";
    std::string text;
    const auto check = [&](const char* quantity, double value, const Range& range, const char* unit) {
        append(text, is_positive(value) ? broken_range(quantity, value, range, unit)
                                        : fmt::format("{} {:g} {}, must be above 0", quantity, value, unit));
    };
    check("frequency", m_frequency_mhz, m_validity.frequency_mhz, "MHz");
    check("base height", m_base_height_m, m_validity.base_height_m, "m");
    check("receiver height", m_mobile_height_m, m_validity.mobile_height_m, "m");
    if (m_model != PathLossModel::rma) return text;
    check("building height", m_surroundings.building_height_m, m_validity.building_height_m, "m");
    check("street width", m_surroundings.street_width_m, m_validity.street_width_m, "m");
    return text;
}

std::string PathLoss::problem_at(double distance_m) const {
    std::string text = problem();
    append(text, broken_range("distance", std::max(distance_m, shortest_m), m_validity.distance_m, "m"));
    return text;
}

}  // namespace amaneku::radio
