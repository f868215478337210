#pragma once

#include "core/result.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace amaneku::io {

/// By service: 1 where its providers all have sites and none stands in any of the zones.
[[nodiscard]] std::vector<std::uint8_t> without_station(const RunResult& result,
                                                        std::span<const std::uint32_t> zones);

/// The words of `S_flag` that need no limits: `no-station`, `rounds-to-100`.
[[nodiscard]] std::vector<std::string> base_flags(const RunResult& result, std::size_t service,
                                                  Amount covered, Amount total, bool no_station);

/// All words of `S_flag` for an area, joined by `;`. docs/formats.md lists them. Where the run has not looked
/// for flags, those of `base_flags`.
[[nodiscard]] std::string flags(const RunResult& result, AreaLevel level, std::size_t area,
                                std::size_t service, Amount covered, Amount total, bool no_station);

/// The tables of the result as UTF-8 CSV; columns as docs/formats.md says.
[[nodiscard]] std::string municipalities_csv(const RunResult& result);
[[nodiscard]] std::string prefectures_csv(const RunResult& result);
[[nodiscard]] std::string groups_csv(const RunResult& result);
[[nodiscard]] std::string coverage_csv(const RunResult& result);
[[nodiscard]] std::string issues_csv(const RunResult& result);
/// Computed against census totals, a row a zone.
[[nodiscard]] std::string qa_csv(const RunResult& result);

}  // namespace amaneku::io
