#include "app/commands.hpp"
#include "app/verb_problem.hpp"
#include "core/version.hpp"
#include <amaneku/error.hpp>

#include <fmt/format.h>

#include <cstdio>
#include <new>

namespace {

int report(const amaneku::Error& error) {
    fmt::print(stderr, "amaneku: {}{}{}\n", error.where(), error.where().empty() ? "" : ": ", error.what());
    return static_cast<int>(error.code());
}

/// The exit status; what went wrong is said on standard error.
int run(int argc, char** argv) {
    using amaneku::Errc;
    CLI::App app{"amaneku: who is reached by 5G and optical fiber, by the official rules"};
    app.require_subcommand(1);
    app.set_version_flag("--version", std::string{amaneku::version});
    app.footer(
        "Start with:\n  amaneku demo\n  amaneku check CONFIG\n  amaneku run CONFIG\nExit: 0 done, 2 usage, 3 "
        "configuration, 4 input, 5 output, 6 resources, 70 our fault, 130 and 143 stopped by a signal.");
    amaneku::app::Action action;
    amaneku::app::add_run_command(app, action);
    amaneku::app::add_check_command(app, action);
    amaneku::app::add_demo_command(app, action);
    amaneku::app::add_fetch_command(app, action);
    amaneku::app::add_mesh_command(app, action);
    try {
        app.parse(argc, argv);
        return action();
    } catch (const CLI::ParseError& error) {
        const std::string problem = error.get_exit_code() == 0 ? "" : amaneku::app::verb_problem(app);
        if (!problem.empty()) return report({Errc::usage, "", problem});
        return app.exit(error) == 0 ? 0 : static_cast<int>(Errc::usage);
    } catch (const amaneku::Error& error) {
        return report(error);
    } catch (const std::bad_alloc&) {
        return report(
            {Errc::resources, "memory", "there is not enough: close other programs or take fewer cells"});
    } catch (const std::exception& error) {
        return report({Errc::internal, "internal",
                       fmt::format("{}: please report this with the configuration", error.what())});
    }
}

}  // namespace

int main(int argc, char** argv) {
    try {
        return run(argc, argv);
    } catch (...) {  // the report itself failed, as where standard error is closed: there is nobody to tell
        return static_cast<int>(amaneku::Errc::internal);
    }
}
