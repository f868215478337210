#include "report/page_data.hpp"

#include "core/footprint_text.hpp"
#include "core/method_text.hpp"
#include "core/range_rates.hpp"
#include "core/weight.hpp"
#include "report/layer_list.hpp"
#include "report/mesh_columns.hpp"
#include "report/page_areas.hpp"
#include "report/page_layers.hpp"
#include "report/page_targets.hpp"
#include "report/shared_arcs.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstddef>
#include <tuple>
#include <vector>

namespace amaneku::report {

namespace {

using Json = nlohmann::ordered_json;

constexpr int data_format = 1;
/// Points of all borders together: a thousand an area is more than a screen shows of it, and what a page
/// opens slowly with.
std::size_t most_shape_points(std::size_t areas) {
    return std::clamp<std::size_t>(1'000 * areas, 20'000, 150'000);
}

const char* provider_kind(const ProviderConfig& provider) {
    if (!provider.has_sites()) return "areas";
    return provider.footprints.empty() ? "sites" : "both";
}

Json services(const RunResult& result) {
    Json out = Json::array();
    std::size_t layer = 0;
    std::size_t provider = 0;
    for (std::size_t s = 0; s < result.config.services.size(); ++s) {
        const ServiceConfig& service = result.config.services[s];
        const RuleProfile& p = service.profile;
        Json providers = Json::array();
        for (const ProviderConfig& of : service.providers) {
            const std::uint64_t features =
                provider < result.provider_features.size() ? result.provider_features[provider] : 0;
            const MethodSentence how = footprint_sentence(result, provider++);
            providers.push_back({{"id", of.id},
                                 {"name", of.name.empty() ? of.id : of.name},
                                 {"kind", provider_kind(of)},
                                 {"features", features},
                                 {"level", how.id},
                                 {"how", {{"ja", how.ja}, {"en", how.en}}}});
        }
        out.push_back({{"id", service.id},
                       {"name", service.name},
                       {"layer", layer},
                       {"profile", p.id},
                       {"profile_name", {{"ja", p.name_ja}, {"en", p.name_en}}},
                       {"profile_source", p.source},
                       {"changed_keys", service.changed_keys},
                       {"weight", weight_index(result.population, p.weight)},
                       {"rule", static_cast<int>(p.rule)},
                       {"threshold", p.threshold},
                       {"comparator", p.strict ? ">" : ">="},
                       {"area", p.area == FractionArea::land ? "land" : "cell"},
                       {"combine", combine_id(p.combine)},
                       {"k", p.combine == Combine::k_of_n ? p.k : 1},
                       {"decimals", p.decimals},
                       {"level", lowest_level(service_levels(result, s))},
                       {"providers", std::move(providers)},
                       {"target", headline_target(result, s)}});
        if (const PlacementRange* range = range_of(result, s))
            out.back()["range"] = {{"draws", range->draw_count}, {"median_draw", range->median_draw + 1}};
        layer += 1 + service.providers.size();
    }
    return out;
}

Json layers(const RunResult& result) {
    Json out = Json::array();
    for (const PageLayer& l : layer_list(result))
        out.push_back({{"service", l.service}, {"provider", l.provider}});
    return out;
}

/// TopoJSON with one object, `municipality`.
Json shapes(const PageInput& input) {
    const auto places = municipality_places(input.result);
    const auto& part_zone = input.result.zones.part_zone;
    // Zones that are not reported are no part of the page.
    PolygonSet polygons;
    std::vector<std::uint32_t> owner;
    std::size_t count = 0;
    for (std::size_t p = 0; p < input.shapes.part_count(); ++p) {
        const std::int32_t place = places[part_zone[p]];
        if (place < 0) continue;
        for (std::size_t r = input.shapes.part_begin[p]; r < input.shapes.part_begin[p + 1]; ++r) {
            const auto ring = input.shapes.ring(r);
            polygons.points.insert(polygons.points.end(), ring.begin(), ring.end());
            polygons.close_ring();
        }
        polygons.close_part();
        owner.push_back(static_cast<std::uint32_t>(place));
    }
    for (const std::int32_t place : places) count += place >= 0 ? 1 : 0;
    const SharedArcs found = shared_arcs(polygons, owner, most_shape_points(count));
    std::vector<Json> multi(count, Json::array());
    for (std::size_t p = 0; p < found.parts.size(); ++p) {
        if (found.parts[p].empty()) continue;
        Json rings = Json::array();
        for (const std::uint32_t r : found.parts[p]) rings.push_back(found.rings[r]);
        multi[owner[p]].push_back(std::move(rings));
    }
    Json geometries = Json::array();
    for (Json& arcs : multi) geometries.push_back({{"type", "MultiPolygon"}, {"arcs", std::move(arcs)}});
    Json arcs = Json::array();
    for (const auto& arc : found.arcs) {
        Json steps = Json::array();
        GridPoint before;
        for (const GridPoint p : arc) {
            steps.push_back({p.x - before.x, p.y - before.y});
            before = p;
        }
        arcs.push_back(std::move(steps));
    }
    return {{"type", "Topology"},
            {"transform",
             {{"scale", {found.scale, found.scale}}, {"translate", {found.origin.x, found.origin.y}}}},
            {"objects",
             {{"municipality", {{"type", "GeometryCollection"}, {"geometries", std::move(geometries)}}}}},
            {"arcs", std::move(arcs)}};
}

Json mesh(const PageInput& input, std::string& bytes) {
    const RunResult& result = input.result;
    const Grid& grid = result.population.grid;
    if (result.cell_is_shown.empty() || !input.embeds_mesh) return nullptr;
    std::vector<std::uint16_t> municipality;
    for (const std::int32_t place : municipality_places(result))
        municipality.push_back(place < 0 || place >= no_municipality ? no_municipality
                                                                     : static_cast<std::uint16_t>(place));
    MeshColumns columns = mesh_columns(result, municipality);
    if (columns.cells == 0) return nullptr;
    const auto corner = grid.polygon({columns.first_row, columns.first_column});
    const auto opposite =
        grid.polygon({columns.first_row + columns.rows - 1, columns.first_column + columns.columns - 1});
    Json out{{"embedded", true}, {"cells", columns.cells}};
    out["level"] = grid.level() ? Json(mesh_level_id(*grid.level())) : Json{};
    out["origin"] = {corner[0].x, corner[0].y};
    out["step"] = {(opposite[2].x - corner[0].x) / columns.columns,
                   (opposite[2].y - corner[0].y) / columns.rows};
    out["rows"] = columns.rows;
    out["columns"] = columns.columns;
    out["first"] = {columns.first_row, columns.first_column};
    out["grid_rows"] = grid.rows();
    Json& weights = out["weights"] = Json::array();
    for (std::size_t w = 0; w < result.population.weights.size(); ++w) weights.push_back(w);
    out["bytes"] = columns.layout;
    bytes = std::move(columns.bytes);
    return out;
}

Json ledger(const RunResult& result) {
    Json out = Json::array();
    for (std::size_t w = 0; w < result.ledger.size(); ++w) {
        const LedgerLine& l = result.ledger[w];
        out.push_back({{"weight", w},
                       {"input", whole_units(l.input)},
                       {"outside", whole_units(l.outside)},
                       {"unassigned", whole_units(l.unassigned)},
                       {"other", whole_units(l.other)},
                       {"reported", whole_units(l.reported)}});
    }
    return out;
}

Json method(const RunResult& result) {
    Json out = Json::array();
    for (const MethodSentence& sentence : all_sentences(result))
        out.push_back({{"id", sentence.id}, {"ja", sentence.ja}, {"en", sentence.en}});
    return out;
}

/// Files of one role and source together.
Json sources(const RunResult& result) {
    Json out = Json::array();
    std::vector<std::tuple<std::string, std::string, std::string, std::string>> keys;
    for (const InputFile& file : result.inputs) {
        const std::tuple key{file.role, file.source_name, file.source_date, file.source_licence};
        const auto found = std::find(keys.begin(), keys.end(), key);
        if (found != keys.end()) {
            Json& one = out[static_cast<std::size_t>(found - keys.begin())];
            one["files"] = one["files"].get<int>() + 1;
            continue;
        }
        keys.push_back(key);
        out.push_back({{"role", file.role},
                       {"files", 1},
                       {"name", file.source_name},
                       {"date", file.source_date},
                       {"licence", file.source_licence}});
    }
    return out;
}

Json base_map(const OutputConfig& output) {
    if (!output.base_map) return nullptr;
    return {{"url", output.base_map->url}, {"attribution", output.base_map->attribution}};
}

}  // namespace

PageData page_data(const PageInput& input) {
    const RunResult& result = input.result;
    PageData out;
    Json data{{"format", data_format},
              {"program", input.program},
              {"title", result.config.title},
              {"language", result.config.language},
              {"as_of", format_date(result.config.as_of)},
              {"base_map", base_map(result.config.output)},
              {"weights", result.population.weight_names}};
    for (const Rule rule : rules) data["rules"].push_back(rule_id(rule));
    data["layers"] = layers(result);
    data["services"] = services(result);
    data.update(page_areas(input));
    data["shapes"] = shapes(input);
    data["mesh"] = mesh(input, out.mesh);
    data["tiles"] = nullptr;
    if (!input.tiles.empty())
        data["tiles"] = {
            {"file", input.tiles}, {"minzoom", input.tile_zooms.first}, {"maxzoom", input.tile_zooms.second}};
    add_page_layers(input, data);
    add_page_targets(result, data);
    data["ledger"] = ledger(result);
    data["method"] = method(result);
    data["sources"] = sources(result);
    data["warnings"] = result.warnings;
    data["notes"] = result.notes;
    Json& tables = data["tables"] = Json::array();
    for (const PageTable& table : input.tables)
        tables.push_back({{"name", table.name}, {"text", table.text}});
    out.json = data.dump(-1, ' ', false, Json::error_handler_t::replace);
    return out;
}

}  // namespace amaneku::report
