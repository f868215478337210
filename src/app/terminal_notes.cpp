#include "app/terminal_notes.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace amaneku::app {

void tell_notes(RunResult& result, Messages& messages) {
    constexpr std::size_t most_told = 6;
    for (const std::string& text : result.warnings) {
        messages.warn(text);
        result.issues.push_back({IssueKind::note, "", "", text, std::nullopt});
    }
    const std::size_t told = std::min(result.notes.size(), most_told);
    for (std::size_t i = 0; i < told; ++i) messages.info("note: " + result.notes[i]);
    if (result.notes.size() > told)
        messages.info(fmt::format("note: {} more notes are in summary.json", result.notes.size() - told));
    result.notes.insert(result.notes.begin(), result.warnings.begin(), result.warnings.end());
}

}  // namespace amaneku::app
