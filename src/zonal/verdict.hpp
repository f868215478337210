#pragma once

#include "core/config.hpp"
#include "core/measures.hpp"
#include "core/result.hpp"
#include "zonal/allocation.hpp"
#include "zonal/judge.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <span>

/// What decides of one cell, for those who judge cells.
namespace amaneku::zonal {

inline bool is_whole(double fraction) noexcept {
    return fraction >= 1.0 - fraction_tolerance;
}
inline bool is_touched(double fraction) noexcept {
    return fraction > fraction_tolerance;
}
inline bool passes(double fraction, const RuleProfile& profile) noexcept {
    return profile.strict ? fraction > profile.threshold + fraction_tolerance
                          : fraction >= profile.threshold - fraction_tolerance;
}

/// A whole cell counts and an untouched one does not, whatever the threshold and wherever its centre: lower
/// and upper bound every other rule.
inline Verdict verdict(double fraction, bool centre, const RuleProfile& profile) noexcept {
    const bool whole = is_whole(fraction);
    const bool touched = is_touched(fraction);
    return {whole || (touched && passes(fraction, profile)), false, whole || (touched && centre), whole,
            touched};
}

inline Amount share_of(CellAmount amount, double fraction, const Verdict& bounds) noexcept {
    if (!bounds[static_cast<std::size_t>(Rule::upper)]) return 0;
    if (bounds[static_cast<std::size_t>(Rule::lower)] || is_whole(fraction)) return amount;
    if (!is_touched(fraction)) return 0;
    return std::min(amount, static_cast<CellAmount>(std::llround(static_cast<double>(amount) * fraction)));
}

/// Where an entry's people live in the cell: only in its zone's piece, or all over it.
inline bool has_own_piece(const Allocation& allocation, std::uint64_t entry, ZoneAssign assign) noexcept {
    return (assign == ZoneAssign::land_share || assign == ZoneAssign::list) &&
           allocation.piece[entry] != no_piece;
}

inline const double* fractions_of(const Measures& measures, std::size_t cell, const RuleProfile& profile) noexcept {
    const bool land = profile.area == FractionArea::land && measures.land[cell] > 0.0;
    return (land ? measures.land_fraction.data() : measures.fraction.data()) + cell * measures.layer_count;
}

/// Whether the service leaves the cell's people out of numerator and denominator.
inline bool leaves_out(const ServiceConfig& service, std::span<const std::uint8_t> counted,
                std::size_t cell) noexcept {
    return service.profile.cells == CellSelection::list && !counted.empty() && counted[cell] == 0;
}

inline bool counts_cell(double fraction, bool centre, const RuleProfile& profile) noexcept {
    const Rule rule = profile.rule == Rule::area_share ? Rule::half_cell : profile.rule;
    return verdict(fraction, centre, profile)[static_cast<std::size_t>(rule)];
}

}  // namespace amaneku::zonal
