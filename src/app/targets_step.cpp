#include "app/targets_step.hpp"

#include "app/projection.hpp"
#include "app/weights.hpp"
#include "core/municipal_code.hpp"
#include "core/weight.hpp"
#include "core/whole_people.hpp"
#include "io/kpi_reader.hpp"
#include "io/run_folder.hpp"
#include "planning/kpi_progress.hpp"
#include "zonal/judge.hpp"
#include <amaneku/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <optional>
#include <set>
#include <utility>

namespace amaneku::app {

namespace {

constexpr std::size_t prefectures_of_japan = 47;

/// An area that a scope of the targets stands for.
struct ScopeArea {
    std::string scope;  ///< `national`, `pref:29`, …
    std::string level;  ///< of coverage.csv
    std::string code;
    std::vector<std::uint32_t> zones;
};

/// Whether all supplied municipalities of a prefecture are reported: else its figures are of a part. Those
/// where the census counts nobody (the Northern Territories) never are.
bool is_whole(const RunResult& result, const Area& prefecture) {
    return std::none_of(result.zones.zones.begin(), result.zones.zones.end(), [&](const Zone& z) {
        return !z.reported && z.prefecture_code == prefecture.code && !is_northern_territory(z.code);
    });
}

bool is_of_japan(const std::string& code) {
    return code.size() == 2 && code >= "01" && code <= "47";
}

std::vector<std::uint32_t> reported_zones(const RunResult& result) {
    std::vector<std::uint32_t> out;
    for (std::uint32_t z = 0; z < result.zones.zones.size(); ++z) {
        if (result.zones.zones[z].reported) out.push_back(z);
    }
    return out;
}

/// The areas of a run that targets may speak of. The nation is there where all prefectures are, whole.
std::vector<ScopeArea> scope_areas(const RunResult& result, const std::set<std::string>& wanted) {
    std::vector<ScopeArea> out;
    std::size_t japan = 0;
    for (const Area& p : result.prefectures) {
        if (!is_whole(result, p)) continue;
        if (is_of_japan(p.code)) ++japan;
        out.push_back({"pref:" + p.code, "prefecture", p.code, p.zones});
    }
    if (japan == prefectures_of_japan) out.push_back({"national", "nation", "00", reported_zones(result)});
    const auto add_wanted = [&](const char* prefix, const char* level, const std::string& code,
                                const std::vector<std::uint32_t>& zones) {
        if (wanted.contains(prefix + code)) out.push_back({prefix + code, level, code, zones});
    };
    for (std::uint32_t z = 0; z < result.zones.zones.size(); ++z) {
        const Zone& zone = result.zones.zones[z];
        if (zone.reported) add_wanted("municipality:", "municipality", zone.code, {z});
    }
    for (const Area& c : result.cities) add_wanted("municipality:", "city", c.code, c.zones);
    for (const Area& g : result.groups) add_wanted("group:", "group", g.code, g.zones);
    return out;
}

std::string date_note(const Config& config, Date day) {
    if (day.month == 3 && day.day == 31) return {};
    return config.language == "ja" ? fmt::format("{}時点の値で、年度末ではない", format_date(day))
                                   : fmt::format("as of {}, not a year end", format_date(day));
}

/// A rate as the profile prints it; nothing where nobody lives.
std::optional<KpiActual> rate_of(const ServiceConfig& service, const std::string& scope, Date day,
                                 Amount total, Amount covered) {
    const auto value = parse_decimal(format_rate(covered, total, service.profile.decimals));
    if (!value) return std::nullopt;
    KpiActual out;
    out.kpi = service.profile.targets;
    out.scope = scope;
    out.fiscal_year = fiscal_year(day);
    out.value = *value;
    out.unit = "%";
    out.series = computed_series;
    out.total = total;
    out.covered = covered;
    return out;
}

Amount units(std::int64_t whole) {
    return Amount{whole} * amount_per_unit;
}

CoverageTable table_of(const CoverageTable& zones, const ScopeArea& area) {
    return zonal::sum_areas(zones, {Area{area.code, "", "", area.zones}});
}

/// What the run itself reached.
std::vector<KpiActual> run_actuals(const RunResult& result, const std::vector<ScopeArea>& areas) {
    std::vector<KpiActual> out;
    const auto people = whole_people(result);
    for (const ScopeArea& area : areas) {
        const CoverageTable table = table_of(result.zone_coverage, area);
        const AreaPeople whole = area_people(result, table, 0, people, area.zones);
        for (std::size_t s = 0; s < result.config.services.size(); ++s) {
            const ServiceConfig& service = result.config.services[s];
            if (service.profile.targets.empty()) continue;
            const ServiceLayers& layers = result.measures.services[s];
            const std::size_t w = weight_index(result.population, service.profile.weight);
            const auto add = [&](const std::string& scope, std::uint32_t layer, std::int64_t covered) {
                const Amount total = table.counted(0, w, layer);
                auto actual = rate_of(service, scope, result.config.as_of, total,
                                      std::min(total, table.at(0, w, layer, service.profile.rule)));
                if (!actual || whole.services[s].counted() == 0) return;
                actual->total = units(whole.services[s].counted());
                actual->covered = units(covered);
                actual->source = result.config.title;
                actual->note = date_note(result.config, result.config.as_of);
                out.push_back(std::move(*actual));
            };
            add(area.scope, layers.combined, whole.services[s].covered);
            for (std::uint32_t p = 0; p < layers.provider_count && area.scope == "national"; ++p) {
                const std::uint32_t layer = layers.first_provider + p;
                add("operator:" + service.providers[p].id, layer,
                    whole_units(table.at(0, w, layer, service.profile.rule)));
            }
        }
    }
    return out;
}

/// Shares of meshes, of the nation by operator too.
void add_mesh_actuals(const RunResult& result, const std::vector<ScopeArea>& areas,
                      std::vector<KpiActual>& out) {
    for (std::size_t k = 0; k < result.mesh_kpis.size(); ++k) {
        const ServiceConfig& service = result.config.mesh_kpis[k];
        if (service.profile.targets.empty()) continue;
        for (const ScopeArea& area : areas) {
            const CoverageTable table = table_of(result.mesh_kpis[k].zones, area);
            const std::size_t layers = area.scope == "national" ? 1 + service.providers.size() : 1;
            for (std::size_t layer = 0; layer < layers; ++layer) {
                const std::string scope =
                    layer == 0 ? area.scope : "operator:" + service.providers[layer - 1].id;
                auto actual = rate_of(service, scope, result.config.as_of, table.total(0, 0),
                                      table.at(0, 0, layer, Rule::half_cell));
                if (!actual) continue;
                actual->source = result.config.title;
                out.push_back(std::move(*actual));
            }
        }
    }
}

/// The snapshots, the earliest first; of several of one fiscal year the last.
std::vector<io::RunFolder> read_snapshots(RunResult& result) {
    std::map<int, io::RunFolder> by_year;
    const int this_year = fiscal_year(result.config.as_of);
    for (const std::string& path : result.config.targets->snapshots) {
        io::RunFolder folder = io::read_run_folder(path);
        const int year = fiscal_year(folder.as_of);
        const auto leave_out = [&](const std::string& why) {
            result.warnings.push_back(
                fmt::format("snapshot {} of {} is left out: {}", path, format_date(folder.as_of), why));
        };
        if (folder.report != result.config.zones.report) {
            leave_out("it reports other zones (zones.report)");
        } else if (year >= this_year) {
            leave_out(fmt::format("it is not of a fiscal year before the run's, {}", this_year));
        } else if (const auto at = by_year.find(year);
                   at != by_year.end() && at->second.as_of >= folder.as_of) {
            leave_out("a later one of its fiscal year is there");
        } else {
            by_year[year] = std::move(folder);
        }
    }
    std::vector<io::RunFolder> out;
    for (auto& [year, folder] : by_year) out.push_back(std::move(folder));
    return out;
}

/// How the run counts a service, in the words of RunService::method.
std::string method_of(const Config& config, const ServiceConfig& service) {
    static constexpr std::array assigns{"land_share", "max_area", "list", "centroid"};
    const RuleProfile& p = service.profile;
    return fmt::format("{} of {}, {} {}, area {}, {}, cells {}, assign {}{}", rule_id(p.rule), p.weight,
                       p.strict ? ">" : ">=", p.threshold, p.area == FractionArea::land ? "land" : "cell",
                       combine_id(p.combine), cells_id(p.cells),
                       assigns[static_cast<std::size_t>(config.zones.assign)],
                       config.zones.calibrate ? ", calibrated" : "");
}

/// Marks the first value that was counted in another way than the one before it.
void mark_break(KpiActual& actual, std::string& method_before, const std::string& method, bool ja) {
    if (!method_before.empty() && method_before != method) {
        actual.series_break = SeriesBreak::start;
        if (!actual.note.empty()) actual.note += "; ";
        actual.note += ja ? fmt::format("数え方の変更: {} → {}", method_before, method)
                          : fmt::format("counted in another way: {}, before {}", method, method_before);
    }
    method_before = method;
}

/// Values of the snapshots and the run, in the order of time, with their breaks.
std::vector<KpiActual> computed_actuals(RunResult& result, const std::vector<ScopeArea>& areas) {
    const auto snapshots = read_snapshots(result);
    const bool ja = result.config.language == "ja";
    std::vector<KpiActual> out;
    const auto now = run_actuals(result, areas);
    for (const ServiceConfig& service : result.config.services) {
        if (service.profile.targets.empty()) continue;
        for (const ScopeArea& area : areas) {
            std::string method;
            for (const io::RunFolder& folder : snapshots) {
                const io::RunService* then = folder.service(service.id);
                const auto line = folder.coverage.find({area.level, area.code, service.id, "*"});
                if (then == nullptr || line == folder.coverage.end()) continue;
                auto actual =
                    rate_of(service, area.scope, folder.as_of, line->second.total, line->second.covered);
                if (!actual) continue;
                actual->source = folder.title;
                actual->note = date_note(result.config, folder.as_of);
                mark_break(*actual, method, then->method, ja);
                out.push_back(std::move(*actual));
            }
            for (const KpiActual& actual : now) {
                if (actual.kpi != service.profile.targets || actual.scope != area.scope) continue;
                out.push_back(actual);
                mark_break(out.back(), method, method_of(result.config, service), ja);
            }
        }
    }
    for (const KpiActual& actual : now) {
        if (actual.scope.starts_with("operator:")) out.push_back(actual);
    }
    return out;
}

/// One KPI is one service's: two would give two values of one year.
void refuse_shared_kpi(const Config& config) {
    std::map<std::string, std::string> services;
    std::vector<ServiceConfig> all = config.services;
    all.insert(all.end(), config.mesh_kpis.begin(), config.mesh_kpis.end());
    for (const ServiceConfig& s : all) {
        if (s.profile.targets.empty()) continue;
        const auto [at, is_new] = services.emplace(s.profile.targets, s.id);
        if (!is_new)
            throw Error{
                Errc::configuration, s.place,
                fmt::format(
                    "services '{}' and '{}' both give the KPI '{}': set targets = \"\" for one of them",
                    at->second, s.id, s.profile.targets)};
    }
}

/// Targets of municipalities and groups that the run does not have.
void warn_unknown_areas(RunResult& result, const std::vector<KpiTarget>& targets,
                        const std::vector<ScopeArea>& areas) {
    std::set<std::string> known;
    for (const ScopeArea& a : areas) known.insert(a.scope);
    for (const Zone& z : result.zones.zones) known.insert("municipality:" + z.code);
    std::set<std::string> told;
    for (const KpiTarget& t : targets) {
        const bool is_group = t.scope.starts_with("group:");
        if (!is_group && !t.scope.starts_with("municipality:")) continue;
        if (known.contains(t.scope) || !told.insert(t.scope).second) continue;
        result.warnings.push_back(fmt::format(
            "{}: target of {} in {}: there is no such {}; its actuals can only come from the table",
            result.config.targets->targets, t.kpi, t.scope,
            is_group ? "group in zones.groups" : "municipality among the zones"));
    }
}

void add_projection(RunResult& result, const zonal::Allocation& allocation,
                    const std::vector<ScopeArea>& areas, std::vector<TargetRow>& rows) {
    const Projection projection = project(result, allocation);
    for (const ScopeArea& area : areas) {
        const CoverageTable table = table_of(projection.zones, area);
        for (std::size_t s = 0; s < result.config.services.size(); ++s) {
            const RuleProfile& profile = result.config.services[s].profile;
            const std::size_t w = weight_index(result.population, profile.weight);
            if (profile.targets.empty() || projection.has_weight[w] == 0) continue;
            const std::uint32_t layer = result.measures.services[s].combined;
            const KpiProjection value{projection.year, table.counted(0, w, layer),
                                      table.at(0, w, layer, profile.rule)};
            for (TargetRow& row : rows) {
                const bool is_its = row.actual && row.actual->series == computed_series &&
                                    row.scope == area.scope && row.target.kpi == profile.targets;
                if (is_its) row.projection = value;
            }
        }
    }
}

}  // namespace

void add_targets(RunResult& result, const zonal::Allocation& allocation) {
    if (!result.config.targets) return;
    const TargetsConfig& config = *result.config.targets;
    refuse_shared_kpi(result.config);
    const auto targets = io::read_kpi_targets(config.targets, config.lower_is_better);
    std::vector<KpiActual> actuals;
    if (!config.actuals.empty()) actuals = io::read_kpi_actuals(config.actuals);
    for (const KpiActual& a : actuals) {
        if (a.series == computed_series)
            throw Error{
                Errc::input, config.actuals,
                "a plan is called 'computed': that is the name of the run's own series; call it otherwise"};
    }
    std::set<std::string> wanted;
    for (const KpiTarget& t : targets) wanted.insert(t.scope);
    const auto areas = scope_areas(result, wanted);
    warn_unknown_areas(result, targets, areas);
    for (KpiActual& a : computed_actuals(result, areas)) actuals.push_back(std::move(a));
    add_mesh_actuals(result, areas, actuals);
    TargetsResult out;
    out.series = planning::time_series(std::move(actuals));
    out.rows = planning::target_rows(targets, out.series);
    if (result.config.projection) add_projection(result, allocation, areas, out.rows);
    out.targets = targets;
    result.targets = std::move(out);
}

}  // namespace amaneku::app
