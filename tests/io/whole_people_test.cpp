#include "core/whole_people.hpp"

#include "catch.hpp"
#include "io/small_result.hpp"
#include "io/tables.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <random>
#include <sstream>
#include <string>
#include <vector>

using namespace amaneku;

namespace {

using Row = std::map<std::string, std::string>;

std::vector<Row> rows_of(const std::string& csv) {
    std::vector<Row> out;
    std::vector<std::string> header;
    std::istringstream stream{csv};
    for (std::string line; std::getline(stream, line);) {
        std::vector<std::string> fields{""};
        for (const char c : line) {
            if (c == ',') {
                fields.emplace_back();
            } else {
                fields.back() += c;
            }
        }
        if (header.empty()) {
            header = fields;
            continue;
        }
        Row& row = out.emplace_back();
        for (std::size_t i = 0; i < header.size(); ++i) row[header[i]] = fields.at(i);
    }
    return out;
}

std::int64_t sum(const std::vector<Row>& rows, const std::string& column,
                 const std::string& prefecture = "") {
    std::int64_t out = 0;
    for (const Row& row : rows) {
        if (prefecture.empty() || row.at("prefecture_code") == prefecture) out += std::stoll(row.at(column));
    }
    return out;
}

/// Sixty zones of three prefectures and of none, with fractions of people in everything; groups part them
/// anew. Some zones are covered wholly, some not at all, some hold less than a person.
RunResult awkward_result(unsigned seed) {
    std::mt19937_64 random{seed};
    const auto amount = [&](Amount below) { return static_cast<Amount>(random()) % (below + 1); };
    RunResult result = small_result();
    result.config.services[0].profile.cells = CellSelection::list;
    constexpr std::uint32_t count = 60;
    result.zones.zones.clear();
    result.zone_area_km2.assign(count, 1.0);
    result.zone_has_site.assign(count, 1);
    result.prefectures = {{"01", "a", "", {}}, {"02", "b", "", {}}, {"03", "c", "", {}}};
    result.groups = {{"g", "g", "", {}}, {"h", "h", "", {}}};
    result.zone_coverage = CoverageTable{count, 2, 3};
    CoverageTable& table = result.zone_coverage;
    for (std::uint32_t z = 0; z < count; ++z) {
        const std::size_t p = z % 4;
        const std::string prefecture = p < 3 ? result.prefectures[p].code : "";
        const bool reported = z % 13 != 12;
        result.zones.zones.push_back({std::to_string(10000 + z), "z", prefecture, "x", "", "", reported});
        for (std::size_t w = 0; w < 2; ++w) {
            const Amount total = amount(z % 5 == 0 ? Amount{amount_per_unit} : people(1000.0));
            table.total(z, w) = total;
            for (std::size_t l = 0; l < 3; ++l) {
                table.left(z, w, l) = z % 3 == 0 ? amount(total) : 0;
                const Amount counted = table.counted(z, w, l);
                const Amount covered = z % 4 == 1 ? counted : z % 7 == 3 ? Amount{0} : amount(counted);
                for (const Rule rule : rules) table.at(z, w, l, rule) = covered;
            }
        }
        if (!reported) continue;
        if (p < 3) result.prefectures[p].zones.push_back(z);
        result.groups[random() % 2].zones.push_back(z);
    }
    const auto sums = [&](const std::vector<Area>& areas) {
        CoverageTable out{areas.size(), 2, 3};
        for (std::size_t a = 0; a < areas.size(); ++a) {
            for (const std::uint32_t z : areas[a].zones) {
                for (std::size_t i = 0; i < 2; ++i) out.totals[a * 2 + i] += table.totals[z * 2 + i];
                for (std::size_t i = 0; i < 6; ++i) out.left_out[a * 6 + i] += table.left_out[z * 6 + i];
                for (std::size_t i = 0; i < 6 * rule_count; ++i)
                    out.covered[a * 6 * rule_count + i] += table.covered[z * 6 * rule_count + i];
            }
        }
        return out;
    };
    result.prefecture_coverage = sums(result.prefectures);
    result.group_coverage = sums(result.groups);
    return result;
}

}  // namespace

TEST_CASE("whole people add up to the nation's, for every weight") {
    RunResult result = small_result();
    for (std::size_t z = 0; z < 3; ++z) result.zone_coverage.total(z, 0) = people(0.4);
    for (Amount& covered : result.zone_coverage.covered) covered = 0;
    const auto zones = whole_people(result);
    std::vector<std::int64_t> persons;
    std::int64_t children = 0;
    for (const auto& zone : zones) {
        persons.push_back(zone.weights[0]);
        children += zone.weights[1];
    }
    CHECK(persons == std::vector<std::int64_t>{1, 0, 0, 0});  // 1.2 people: 1; equal remainders: the first
    CHECK(children == 150);
}

TEST_CASE("covered people are never more than the zone's, and all of them where nobody is left out") {
    RunResult result = small_result();
    for (std::size_t z = 0; z < 3; ++z) {
        result.zone_coverage.total(z, 0) = people(0.6);
        for (const Rule rule : rules) result.zone_coverage.at(z, 0, 0, rule) = people(0.6);
    }
    // 1.8 people: 2 of three zones get one; the third has none to be covered, though 0.6 rounds to 1.
    const auto zones = whole_people(result);
    for (std::size_t z = 0; z < 3; ++z) {
        CHECK(zones[z].services[0].covered == (z < 2 ? 1 : 0));
        CHECK(zones[z].services[0].uncovered == 0);
    }
}

TEST_CASE("amounts are apportioned to the rounded sum by largest remainder") {
    using Whole = std::vector<std::int64_t>;
    const auto apportioned = [](std::vector<Amount> amounts) { return apportion(amounts); };
    CHECK(apportioned({people(1.4), people(1.3), people(1.3)}) == Whole{2, 1, 1});
    CHECK(apportioned({people(1.3), people(1.4), people(1.3)}) == Whole{1, 2, 1});
    CHECK(apportioned({people(0.2), people(0.2)}) == Whole{0, 0});
    CHECK(apportioned({people(0.25), people(0.25)}) == Whole{1, 0});  // half up; equal remainders: the first
    CHECK(apportioned({people(3.0), Amount{0}}) == Whole{3, 0});
    CHECK(apportioned({}).empty());
}

TEST_CASE("totals of every table add up, and covered people are rounded half up, whatever the fractions") {
    const unsigned seed = GENERATE(range(0U, 40U));
    const RunResult result = awkward_result(seed);
    INFO("seed " << seed);
    const auto municipalities = rows_of(io::municipalities_csv(result));
    const auto prefectures = rows_of(io::prefectures_csv(result));
    const auto groups = rows_of(io::groups_csv(result));
    REQUIRE(prefectures.size() == 3);
    for (const char* column : {"population", "children"}) {
        INFO(column);
        for (const Row& row : prefectures)
            CHECK(std::stoll(row.at(column)) == sum(municipalities, column, row.at("code")));
        CHECK(sum(groups, column) == sum(municipalities, column));
    }
    for (const auto* table : {&municipalities, &prefectures, &groups}) {
        for (const Row& row : *table) {
            const std::array parts{std::stoll(row.at("5g_covered")), std::stoll(row.at("5g_uncovered")),
                                   std::stoll(row.at("5g_left_out"))};
            for (const auto part : parts) REQUIRE(part >= 0);
            REQUIRE(parts[0] + parts[1] + parts[2] == std::stoll(row.at("population")));
            REQUIRE(row.at("5g_rate").empty() == (parts[0] + parts[1] == 0));
        }
    }
    const auto zones = whole_people(result);
    for (std::size_t z = 0; z < result.zones.zones.size(); ++z) {
        if (!result.zones.zones[z].reported) continue;
        const Amount covered = result.zone_coverage.at(z, 0, 0, Rule::half_cell);
        const WholePeople& people = zones[z].services[0];
        if (covered == result.zone_coverage.counted(z, 0, 0))
            CHECK(people.uncovered == 0);
        else
            CHECK(people.covered == std::min(whole_units(covered), people.counted()));
    }
    for (std::size_t p = 0; p < 3; ++p) {
        const Amount covered = result.prefecture_coverage.at(p, 0, 0, Rule::half_cell);
        if (covered < result.prefecture_coverage.counted(p, 0, 0) - amount_per_unit)
            CHECK(std::stoll(prefectures[p].at("5g_covered")) == whole_units(covered));
    }
}
