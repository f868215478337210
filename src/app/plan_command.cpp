#include "app/commands.hpp"
#include "app/messages.hpp"
#include "app/output_place.hpp"
#include "app/outputs.hpp"
#include "app/plan_run.hpp"
#include "io/config_reader.hpp"
#include "io/plan_table.hpp"

#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace amaneku::app {

namespace {

struct Options {
    std::string config;
    std::string out;
    RunOptions run;
    bool quiet = false;
};

int make_plan(const Config& config, const Options& options) {
    Messages messages{options.quiet};
    watch_signals();
    check_output_place(config.output);
    std::vector<StageTime> times;
    const RunResult result = plan(config, options.run, messages, times);
    throw_if_stopped();
    const auto start = std::chrono::steady_clock::now();
    write_outputs(result, options.run.threads, messages);
    times.push_back({"write", std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count(),
                     times.back().peak_bytes});
    write_timing(result, times);
    fmt::print("{}results are in {}\n", io::plan_lines(result), result.config.output.directory);
    return 0;
}

}  // namespace

void add_plan_command(CLI::App& app, Action& action) {
    auto options = std::make_shared<Options>();
    CLI::App* verb = app.add_subcommand("plan", "Say where to build next, by [plan] of a configuration");
    verb->add_option("CONFIG", options->config, "configuration file (TOML) with a table [plan]")->required();
    verb->add_option("--out", options->out, "output directory instead of the configuration's")
        ->check(CLI::Validator{
            [](const std::string& text) { return text.empty() ? "must not be empty" : ""; }, ""});
    verb->add_option("--cache", options->run.cache,
                     "folder that keeps what was read and measured for later runs; same results, sooner");
    verb->add_option("--threads", options->run.threads, "threads, 0: one a core")->check(CLI::Range(0, 1024));
    verb->add_option("--memory", options->run.memory,
                     "bytes of polygons kept in memory, as 500M or 2G (half of the machine's)")
        ->transform(CLI::AsSizeValue(false));
    verb->add_flag("--quiet", options->quiet, "say nothing but warnings and the result");
    verb->footer(
        "Example:\n  amaneku plan plan.toml --out out/plan\nwith, in the configuration:\n  [plan]\n  service "
        "= "
        "\"5g\"\n  candidates = \"cells\"   # or a csv of lon, lat, cost\n  radius_m = 1000\n  sites = 20    "
        "  "
        "       # or budget = 500000000, or target = { rate = 95, floor = 80 }\nWrites what a run writes, "
        "and "
        "plan.csv, plan_municipalities.csv and the layer candidate.");
    verb->callback([options, &action] {
        action = [options] {
            Config config = io::read_config(options->config);
            if (!options->out.empty())
                config.output.directory = std::filesystem::absolute(options->out).string();
            return make_plan(config, *options);
        };
    });
}

}  // namespace amaneku::app
