#include "app/commands.hpp"
#include "app/messages.hpp"
#include "core/version.hpp"
#include "io/fetch_config.hpp"
#include "io/fetch_plan.hpp"
#include "io/fetch_run.hpp"
#include "io/fetch_sources.hpp"
#include <amaneku/error.hpp>

#include <fmt/format.h>

#include <memory>

namespace amaneku::app {

namespace {

struct Options {
    std::vector<std::string> prefectures;
    std::string dir = "data";
    std::string sources;
    int jobs = 2;
    bool dry_run = false;
    bool quiet = false;
};

int list(const io::FetchPlan& plan) {
    for (const io::FetchItem& item : plan.items()) fmt::print("{}\t{}\n", item.url, item.target);
    return 0;
}

/// Names what is missing, one line a file. @throws Error (Errc::input)
[[noreturn]] void fail(const io::FetchResult& result, std::size_t files, const std::string& sources,
                       Messages& messages) {
    for (const io::FetchFailure& f : result.failures) {
        const std::string page =
            f.item.page.empty() ? "" : fmt::format(" (the files' page: {})", f.item.page);
        messages.warn(fmt::format("{} is missing: {} gave {}; {}{}", f.item.target, f.item.url,
                                  f.problem.came, f.problem.remedy, page));
    }
    throw Error{Errc::input, "fetch",
                fmt::format("{} of {} files are missing, so no configuration was written: the same command "
                            "fetches what is missing only; addresses are in {}",
                            result.failures.size(), files, sources)};
}

void print_next_steps(const io::FetchPlan& plan, io::FetchConfig what) {
    const std::string config = io::fetch_config_path(plan);
    switch (what) {
        case io::FetchConfig::written:
            fmt::print("{} is written. What is next:\n", config);
            break;
        case io::FetchConfig::same:
            fmt::print("{} is there already. What is next:\n", config);
            break;
        case io::FetchConfig::kept:
            fmt::print(
                "{} was changed and stays as it is; remove it and fetch again to have a new one. What is "
                "next:\n",
                config);
            break;
    }
    fmt::print(
        "  1. put your base stations into {}/sites.csv (columns lon, lat), or name your areas' files\n",
        plan.directory);
    fmt::print("  2. take away the # before the [[service]] lines in {}\n", config);
    fmt::print("  3. amaneku check {}\n  4. amaneku run {}\n", config, config);
}

io::FetchResult fetched(const io::FetchPlan& plan, const io::HttpSettings& http, int jobs,
                        Messages& messages) {
    watch_signals();
    try {
        return io::run_fetch(plan, http, jobs,
                             {messages.progress(), [&](const std::string& text) { messages.info(text); }});
    } catch (const Error& error) {
        if (error.code() != Errc::interrupted && error.code() != Errc::terminated) throw;
        throw Error{
            error.code(), "fetch",
            "stopped: files that are there stay, and the same command goes on where this one stopped"};
    }
}

int fetch(const Options& options) {
    io::FetchSources sources = io::read_fetch_sources(io::find_sources_file(options.sources));
    sources.http.user_agent = fmt::format("amaneku/{}", version);
    const io::FetchPlan plan = io::plan_fetch(sources, options.prefectures, options.dir);
    if (options.dry_run) return list(plan);
    Messages messages{options.quiet};
    const std::size_t files = plan.items().size();
    const io::FetchResult result = fetched(plan, sources.http, options.jobs, messages);
    if (!result.failures.empty()) fail(result, files, sources.path, messages);
    messages.info(fmt::format("{} files: {} fetched, {} were there", files, result.fetched, result.present));
    messages.info(fmt::format("sources: {} ({}, {}); {} ({}, {})", sources.population.attribution,
                              sources.population.date, sources.population.licence, sources.zones.attribution,
                              sources.zones.date, sources.zones.licence));
    const io::FetchConfig what = io::write_fetch_config(sources, plan);
    if (!options.quiet) print_next_steps(plan, what);
    return 0;
}

}  // namespace

void add_fetch_command(CLI::App& app, Action& action) {
    auto options = std::make_shared<Options>();
    CLI::App* verb = app.add_subcommand(
        "fetch", "Download census meshes and boundaries of prefectures, and write a configuration");
    verb->add_option("--prefecture", options->prefectures,
                     "code, name or romaji: 42, 長崎県, nagasaki; may be given again")
        ->required()
        ->allow_extra_args(false)
        ->delimiter(',');
    verb->add_option("--dir", options->dir, "folder of the data and the configuration")
        ->capture_default_str();
    verb->add_option("--sources", options->sources, "table of addresses instead of the shipped sources.toml");
    verb->add_option("--jobs", options->jobs, "downloads at once")
        ->check(CLI::Range(1, 8))
        ->capture_default_str();
    verb->add_flag("--dry-run", options->dry_run, "only list addresses and files, separated by a tab");
    verb->add_flag("--quiet", options->quiet, "say nothing but warnings");
    verb->footer(
        "Examples:\n  amaneku fetch --prefecture 42 --dir data\n  amaneku fetch --prefecture nagasaki "
        "--prefecture saga\n  amaneku fetch --prefecture 長崎県 --dry-run\nFiles that are there and sound "
        "are not fetched again; a download that broke off goes on where it stopped.\nA proxy is taken from "
        "https_proxy. Exit status 0: everything is there; 4: files are missing.");
    verb->callback([options, &action] { action = [options] { return fetch(*options); }; });
}

}  // namespace amaneku::app
