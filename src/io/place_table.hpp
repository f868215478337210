#pragma once

#include "core/result.hpp"

#include <string>
#include <vector>

namespace amaneku::io {

/// places.csv: every place, in or out of each service and how far out.
[[nodiscard]] std::string places_csv(const RunResult& result);

/// place_rates.csv: places inside and outside by class and area.
[[nodiscard]] std::string place_rates_csv(const RunResult& result);

/// Ids of the providers whose footprints hold a place, joined by `;`.
[[nodiscard]] std::string providers_at(const ServiceConfig& service, std::uint64_t providers);

/// An area of a table with its zones.
struct TableArea {
    const char* level;
    std::string code;
    std::string name;
    std::vector<std::uint32_t> zones;
};
/// Nation, prefectures, cities, municipalities, groups: what there is of reported zones.
[[nodiscard]] std::vector<TableArea> table_areas(const RunResult& result);

}  // namespace amaneku::io
