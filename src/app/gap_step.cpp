#include "app/gap_step.hpp"

#include "app/weights.hpp"
#include "core/weight.hpp"
#include "io/point_table.hpp"
#include "io/subsidy_reader.hpp"
#include "parallel/loop.hpp"
#include "planning/condition.hpp"
#include "planning/gaps.hpp"
#include "planning/nearest_point.hpp"
#include <amaneku/error.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <set>
#include <utility>

namespace amaneku::app {

namespace {

using planning::Truth;

/// Programmes in force, with what was made of their conditions.
struct Programmes {
    std::vector<io::SubsidyRow> rows;
    std::vector<planning::Condition> conditions;
    std::map<std::string, io::MunicipalFacts> municipalities;
};

/// Points of one class of the backbone.
struct BackboneClass {
    std::string name;
    std::vector<std::uint32_t> index;  ///< in the table
    planning::NearestPoint nearest;
};

Programmes read_programmes(const GapsConfig& config, Date on) {
    Programmes out;
    if (!config.municipalities.empty()) out.municipalities = io::read_municipal_facts(config.municipalities);
    if (config.subsidies.empty()) return out;
    out.rows = io::read_subsidies(config.subsidies, on);
    for (const io::SubsidyRow& row : out.rows) {
        try {
            out.conditions.push_back(planning::Condition::parse(row.text.condition));
        } catch (const Error& error) {
            throw Error{error.code(), row.where, error.what()};
        }
    }
    return out;
}

std::vector<BackboneClass> backbone_classes(const io::NamedPoints& points) {
    const std::set<std::string> names{points.kind.begin(), points.kind.end()};
    std::vector<BackboneClass> out;
    for (const std::string& name : names) {
        std::vector<std::uint32_t> index;
        std::vector<Point> at;
        for (std::uint32_t i = 0; i < points.at.size(); ++i) {
            if (points.kind[i] != name) continue;
            index.push_back(i);
            at.push_back(points.at[i]);
        }
        out.push_back({name, std::move(index), planning::NearestPoint{std::move(at)}});
    }
    return out;
}

/// All sites of a service in one list, and what they are called.
struct ServiceSites {
    std::vector<Point> at;
    std::vector<std::string> name;
};

ServiceSites sites_of(const RunResult& result, std::size_t service) {
    ServiceSites out;
    std::size_t provider = 0;
    for (std::size_t s = 0; s < service; ++s) provider += result.config.services[s].providers.size();
    for (const ProviderConfig& p : result.config.services[service].providers) {
        const SiteTable& sites = result.sites[provider++];
        for (std::size_t k = 0; k < sites.size(); ++k) {
            out.at.push_back({sites.lon[k], sites.lat[k]});
            out.name.push_back(sites.id[k].empty() ? p.id : p.id + "/" + sites.id[k]);
        }
    }
    return out;
}

/// Sites and covered cells near the hearts of a service's gaps.
void measure_distances(const RunResult& result, const planning::GapInput& input, std::vector<Gap>& gaps,
                       std::uint32_t service) {
    const planning::CellGround ground{result.population.grid};
    ServiceSites sites = sites_of(result, service);
    std::vector<Point> served;
    std::vector<std::uint32_t> served_cell;
    for (std::uint32_t cell = 0; cell < input.covered.size(); ++cell) {
        if (input.covered[cell] == 0) continue;
        served.push_back(ground.centre(result.population.cells[cell]));
        served_cell.push_back(cell);
    }
    const planning::NearestPoint near_site{std::move(sites.at)};
    const planning::NearestPoint near_served{std::move(served)};
    for (Gap& gap : gaps) {
        gap.site = near_site.find(gap.heart_at);
        if (gap.site) gap.site_id = sites.name[gap.site->index];
        gap.served = near_served.find(gap.heart_at);
        if (gap.served) {
            gap.served->index = served_cell[gap.served->index];
            gap.served_code = result.population.grid.code(result.population.cells[gap.served->index]);
        }
    }
}

std::optional<double> nearest_m(const Gap& gap, const std::vector<BackboneClass>& classes,
                                const std::string& name) {
    std::optional<double> out;
    for (std::size_t c = 0; c < classes.size(); ++c) {
        if (!gap.backbone[c] || (!name.empty() && classes[c].name != name)) continue;
        out = std::min(out.value_or(gap.backbone[c]->distance_m), gap.backbone[c]->distance_m);
    }
    return out;
}

planning::Facts facts_of(const RunResult& result, const Gap& gap, const GapPart& part,
                         const Programmes& programmes, std::optional<double> backbone_m) {
    planning::Facts facts;
    for (const char* name : {"population", "households", "age_65_plus"}) {
        const std::size_t w = weight_index(result.population, name);
        if (w < part.weights.size()) facts.numbers[name] = static_cast<double>(whole_units(part.weights[w]));
    }
    facts.numbers["cells"] = part.cells;
    facts.numbers["area_km2"] = part.km2;
    if (gap.site) facts.numbers["site_km"] = gap.site->distance_m / 1000.0;
    if (backbone_m) facts.numbers["backbone_km"] = *backbone_m / 1000.0;
    const Zone& zone = result.zones.zones[part.zone];
    facts.texts["service"] = {result.config.services[gap.service].id};
    if (!zone.prefecture_code.empty()) facts.texts["prefecture"] = {zone.prefecture_code, zone.prefecture};
    auto found = programmes.municipalities.find(zone.code);
    if (found == programmes.municipalities.end()) found = programmes.municipalities.find(zone.city_code);
    if (found == programmes.municipalities.end()) return facts;
    facts.texts["designation"] = found->second.designations;
    if (found->second.financial_index) facts.numbers["financial_index"] = *found->second.financial_index;
    return facts;
}

std::int64_t part_of(std::int64_t cost, const io::Fraction& fraction) {
    return static_cast<std::int64_t>(static_cast<Amount>(cost) * fraction.numerator / fraction.denominator);
}

void ask_programmes(const RunResult& result, Gap& gap, const Programmes& programmes,
                    std::optional<double> backbone_m) {
    for (GapPart& part : gap.parts) {
        const planning::Facts facts = facts_of(result, gap, part, programmes, backbone_m);
        for (std::uint32_t r = 0; r < programmes.rows.size(); ++r) {
            const Truth truth = programmes.conditions[r].evaluate(facts);
            if (truth == Truth::no) continue;
            const io::SubsidyRow& row = programmes.rows[r];
            GapSubsidy one{r, truth == Truth::unknown, part_of(part.cost, row.rate.value_or(io::Fraction{})),
                           part_of(part.cost, row.prefecture_rate), 0};
            one.local = part.cost - one.national - one.prefecture;
            part.subsidies.push_back(one);
        }
    }
}

/// The town of every cell where somebody of a reported zone lives; no_zone elsewhere.
std::vector<std::uint32_t> towns_of_cells(const RunResult& result, const planning::NearestPoint& towns,
                                          int threads) {
    const std::vector<Cell>& cells = result.population.cells;
    std::vector<std::uint32_t> out(cells.size(), no_zone);
    constexpr std::size_t at_once = 4096;
    std::vector<std::size_t> blocks((cells.size() + at_once - 1) / at_once);
    std::iota(blocks.begin(), blocks.end(), std::size_t{0});
    parallel::for_each(blocks, threads, [&](std::size_t, std::size_t block) {
        const planning::CellGround ground{result.population.grid};
        const std::size_t end = std::min(cells.size(), (block + 1) * at_once);
        for (std::size_t cell = block * at_once; cell < end; ++cell) {
            if (result.cell_zone[cell] == no_zone) continue;
            out[cell] = towns.find(ground.centre(cells[cell]))->index;
        }
    });
    return out;
}

/// People left out by town and municipality; towns without any are left away.
std::vector<TownGap> town_gaps(const planning::GapInput& input, std::uint32_t service,
                               const std::vector<std::uint32_t>& cell_town,
                               const std::vector<std::string>& names) {
    const std::size_t weights = input.population.weight_names.size();
    std::map<std::pair<std::uint32_t, std::string>, TownGap> towns;
    for (std::size_t cell = 0; cell < cell_town.size(); ++cell) {
        if (cell_town[cell] == no_zone || (!input.counted.empty() && input.counted[cell] == 0)) continue;
        const bool left_out = planning::is_left_out(input, cell);
        for (std::uint64_t e = input.shares.begin[cell]; e < input.shares.begin[cell + 1]; ++e) {
            const std::uint32_t zone = input.shares.zone[e];
            if (!input.zones.zones[zone].reported) continue;
            TownGap& town = towns[{zone, names[cell_town[cell]]}];
            town.total.resize(weights, 0);
            town.uncovered.resize(weights, 0);
            bool anybody = false;
            for (std::size_t w = 0; w < weights; ++w) {
                const CellAmount amount = input.shares.amount[w][e];
                anybody = anybody || amount != 0;
                town.total[w] += amount;
                if (left_out) town.uncovered[w] += amount;
            }
            if (left_out && anybody) ++town.cells;
        }
    }
    std::vector<TownGap> out;
    for (auto& [key, town] : towns) {
        if (town.cells == 0) continue;
        town.service = service;
        town.zone = key.first;
        town.town = key.second;
        out.push_back(std::move(town));
    }
    return out;
}

}  // namespace

void find_gaps(RunResult& result, const zonal::Allocation& allocation, int threads) {
    const GapsConfig& config = *result.config.gaps;
    GapResult out;
    out.has_cost = config.cost.is_given();
    const Programmes programmes = read_programmes(config, result.config.as_of);
    for (const io::SubsidyRow& row : programmes.rows) out.programmes.push_back(row.text);
    io::NamedPoints backbone;
    if (!config.backbone.empty()) backbone = io::read_backbone(config.backbone, result.issues);
    const std::vector<BackboneClass> classes = backbone_classes(backbone);
    for (const BackboneClass& c : classes) out.backbone_classes.push_back(c.name);
    const std::string& from = config.cost.backbone;
    if (!from.empty() && std::find(out.backbone_classes.begin(), out.backbone_classes.end(), from) ==
                             out.backbone_classes.end()) {
        throw Error{Errc::input, config.backbone,
                    fmt::format("has no point of class '{}', which gaps.cost.backbone asks for; there are {}",
                                from, fmt::join(out.backbone_classes, ", "))};
    }
    io::NamedPoints towns;
    if (!config.towns.empty()) towns = io::read_towns(config.towns, result.issues);
    const planning::NearestPoint near_town{towns.at};
    std::vector<std::uint32_t> cell_town;
    if (!towns.at.empty()) cell_town = towns_of_cells(result, near_town, threads);

    const std::size_t h = weight_index(result.population, "households");
    const auto households =
        h < result.population.weight_names.size() ? std::optional<std::size_t>{h} : std::nullopt;
    for (std::uint32_t s = 0; s < result.config.services.size(); ++s) {
        const ServiceConfig& service = result.config.services[s];
        const planning::GapInput input{
            result.population,
            result.zones,
            {allocation.begin, allocation.zone, allocation.share, allocation.amount},
            result.cell_covered[s],
            result.cell_counted[s],
            weight_index(result.population, service.profile.weight),
            service.profile.gap};
        planning::GapList list = planning::find_gaps(input, s, service.profile.id);
        measure_distances(result, input, list.gaps, s);
        for (Gap& gap : list.gaps) {
            if (!cell_town.empty()) gap.town = towns.name[cell_town[gap.heart]];
            for (const BackboneClass& c : classes) {
                gap.backbone.push_back(c.nearest.find(gap.heart_at));
                gap.backbone.back()->index = c.index[gap.backbone.back()->index];
                gap.backbone_name.push_back(backbone.name[gap.backbone.back()->index]);
            }
            if (out.has_cost) {
                const bool fiber = config.cost.fiber_per_km > 0.0;
                planning::price(gap, config.cost, households,
                                fiber ? nearest_m(gap, classes, from) : std::nullopt);
            }
            ask_programmes(result, gap, programmes, nearest_m(gap, classes, ""));
        }
        if (list.small_gaps > 0) {
            result.notes.push_back(fmt::format(
                "{}: {} gaps with {} {} together are below the limits of its profile and are not "
                "in gaps.csv",
                service.id, list.small_gaps, whole_units(list.small_people), service.profile.weight));
        }
        std::move(list.gaps.begin(), list.gaps.end(), std::back_inserter(out.gaps));
        if (!cell_town.empty()) {
            auto of_towns = town_gaps(input, s, cell_town, towns.name);
            std::move(of_towns.begin(), of_towns.end(), std::back_inserter(out.towns));
        }
    }
    result.gaps = std::move(out);
}

}  // namespace amaneku::app
