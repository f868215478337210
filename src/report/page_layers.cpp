#include "report/page_layers.hpp"

#include "report/layer_list.hpp"
#include "report/packed_text.hpp"
#include "report/page_areas.hpp"
#include "report/page_json.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

namespace amaneku::report {

namespace {

using Json = nlohmann::ordered_json;

double tenths(double value) {
    return std::round(value * 10.0) / 10.0;
}

Json people(const std::vector<Amount>& weights) {
    Json out = Json::array();
    for (const Amount amount : weights) out.push_back(whole_units(amount));
    return out;
}

Json gaps(const RunResult& result, const std::vector<std::int32_t>& places) {
    Json out = Json::array();
    if (!result.gaps) return out;
    for (const Gap& gap : result.gaps->gaps) {
        Json zones = Json::array();
        Json zone_people = Json::array();
        Json zone_cells = Json::array();
        Json zone_cost = Json::array();
        for (const GapPart& part : gap.parts) {
            zones.push_back(places[part.zone]);
            zone_people.push_back(people(part.weights));
            zone_cells.push_back(part.cells);
            zone_cost.push_back(result.gaps->has_cost ? Json(part.cost) : Json{});
        }
        out.push_back({{"service", gap.service},
                       {"id", gap.id},
                       {"at", position(gap.heart_at)},
                       {"town", gap.town},
                       {"cells", gap.cells.size()},
                       {"people", people(gap.weights)},
                       {"km2", std::round(gap.km2 * 1000.0) / 1000.0},
                       {"zones", std::move(zones)},
                       {"zone_people", std::move(zone_people)},
                       {"zone_cells", std::move(zone_cells)},
                       {"zone_cost", std::move(zone_cost)},
                       {"site_m", gap.site ? Json(tenths(gap.site->distance_m)) : Json{}},
                       {"site", gap.site_id},
                       {"served_m", gap.served ? Json(tenths(gap.served->distance_m)) : Json{}},
                       {"cost", result.gaps->has_cost ? Json(gap.cost) : Json{}}});
    }
    return out;
}

/// Those of a table that the page carries.
std::vector<std::size_t> carried(const PlaceTable& table, std::size_t services) {
    std::vector<std::size_t> out;
    for (std::size_t p = 0; p < table.size(); ++p) {
        bool left_out = false;
        for (std::size_t s = 0; s < services; ++s) left_out |= table.inside[p * services + s] == 0;
        if (left_out || table.size() <= most_places) out.push_back(p);
    }
    out.resize(std::min(out.size(), most_places));
    return out;
}

Json texts(const std::vector<std::string>& column, const std::vector<std::size_t>& of) {
    Json out = Json::array();
    if (column.empty()) return out;
    for (const std::size_t p : of) out.push_back(column[p]);
    return out;
}

Json places(const RunResult& result, const std::vector<std::int32_t>& municipalities) {
    Json out = Json::array();
    if (!result.places) return out;
    const std::size_t services = result.config.services.size();
    for (std::size_t t = 0; t < result.places->tables.size(); ++t) {
        const PlaceTable& table = result.places->tables[t];
        const FeatureConfig& config = result.config.places[t];
        const auto of = carried(table, services);
        Json at = Json::array();
        Json zone = Json::array();
        for (const std::size_t p : of) {
            at.push_back(position(table.at[p]));
            zone.push_back(municipalities[table.zone[p]]);
        }
        Json inside = Json::array();
        Json distance = Json::array();
        for (std::size_t s = 0; s < services; ++s) {
            Json in = Json::array();
            Json metres = Json::array();
            for (const std::size_t p : of) {
                in.push_back(table.inside[p * services + s]);
                const double d = table.distance_m[p * services + s];
                metres.push_back(d < 0.0 ? -1.0 : tenths(d));
            }
            inside.push_back(std::move(in));
            distance.push_back(std::move(metres));
        }
        out.push_back({{"id", config.id},
                       {"name", config.name},
                       {"left_out", table.size() - of.size()},
                       {"total", table.size()},
                       {"names", texts(table.name, of)},
                       {"classes", texts(table.klass, of)},
                       {"at", std::move(at)},
                       {"zone", std::move(zone)},
                       {"inside", std::move(inside)},
                       {"distance_m", std::move(distance)}});
    }
    return out;
}

/// Of all places, those that the page does not carry too.
Json place_counts(const RunResult& result, const std::vector<std::int32_t>& municipalities) {
    Json out = Json::array();
    if (!result.places) return out;
    const std::size_t services = result.config.services.size();
    const std::size_t count =
        static_cast<std::size_t>(*std::max_element(municipalities.begin(), municipalities.end()) + 1);
    for (std::size_t t = 0; t < result.places->tables.size(); ++t) {
        const PlaceTable& table = result.places->tables[t];
        for (std::size_t s = 0; s < services; ++s) {
            std::vector<std::size_t> inside(count + 1);  // the first: of all
            std::vector<std::size_t> total(count + 1);
            for (std::size_t p = 0; p < table.size(); ++p) {
                const bool in = table.inside[p * services + s] != 0;
                for (const std::size_t i :
                     {std::size_t{0}, static_cast<std::size_t>(municipalities[table.zone[p]] + 1)}) {
                    ++total[i];
                    inside[i] += in ? 1 : 0;
                }
            }
            for (std::size_t i = 0; i <= count; ++i) {
                if (i > 0 && total[i] == 0) continue;
                out.push_back({{"place", t},
                               {"service", s},
                               {"zone", static_cast<std::int64_t>(i) - 1},
                               {"inside", inside[i]},
                               {"total", total[i]}});
            }
        }
    }
    return out;
}

/// Longitudes and latitudes in millionths of a degree, four bytes each, the lowest first.
std::string packed_positions(const SiteTable& sites) {
    std::string out;
    for (std::size_t s = 0; s < sites.size(); ++s) {
        for (const double degrees : {sites.lon[s], sites.lat[s]}) {
            const auto value =
                static_cast<std::uint32_t>(static_cast<std::int32_t>(std::lround(degrees * 1e6)));
            for (int i = 0; i < 4; ++i) out += static_cast<char>(value >> (8 * i) & 0xffU);
        }
    }
    return base64(out);
}

Json sites(const RunResult& result) {
    Json out = Json::array();
    const auto layers = layer_list(result);
    std::size_t provider = 0;
    for (std::size_t l = 0; l < layers.size(); ++l) {
        if (layers[l].provider < 0) continue;
        const SiteTable& table = result.sites[provider++];
        if (table.size() > 0) out.push_back({{"layer", l}, {"at", packed_positions(table)}});
    }
    return out;
}

Json plan(const RunResult& result) {
    if (!result.plan) return nullptr;
    const PlanResult& plan = *result.plan;
    const int decimals = result.config.services[plan.service].profile.decimals;
    Json chosen = Json::array();
    for (const PlannedSite& site : plan.sites) {
        const SiteTable& table = plan.candidates.sites;
        const std::size_t c = site.candidate;
        chosen.push_back({{"at", position({table.lon[c], table.lat[c]})},
                          {"name", plan.candidates.name[c]},
                          {"gain", people(site.gain)},
                          {"radius_m", table.radius_m[c]},
                          {"rate", rate_json(site.covered, plan.counted, decimals)},
                          {"cost", plan.candidates.has_cost ? Json(plan.candidates.cost[c]) : Json{}}});
    }
    return {{"service", plan.service}, {"provider", plan.provider}, {"sites", std::move(chosen)}};
}

}  // namespace

void add_page_layers(const PageInput& input, Json& to) {
    const auto municipalities = municipality_places(input.result);
    to["gaps"] = gaps(input.result, municipalities);
    to["places"] = places(input.result, municipalities);
    to["place_counts"] = place_counts(input.result, municipalities);
    to["sites"] = sites(input.result);
    to["plan"] = plan(input.result);
}

}  // namespace amaneku::report
