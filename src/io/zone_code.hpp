#pragma once

#include <set>
#include <string>
#include <string_view>

namespace amaneku::io {

/// Why a zone's code cannot be taken; empty: it can. A code of six digits must end in its check digit.
[[nodiscard]] std::string zone_code_problem(std::string_view code);

/// How many digits the codes of a column of numbers have once their leading zeros are put back: 5 or 6; 0:
/// they are to be taken as they stand; -1: two readings are possible.
///
/// One code alone cannot tell (11002 is a code, and the rest of 011002), so all of a column are looked at.
/// @param codes         the column's values
/// @param is_municipal  whether the column is known to hold municipal codes (N03_007); else they must all
/// look like them
[[nodiscard]] int zone_code_digits(const std::set<std::string>& codes, bool is_municipal);

/// A code with zeros before it up to `digits`.
[[nodiscard]] std::string with_leading_zeros(std::string code, int digits);

}  // namespace amaneku::io
