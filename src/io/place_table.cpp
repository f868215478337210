#include "io/place_table.hpp"

#include "io/csv_writer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace amaneku::io {

namespace {

/// Places of an area inside and outside a service.
struct Count {
    std::uint64_t inside = 0;
    std::uint64_t outside = 0;
    std::uint64_t several = 0;  ///< inside of more than one provider
    double farthest_m = -1.0;   ///< of those outside; < 0: nothing serves or none is outside

    void add(bool is_inside, std::uint64_t providers, double distance_m) {
        (is_inside ? inside : outside) += 1;
        if (is_inside && (providers & (providers - 1)) != 0) ++several;
        if (!is_inside) farthest_m = std::max(farthest_m, distance_m);
    }
};

/// [class][service]; class "*" is all.
using Counts = std::map<std::string, std::vector<Count>>;

Counts counts_of(const PlaceTable& places, std::size_t services, const std::vector<std::uint32_t>& members) {
    Counts out;
    out["*"].resize(services);
    for (const std::uint32_t i : members) {
        auto& of_class = out[places.klass[i].empty() ? "*" : places.klass[i]];
        of_class.resize(services);
        for (std::size_t s = 0; s < services; ++s) {
            const std::size_t at = i * services + s;
            const auto add = [&](Count& to) {
                to.add(places.inside[at] != 0, places.providers[at], places.distance_m[at]);
            };
            add(out["*"][s]);
            if (!places.klass[i].empty()) add(of_class[s]);
        }
    }
    return out;
}

}  // namespace

std::string providers_at(const ServiceConfig& service, std::uint64_t providers) {
    std::string out;
    for (std::size_t p = 0; p < service.providers.size(); ++p) {
        if ((providers >> p & 1U) != 0) out += (out.empty() ? "" : ";") + service.providers[p].id;
    }
    return out;
}

std::vector<TableArea> table_areas(const RunResult& result) {
    std::vector<TableArea> out;
    TableArea nation{
        "nation", "00", result.config.language == "ja" ? "対象地域計" : "all reported zones", {}};
    const auto add = [&](const char* level, const std::vector<Area>& areas) {
        for (const Area& area : areas) out.push_back({level, area.code, area.name, area.zones});
    };
    for (std::uint32_t z = 0; z < result.zones.zones.size(); ++z) {
        if (result.zones.zones[z].reported) nation.zones.push_back(z);
    }
    out.push_back(nation);
    add("prefecture", result.prefectures);
    add("city", result.cities);
    for (const std::uint32_t z : nation.zones)
        out.push_back({"municipality", result.zones.zones[z].code, result.zones.zones[z].name, {z}});
    add("group", result.groups);
    return out;
}

std::string places_csv(const RunResult& result) {
    CsvWriter csv;
    for (const char* c : {"place", "id", "name", "class", "zone_code", "zone_name", "lon", "lat"})
        csv.field(c);
    for (const ServiceConfig& s : result.config.services)
        csv.field(s.id + "_in").field(s.id + "_distance_m").field(s.id + "_providers");
    csv.end_row();
    const std::size_t services = result.config.services.size();
    for (std::size_t t = 0; t < result.places->tables.size(); ++t) {
        const PlaceTable& places = result.places->tables[t];
        for (std::size_t i = 0; i < places.size(); ++i) {
            const Zone& zone = result.zones.zones[places.zone[i]];
            csv.field(result.config.places[t].id)
                .name(places.id[i])
                .name(places.name[i])
                .name(places.klass[i])
                .field(zone.code)
                .name(zone.name)
                .field(fmt::format("{:.7f}", places.at[i].x))
                .field(fmt::format("{:.7f}", places.at[i].y));
            for (std::size_t s = 0; s < services; ++s) {
                const std::size_t at = i * services + s;
                const double m = places.distance_m[at];
                csv.field(places.inside[at] != 0 ? "1" : "0")
                    .field(m < 0.0 ? std::string{} : fmt::format("{:.1f}", m))
                    .field(providers_at(result.config.services[s], places.providers[at]));
            }
            csv.end_row();
        }
    }
    return csv.text();
}

std::string place_rates_csv(const RunResult& result) {
    CsvWriter csv;
    for (const char* c : {"place", "class", "zone_level", "zone_code", "zone_name", "service", "places",
                          "inside", "outside", "rate", "several_providers", "farthest_m"})
        csv.field(c);
    csv.end_row();
    const std::size_t services = result.config.services.size();
    const auto areas = table_areas(result);
    for (std::size_t t = 0; t < result.places->tables.size(); ++t) {
        const PlaceTable& places = result.places->tables[t];
        std::vector<std::vector<std::uint32_t>> of_zone(result.zones.zones.size());
        for (std::uint32_t i = 0; i < places.size(); ++i) of_zone[places.zone[i]].push_back(i);
        for (const TableArea& area : areas) {
            std::vector<std::uint32_t> members;
            for (const std::uint32_t z : area.zones)
                members.insert(members.end(), of_zone[z].begin(), of_zone[z].end());
            if (members.empty()) continue;
            for (const auto& [klass, counts] : counts_of(places, services, members)) {
                for (std::size_t s = 0; s < services; ++s) {
                    const Count& n = counts[s];
                    const Amount all = static_cast<Amount>(n.inside) + n.outside;
                    csv.field(result.config.places[t].id)
                        .name(klass)
                        .field(area.level)
                        .field(area.code)
                        .name(area.name)
                        .field(result.config.services[s].id)
                        .field(std::to_string(n.inside + n.outside))
                        .field(std::to_string(n.inside))
                        .field(std::to_string(n.outside))
                        .field(format_rate(n.inside, all, result.config.services[s].profile.decimals))
                        .field(std::to_string(n.several))
                        .field(n.farthest_m < 0.0 ? std::string{} : fmt::format("{:.1f}", n.farthest_m));
                    csv.end_row();
                }
            }
        }
    }
    return csv.text();
}

}  // namespace amaneku::io
