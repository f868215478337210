#pragma once

#include "core/result.hpp"

#include <string>
#include <vector>

namespace amaneku {

inline Amount people(double count) {
    return static_cast<Amount>(count * 1e9);
}

/// A result of three reported zones in two prefectures, one that is only supplied, two weights and one
/// service of two providers with sites. Every figure is stated here, so that the tables can be checked by
/// eye.
inline RunResult small_result() {
    RunResult result;
    result.config.title = "県 test";
    result.config.as_of = {2026, 3, 31};
    result.config.text = "title = \"県 test\"\n";
    ServiceConfig service;
    service.id = "5g";
    service.name = "5G";
    service.profile.id = "jp-mic-5g";
    for (const char* id : {"a", "b"}) {
        ProviderConfig provider;
        provider.id = id;
        provider.name = id;
        provider.sites = {"sites.csv"};
        service.providers.push_back(provider);
    }
    result.config.services = {service};
    result.population.weight_names = {"population", "children"};
    result.measures.layer_count = 3;
    result.measures.services = {{0, 1, 2}};
    result.layer_names = {"5g", "5g/a", "5g/b"};
    result.zones.zones = {{"29201", "奈良市", "29", "奈良県", "", "", true},
                          {"29202", "=1+1, \"x\"", "29", "奈良県", "", "", true},
                          {"30201", "和歌山市", "30", "和歌山県", "", "", true},
                          {"30202", "海南市", "30", "和歌山県", "", "", false}};
    result.zone_area_km2 = {276.94, 42.115, 208.8504, 101.0};
    result.zone_has_site = {1, 0, 1, 1};
    result.zone_coverage = CoverageTable{4, 2, 3};
    const double totals[4][2] = {{1000.5, 100.0}, {500.25, 50.0}, {0.0, 0.0}, {999.0, 9.0}};
    // Covered by half_cell: the service, then providers a and b.
    const double covered[4][3] = {
        {1000.25, 600.25, 400.0}, {250.125, 250.125, 0.0}, {0.0, 0.0, 0.0}, {999.0, 999.0, 0.0}};
    for (std::size_t z = 0; z < 4; ++z) {
        for (std::size_t w = 0; w < 2; ++w) {
            result.zone_coverage.total(z, w) = people(totals[z][w]);
            for (std::size_t l = 0; l < 3; ++l) {
                for (const Rule rule : rules) {
                    const double part = rule == Rule::lower        ? 0.0
                                        : rule == Rule::area_share ? 0.5 * covered[z][l]
                                                                   : covered[z][l];
                    result.zone_coverage.at(z, w, l, rule) = w == 0 ? people(part) : people(0.1 * part);
                }
            }
        }
    }
    result.zone_coverage.total(2, 0) = 0;
    const auto sums = [&](const std::vector<Area>& areas) {
        CoverageTable out{areas.size(), 2, 3};
        for (std::size_t a = 0; a < areas.size(); ++a) {
            for (const std::uint32_t z : areas[a].zones) {
                for (std::size_t w = 0; w < 2; ++w) out.total(a, w) += result.zone_coverage.total(z, w);
                for (std::size_t v = 0; v < 2 * 3 * rule_count; ++v) {
                    out.covered[a * 2 * 3 * rule_count + v] +=
                        result.zone_coverage.covered[z * 2 * 3 * rule_count + v];
                }
            }
        }
        return out;
    };
    result.prefectures = {{"29", "奈良県", "", {0, 1}}, {"30", "和歌山県", "", {2}}};
    result.groups = {{"council", "@議会", "designation", {0, 2}}};
    result.prefecture_coverage = sums(result.prefectures);
    result.city_coverage = sums(result.cities);
    result.group_coverage = sums(result.groups);
    result.nation_coverage = sums({{"00", "", "", {0, 1, 2}}});
    result.ledger = {{"population", people(2509.75), people(10.0), 0, people(999.0), people(1500.75)},
                     {"children", people(160.0), people(1.0), 0, people(9.0), people(150.0)}};
    result.inputs = {{"population", "mesh.zip", 123, "abc", "census", "2020-10-01", "open"}};
    result.issues = {
        {IssueKind::rejected, "sites.csv", "line 3", "radius -1 m: must be above 0", std::nullopt},
        {IssueKind::moved, "", "513500", "to 29201, the nearest zone", 12.5}};
    result.notes = {"a note"};
    return result;
}

}  // namespace amaneku
