#pragma once

#include "core/result.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace amaneku {

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

/// Whole people of every zone (none where it is not reported). Totals by largest remainder over all reported
/// zones, so that they add up; covered people half up, no more than there are, and the uncovered are the
/// rest.
[[nodiscard]] std::vector<AreaPeople> whole_people(const RunResult& result);

/// Whole people of an area that is made of zones: totals are sums of theirs, covered people are rounded anew.
/// @param table, area  the area's own amounts
[[nodiscard]] AreaPeople area_people(const RunResult& result, const CoverageTable& table, std::size_t area,
                                     const std::vector<AreaPeople>& zones, std::span<const std::uint32_t> of);

/// A part of an area's people as a whole number: nobody where there is none, all where it is the whole, half
/// up and no more than `printed`, the whole's, between.
[[nodiscard]] std::int64_t part_of(Amount part, Amount whole, std::int64_t printed) noexcept;

/// Whole numbers that add up to the rounded sum of amounts: floors, then one more to the largest remainders.
/// Equal remainders go to the first.
[[nodiscard]] std::vector<std::int64_t> apportion(std::span<const Amount> amounts);

}  // namespace amaneku
