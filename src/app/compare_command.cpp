#include "app/change_layer.hpp"
#include "app/commands.hpp"
#include "core/kpi.hpp"
#include "gdal/vsi.hpp"
#include "io/atomic_file.hpp"
#include "io/cell_table_reader.hpp"
#include "io/comparison_table.hpp"
#include "io/run_folder.hpp"
#include "planning/comparison.hpp"
#include <amaneku/error.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>
#include <system_error>

namespace amaneku::app {

namespace fs = std::filesystem;

namespace {

struct Options {
    std::string before, after;
    std::string out = "compare-out";
};

void warn(const std::string& text) {
    fmt::print(stderr, "amaneku: warning: {}\n", text);
}

/// Services of both runs, in the order of the later.
std::vector<std::string> common_services(const io::RunFolder& before, const io::RunFolder& after) {
    std::vector<std::string> out;
    for (const io::RunService& s : after.services) {
        const io::RunService* then = before.service(s.id);
        if (then == nullptr) {
            warn(fmt::format("service '{}' is in {} only and is not compared", s.id, after.path));
            continue;
        }
        if (then->method != s.method)
            warn(fmt::format(
                "service '{}' was counted by {}, now by {}: the change of the rule is in the changes", s.id,
                then->method, s.method));
        out.push_back(s.id);
    }
    for (const io::RunService& s : before.services) {
        if (after.service(s.id) == nullptr)
            warn(fmt::format("service '{}' is in {} only and is not compared", s.id, before.path));
    }
    if (out.empty())
        throw Error{Errc::input, after.path,
                    fmt::format("has no service of {}: runs are compared service by service, by their ids",
                                before.path)};
    return out;
}

bool same_inputs(const io::RunFolder& before, const io::RunFolder& after, const std::string& role) {
    const auto b = before.digests.find(role);
    const auto a = after.digests.find(role);
    if (b == before.digests.end() || a == after.digests.end()) return false;
    // A source without a digest (a database) may have changed.
    return b->second == a->second && std::find(a->second.begin(), a->second.end(), "") == a->second.end();
}

/// The lines of both runs, in the order of the later's, then those that it lacks.
std::vector<std::pair<ComparedArea, std::pair<std::string, std::string>>> areas_of(
    const io::RunFolder& before, const io::RunFolder& after, const std::vector<std::string>& services) {
    static const std::map<std::string, int> order{
        {"nation", 0}, {"prefecture", 1}, {"city", 2}, {"municipality", 3}, {"group", 4}};
    std::map<std::tuple<int, std::string, std::size_t, std::string>, ComparedArea> lines;
    const auto line = [&](const auto& key, const std::string& name) -> ComparedArea* {
        const auto& [level, code, service, provider] = key;
        const auto s = std::find(services.begin(), services.end(), service);
        const auto rank = order.find(level);
        if (s == services.end() || rank == order.end()) return nullptr;
        ComparedArea& area =
            lines[{rank->second, code, static_cast<std::size_t>(s - services.begin()), provider}];
        area.level = level;
        area.code = code;
        area.name = name;
        return &area;
    };
    for (const auto& [key, coverage] : before.coverage) {
        if (ComparedArea* area = line(key, coverage.name)) {
            area->total_before = coverage.total;
            area->covered_before = coverage.covered;
        }
    }
    for (const auto& [key, coverage] : after.coverage) {
        if (ComparedArea* area = line(key, coverage.name)) {
            area->total_after = coverage.total;
            area->covered_after = coverage.covered;
        }
    }
    std::vector<std::pair<ComparedArea, std::pair<std::string, std::string>>> out;
    for (auto& [key, area] : lines)
        out.push_back({std::move(area), {services[std::get<2>(key)], std::get<3>(key)}});
    return out;
}

Comparison compared(const io::RunFolder& before, const io::RunFolder& after) {
    if (before.cell_level != after.cell_level)
        throw Error{
            Errc::input, after.path,
            fmt::format("has cells of level {}, {} of {}: runs are compared cell by cell, of one level",
                        after.cell_level, before.path, before.cell_level)};
    if (before.report != after.report)
        warn(fmt::format("the runs report other zones ({}; {}): the difference is in the boundary's part",
                         fmt::join(before.report, ", "), fmt::join(after.report, ", ")));
    if (after.as_of < before.as_of)
        warn(fmt::format("{} is of {}, after {} of {}: is the order right?", before.path,
                         format_date(before.as_of), after.path, format_date(after.as_of)));
    const auto services = common_services(before, after);
    const CellTable cells_before = io::read_cell_table(before, services);
    const CellTable cells_after = io::read_cell_table(after, services);
    planning::SameInputs same;
    same.population =
        same_inputs(before, after, "population") && before.population_columns == after.population_columns;
    same.zones =
        same_inputs(before, after, "zones") && before.report == after.report && before.assign == after.assign;
    const planning::CellComparison cells{cells_before, cells_after, same};
    Comparison out;
    for (auto& [area, of] : areas_of(before, after, services)) {
        const auto& [service, provider] = of;
        const bool has_cells = provider == "*" && (area.level == "nation" || area.level == "prefecture" ||
                                                   area.level == "municipality");
        std::optional<planning::CellMoves> moves;
        const auto s =
            static_cast<std::size_t>(std::find(services.begin(), services.end(), service) - services.begin());
        if (has_cells) moves = cells.moves(s, area.level, area.code);
        out.rates.push_back(planning::compared_rate(std::move(area), service, provider, moves));
    }
    out.cells = cells.changed_cells(services);
    return out;
}

std::string signed_points(const std::optional<Move>& move) {
    if (!move || !move->points) return "-";
    return (*move->points >= 0 ? "+" : "") + format_decimal(*move->points, 2);
}

void print_nation(const Comparison& comparison, const io::RunFolder& before, const io::RunFolder& after) {
    for (const ComparedRate& r : comparison.rates) {
        if (r.area.level != "nation" || r.provider != "*" || !r.change) continue;
        const int decimals = after.service(r.service)->decimals;
        fmt::print(
            "{}: {} % on {}, {} % on {}: {}{} points = footprint {}, population {}, boundary {}, other {}\n",
            after.service(r.service)->name,
            format_rate(*r.area.covered_before, *r.area.total_before, decimals), format_date(before.as_of),
            format_rate(*r.area.covered_after, *r.area.total_after, decimals), format_date(after.as_of),
            *r.change >= 0 ? "+" : "", format_decimal(*r.change, 2), signed_points(r.footprint),
            signed_points(r.population), signed_points(r.boundary), signed_points(r.other));
        fmt::print("{}: {} cells with {} people newly covered, {} with {} lost\n",
                   after.service(r.service)->name, r.newly_covered_cells, whole_units(r.newly_covered),
                   r.newly_lost_cells, whole_units(r.newly_lost));
    }
}

int compare(const Options& options) {
    gdal::initialise();
    const io::RunFolder before = io::read_run_folder(options.before);
    const io::RunFolder after = io::read_run_folder(options.after);
    const Comparison comparison = compared(before, after);
    std::error_code error;
    fs::create_directories(options.out, error);
    if (error)
        throw Error{Errc::output, options.out,
                    fmt::format("the directory cannot be made: {}", error.message())};
    io::write_whole((fs::path{options.out} / "compare.csv").string(), io::compare_csv(comparison));
    io::write_whole((fs::path{options.out} / "compare_cells.csv").string(),
                    io::compare_cells_csv(comparison));
    const auto has_layers = [](const io::RunFolder& run) {
        return fs::exists(fs::path{run.path} / "coverage.gpkg");
    };
    if (has_layers(before) && has_layers(after)) {
        const std::string layers = (fs::path{options.out} / "compare.gpkg").string();
        if (!write_change_layer(comparison, after.cell_level, after.as_of, layers))
            warn("cells of a raster are compared in the tables alone: there is no compare.gpkg");
    }
    print_nation(comparison, before, after);
    fmt::print("results are in {}\n", fs::absolute(options.out).lexically_normal().string());
    return 0;
}

}  // namespace

void add_compare_command(CLI::App& app, Action& action) {
    auto options = std::make_shared<Options>();
    CLI::App* verb = app.add_subcommand("compare", "Say what changed between two finished runs, and why");
    verb->add_option("BEFORE", options->before, "output directory of the earlier run")->required();
    verb->add_option("AFTER", options->after, "output directory of the later run")->required();
    verb->add_option("--out", options->out, "directory for compare.csv, compare_cells.csv and compare.gpkg")
        ->capture_default_str();
    verb->footer(
        "Example:\n  amaneku compare out/sample-2025 out/sample\nBoth runs need formats = [\"csv\", "
        "\"json\", "
        "\"gpkg\"] (or \"fgb\" or \"geojson\" for \"gpkg\").");
    verb->callback([options, &action] { action = [options] { return compare(*options); }; });
}

}  // namespace amaneku::app
