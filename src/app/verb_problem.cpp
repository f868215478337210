#include "app/verb_problem.hpp"

#include "core/nearest_word.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>
#include <set>
#include <string_view>
#include <vector>

namespace amaneku::app {

namespace {

/// Verbs that the documentation of later versions knows. One that is there never comes here.
constexpr std::array<std::string_view, 6> verbs_to_come{"footprint", "verify", "explain",
                                                        "report",    "serve",  "shard"};

std::vector<std::string> verbs_of(const CLI::App& app) {
    std::vector<std::string> names;
    for (const CLI::App* verb : app.get_subcommands([](const CLI::App*) { return true; }))
        names.push_back(verb->get_name());
    return names;
}

}  // namespace

std::string verb_problem(const CLI::App& app) {
    const CLI::App* deepest = &app;
    std::string command = "amaneku";
    while (!deepest->get_subcommands().empty()) {
        deepest = deepest->get_subcommands().front();
        command += " " + deepest->get_name();
    }
    const std::vector<std::string> verbs = verbs_of(*deepest);
    const std::vector<std::string> words = deepest->remaining();
    if (verbs.empty()) return {};
    const std::string way_out = fmt::format("there are {}; see {} --help", fmt::join(verbs, ", "), command);
    if (words.empty()) return fmt::format("{} needs a verb: {}", command, way_out);
    const std::string& word = words.front();
    if (word.starts_with('-'))
        return fmt::format("'{}' is no option of {}; see {} --help", word, command, command);
    if (deepest == &app && std::find(verbs_to_come.begin(), verbs_to_come.end(), word) != verbs_to_come.end())
        return fmt::format("'{}' is not in this version: {}", word, way_out);
    const std::string near = nearest_word(word, {verbs.begin(), verbs.end()});
    return fmt::format("'{}' is no verb{}: {}", word,
                       near.empty() ? "" : fmt::format(" (did you mean {}?)", near), way_out);
}

}  // namespace amaneku::app
