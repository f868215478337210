#pragma once

#include "core/result.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace amaneku::io {

/// People of a service as whole numbers.
struct WholePeople {
    std::int64_t covered = 0;
    std::int64_t uncovered = 0;
    std::int64_t left_out = 0;  ///< in cells that are not in the service's list

    /// What rates are of. Where it is 0 a table has no rate.
    [[nodiscard]] std::int64_t counted() const noexcept { return covered + uncovered; }
};

/// What is printed of an area: for every service covered + uncovered + left out are the people of its weight.
struct AreaPeople {
    std::vector<std::int64_t> weights;  ///< [weight]
    std::vector<WholePeople> services;  ///< [service] by its profile's rule, of its weight
};

/// Whole people of every zone (none where it is not reported), so that tables of any areas made of zones add
/// up.
///
/// Totals by largest remainder over all reported zones. Covered people are rounded once for the nation,
/// shared out to prefectures and from there to zones by largest remainder; no area gets more than its printed
/// people, and none that is wholly covered, or not at all, gets anybody left out, or covered.
[[nodiscard]] std::vector<AreaPeople> whole_people(const RunResult& result);

/// People of an area that is made of zones.
[[nodiscard]] AreaPeople sum_people(const std::vector<AreaPeople>& zones, std::span<const std::uint32_t> of);

/// An amount to be printed as a whole number within bounds.
struct Share {
    Amount amount = 0;
    std::int64_t least = 0;
    std::int64_t most = 0;
};

/// Whole numbers that add up to `sum`, or to what is nearest to it within the bounds: floors, then one more
/// to the largest remainders. Equal remainders go to the first.
[[nodiscard]] std::vector<std::int64_t> apportion(std::span<const Share> shares, std::int64_t sum);

}  // namespace amaneku::io
