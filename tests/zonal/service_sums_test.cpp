#include "zonal/service_sums.hpp"

#include "catch.hpp"
#include "zonal/zonal_case.hpp"

#include <cstdint>
#include <vector>

using namespace amaneku;
using namespace amaneku::tests;

namespace {

/// Cells of which two zones each have a part, and three operators that overlap in some of them.
struct Ground {
    Population population;
    ZoneTable zones;
    std::vector<TargetPart> providers;

    Ground() {
        std::vector<std::pair<Cell, std::int64_t>> people;
        for (std::int32_t row = 0; row < 4; ++row) {
            for (std::int32_t column = 0; column < 4; ++column)
                people.push_back({{row, column}, 100 + 7 * row + column});
        }
        population = people_on(metre_grid(), people);
        add_zone(zones, "10", {box(0, 0, 870, 2000)});
        add_zone(zones, "11", {box(870, 0, 1900, 2000)}, false);
        providers = {{0, part_of({box(120, 60, 1010, 990)})},
                     {1, part_of({box(640, 330, 1730, 1240)})},
                     {2, part_of({{{300, 700}, {1500, 100}, {1900, 1900}, {200, 1600}}})}};
    }
    [[nodiscard]] Measures measures(const overlay::ServiceShape& shape) const {
        return overlaid(population, zones, providers, {shape}, true);
    }
};

std::vector<double> layer_of(const std::vector<double>& values, std::uint32_t width, std::uint32_t layer) {
    std::vector<double> out;
    for (std::size_t at = layer; at < values.size(); at += width) out.push_back(values[at]);
    return out;
}

void check_same_layer(const Measures& a, std::uint32_t layer_a, const Measures& b, std::uint32_t layer_b) {
    const auto same = [&](const std::vector<double>& x, const std::vector<double>& y) {
        CHECK(layer_of(x, a.layer_count, layer_a) == layer_of(y, b.layer_count, layer_b));
    };
    same(a.fraction, b.fraction);
    same(a.land_fraction, b.land_fraction);
    same(a.piece_fraction, b.piece_fraction);
    for (std::size_t cell = 0; cell < a.land.size(); ++cell)
        CHECK(a.centre[cell * a.layer_count + layer_a] == b.centre[cell * b.layer_count + layer_b]);
}

}  // namespace

TEST_CASE("the layer of another number of operators is what a run by that number measures") {
    const Ground ground;
    const Measures united = ground.measures({3, Combine::union_area_first, 2, 2});
    const Measures two = ground.measures({3, Combine::k_of_n, 2, 1});
    const Measures three = ground.measures({3, Combine::union_area_first, 2, 3});
    REQUIRE(united.layer_count == 5);
    REQUIRE(united.services.front().other() == 4);
    check_same_layer(united, 4, two, 0);
    check_same_layer(two, 4, united, 0);
    check_same_layer(three, 4, ground.measures({3, Combine::k_of_n, 3}), 0);
    for (const std::uint32_t provider : {1U, 2U, 3U})
        check_same_layer(united, provider, ground.measures({3, Combine::union_area_first}), provider);
    // More than two reach some of it, and of that less than what two reach.
    double of_two = 0.0;
    double of_three = 0.0;
    for (std::size_t cell = 0; cell < united.land.size(); ++cell) {
        of_two += united.fraction[cell * 5 + 4];
        of_three += three.fraction[cell * 5 + 4];
    }
    CHECK(of_three > 0.1);
    CHECK(of_two > of_three + 0.5);
}

TEST_CASE("one service's sums are those of the judge, whatever the way of counting") {
    const Ground ground;
    const std::vector<std::uint8_t> list{1, 1, 0, 1, 1, 1, 1, 0, 0, 1, 1, 1, 1, 1, 0, 1};
    const std::vector<std::uint8_t> reported{1, 0};
    for (const ZoneAssign assign : {ZoneAssign::land_share, ZoneAssign::max_area, ZoneAssign::centroid}) {
        for (const Combine combine :
             {Combine::union_area_first, Combine::rule_first, Combine::k_of_n, Combine::max_single}) {
            const Measures measures = ground.measures({3, combine, 2});
            const ZonesConfig zones = assigning(assign);
            const auto allocation = zonal::allocate(ground.population, ground.zones, measures, zones, {});
            for (const Rule rule : rules) {
                for (const bool strict : {false, true}) {
                    ServiceConfig service;
                    service.providers.resize(3);
                    service.profile.combine = combine;
                    service.profile.rule = rule;
                    service.profile.strict = strict;
                    service.profile.threshold = strict ? 0.3 : 0.6;
                    service.profile.area = strict ? FractionArea::land : FractionArea::cell;
                    service.profile.cells = strict ? CellSelection::list : CellSelection::all;
                    const zonal::CountedCells counted{strict ? list : std::vector<std::uint8_t>{}};
                    CoverageTable expected =
                        zonal::judge(ground.population, 2, measures, allocation, zones, {service}, counted)
                            .zones;
                    if (combine == Combine::max_single)
                        static_cast<void>(
                            zonal::choose_single_provider(expected, reported, measures.services.front()));
                    const zonal::ServiceSums sums = zonal::service_sums(
                        {measures, allocation, assign, counted.front(), reported, 2}, service.profile,
                        measures.services.front(), measures.services.front().combined, 0);
                    for (std::size_t z = 0; z < 2; ++z) {
                        CHECK(sums.covered[z] == expected.at(z, 0, 0, rule));
                        CHECK(sums.counted[z] == expected.counted(z, 0, 0));
                    }
                }
            }
        }
    }
}
