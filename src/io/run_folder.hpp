#pragma once

#include "core/amount.hpp"
#include "core/config.hpp"

#include <map>
#include <string>
#include <tuple>
#include <vector>

namespace amaneku::io {

/// A service as a finished run counted it.
struct RunService {
    std::string id, name, weight, rule;
    int decimals = 1;
    double threshold = 0.5;
    std::string comparator = ">=";
    std::string method;  ///< everything that figures of two runs must have in common to be compared
};

/// Amounts of an area by the service's own weight and rule.
struct RunCoverage {
    std::string name;
    Amount total = 0, covered = 0;
};

/// What the summary and the coverage table of a finished run say.
struct RunFolder {
    std::string path;
    std::string title;
    Date as_of;
    std::string cell_level;
    std::vector<std::string> report;  ///< zones.report
    std::string assign;               ///< zones.assign
    std::vector<RunService> services;
    std::map<std::string, std::vector<std::string>> digests;  ///< SHA-256 of the inputs by role, sorted
    std::string population_columns;                           ///< which columns were read, as text
    /// By (zone_level, zone_code, service, provider), `*` being the service as a whole.
    std::map<std::tuple<std::string, std::string, std::string, std::string>, RunCoverage> coverage;

    [[nodiscard]] const RunService* service(const std::string& id) const;
};

/// Reads summary.json and coverage.csv of an output directory.
/// @throws Error (Errc::input): one of them is not there, or is not such a file
[[nodiscard]] RunFolder read_run_folder(const std::string& path);

}  // namespace amaneku::io
