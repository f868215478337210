#include "planning/due_target.hpp"

#include "io/kpi_reader.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace amaneku;
using amaneku::planning::due_target;

namespace {

const std::string kpi = "pop_coverage_5g";

std::vector<KpiTarget> published() {
    return io::read_kpi_targets(std::string{AMANEKU_SOURCE_DIR} + "/tests/data/kpi/kpi_targets.csv", {});
}

KpiTarget target(const std::string& scope, int year, const std::string& value) {
    return {kpi, scope, year, parse_decimal(value), "%", "plan", "", "", false};
}

}  // namespace

TEST_CASE("the target of the year at hand is the latest that is due") {
    const auto targets = published();
    const std::vector<std::string> nation{"national"};
    CHECK(due_target(targets, kpi, 2022, nation) == nullptr);
    CHECK(due_target(targets, kpi, 2023, nation)->value == parse_decimal("95"));
    CHECK(due_target(targets, kpi, 2024, nation)->value == parse_decimal("95"));
    CHECK(due_target(targets, kpi, 2025, nation)->value == parse_decimal("97"));
    CHECK(due_target(targets, kpi, 2031, nation)->value == parse_decimal("99"));
    CHECK(due_target(targets, "fiber_household", 2026, nation) == nullptr);
    CHECK(due_target(targets, "stations_5g", 2030, nation) == nullptr);  // a count is no rate
}

TEST_CASE("the narrowest scope that has a target due decides") {
    const auto targets = published();
    const std::vector<std::string> shimane{"municipality:32201", "pref:32", "each_prefecture", "national"};
    CHECK(due_target(targets, kpi, 2024, shimane)->scope == "national");
    CHECK(due_target(targets, kpi, 2025, shimane)->scope == "each_prefecture");
    auto more = targets;
    more.push_back(target("municipality:32201", 2025, "80"));
    CHECK(due_target(more, kpi, 2025, shimane)->value == parse_decimal("80"));
}

TEST_CASE("of several plans of one year the highest target decides, and none without a number") {
    std::vector<KpiTarget> targets{target("national", 2025, "90"), target("national", 2025, "97"),
                                   target("national", 2025, "95")};
    targets.push_back(targets.front());
    targets.back().value.reset();
    targets.push_back(target("national", 2025, "99"));
    targets.back().lower_is_better = true;
    CHECK(due_target(targets, kpi, 2025, std::vector<std::string>{"national"})->value == parse_decimal("97"));
}
