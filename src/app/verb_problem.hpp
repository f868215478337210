#pragma once

#include <CLI/CLI.hpp>

#include <string>

namespace amaneku::app {

/// What to say after a parse that failed for want of a verb: names what stood in its place, and the verbs
/// there are. Empty where a verb was found and takes no further one.
[[nodiscard]] std::string verb_problem(const CLI::App& app);

}  // namespace amaneku::app
