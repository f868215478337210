#include "io/summary_json.hpp"

#include "core/footprint_text.hpp"
#include "core/kpi.hpp"
#include "core/method_text.hpp"
#include "core/radio_text.hpp"
#include "core/weight.hpp"
#include "gdal/connection_name.hpp"
#include "io/flag_table.hpp"
#include "io/place_table.hpp"
#include "io/plan_table.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <array>
#include <span>
#include <string_view>

namespace amaneku::io {

namespace {

using Json = nlohmann::ordered_json;

// Exact decimals go through the JSON library as marked strings and lose their quotes at the end.
constexpr std::string_view number_mark = "\x02";

Json exact(Amount amount) {
    std::string text = format_amount(amount);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') text.pop_back();
    return std::string{number_mark} + text;
}

std::string without_marks(const std::string& text) {
    std::string out;
    out.reserve(text.size());
    static const std::string open = "\"\\u0002";
    for (std::size_t at = 0;;) {
        const std::size_t found = text.find(open, at);
        out.append(text, at, found == std::string::npos ? found : found - at);
        if (found == std::string::npos) return out;
        const std::size_t close = text.find('"', found + open.size());
        const std::string_view inner =
            std::string_view{text}.substr(found + open.size(), close - found - open.size());
        // A text of the user's own that begins with the mark is no number and stays a string.
        const bool number =
            !inner.empty() && inner.find_first_not_of("-.0123456789") == std::string_view::npos;
        out.append(number ? inner : std::string_view{text}.substr(found, close + 1 - found));
        at = close + 1;
    }
}

Json rates(const RunResult& result, const CoverageTable& table, std::size_t area) {
    Json out = Json::object();
    for (std::size_t s = 0; s < result.config.services.size(); ++s) {
        const ServiceConfig& service = result.config.services[s];
        const ServiceLayers& layers = result.measures.services[s];
        Json& at = out[service.id];
        for (std::uint32_t l = 0; l <= layers.provider_count; ++l) {
            Json& provider = at[l == 0 ? std::string{"*"} : service.providers[l - 1].id];
            for (std::size_t w = 0; w < table.weight_count; ++w) {
                Json& weight = provider[result.population.weight_names[w]];
                const Amount total = table.counted(area, w, layers.combined + l);
                weight["total"] = exact(total);
                for (const Rule rule : rules) {
                    const Amount covered = table.at(area, w, layers.combined + l, rule);
                    const std::string rate = format_rate(covered, total, service.profile.decimals);
                    weight[std::string{rule_id(rule)}] = {
                        {"covered", exact(covered)},
                        {"rate", rate.empty() ? Json{} : Json(std::string{number_mark} + rate)}};
                }
            }
        }
    }
    return out;
}

/// With max_single: the provider that stands for the service, by weight and rule. It has the largest total of
/// the reported zones, the first of equals.
Json single_providers(const RunResult& result, std::size_t service) {
    const ServiceConfig& config = result.config.services[service];
    const ServiceLayers& layers = result.measures.services[service];
    const CoverageTable& nation = result.nation_coverage;
    Json out = Json::object();
    for (std::size_t w = 0; w < nation.weight_count; ++w) {
        Json& weight = out[result.population.weight_names[w]];
        for (const Rule rule : rules) {
            std::uint32_t best = 0;
            for (std::uint32_t p = 1; p < layers.provider_count; ++p) {
                const Amount covered = nation.at(0, w, layers.first_provider + p, rule);
                if (covered > nation.at(0, w, layers.first_provider + best, rule)) best = p;
            }
            weight[std::string{rule_id(rule)}] = config.providers[best].id;
        }
    }
    return out;
}

/// By service, where there are any: people of reported zones in cells that its profile does not count.
Json left_out(const RunResult& result, std::size_t weight) {
    Json out = Json::object();
    for (std::size_t s = 0; s < result.config.services.size(); ++s) {
        const Amount people = result.nation_coverage.left(0, weight, result.measures.services[s].combined);
        if (people != 0) out[result.config.services[s].id] = exact(people);
    }
    return out;
}

/// What every number of the run is made by, in words of the reports' language.
Json method(const RunResult& result) {
    Json out = Json::object();
    for (const MethodSentence& sentence : all_sentences(result))
        out[sentence.id] = result.config.language == "ja" ? sentence.ja : sentence.en;
    return out;
}

/// How stations of which only numbers are known are placed.
Json licences(const LicenceConfig& config) {
    return {{"columns", {{"code", config.code_column}, {"count", config.count_column}}},
            {"spacing_m", config.spacing_m},
            {"minimum_distance_m", config.minimum_distance_m},
            {"attachment", config.attachment},
            {"draws", config.draws},
            {"seed", config.seed}};
}

Json range_figures(const RunResult& result, const PlacementRange& range,
                   std::span<const std::uint32_t> zones) {
    const RuleProfile& profile = result.config.services[range.service].profile;
    const std::size_t w = weight_index(result.population, profile.weight);
    Amount total = 0;
    for (const std::uint32_t z : zones)
        total += result.zone_coverage.counted(z, w, result.measures.services[range.service].combined);
    const Spread spread = spread_of(covered_by_draw(range, zones, w, 0, profile.rule));
    const auto rate = [&](Amount covered) {
        const std::string text = format_rate(covered, total, profile.decimals);
        return text.empty() ? Json{} : Json(std::string{number_mark} + text);
    };
    return {{"total", exact(total)},
            {"rate_min", rate(spread.least)},
            {"rate_p10", rate(spread.p10)},
            {"rate_median", rate(spread.median)},
            {"rate_mean", rate(spread.mean)},
            {"rate_p90", rate(spread.p90)},
            {"rate_max", rate(spread.most)},
            {"covered_mean", exact(spread.mean)},
            {"covered_sd", std::string{number_mark} + fmt::format("{:.3f}", spread.deviation)}};
}

/// Services whose stations are placed: what their own weight and rule come to over the draws.
Json ranges(const RunResult& result) {
    Json out = Json::array();
    for (const PlacementRange& range : result.ranges) {
        const ServiceConfig& service = result.config.services[range.service];
        Json& to = out.emplace_back();
        to = {{"service", service.id},
              {"weight", service.profile.weight},
              {"rule", rule_id(service.profile.rule)},
              {"draws", range.draw_count},
              {"median_draw", range.median_draw + 1},
              {"providers", Json::array()}};
        for (const PlacedProvider& placed : range.providers)
            to["providers"].push_back({{"id", service.providers[placed.provider].id},
                                       {"stations", placed.stations},
                                       {"municipalities", placed.municipalities},
                                       {"candidates", placed.candidates},
                                       {"at_random_points", placed.beyond_candidates},
                                       {"too_near_at_most", placed.too_near}});
        for (const TableArea& area : table_areas(result)) {
            const std::string level = area.level;
            if (level == "nation") to["nation"] = range_figures(result, range, area.zones);
            if (level == "prefecture")
                to["prefectures"][area.code] = range_figures(result, range, area.zones);
        }
    }
    return out;
}

/// Every value that took part, defaults too. Files are with the inputs.
Json effective(const Config& config) {
    static constexpr std::array formats{"auto", "estat", "ksj", "csv", "raster"};
    static constexpr std::array wards{"wards", "cities", "both"};
    static constexpr std::array encodings{"utf-8", "utf-8-bom", "cp932"};
    Json columns = Json::object();
    if (!config.population.code_column.empty()) columns["code"] = config.population.code_column;
    for (const WeightColumn& c : config.population.columns) columns[c.weight] = c.column;
    Json out;
    out["language"] = config.language;
    Json& population = out["population"];
    population["format"] = formats[static_cast<std::size_t>(config.population.format)];
    if (config.population.level) population["level"] = mesh_level_id(*config.population.level);
    if (!columns.empty()) population["columns"] = columns;
    if (config.population.year != 0) population["year"] = config.population.year;
    population["max_bad_rows"] = config.population.max_bad_rows;
    out["zones"] = {{"code", config.zones.code},
                    {"name", config.zones.name},
                    {"report", config.zones.report},
                    {"wards", wards[static_cast<std::size_t>(config.zones.wards)]},
                    {"nearest_m", config.zones.nearest_m}};
    Json& services = out["services"];
    services = Json::object();
    for (const ServiceConfig& s : config.services) {
        for (const ProviderConfig& p : s.providers) {
            Json& provider = services[s.id][p.id];
            provider["where"] = p.where;
            provider["max_bad_rows"] = p.max_bad_rows;
            if (p.radio) {
                for (const auto& [key, value] : radio_settings(*p.radio)) provider["radio"][key] = value;
            }
            if (p.licences) provider["licences"] = licences(*p.licences);
            if (!p.has_sites()) continue;
            provider["radius_m"] = p.radius_m ? Json(*p.radius_m) : Json{};
            provider["beamwidth"] = p.beamwidth ? Json(*p.beamwidth) : Json{};
            provider["segments"] = p.segments;
        }
    }
    out["output"] = {{"encoding", encodings[static_cast<std::size_t>(config.output.encoding)]}};
    return out;
}

Json source(const Source& s) {
    return {{"name", s.name}, {"date", s.date}, {"licence", s.licence}};
}

Json services(const RunResult& result) {
    Json out = Json::array();
    std::size_t number = 0;  // of the provider
    for (std::size_t index = 0; index < result.config.services.size(); ++index) {
        const ServiceConfig& s = result.config.services[index];
        const RuleProfile& p = s.profile;
        Json providers = Json::array();
        for (const ProviderConfig& provider : s.providers) {
            const MethodSentence how = footprint_sentence(result, number++);
            providers.push_back(
                {{"id", provider.id},
                 {"name", provider.name},
                 {"where", provider.where},
                 {"level", lowest_level(provider_levels(result, number - 1))},
                 {"footprint", how.id.empty() ? std::string{"none"} : fmt::format("{} ({})", how.en, how.id)},
                 {"source", source(provider.source)}});
        }
        out.push_back({{"id", s.id},
                       {"name", s.name},
                       {"profile", p.id},
                       {"changed_keys", s.changed_keys},
                       {"weight", p.weight},
                       {"rule", rule_id(p.rule)},
                       {"threshold", p.threshold},
                       {"comparator", p.strict ? ">" : ">="},
                       {"area", p.area == FractionArea::land ? "land" : "cell"},
                       {"combine", combine_id(p.combine)},
                       {"cells", cells_id(p.cells)},
                       {"decimals", p.decimals},
                       {"level", service_levels(result, index).text()},
                       {"profile_source", p.source},
                       {"providers", providers}});
        if (p.combine == Combine::max_single) out.back()["single_provider"] = single_providers(result, index);
    }
    return out;
}

/// A decimal that is printed as a number.
Json decimal(const std::string& text) {
    return std::string{number_mark} + text;
}

Json calibration(const RunResult& result) {
    constexpr int decimals = 6;
    Json out = Json::array();
    for (const CalibrationLine& line : result.calibration) {
        const ServiceConfig& service = result.config.services[line.service];
        out.push_back({{"service", service.id},
                       {"provider", service.providers[line.provider].id},
                       {"prefecture_code", line.prefecture_code},
                       {"prefecture", line.prefecture},
                       {"band", line.band},
                       {"level", level_id(line.level)},
                       {"factor", decimal(factor_text(line))},
                       {"unit", line.is_offset() ? "dB" : "times"},
                       {"rate_before", decimal(format_decimal(line.rate_before, decimals))},
                       {"rate_after", decimal(format_decimal(line.rate_after, decimals))},
                       {"published", decimal(format_decimal(line.published))},
                       {"residual", decimal(format_decimal(line.residual(), decimals))},
                       {"year", line.year},
                       {"source", line.source},
                       {"stations", line.stations},
                       {"status", calibration_status_id(line.status)}});
    }
    return out;
}

}  // namespace

std::string summary_json(const RunResult& result, const std::map<std::string, std::string>& versions) {
    static constexpr std::array assigns{"land_share", "max_area", "list", "centroid"};
    Json out;
    out["title"] = result.config.title;
    out["as_of"] = format_date(result.config.as_of);
    out["versions"] = versions;
    out["cells"] = result.population.cells.size();
    out["cell_level"] = result.population.grid.level()
                            ? std::string{mesh_level_id(*result.population.grid.level())}
                            : "raster";
    Json& ledger = out["ledger"];
    for (std::size_t w = 0; w < result.ledger.size(); ++w) {
        const LedgerLine& l = result.ledger[w];
        ledger[l.weight] = {{"input", exact(l.input)},
                            {"outside", exact(l.outside)},
                            {"unassigned", exact(l.unassigned)},
                            {"other", exact(l.other)},
                            {"reported", exact(l.reported)}};
        if (Json left = left_out(result, w); !left.empty()) ledger[l.weight]["left_out"] = std::move(left);
    }
    out["nation"] = rates(result, result.nation_coverage, 0);
    Json prefectures = Json::object();
    for (std::size_t a = 0; a < result.prefectures.size(); ++a)
        prefectures[result.prefectures[a].code] = rates(result, result.prefecture_coverage, a);
    out["prefectures"] = prefectures;
    out["services"] = services(result);
    if (!result.ranges.empty()) out["ranges"] = ranges(result);
    out["zones"] = {{"assign", assigns[static_cast<std::size_t>(result.config.zones.assign)]},
                    {"count", result.zones.zones.size()},
                    {"extent", result.config.zones.extent == Extent::all ? "all" : "zones"},
                    {"calibrate", result.config.zones.calibrate},
                    {"calibrate_reach", result.config.zones.calibrate_reach}};
    if (result.census) {
        const CensusCheck& c = *result.census;
        out["census"] = {{"zones", c.lines.size()},
                         {"calibrated", c.calibrated},
                         {"median_error_percent", c.median_error_percent},
                         {"mean_signed_error_percent", c.mean_signed_error_percent},
                         {"total_error_percent", c.total_error_percent()},
                         {"missing_population", c.missing_population},
                         {"missing_zones", c.missing_zones},
                         {"surplus_population", c.surplus_population},
                         {"surplus_zones", c.surplus_zones}};
    }
    if (!result.calibration.empty()) out["calibration"] = calibration(result);
    if (result.flags) {
        Json& flags = out["flags"] = Json::array();
        for (const Flag& flag : *result.flags) {
            const FlagArea area = flag_area(result, flag);
            const FlagReason reason = flag_reason(result, flag);
            flags.push_back({{"zone_level", area_level_id(flag.level)},
                             {"zone_code", area.code},
                             {"service", result.config.services[flag.service].id},
                             {"flag", flag.word},
                             {"reason", {{"ja", reason.ja}, {"en", reason.en}}}});
        }
    }
    if (result.scenario) {
        const ScenarioResult& s = *result.scenario;
        Json& to = out["scenario"];
        to = {
            {"title", s.title},
            {"file", s.file},
            {"sites", {{"added", s.sites_added}, {"changed", s.sites_changed}, {"removed", s.sites_removed}}},
            {"polygons", {{"added", s.polygons_added}, {"removed", s.polygons_removed}}},
            {"services", Json::object()}};
        for (std::size_t i = 0; i < s.services.size(); ++i)
            to["services"][result.config.services[i].id] = {
                {"newly_served", exact(s.services[i].newly_served)},
                {"newly_lost", exact(s.services[i].newly_lost)}};
        Json& stations = to["stations"] = Json::array();
        for (const ScenarioStation& station : s.stations)
            stations.push_back({{"service", result.config.services[station.service].id},
                                {"zone_code", result.zones.zones[station.zone].code},
                                {"has_site", station.has_site}});
    }
    if (result.plan) {
        const PlanResult& plan = *result.plan;
        const bool has_target = result.config.plan->target.has_value();
        Json& to = out["plan"];
        to = {{"service", result.config.services[plan.service].id},
              {"candidates", plan.candidates.size()},
              {"sites", plan.sites.size()},
              {"cables", plan.cables.size()},
              {"covered_before", exact(plan.before)},
              {"reached_by_model", exact(plan.model_value)},
              {"greedy", exact(plan.greedy_value)},
              {"optimal", plan.is_optimal},
              {"gap_percent", plan_gap_percent(plan, has_target)}};
        if (!plan.sites.empty()) to["covered_after"] = exact(plan.sites.back().covered);
        if (!plan.cables.empty()) to["covered_after"] = exact(plan.cables.back().covered);
        if (has_target) {
            to["cost"] = plan.cost;
            to["cost_bound"] = plan.cost_bound;
        } else {
            to["bound_of_model"] = exact(plan.bound);
        }
    }
    Json inputs = Json::array();
    for (const InputFile& i : result.inputs) {
        inputs.push_back(
            {{"role", i.role},
             {"path", gdal::without_password(i.path)},
             {"size", i.size},
             {"sha256", i.sha256},
             {"source", {{"name", i.source_name}, {"date", i.source_date}, {"licence", i.source_licence}}}});
    }
    out["inputs"] = inputs;
    out["notes"] = result.notes;
    out["issues"] = result.issues.size();
    out["method"] = method(result);
    out["effective"] = effective(result.config);
    out["configuration"] = gdal::without_password(result.config.text);
    return without_marks(out.dump(2, ' ', false, Json::error_handler_t::replace)) + "\n";
}

}  // namespace amaneku::io
