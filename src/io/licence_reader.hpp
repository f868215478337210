#pragma once

#include "core/licence_config.hpp"
#include <amaneku/issue.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace amaneku::io {

/// Stations of one municipality.
struct LicenceCount {
    std::string code;  ///< five digits, of a municipality, a ward or a designated city
    std::uint64_t count = 0;
    std::size_t line = 0;  ///< of the table
};

struct LicenceCounts {
    std::vector<LicenceCount> rows;  ///< ascending by code, each once
    std::vector<Issue> issues;
    std::vector<std::string> notes;
};

/// Reads a table of station counts. Prefectures' rows (`PREF`, or a code that ends in 000) are left out, and
/// so are totals of designated cities whose wards have rows: they would count twice. Rows without a good code
/// or a whole number are issues.
/// @throws Error (Errc::input) for a file without the columns, or without one row that can be taken
[[nodiscard]] LicenceCounts read_licence_counts(const LicenceConfig& config);

}  // namespace amaneku::io
