#include "app/commands.hpp"
#include "app/verb_problem.hpp"
#include "core/version.hpp"
#include <amaneku/error.hpp>

#include <fmt/format.h>

#if defined(__GLIBC__)
#include <malloc.h>
#endif

#include <cerrno>
#include <cstdio>
#include <iostream>
#include <new>
#include <system_error>
#include <thread>

namespace {

/// Threads that come and go leave glibc with up to eight arenas a core, none of which has a use for what was
/// freed in another. One a core, and one for the thread that reads beside them: with fewer, threads wait for
/// each other.
void limit_arenas() {
#if defined(__GLIBC__)
    mallopt(M_ARENA_MAX, static_cast<int>(std::thread::hardware_concurrency()) + 1);
#endif
}

int report(const amaneku::Error& error) {
    fmt::print(stderr, "amaneku: {}{}{}\n", error.where(), error.where().empty() ? "" : ": ", error.what());
    return static_cast<int>(error.code());
}

/// Whether everything that was said on standard output has gone where it is to go.
bool is_output_written() {
    return std::fflush(stdout) == 0 && std::ferror(stdout) == 0;
}

int report_lost_output(int error_number) {
    const std::string reason =
        error_number == 0 ? std::string{} : ": " + std::generic_category().message(error_number);
    return report({amaneku::Errc::output, "standard output",
                   fmt::format("cannot be written{}: what was to be printed is lost", reason)});
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
    amaneku::app::add_compare_command(app, action);
    amaneku::app::add_plan_command(app, action);
    amaneku::app::add_footprint_command(app, action);
    amaneku::app::add_serve_command(app, action);
    try {
        app.parse(argc, argv);
        const int status = action();
        errno = 0;
        if (!is_output_written()) return report_lost_output(errno);
        return status;
    } catch (const CLI::ParseError& error) {
        const std::string problem = error.get_exit_code() == 0 ? "" : amaneku::app::verb_problem(app);
        if (!problem.empty()) return report({Errc::usage, "", problem});
        const int status = app.exit(error) == 0 ? 0 : static_cast<int>(Errc::usage);
        std::cout.flush();  // help and version
        return std::cout && is_output_written() ? status : report_lost_output(errno);
    } catch (const amaneku::Error& error) {
        return report(error);
    } catch (const std::bad_alloc&) {
        return report(
            {Errc::resources, "memory", "there is not enough: close other programs or take fewer cells"});
    } catch (const std::system_error& error) {
        if (std::ferror(stdout) != 0) return report_lost_output(error.code().value());
        return report({Errc::internal, "internal",
                       fmt::format("{}: please report this with the configuration", error.what())});
    } catch (const std::exception& error) {
        return report({Errc::internal, "internal",
                       fmt::format("{}: please report this with the configuration", error.what())});
    }
}

}  // namespace

int main(int argc, char** argv) {
    limit_arenas();
    try {
        return run(argc, argv);
    } catch (...) {  // the report itself failed, as where standard error is closed: there is nobody to tell
        return static_cast<int>(amaneku::Errc::internal);
    }
}
