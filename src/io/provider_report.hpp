#pragma once

#include "core/config.hpp"
#include "io/placement.hpp"
#include <amaneku/issue.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace amaneku::io {

/// What came of reading a provider's files.
struct ProviderReport {
    static constexpr std::uint64_t most_listed = 5'000;  ///< rejected features with an issue of their own

    std::uint64_t read = 0;
    std::uint64_t rejected = 0;
    std::vector<Issue> issues;
    std::vector<std::string> notes;

    void reject(const std::string& source, std::int64_t fid, std::string reason);
    /// Refuses a file whose coordinates are swapped; notes one that lies elsewhere. @throws Error
    /// (Errc::input)
    void check_placement(const Placement& placement, const std::string& source);
    /// Ends the run where more of the features are bad than may be; tells how many are not listed.
    /// @throws Error (Errc::input)
    void check_bad_rows(const ProviderConfig& config);
};

}  // namespace amaneku::io
