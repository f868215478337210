#pragma once

#include "core/amount.hpp"
#include "core/radio_defaults.hpp"
#include <amaneku/issue.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace amaneku::io {

/// A rate that somebody published, for a prefecture and a band.
struct PublishedRate {
    std::string prefecture_code;  ///< two digits
    std::string band;             ///< id of the defaults'; `*`: all bands together
    Amount rate = 0;              ///< percent, in 1e-9
    std::string year;             ///< four digits
    std::string source;
    std::size_t line = 0;
};

struct PublishedRates {
    std::vector<PublishedRate> rates;  ///< by prefecture, then band; each pair once
    std::vector<Issue> issues;         ///< lines that were left out
};

/// Reads a csv `prefecture_code,band,rate,year,source`. A line without a code of two digits, with a band that
/// `defaults` has not, a rate that is not from 0 to 100, no year, or the prefecture and band of an earlier
/// line is left out and told.
/// @throws Error (Errc::input) for a missing column, or where no line is left
[[nodiscard]] PublishedRates read_published_rates(const std::string& path, const RadioDefaults& defaults);

}  // namespace amaneku::io
