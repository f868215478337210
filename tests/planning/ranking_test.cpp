#include "planning/ranking.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace amaneku;

namespace {

Amount people(std::int64_t n) {
    return Amount{n} * amount_per_unit;
}

/// Zones of so many people, covered people and prefecture; one service.
struct Place {
    std::string code;
    int total, covered;
};

RunResult run_of(const std::vector<Place>& places) {
    RunResult result;
    ServiceConfig service;
    service.id = "5g";
    result.config.services.push_back(service);
    result.measures.services.push_back({0, 1, 0});
    result.population.weight_names = {"population"};
    result.zone_coverage = CoverageTable{places.size(), 1, 1};
    for (std::size_t z = 0; z < places.size(); ++z) {
        Zone zone;
        zone.code = zone.name = places[z].code;
        zone.prefecture_code = places[z].code.substr(0, 2);
        result.zones.zones.push_back(zone);
        result.zone_coverage.total(z, 0) = people(places[z].total);
        result.zone_coverage.at(z, 0, 0, Rule::half_cell) = people(places[z].covered);
    }
    return result;
}

const RankingRow& row_of(const std::vector<RankingRow>& rows, const std::string& code,
                         const std::string& among, const std::string& among_code = "") {
    for (const RankingRow& r : rows) {
        if (r.code == code && r.among == among && r.among_code == among_code) return r;
    }
    FAIL("no row of " << code << " among " << among);
    return rows.front();
}

}  // namespace

TEST_CASE("the highest rate is first, equal rates share a rank and the next is skipped") {
    const auto rows = planning::ranking(run_of({{"01001", 1000, 900},
                                                {"01002", 1000, 950},
                                                {"02001", 2000, 1900},
                                                {"02002", 1000, 500},
                                                {"02003", 0, 0}}));
    CHECK(row_of(rows, "01002", "all").rank == 1);
    CHECK(row_of(rows, "02001", "all").rank == 1);
    CHECK(row_of(rows, "01001", "all").rank == 3);
    CHECK(row_of(rows, "02002", "all").rank == 4);
    CHECK(row_of(rows, "02002", "all").count == 4);  // nobody lives in 02003: it has no rank
    CHECK(row_of(rows, "01001", "prefecture", "01").rank == 2);
    CHECK(row_of(rows, "01001", "prefecture", "01").count == 2);
    CHECK(row_of(rows, "01001", "prefecture", "01").set_covered == people(1850));
}

TEST_CASE("rates are equal where they are printed alike") {
    const auto rows = planning::ranking(run_of({{"01001", 10000, 9001}, {"01002", 10000, 9004}}));
    CHECK(row_of(rows, "01001", "all").rank == 1);
    CHECK(row_of(rows, "01002", "all").rank == 1);
}

TEST_CASE("peers have half to twice as many people") {
    const auto rows = planning::ranking(run_of({{"01001", 1000, 10},
                                                {"01002", 500, 500},
                                                {"01003", 2000, 2000},
                                                {"01004", 499, 499},
                                                {"01005", 2001, 2001}}));
    CHECK(row_of(rows, "01001", "peers").count == 3);
    CHECK(row_of(rows, "01001", "peers").rank == 3);
    CHECK(row_of(rows, "01001", "all").rank == 5);
}

TEST_CASE("groups may overlap and are ranked among their kind") {
    RunResult result = run_of({{"01001", 1000, 1000}, {"01002", 1000, 500}, {"01003", 1000, 0}});
    result.groups = {
        {"g1", "G1", "council", {0, 1}}, {"g2", "G2", "council", {1, 2}}, {"g3", "G3", "remote", {2}}};
    result.group_coverage = CoverageTable{3, 1, 1};
    for (std::size_t g = 0; g < 3; ++g) {
        for (const std::uint32_t z : result.groups[g].zones) {
            result.group_coverage.total(g, 0) += result.zone_coverage.total(z, 0);
            result.group_coverage.at(g, 0, 0, Rule::half_cell) +=
                result.zone_coverage.at(z, 0, 0, Rule::half_cell);
        }
    }
    const auto rows = planning::ranking(result);
    CHECK(row_of(rows, "g1", "kind", "council").rank == 1);
    CHECK(row_of(rows, "g2", "kind", "council").rank == 2);
    CHECK(row_of(rows, "g3", "kind", "remote").count == 1);
    CHECK(row_of(rows, "01002", "group", "g1").rank == 2);
    CHECK(row_of(rows, "01002", "group", "g2").rank == 1);
}
