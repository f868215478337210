#include "io/provider_report.hpp"

#include <amaneku/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace amaneku::io {

void ProviderReport::reject(const std::string& source, std::int64_t fid, std::string reason) {
    ++rejected;
    if (rejected <= most_listed)
        issues.push_back({IssueKind::rejected, source, fmt::format("fid={}", fid), std::move(reason), {}});
}

void ProviderReport::check_placement(const Placement& placement, const std::string& source) {
    if (placement.looks_swapped()) throw Error{Errc::input, source, swapped_text};
    if (placement.is_all_outside()) issues.push_back({IssueKind::note, source, "", outside_text, {}});
}

void ProviderReport::check_bad_rows(const ProviderConfig& config) {
    if (rejected == 0) return;
    const double share = static_cast<double>(rejected) / static_cast<double>(read);
    if (share <= config.max_bad_rows) {
        if (rejected > most_listed) {
            issues.push_back({IssueKind::rejected,
                              config.id,
                              "",
                              fmt::format("{} further features were rejected: only the first {} are "
                                          "listed",
                                          rejected - most_listed, most_listed),
                              {}});
        }
        return;
    }
    const auto& first = *std::find_if(issues.begin(), issues.end(),
                                      [](const Issue& i) { return i.kind == IssueKind::rejected; });
    throw Error{Errc::input, fmt::format("{}: {}", first.file, first.place),
                fmt::format("{}; {} of {} features cannot be used, a share of {:.4f} where max_bad_rows "
                            "allows {}",
                            first.reason, rejected, read, share, config.max_bad_rows)};
}

}  // namespace amaneku::io
