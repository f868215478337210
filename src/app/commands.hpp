#pragma once

#include <CLI/CLI.hpp>

#include <functional>

namespace amaneku::app {

/// Each adds a verb; the verb that was given leaves what it does in `action`, which returns the exit status
/// or throws Error.
using Action = std::function<int()>;
void add_run_command(CLI::App& app, Action& action);
void add_check_command(CLI::App& app, Action& action);
void add_demo_command(CLI::App& app, Action& action);
void add_mesh_command(CLI::App& app, Action& action);
void add_fetch_command(CLI::App& app, Action& action);
void add_plan_command(CLI::App& app, Action& action);
void add_compare_command(CLI::App& app, Action& action);
void add_footprint_command(CLI::App& app, Action& action);
void add_serve_command(CLI::App& app, Action& action);

}  // namespace amaneku::app
