#include "app/commands.hpp"
#include "app/messages.hpp"
#include "app/what_if_run.hpp"
#include "core/version.hpp"
#include "serve/serve_app.hpp"
#include <amaneku/error.hpp>

#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <thread>

namespace amaneku::app {

namespace {

struct Options {
    serve::ServeOptions serve;
    std::string token_file;
    RunOptions run;
    bool no_what_if = false;
    bool quiet = false;
};

/// A token of a file: its first line.
std::string token_of_file(const std::string& path) {
    std::ifstream file{path};
    std::string token;
    if (!file || !std::getline(file, token))
        throw Error{Errc::usage, path, "--token-file: cannot be read, or is empty"};
    while (token.ends_with('\r') || token.ends_with(' ')) token.pop_back();
    return token;
}

std::string token_of(const Options& options) {
    if (!options.token_file.empty()) return token_of_file(options.token_file);
    if (!options.serve.token.empty()) return options.serve.token;
    const char* const from_environment = std::getenv("AMANEKU_TOKEN");  // NOLINT(concurrency-mt-unsafe)
    return from_environment == nullptr ? "" : from_environment;
}

/// Every open connection is a file: a thousand slow clients must not shut the next one out.
void allow_many_files() {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    constexpr rlim_t wanted = 8192;
    if (limit.rlim_cur >= wanted) return;
    limit.rlim_cur = limit.rlim_max == RLIM_INFINITY ? wanted : std::min(wanted, limit.rlim_max);
    static_cast<void>(::setrlimit(RLIMIT_NOFILE, &limit));
}

serve::MakeEngine engine_maker(const RunOptions& options) {
    return [options](const Config& config, const Progress& progress) {
        Messages silent{true};
        silent.watch(progress);
        return what_if(config, options, silent);
    };
}

/// Waits for a signal, and says which.
int wait_for_signal() {
    for (;;) {
        try {
            throw_if_stopped();
        } catch (const Error& error) {
            return static_cast<int>(error.code());
        }
        std::this_thread::sleep_for(std::chrono::milliseconds{100});
    }
}

int run(Options options) {
    Messages messages{options.quiet};
    watch_signals();
    allow_many_files();
    options.serve.token = token_of(options);
    options.serve.folder = std::filesystem::absolute(options.serve.folder).lexically_normal().string();
    options.serve.program = version;
    options.serve.has_what_if = !options.no_what_if;
    serve::ServeApp server{options.serve, engine_maker(options.run),
                           [&](const std::string& text) { messages.info(text); }};
    const std::string address = server.bind();
    fmt::print("{}\n", address);
    std::fflush(stdout);
    if (!options.serve.token.empty()) messages.info("open it once with ?token=… behind the address");
    messages.info("stop with Ctrl-C");
    for (const std::string& warning : server.warnings()) messages.warn(warning);
    std::thread answering{[&] { server.run(); }};
    const int status = wait_for_signal();
    server.stop();
    answering.join();
    messages.info("stopped");
    return status;
}

}  // namespace

void add_serve_command(CLI::App& app, Action& action) {
    auto options = std::make_shared<Options>();
    CLI::App* verb = app.add_subcommand(
        "serve", "Show results in a browser: the page, tiles, a JSON API, and what-if with the run's sites");
    verb->add_option("DIR", options->serve.folder, "output directory of a finished run")->required();
    verb->add_option("--port", options->serve.port, "port, 0: any that is free")
        ->check(CLI::Range(0, 65535))
        ->capture_default_str();
    verb->add_option("--host", options->serve.host,
                     "address to listen at; any but this machine's own needs a token")
        ->capture_default_str();
    auto* token = verb->add_option("--token", options->serve.token,
                                   "secret of 16 characters or more that every client must give; better in "
                                   "AMANEKU_TOKEN or a file, where other users cannot see it");
    verb->add_option("--token-file", options->token_file, "file with the token in its first line")
        ->excludes(token);
    verb->add_flag("--writable", options->serve.can_save, "scenarios may be saved into DIR/scenarios");
    verb->add_flag("--no-what-if", options->no_what_if, "show the results only");
    verb->add_option("--config", options->serve.configuration,
                     "configuration of the run, where it is not where it was (for what-if)");
    verb->add_option("--cache", options->run.cache,
                     "folder of intermediate results, as of run --cache: what-if is ready sooner");
    verb->add_option("--threads", options->run.threads, "threads that prepare what-if, 0: one a core")
        ->check(CLI::Range(0, 1024));
    verb->add_flag("--quiet", options->quiet, "say nothing but the address and warnings");
    verb->footer(
        "Examples:\n  amaneku serve out/sample\n  amaneku serve out/sample --port 0 --writable\n  "
        "AMANEKU_TOKEN=… amaneku serve out/sample --host 0.0.0.0\nThe address is printed on standard output; "
        "Ctrl-C stops the server. DIR is only read; everybody who opens the page works on the same what-if "
        "scenario.");
    verb->callback([options, &action] { action = [options] { return run(*options); }; });
}

}  // namespace amaneku::app
