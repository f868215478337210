#pragma once

#include "core/config.hpp"
#include "core/gap_result.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace amaneku::io {

/// A part of a cost as a fraction: 2/3, 0.5.
struct Fraction {
    std::int64_t numerator = 0;
    std::int64_t denominator = 1;
};

/// One row of the table of programmes that is in force.
struct SubsidyRow {
    SubsidyProgramme text;
    std::optional<Fraction> rate;  ///< nothing where the table does not say it
    Fraction prefecture_rate;
    std::string where;  ///< `subsidies.csv:7`
};

/// Programmes that are in force on a day: columns `programme,valid_from,valid_to,condition,recipient,rate,
/// source`, and `prefecture_rate` where there is one. Dates may be empty; rates are fractions or decimals of
/// 0 to 1, empty where they are not known.
/// @throws Error (Errc::input) naming the line
[[nodiscard]] std::vector<SubsidyRow> read_subsidies(const std::string& path, Date on);

/// What programmes ask of a municipality.
struct MunicipalFacts {
    std::set<std::string> designations;
    std::optional<double> financial_index;
};

/// By municipal code: columns `code`, `designations` (joined by `;`) and `financial_index` (財政力指数, may
/// be empty). @throws Error (Errc::input)
[[nodiscard]] std::map<std::string, MunicipalFacts> read_municipal_facts(const std::string& path);

}  // namespace amaneku::io
