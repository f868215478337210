#include "footprint/loss_table.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace amaneku::footprint {

namespace {

/// The distance between one inside and one outside at which that changes.
double border(const radio::PathLoss& model, double inside_m, double outside_m) {
    constexpr int halvings = 40;
    for (int i = 0; i < halvings; ++i) {
        const double middle = 0.5 * (inside_m + outside_m);
        (model.at(middle).is_outside ? outside_m : inside_m) = middle;
    }
    return inside_m;
}

}  // namespace

double LossTable::distance_of(std::size_t i) noexcept {
    return std::sqrt(double{std::bit_cast<float>(base + (static_cast<std::uint32_t>(i) << shift))});
}

LossTable::LossTable(const radio::PathLoss& model, double margin, double reach_m) : m_reach_m{reach_m} {
    // One node beyond the reach, and one for squares that round up to the next step.
    for (std::size_t i = 0, beyond = 0; beyond < 3; ++i) {
        const double d = distance_of(i);
        m_db.push_back(static_cast<float>(model.at(d).db + margin * model.sigma_db(d)));
        beyond += d > reach_m ? 1 : 0;
    }
    find_validity(model);
}

void LossTable::find_validity(const radio::PathLoss& model) {
    std::size_t first = 0;
    while (first < m_db.size() && model.at(distance_of(first)).is_outside) ++first;
    if (first == m_db.size()) return;
    std::size_t last = m_db.size() - 1;
    while (model.at(distance_of(last)).is_outside) --last;
    const double from = first == 0 ? 0.0 : border(model, distance_of(first), distance_of(first - 1));
    m_inside_from = static_cast<float>(from * from);
    m_inside_to = std::numeric_limits<float>::infinity();
    if (last + 1 < m_db.size()) {
        const double to = border(model, distance_of(last), distance_of(last + 1));
        m_inside_to = static_cast<float>(to * to);
    }
}

double LossTable::last_within(double loss_db) const noexcept {
    for (std::size_t i = m_db.size(); i-- > 0;) {
        if (m_db[i] <= loss_db) return std::min(m_reach_m, distance_of(i + 1));
    }
    return 0.0;
}

}  // namespace amaneku::footprint
