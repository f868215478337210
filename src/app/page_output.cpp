#include "app/page_output.hpp"

#include "core/version.hpp"
#include "io/config_dirs.hpp"
#include "io/flag_table.hpp"
#include "io/gap_table.hpp"
#include "io/line_table.hpp"
#include "io/place_table.hpp"
#include "io/plan_table.hpp"
#include "io/ranking_table.hpp"
#include "io/tables.hpp"
#include "io/targets_table.hpp"
#include "planning/ranking.hpp"
#include "proj/transform.hpp"
#include "report/page.hpp"
#include "tiles/tile_source.hpp"
#include <amaneku/error.hpp>

#include <fmt/format.h>

#include <fstream>
#include <iterator>
#include <utility>
#include <vector>

namespace amaneku::app {

namespace {

/// More cells than this are not drawn from the page itself.
constexpr std::size_t most_embedded_cells = 1'000'000;

/// Zones' polygons in degrees.
PolygonSet shapes_in_degrees(const RunResult& result) {
    PolygonSet out = result.zones.polygons;
    if (result.population.grid.is_geographic()) return out;
    const proj::Transform to_degrees{result.population.grid.crs(), "EPSG:6668"};
    for (Point& p : out.points) p = to_degrees(p);
    return out;
}

/// The tables that people save from a page; coverage.csv, for programs, is larger than the page.
std::vector<report::PageTable> tables(const RunResult& result) {
    std::vector<report::PageTable> out;
    out.push_back({"municipalities.csv", io::municipalities_csv(result)});
    out.push_back({"prefectures.csv", io::prefectures_csv(result)});
    if (!result.groups.empty()) out.push_back({"groups.csv", io::groups_csv(result)});
    out.push_back({"ranking.csv", io::ranking_csv(planning::ranking(result))});
    if (result.targets) out.push_back({"targets.csv", io::targets_csv(result)});
    if (result.targets) out.push_back({"kpi_series.csv", io::kpi_series_csv(result)});
    if (result.flags) out.push_back({"flags.csv", io::flags_csv(result)});
    if (result.gaps) out.push_back({"gaps.csv", io::gaps_csv(result)});
    if (result.places) out.push_back({"place_rates.csv", io::place_rates_csv(result)});
    if (result.lines) out.push_back({"lines.csv", io::lines_csv(result)});
    if (result.plan) out.push_back({"plan.csv", io::plan_csv(result)});
    return out;
}

std::vector<report::PageReason> reasons(const RunResult& result) {
    std::vector<report::PageReason> out;
    if (!result.flags) return out;
    for (const Flag& flag : *result.flags) {
        io::FlagReason reason = io::flag_reason(result, flag);
        out.push_back({std::move(reason.ja), std::move(reason.en)});
    }
    return out;
}

}  // namespace

bool embeds_mesh(const RunResult& result) {
    return result.population.grid.is_geographic() && result.population.cells.size() <= most_embedded_cells;
}

std::string report_html(const RunResult& result, const std::string& page_template, bool has_tiles) {
    report::PageInput input{result};
    input.program = fmt::format("amaneku {}", version);
    input.ranking = planning::ranking(result);
    input.reasons = reasons(result);
    input.tables = tables(result);
    input.shapes = shapes_in_degrees(result);
    input.embeds_mesh = embeds_mesh(result);
    if (has_tiles && !input.embeds_mesh && !result.population.cells.empty()) {
        const auto zooms = tiles::LayerZooms::of(result.population.grid,
                                                 result.population.cells[result.population.cells.size() / 2]);
        input.tiles = "coverage.pmtiles";
        input.tile_zooms = {zooms.mesh, zooms.last};
    }
    const std::string host = result.config.output.base_map ? result.config.output.base_map->host() : "";
    return report::page(page_template, report::page_data(input), result.config.language, result.config.title,
                        host);
}

std::string page_template() {
    const std::string path = io::page_template_file();
    if (path.empty()) return {};
    std::ifstream file{path, std::ios::binary};
    std::string text{std::istreambuf_iterator<char>{file}, {}};
    if (!file) throw Error{Errc::output, path, "the page's template cannot be read"};
    return text;
}

}  // namespace amaneku::app
