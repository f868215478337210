#include "zonal/judge.hpp"

#include "catch.hpp"
#include "zonal/zonal_case.hpp"

using namespace amaneku;
using namespace amaneku::tests;

namespace {

ServiceConfig service_of(RuleProfile profile, std::size_t providers) {
    ServiceConfig out;
    out.id = "5g";
    out.profile = std::move(profile);
    out.providers.resize(providers);
    return out;
}

RuleProfile profile_of(Rule rule, Combine combine = Combine::union_area_first,
                       FractionArea area = FractionArea::cell) {
    RuleProfile out;
    out.rule = rule;
    out.combine = combine;
    out.area = area;
    return out;
}

RuleProfile half_or(bool strict, double threshold = 0.5) {
    RuleProfile out;
    out.strict = strict;
    out.threshold = threshold;
    return out;
}

/// What is covered of a layer: by cell fraction, whether the centre is, fraction of the land, of each piece.
struct Covered {
    double fraction;
    bool centre = false;
    double land_fraction = -1.0;      ///< < 0: as fraction
    std::vector<double> pieces = {};  ///< empty: as fraction
};

/// Adds one service of `layers[cell].size() - 1` providers to measures without one.
void add_service(Measures& m, const std::vector<std::vector<Covered>>& cells) {
    m.layer_count = static_cast<std::uint32_t>(cells.front().size());
    m.services = {{0, 1, m.layer_count - 1}};
    m.piece_fraction.assign(m.piece_zone.size() * m.layer_count, 0.0);
    for (std::size_t c = 0; c < cells.size(); ++c) {
        for (std::size_t l = 0; l < m.layer_count; ++l) {
            const Covered& at = cells[c][l];
            m.fraction.push_back(at.fraction);
            m.centre.push_back(at.centre ? 1 : 0);
            m.land_fraction.push_back(at.land_fraction < 0.0 ? at.fraction : at.land_fraction);
            for (auto p = m.piece_begin[c]; p < m.piece_begin[c + 1]; ++p)
                m.piece_fraction[p * m.layer_count + l] =
                    at.pieces.empty() ? at.fraction : at.pieces[p - m.piece_begin[c]];
        }
    }
}

/// People of one cell of 1000 in one zone that a rule counts, for a single provider.
std::int64_t counted(const Covered& covered, Rule rule, const RuleProfile& profile = {}) {
    const Population population = people_on(metre_grid(), {{{0, 0}, 1000}});
    Measures measures = pieces_of({{{0, 1.0}}});
    add_service(measures, {{covered, covered}});
    const ZonesConfig config = assigning(ZoneAssign::land_share);
    const auto a = zonal::allocate(population, bare_zones(1), measures, config, {});
    const auto j = zonal::judge(population, 1, measures, a, config, {service_of(profile, 1)});
    REQUIRE(j.zones.total(0, 0) == 1000 * Amount{unit});
    REQUIRE(j.zones.at(0, 0, 0, rule) == j.zones.at(0, 0, 1, rule));
    return static_cast<std::int64_t>(j.zones.at(0, 0, 0, rule) / unit);
}

std::int64_t counted(double fraction, Rule rule, const RuleProfile& profile = {}) {
    return counted(Covered{fraction}, rule, profile);
}

/// A random world: zones, populations, three providers, measured.
struct World {
    Population population;
    ZoneTable zones;
    std::vector<TargetPart> parts;
};

constexpr std::uint32_t world_providers = 3;

World random_world(Dice& dice) {
    World world;
    world.population = people_on(unit_grid(), {});
    world.population.weight_names = {"population", "households"};
    world.population.weights.resize(2);
    for (const Cell cell : block(5)) {
        world.population.cells.push_back(cell);
        for (auto& w : world.population.weights)
            w.push_back(static_cast<CellAmount>(dice.below(4) * dice.below(3'000'000'000'000ULL)));
    }
    for (std::size_t z = 0; z < 4; ++z) {
        const double x = dice.between(-1, 4);
        const double y = dice.between(-1, 4);
        add_zone(world.zones, std::to_string(10 + z),
                 {box(x, y, x + dice.between(0.5, 5), y + dice.between(0.5, 5))}, z != 2);
    }
    for (int i = 0; i < 3; ++i) {
        for (const TargetPart& p : troublesome_parts(dice, world_providers, 0.0, 5.0))
            world.parts.push_back(p);
    }
    // Whole cells and shared edges, which random corners seldom make.
    world.parts.push_back({static_cast<std::uint32_t>(dice.below(3)), part_of({box(1, 1, 3, 3)})});
    world.parts.push_back({static_cast<std::uint32_t>(dice.below(3)), part_of({box(3, 2, 3.5, 4)})});
    return world;
}

struct Judged {
    Measures measures;
    zonal::Allocation allocation;
    zonal::Judgement judgement;
};

Judged judged(const World& world, const RuleProfile& profile, const ZonesConfig& config) {
    Judged out;
    out.measures =
        overlaid(world.population, world.zones, world.parts, {{world_providers, profile.combine, profile.k}},
                 profile.area == FractionArea::land);
    out.allocation = zonal::allocate(world.population, world.zones, out.measures, config, {});
    out.judgement = zonal::judge(world.population, world.zones.zones.size(), out.measures, out.allocation,
                                 config, {service_of(profile, world_providers)});
    return out;
}

std::vector<std::uint8_t> reported(const ZoneTable& zones) {
    std::vector<std::uint8_t> out;
    for (const Zone& z : zones.zones) out.push_back(z.reported ? 1 : 0);
    return out;
}

}  // namespace

TEST_CASE("half_cell counts all people of a cell from the threshold on") {
    const auto [fraction, at_least, more_than] = GENERATE(table<double, int, int>({
        {0.0, 0, 0},
        {0.3, 0, 0},
        {0.5 - 1e-9, 0, 0},
        {0.5 - 2e-12, 0, 0},
        {0.5 - 0.9e-12, 1000, 0},  // comparisons allow 1e-12
        {0.5, 1000, 0},
        {0.5 + 0.9e-12, 1000, 0},
        {0.5 + 2e-12, 1000, 1000},
        {0.7, 1000, 1000},
        {1.0, 1000, 1000},
    }));
    CAPTURE(fraction);
    CHECK(counted(fraction, Rule::half_cell, half_or(false)) == at_least);
    CHECK(counted(fraction, Rule::half_cell, half_or(true)) == more_than);
}

TEST_CASE("other thresholds: nothing is counted where nothing is covered, and all where all is") {
    CHECK(counted(0.74, Rule::half_cell, half_or(false, 0.75)) == 0);
    CHECK(counted(0.75, Rule::half_cell, half_or(false, 0.75)) == 1000);
    for (const bool strict : {false, true}) {
        CHECK(counted(0.0, Rule::half_cell, half_or(strict, 0.0)) == 0);
        CHECK(counted(0.01, Rule::half_cell, half_or(strict, 0.0)) == 1000);
        CHECK(counted(1.0, Rule::half_cell, half_or(strict, 1.0)) == 1000);
        CHECK(counted(0.99, Rule::half_cell, half_or(strict, 1.0)) == 0);
    }
}

TEST_CASE("lower counts whole cells, upper cells touched at all, both to within 1e-12") {
    CHECK(counted(1.0, Rule::lower) == 1000);
    CHECK(counted(1.0 - 0.9e-12, Rule::lower) == 1000);
    CHECK(counted(1.0 - 2e-12, Rule::lower) == 0);
    CHECK(counted(0.0, Rule::upper) == 0);
    CHECK(counted(0.9e-12, Rule::upper) == 0);
    CHECK(counted(2e-12, Rule::upper) == 1000);
}

TEST_CASE("centroid counts by the centre alone, between the bounds") {
    CHECK(counted({0.1, true}, Rule::centroid) == 1000);
    CHECK(counted({0.9, false}, Rule::centroid) == 0);
    // A hole or a patch too small to be told from rounding does not set the centre against the bounds.
    CHECK(counted({1.0 - 1e-13, false}, Rule::centroid) == 1000);
    CHECK(counted({1e-13, true}, Rule::centroid) == 0);
}

TEST_CASE("area_share counts the covered part, to half of 1e-9") {
    CHECK(counted(0.25, Rule::area_share) == 250);
    CHECK(counted(1.0 - 1e-13, Rule::area_share) == 1000);
    CHECK(counted(1e-13, Rule::area_share) == 0);
}

TEST_CASE("area_share is taken inside the cell's part of each zone where shares are by area") {
    const Population population = people_on(metre_grid(), {{{0, 0}, 100}});
    Measures measures = pieces_of({{{0, 0.5, true}, {1, 0.5}}});
    const Covered half{0.5, true, -1.0, {1.0, 0.0}};  // zone 0's part is covered, zone 1's is not
    add_service(measures, {{half, half}});
    const auto covered = [&](ZoneAssign assign, std::uint32_t zone, Rule rule) {
        const ZonesConfig config = assigning(assign);
        const auto a = zonal::allocate(population, bare_zones(2), measures, config, {});
        const auto j = zonal::judge(population, 2, measures, a, config, {service_of({}, 1)});
        return j.zones.at(zone, 0, 0, rule);
    };
    CHECK(covered(ZoneAssign::land_share, 0, Rule::area_share) == 50 * unit);
    CHECK(covered(ZoneAssign::land_share, 1, Rule::area_share) == 0);
    // The other rules look at the whole cell.
    CHECK(covered(ZoneAssign::land_share, 0, Rule::half_cell) == 50 * unit);
    CHECK(covered(ZoneAssign::land_share, 1, Rule::half_cell) == 50 * unit);
    // The whole cell goes to one zone: its people live all over it.
    CHECK(covered(ZoneAssign::max_area, 0, Rule::area_share) == 50 * unit);
    CHECK(covered(ZoneAssign::centroid, 0, Rule::area_share) == 50 * unit);
}

TEST_CASE("area = land divides by the part of the cell inside any zone") {
    const Population population = people_on(metre_grid(), {{{0, 0}, 100}});
    Measures measures = pieces_of({{{0, 0.4}}});
    const Covered coast{0.3, false, 0.75, {0.75}};  // 0.3 of the cell, 0.75 of its land
    add_service(measures, {{coast, coast}});
    const auto covered = [&](FractionArea area, ZoneAssign assign, Rule rule) {
        const ZonesConfig config = assigning(assign);
        const auto a = zonal::allocate(population, bare_zones(1), measures, config, {});
        return zonal::judge(population, 1, measures, a, config,
                            {service_of(profile_of(Rule::half_cell, Combine::union_area_first, area), 1)})
            .zones.at(0, 0, 0, rule);
    };
    CHECK(covered(FractionArea::cell, ZoneAssign::max_area, Rule::half_cell) == 0);
    CHECK(covered(FractionArea::land, ZoneAssign::max_area, Rule::half_cell) == 100 * unit);
    CHECK(covered(FractionArea::cell, ZoneAssign::max_area, Rule::area_share) == 30 * unit);
    CHECK(covered(FractionArea::land, ZoneAssign::max_area, Rule::area_share) == 75 * unit);
    CHECK(covered(FractionArea::cell, ZoneAssign::land_share, Rule::area_share) == 75 * unit);
}

TEST_CASE("a cell moved to a zone it does not touch is judged by its own fraction") {
    const Population population = people_on(metre_grid(), {{{0, 1}, 100}});
    ZoneTable zones;
    add_zone(zones, "10", {box(0, 0, 400, 500)});
    Measures measures = pieces_of({{}});
    add_service(measures, {{{0.6}, {0.6}}});
    const ZonesConfig config = assigning(ZoneAssign::land_share, Extent::all);
    const auto a = zonal::allocate(population, zones, measures, config, {});
    const auto land = profile_of(Rule::half_cell, Combine::union_area_first, FractionArea::land);
    const auto j = zonal::judge(population, 1, measures, a, config, {service_of(land, 1)});
    CHECK(j.zones.at(0, 0, 0, Rule::area_share) == 60 * unit);
    CHECK(j.zones.at(0, 0, 0, Rule::half_cell) == 100 * unit);
    CHECK(j.cell_zone == std::vector<std::uint32_t>{0});
}

TEST_CASE("combinations: the union passes where the providers alone do not") {
    // Two providers with 0.3 + 0.3 of different parts of the cell.
    const Population population = people_on(metre_grid(), {{{0, 0}, 100}});
    Measures measures = pieces_of({{{0, 1.0}}});
    add_service(measures, {{{0.6, true}, {0.3, true}, {0.3}}});
    const ZonesConfig config = assigning(ZoneAssign::land_share);
    const auto a = zonal::allocate(population, bare_zones(1), measures, config, {});
    const auto covered = [&](Combine combine, double threshold, Rule rule) {
        RuleProfile profile = profile_of(Rule::half_cell, combine);
        profile.threshold = threshold;
        const auto j = zonal::judge(population, 1, measures, a, config, {service_of(profile, 2)});
        CHECK(j.cell_covered[0][0] == (j.zones.at(0, 0, 0, Rule::half_cell) > 0 ? 1 : 0));
        return j.zones.at(0, 0, 0, rule) / unit;
    };
    CHECK(covered(Combine::union_area_first, 0.5, Rule::half_cell) == 100);
    CHECK(covered(Combine::rule_first, 0.5, Rule::half_cell) == 0);
    CHECK(covered(Combine::rule_first, 0.3, Rule::half_cell) == 100);
    CHECK(covered(Combine::rule_first, 0.5, Rule::area_share) == 60);
    CHECK(covered(Combine::rule_first, 0.5, Rule::centroid) == 100);
    CHECK(covered(Combine::rule_first, 0.5, Rule::upper) == 100);
    CHECK(covered(Combine::rule_first, 0.5, Rule::lower) == 0);
}

TEST_CASE("k_of_n counts what at least k providers cover together") {
    World world;
    world.population = people_on(unit_grid(), {{{100, 100}, 100}});
    add_zone(world.zones, "10", {box(-1, -1, 2, 2)});
    for (std::uint32_t p = 0; p < 3; ++p)
        world.parts.push_back({p, part_of({box(0.0, 0.0, 0.25 * (p + 1), 1.0)})});
    const auto share = [&](int k) {
        RuleProfile profile = profile_of(Rule::area_share, Combine::k_of_n);
        profile.k = k;
        return judged(world, profile, assigning(ZoneAssign::land_share))
                   .judgement.zones.at(0, 0, 0, Rule::area_share) /
               unit;
    };
    CHECK(share(1) == 75);
    CHECK(share(2) == 50);
    CHECK(share(3) == 25);
}

TEST_CASE("max_single takes one provider for the whole run, by weight and rule, over the reported zones") {
    CoverageTable zones{3, 1, 3};
    const std::vector<std::uint8_t> is_reported{1, 1, 0};
    for (std::size_t z = 0; z < 3; ++z) zones.total(z, 0) = 100;
    // Provider 0 is best in zone 0, provider 1 in all reported ones; zone 2 is not asked.
    zones.at(0, 0, 1, Rule::half_cell) = 60;
    zones.at(1, 0, 1, Rule::half_cell) = 10;
    zones.at(2, 0, 1, Rule::half_cell) = 100;
    zones.at(0, 0, 2, Rule::half_cell) = 50;
    zones.at(1, 0, 2, Rule::half_cell) = 40;
    zones.at(0, 0, 1, Rule::upper) = 90;  // by another rule it is provider 0
    const auto chosen = zonal::choose_single_provider(zones, is_reported, {0, 1, 2});
    CHECK(chosen[static_cast<std::size_t>(Rule::half_cell)] == 1);
    CHECK(chosen[static_cast<std::size_t>(Rule::upper)] == 0);
    CHECK(chosen[static_cast<std::size_t>(Rule::lower)] == 0);  // a tie: the first
    CHECK(zones.at(0, 0, 0, Rule::half_cell) == 50);
    CHECK(zones.at(1, 0, 0, Rule::half_cell) == 40);
    CHECK(zones.at(2, 0, 0, Rule::half_cell) == 0);
    CHECK(zones.at(0, 0, 0, Rule::upper) == 90);
    CHECK(zones.at(0, 0, 1, Rule::half_cell) == 60);  // providers stay as they are
}

TEST_CASE("the mesh shows the cells that the single provider covers, not the union's") {
    const Population population = people_on(metre_grid(), {{{0, 0}, 1}, {{0, 1}, 1}});
    Measures measures = pieces_of({{{0, 1.0}}, {{0, 1.0}}});
    add_service(measures, {{{0.9}, {0.9}, {0.0}}, {{0.6}, {0.3}, {0.3}}});
    const auto a = zonal::allocate(population, bare_zones(1), measures, assigning(ZoneAssign::max_area), {});
    const auto profile = profile_of(Rule::half_cell, Combine::max_single);
    const auto& layers = measures.services[0];
    using Cells = std::vector<std::uint8_t>;
    CHECK(zonal::covered_cells(measures, a, profile, layers, 0) == Cells{1, 0});
    CHECK(zonal::covered_cells(measures, a, profile, layers, 1) == Cells{0, 0});
    CHECK(zonal::covered_cells(measures, a, profile, layers) == Cells{1, 1});
}

TEST_CASE("a list leaves the people of all other cells out of what is counted, for its own service only") {
    // Three cells: covered and listed, covered and not, listed and not covered; the last is shared by two
    // zones.
    const Population population = people_on(metre_grid(), {{{0, 0}, 100}, {{0, 1}, 60}, {{0, 2}, 40}});
    Measures measures = pieces_of({{{0, 1.0}}, {{0, 1.0}}, {{0, 0.5}, {1, 0.5}}});
    add_service(measures, {{{1.0, true}, {1.0, true}, {1.0, true}, {1.0, true}},
                           {{1.0, true}, {1.0, true}, {1.0, true}, {1.0, true}},
                           {{0.0}, {0.0}, {0.0}, {0.0}}});
    measures.services = {{0, 1, 1}, {2, 3, 1}};
    const ZonesConfig config = assigning(ZoneAssign::land_share);
    const auto a = zonal::allocate(population, bare_zones(2), measures, config, {});
    const auto combine = GENERATE(Combine::union_area_first, Combine::rule_first);
    RuleProfile list = profile_of(Rule::half_cell, combine);
    list.cells = CellSelection::list;
    const std::vector<ServiceConfig> services{service_of(list, 1),
                                              service_of(profile_of(Rule::half_cell), 1)};
    const zonal::CountedCells counted{{1, 0, 1}, {}};
    const auto j = zonal::judge(population, 2, measures, a, config, services, counted);
    CHECK(j.zones.total(0, 0) == 180 * Amount{unit});  // an area's people are the same
    CHECK(j.zones.total(1, 0) == 20 * Amount{unit});
    for (const std::size_t layer : {0, 1}) {
        CHECK(j.zones.left(0, 0, layer) == 60 * Amount{unit});
        CHECK(j.zones.left(1, 0, layer) == 0);
        CHECK(j.zones.counted(0, 0, layer) == 120 * Amount{unit});
        for (const Rule rule : rules) CHECK(j.zones.at(0, 0, layer, rule) == 100 * Amount{unit});
    }
    for (const std::size_t layer : {2, 3}) {
        CHECK(j.zones.left(0, 0, layer) == 0);
        CHECK(j.zones.at(0, 0, layer, Rule::half_cell) == 160 * Amount{unit});
    }
    using Cells = std::vector<std::uint8_t>;
    CHECK(j.cell_covered == std::vector<Cells>{{1, 0, 0}, {1, 1, 0}});
    const auto sums = zonal::sum_areas(j.zones, {Area{"", "", "", {0, 1}}, Area{"", "", "", {1}}});
    CHECK(sums.left(0, 0, 0) == 60 * Amount{unit});
    CHECK(sums.left(1, 0, 0) == 0);
    CHECK(sums.counted(0, 0, 0) == 140 * Amount{unit});
    CHECK(sums.counted(0, 0, 2) == 200 * Amount{unit});
}

TEST_CASE("populated changes no sum, also of weights that cells without people have") {
    Population population = people_on(metre_grid(), {{{0, 0}, 100}, {{0, 1}, 0}});
    add_weight(population, "households", {50, 3});
    Measures measures = pieces_of({{{0, 1.0}}, {{0, 1.0}}});
    add_service(measures, {{{1.0, true}, {1.0, true}}, {{1.0, true}, {1.0, true}}});
    const ZonesConfig config = assigning(ZoneAssign::land_share);
    const auto a = zonal::allocate(population, bare_zones(1), measures, config, {});
    RuleProfile populated = profile_of(Rule::half_cell);
    populated.cells = CellSelection::populated;
    const auto j = zonal::judge(population, 1, measures, a, config, {service_of(populated, 1)}, {{1, 0}});
    CHECK(j.zones.left(0, 1, 0) == 0);
    CHECK(j.zones.at(0, 1, 0, Rule::half_cell) == 53 * Amount{unit});
    CHECK(j.cell_covered.front() == std::vector<std::uint8_t>{1, 0});
}

TEST_CASE("the zone of a cell is that of its largest share, ties to the smallest code") {
    const Population population =
        people_on(metre_grid(), {{{0, 0}, 1}, {{0, 1}, 1}, {{0, 2}, 1}, {{0, 3}, 1}});
    Measures measures = pieces_of(
        {{{0, 0.2}, {1, 0.5}}, {{0, 0.4}, {1, 0.4}}, {}, {{1, 0.3}, {2, std::nextafter(0.3, 1.0)}}});
    add_service(measures, {{{0.0}, {0.0}}, {{0.0}, {0.0}}, {{1.0}, {1.0}}, {{0.0}, {0.0}}});
    const ZonesConfig config = assigning(ZoneAssign::land_share);
    const auto a = zonal::allocate(population, bare_zones(3), measures, config, {});
    const auto j = zonal::judge(population, 3, measures, a, config, {service_of({}, 1)});
    CHECK(j.cell_zone == std::vector<std::uint32_t>{1, 0, no_zone, 1});
    CHECK(j.cell_covered[0] == std::vector<std::uint8_t>{0, 0, 0, 0});  // outside cells are not counted
}

TEST_CASE("sums of areas add up zones, each area by itself") {
    CoverageTable zones{3, 2, 1};
    for (std::size_t z = 0; z < 3; ++z) {
        for (std::size_t w = 0; w < 2; ++w) {
            zones.total(z, w) = static_cast<Amount>(100 * (z + 1) + w);
            for (const Rule rule : rules)
                zones.at(z, w, 0, rule) = static_cast<Amount>(10 * (z + 1) + w) + static_cast<Amount>(rule);
        }
    }
    const auto sums = zonal::sum_areas(zones, {{"a", "", "", {0, 2}}, {"b", "", "", {2}}, {"c", "", "", {}}});
    CHECK(sums.total(0, 0) == 400);
    CHECK(sums.total(0, 1) == 402);
    CHECK(sums.total(1, 0) == 300);
    CHECK(sums.total(2, 0) == 0);
    CHECK(sums.at(0, 1, 0, Rule::upper) == 42 + 2 * static_cast<Amount>(Rule::upper));
}

TEST_CASE("for every way of counting: 0 <= lower <= every rule <= upper <= people, and the ledger closes") {
    const auto assign = GENERATE(ZoneAssign::land_share, ZoneAssign::max_area, ZoneAssign::centroid);
    const auto combine =
        GENERATE(Combine::union_area_first, Combine::rule_first, Combine::k_of_n, Combine::max_single);
    const auto area = GENERATE(FractionArea::cell, FractionArea::land);
    Dice dice{200};
    for (int i = 0; i < 40; ++i) {
        const World world = random_world(dice);
        RuleProfile profile = profile_of(Rule::half_cell, combine, area);
        profile.strict = dice.below(2) == 0;
        profile.threshold = std::vector{0.0, 0.25, 0.5, 1.0}[dice.below(4)];
        const ZonesConfig config =
            assigning(assign, dice.below(2) == 0 ? Extent::zones : Extent::all, 50'000);
        Judged at = judged(world, profile, config);
        CoverageTable& zones = at.judgement.zones;
        const auto in_order = [&](const CoverageTable& table, std::size_t layer) {
            for (std::size_t z = 0; z < table.area_count; ++z) {
                for (std::size_t w = 0; w < table.weight_count; ++w) {
                    const Amount lower = table.at(z, w, layer, Rule::lower);
                    const Amount upper = table.at(z, w, layer, Rule::upper);
                    if (lower < 0 || upper > table.total(z, w)) return false;
                    for (const Rule rule : rules) {
                        const Amount covered = table.at(z, w, layer, rule);
                        if (covered < lower || covered > upper) return false;
                    }
                }
            }
            return true;
        };
        for (std::size_t layer = 0; layer <= world_providers; ++layer) REQUIRE(in_order(zones, layer));
        for (std::size_t p = 1; p <= world_providers && combine == Combine::union_area_first; ++p) {
            for (std::size_t v = 0; v < zones.totals.size(); ++v) {
                for (const Rule rule : rules)
                    REQUIRE(zones.at(v / 2, v % 2, p, rule) <= zones.at(v / 2, v % 2, 0, rule));
            }
        }
        if (combine == Combine::max_single) {
            zonal::choose_single_provider(zones, reported(world.zones), at.measures.services[0]);
            const auto nation = zonal::sum_areas(zones, {{"00", "", "", {0, 1, 3}}});
            REQUIRE(in_order(nation, 0));  // of the nation: zones may have different providers for each rule
        }
        const auto lines = zonal::ledger(world.population, world.zones, at.allocation);
        for (std::size_t w = 0; w < lines.size(); ++w) {
            REQUIRE(lines[w].input ==
                    lines[w].outside + lines[w].unassigned + lines[w].other + lines[w].reported);
            const auto sums = zonal::sum_areas(zones, {{"00", "", "", {0, 1, 3}}, {"other", "", "", {2}}});
            REQUIRE(sums.total(0, w) == lines[w].reported);
            REQUIRE(sums.total(1, w) == lines[w].other);
        }
    }
}

TEST_CASE("the union counts at least what rule_first counts") {
    Dice dice{201};
    for (int i = 0; i < 60; ++i) {
        const World world = random_world(dice);
        const ZonesConfig config = assigning(ZoneAssign::land_share);
        const auto first = judged(world, profile_of(Rule::half_cell, Combine::rule_first), config);
        const auto whole = judged(world, profile_of(Rule::half_cell), config);
        for (std::size_t z = 0; z < world.zones.zones.size(); ++z) {
            for (const Rule rule : rules)
                REQUIRE(first.judgement.zones.at(z, 0, 0, rule) <= whole.judgement.zones.at(z, 0, 0, rule));
        }
    }
}

TEST_CASE("neither the order of polygons nor that of providers changes a digit") {
    const auto combine =
        GENERATE(Combine::union_area_first, Combine::rule_first, Combine::k_of_n, Combine::max_single);
    Dice dice{202};
    for (int i = 0; i < 30; ++i) {
        const World world = random_world(dice);
        const ZonesConfig config = assigning(ZoneAssign::land_share, Extent::all, 200'000);
        auto base = judged(world, profile_of(Rule::half_cell, combine), config);

        World shuffled = world;
        std::reverse(shuffled.parts.begin(), shuffled.parts.end());
        // Of providers with equal totals max_single takes the first: there their order may matter.
        const std::uint32_t turn = combine == Combine::max_single ? 0 : 1;
        for (TargetPart& p : shuffled.parts) p.target = (p.target + turn) % world_providers;
        ZoneTable zones;
        zones.zones = world.zones.zones;
        for (std::size_t part = world.zones.polygons.part_count(); part-- > 0;) {
            const auto ring = world.zones.polygons.ring(part);
            zones.polygons.append(part_of({{ring.begin(), ring.end()}}));
            zones.part_zone.push_back(world.zones.part_zone[part]);
        }
        shuffled.zones = zones;
        auto other = judged(shuffled, profile_of(Rule::half_cell, combine), config);
        if (combine == Combine::max_single) {
            zonal::choose_single_provider(base.judgement.zones, reported(world.zones),
                                          base.measures.services[0]);
            zonal::choose_single_provider(other.judgement.zones, reported(world.zones),
                                          other.measures.services[0]);
        }
        REQUIRE(base.allocation.zone == other.allocation.zone);
        REQUIRE(base.allocation.amount == other.allocation.amount);
        REQUIRE(base.judgement.zones.totals == other.judgement.zones.totals);
        REQUIRE(base.judgement.cell_zone == other.judgement.cell_zone);
        for (std::size_t z = 0; z < zones.zones.size(); ++z) {
            for (const Rule rule : rules) {
                REQUIRE(base.judgement.zones.at(z, 0, 0, rule) == other.judgement.zones.at(z, 0, 0, rule));
                for (std::size_t p = 0; p < world_providers; ++p) {
                    REQUIRE(base.judgement.zones.at(z, 0, 1 + p, rule) ==
                            other.judgement.zones.at(z, 0, 1 + (p + turn) % world_providers, rule));
                }
            }
        }
    }
}

TEST_CASE("services stand side by side without touching one another") {
    Dice dice{203};
    for (int i = 0; i < 20; ++i) {
        const World world = random_world(dice);
        const ZonesConfig config = assigning(ZoneAssign::land_share);
        const auto alone = judged(world, profile_of(Rule::centroid), config);
        // The same providers as a second service, after one of a single provider that covers everything.
        std::vector<TargetPart> parts{{0, part_of({box(-10, -10, 10, 10)})}};
        for (TargetPart p : world.parts) {
            ++p.target;
            parts.push_back(p);
        }
        const Measures both = overlaid(world.population, world.zones, parts, {{1}, {world_providers}});
        const auto a = zonal::allocate(world.population, world.zones, both, config, {});
        const auto j =
            zonal::judge(world.population, world.zones.zones.size(), both, a, config,
                         {service_of({}, 1), service_of(profile_of(Rule::centroid), world_providers)});
        for (std::size_t z = 0; z < world.zones.zones.size(); ++z) {
            for (const Rule rule : rules) {
                REQUIRE(j.zones.at(z, 0, 0, rule) == j.zones.total(z, 0));
                for (std::size_t l = 0; l <= world_providers; ++l)
                    REQUIRE(j.zones.at(z, 0, 2 + l, rule) == alone.judgement.zones.at(z, 0, l, rule));
            }
        }
        REQUIRE(j.cell_covered[1] == alone.judgement.cell_covered[0]);
    }
}
