#include "app/census_lines.hpp"
#include "app/commands.hpp"
#include "app/messages.hpp"
#include "app/output_place.hpp"
#include "app/outputs.hpp"
#include "app/pipeline.hpp"
#include "app/scenario_run.hpp"
#include "core/footprint_text.hpp"
#include "core/range_rates.hpp"
#include "core/weight.hpp"
#include "io/config_dirs.hpp"
#include "io/config_reader.hpp"
#include "io/scenario_reader.hpp"
#include <amaneku/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <vector>

namespace amaneku::app {

namespace fs = std::filesystem;

namespace {

struct Options {
    std::string config;
    std::string out;
    std::string before;
    std::string scenario;
    RunOptions run;
    bool quiet = false;
};

/// An empty directory is what a script's unset variable leaves; it must not mean the default.
CLI::Validator not_empty() {
    return {[](const std::string& text) { return text.empty() ? "must not be empty" : ""; }, ""};
}

/// A service whose stations are placed has no one rate.
void print_range(const RunResult& result, const PlacementRange& range, std::int64_t total) {
    const ServiceConfig& service = result.config.services[range.service];
    std::vector<std::uint32_t> reported;
    for (std::uint32_t z = 0; z < result.zones.zones.size(); ++z) {
        if (result.zones.zones[z].reported) reported.push_back(z);
    }
    const RangeRates rates = range_rates(result, range, reported);
    fmt::print("{} ({}): {} to {} % (median {}) of {} {} by {}, over {} draws of placed stations\n",
               service.name, service.profile.id, rates.least, rates.most, rates.median, total,
               service.profile.weight, rule_id(service.profile.rule), range.draw_count);
}

/// What a run found, in a few lines on standard output.
void print_result(const RunResult& result) {
    for (std::size_t s = 0; s < result.config.services.size(); ++s) {
        const ServiceConfig& service = result.config.services[s];
        const std::size_t w = weight_index(result.population, service.profile.weight);
        const std::uint32_t layer = result.measures.services[s].combined;
        const Amount total = result.nation_coverage.counted(0, w, layer);
        const auto rate = [&](Rule rule) {
            return format_rate(result.nation_coverage.at(0, w, layer, rule), total, service.profile.decimals);
        };
        const Amount covered = result.nation_coverage.at(0, w, layer, service.profile.rule);
        if (const PlacementRange* range = range_of(result, s)) {
            print_range(result, *range, whole_units(total));
            continue;
        }
        fmt::print(
            "{} ({}): {} % of {} {} by {}; {} left out; area_share {}, centroid {}, between {} and {}\n",
            service.name, service.profile.id, rate(service.profile.rule), whole_units(total),
            service.profile.weight, rule_id(service.profile.rule), whole_units(total) - whole_units(covered),
            rate(Rule::area_share), rate(Rule::centroid), rate(Rule::lower), rate(Rule::upper));
        LevelCounts levels = service_levels(result, s);
        if (levels.total() != levels.of.front())
            fmt::print("{} ({}): areas of level {}: {}an estimate, not what operators published\n",
                       service.name, service.profile.id, levels.text(),
                       levels[AccuracyLevel::supplied] > 0 ? "in part " : "");
        if (const Amount not_listed = result.nation_coverage.left(0, w, layer); not_listed != 0) {
            fmt::print("{} ({}): {} {} more in cells that are not in its list, not counted\n", service.name,
                       service.profile.id, whole_units(not_listed), service.profile.weight);
        }
    }
    for (const LedgerLine& line : result.ledger) {
        fmt::print("{}: {} read = {} outside + {} unassigned + {} in other zones + {} reported\n",
                   line.weight, whole_units(line.input), whole_units(line.outside),
                   whole_units(line.unassigned), whole_units(line.other), whole_units(line.reported));
    }
    if (result.census) fmt::print("{}", census_lines(*result.census));
    fmt::print("results are in {}\n", result.config.output.directory);
}

int run(const Config& config, const Options& options) {
    Messages messages{options.quiet};
    watch_signals();
    check_output_place(config.output);
    std::vector<StageTime> times;
    const RunResult result =
        options.scenario.empty()
            ? compute(config, options.run, messages, times)
            : run_scenario(config, io::read_scenario(options.scenario, config), options.run, messages, times);
    throw_if_stopped();
    const auto start = std::chrono::steady_clock::now();
    write_outputs(result, options.run.threads, messages);
    times.push_back({"write", std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count(),
                     times.back().peak_bytes});
    write_timing(result, times);
    if (!result.issues.empty())
        messages.info(fmt::format("{} rows or zones need a look: {}", result.issues.size(),
                                  result.config.output.wants("csv")
                                      ? "issues.csv"
                                      : "add \"csv\" to output.formats for issues.csv"));
    print_result(result);
    if (result.scenario) fmt::print("{}", scenario_lines(result));
    return 0;
}

/// Everything that is wrong with a configuration and its inputs.
int check(const Options& options) {
    auto [config, problems] = io::check_config(options.config);
    for (const auto& p : problems) fmt::print("{}: {}\n", p.where, p.what);
    if (!problems.empty()) {
        fmt::print("{} problem{} in the configuration\n", problems.size(), problems.size() == 1 ? "" : "s");
        return static_cast<int>(Errc::configuration);
    }
    Messages messages{options.quiet};
    watch_signals();
    const auto [found, warnings] = check_inputs(config, messages);
    for (const auto& p : found) fmt::print("{}: {}\n", p.where(), p.what());
    if (!found.empty()) {
        fmt::print("{} problem{} in the inputs\n", found.size(), found.size() == 1 ? "" : "s");
        return static_cast<int>(found.front().code());
    }
    if (warnings == 0) {
        fmt::print("{}: nothing wrong\n", options.config);
    } else {
        fmt::print("{}: a run would go through, with {} warning{} (above)\n", options.config, warnings,
                   warnings == 1 ? "" : "s");
    }
    return 0;
}

}  // namespace

void add_run_command(CLI::App& app, Action& action) {
    auto options = std::make_shared<Options>();
    CLI::App* verb = app.add_subcommand("run", "Compute coverage and write the results");
    verb->add_option("CONFIG", options->config, "configuration file (TOML)")->required();
    verb->add_option("--out", options->out, "output directory instead of the configuration's")
        ->check(not_empty());
    verb->add_option("--cache", options->run.cache,
                     "folder that keeps what was read and measured for later runs; same results, sooner");
    verb->add_option("--before", options->before,
                     "results of an earlier run: rates that fell since are flagged ([compare] before)")
        ->check(not_empty());
    verb->add_option("--scenario", options->scenario,
                     "file of added, moved and removed sites and areas: scenario.csv tells the difference")
        ->check(not_empty());
    verb->add_option("--threads", options->run.threads, "threads, 0: one a core")->check(CLI::Range(0, 1024));
    verb->add_option(
            "--memory", options->run.memory,
            "bytes of polygons kept in memory, as 500M or 2G; more waits in a temporary file in TMPDIR "
            "(half of the machine's)")
        ->transform(CLI::AsSizeValue(false));
    verb->add_flag("--quiet", options->quiet, "say nothing but warnings and the result");
    verb->footer(
        "Example:\n  amaneku run configs/sample.toml --out out/sample\nResults go to the output directory, a "
        "summary to standard output, messages to standard error.");
    verb->callback([options, &action] {
        action = [options] {
            Config config = io::read_config(options->config);
            if (!options->out.empty()) config.output.directory = fs::absolute(options->out).string();
            config.plan.reset();  // of `amaneku plan`
            if (!options->before.empty()) config.earlier_run = fs::absolute(options->before).string();
            return run(config, *options);
        };
    });
}

void add_check_command(CLI::App& app, Action& action) {
    auto options = std::make_shared<Options>();
    CLI::App* verb =
        app.add_subcommand("check", "Read and validate everything, write nothing, tell all that is wrong");
    verb->add_option("CONFIG", options->config, "configuration file (TOML)")->required();
    verb->add_flag("--quiet", options->quiet, "no progress");
    verb->footer(
        "Example:\n  amaneku check configs/sample.toml\nExit status 0: nothing wrong; 3: the configuration; "
        "4: an input.");
    verb->callback([options, &action] { action = [options] { return check(*options); }; });
}

void add_demo_command(CLI::App& app, Action& action) {
    auto options = std::make_shared<Options>();
    options->out = "demo-out";
    CLI::App* verb = app.add_subcommand("demo", "Run the sample: a made-up prefecture");
    verb->add_option("DIR", options->out, "where the results go")->capture_default_str()->check(not_empty());
    verb->add_flag("--quiet", options->quiet, "say nothing but warnings and the result");
    verb->footer("Example:\n  amaneku demo\n  amaneku demo /tmp/demo");
    verb->callback([options, &action] {
        action = [options] {
            for (const std::string& dir : io::config_dirs()) {
                const fs::path file = fs::path{dir} / "sample.toml";
                if (!fs::exists(file)) continue;
                Config config = io::read_config(file.string());
                config.output.directory = fs::absolute(options->out).string();
                return run(config, *options);
            }
            throw Error{Errc::input, "demo",
                        "the sample's configuration sample.toml is not there: set AMANEKU_CONFIGS to the "
                        "folder that holds it"};
        };
    });
}

}  // namespace amaneku::app
