#include "app/empty_providers.hpp"

#include "io/placement.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace amaneku::app {

void take_provider_files(RunResult& result, const std::string& role, const char* kind,
                         const FilesFound& files) {
    for (const Issue& issue : files.issues) {
        if (issue.reason == io::outside_text) {  // of one file: the others may be in place
            result.warnings.push_back(fmt::format("{}: {}: {}", role, issue.file, issue.reason));
        } else {
            result.issues.push_back(issue);
        }
    }
    if (files.taken > 0) {
        result.notes.insert(result.notes.end(), files.notes.begin(), files.notes.end());
        return;
    }
    result.warnings.push_back(fmt::format(
        "{}: no {} takes part, so nobody is covered by any: {}", role, kind,
        files.notes.empty() ? "the files hold none" : fmt::format("{}", fmt::join(files.notes, "; "))));
}

void warn_providers_out_of_reach(RunResult& result) {
    std::size_t index = 0;
    for (std::size_t s = 0; s < result.config.services.size(); ++s) {
        const ServiceConfig& service = result.config.services[s];
        for (std::uint32_t p = 0; p < service.providers.size(); ++p, ++index) {
            const std::uint64_t taken = result.provider_features[index];
            const std::string role = service.id + "/" + service.providers[p].id + ": ";
            const std::uint32_t layer = result.measures.services[s].first_provider + p;
            if (taken == 0 || result.nation_coverage.at(0, 0, layer, Rule::upper) != 0) continue;
            if (std::any_of(result.warnings.begin(), result.warnings.end(),
                            [&](const std::string& w) { return w.starts_with(role); }))
                continue;  // the reason is told already
            result.warnings.push_back(fmt::format(
                "{}none of its {} sites and areas reaches a populated cell of the reported zones: "
                "are its files, its CRS and its where the right ones?",
                role, taken));
        }
    }
}

}  // namespace amaneku::app
