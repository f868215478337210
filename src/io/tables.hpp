#pragma once

#include "core/result.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace amaneku::io {

/// Whole people of every reported zone, by weight: largest remainder over the nation, so that they add up.
/// [weight][zone]
[[nodiscard]] std::vector<std::vector<std::int64_t>> whole_totals(const RunResult& result);

/// Covered and uncovered people of a service's layer as whole numbers.
struct WholePeople {
    std::int64_t covered = 0;
    std::int64_t uncovered = 0;
};

/// @param whole  the area's people of the weight: what both add up to, but for people that the service leaves
/// out
[[nodiscard]] WholePeople whole_people(const CoverageTable& table, std::size_t area, std::size_t weight,
                                       std::size_t layer, Rule rule, std::int64_t whole);

/// The words of `S_flag` for an area: `rounds-to-100`, `no-station`. docs/formats.md lists them.
[[nodiscard]] std::string flags(const RunResult& result, std::size_t service, Amount covered, Amount total,
                                bool no_station);

/// The tables of the result as UTF-8 CSV; columns as docs/formats.md says.
[[nodiscard]] std::string municipalities_csv(const RunResult& result);
[[nodiscard]] std::string prefectures_csv(const RunResult& result);
[[nodiscard]] std::string groups_csv(const RunResult& result);
[[nodiscard]] std::string coverage_csv(const RunResult& result);
[[nodiscard]] std::string issues_csv(const RunResult& result);
/// Computed against census totals, a row a zone.
[[nodiscard]] std::string qa_csv(const RunResult& result);

}  // namespace amaneku::io
