#include "io/gap_config.hpp"

#include "io/source_config.hpp"

#include <fmt/format.h>

namespace amaneku::io {

void read_gap_rule(TomlCursor& table, GapRule& rule) {
    auto gap = table.table("gap");
    if (!gap) return;
    if (const auto v = gap->integer("neighbours", 4, 8)) {
        rule.neighbours = *v;
        if (*v != 4 && *v != 8)
            gap->problem("neighbours", fmt::format("is {}, must be 4 (edges) or 8 (corners too)", *v));
    }
    if (const auto v = gap->number("min_people", 0.0, 1e12)) rule.min_people = *v;
    if (const auto v = gap->number("min_households", 0.0, 1e12)) rule.min_households = *v;
    if (const auto v = gap->integer("min_cells", 1, 1'000'000'000)) rule.min_cells = *v;
    if (const auto v = gap->number("min_km2", 0.0, 1e9)) rule.min_km2 = *v;
    gap->finish();
}

std::optional<GapsConfig> read_gaps_config(TomlCursor& root, const FileOfKey& file) {
    auto table = root.table("gaps");
    if (!table) return std::nullopt;
    GapsConfig out;
    out.place = table->place();
    out.towns = file(*table, "towns").value_or("");
    out.backbone = file(*table, "backbone").value_or("");
    out.subsidies = file(*table, "subsidies").value_or("");
    out.municipalities = file(*table, "municipalities").value_or("");
    if (auto cost = table->table("cost")) {
        const auto amount = [&](const char* key, double& to) {
            if (const auto v = cost->number(key, 0.0, 1e12)) to = *v;
        };
        amount("per_site", out.cost.per_site);
        amount("per_household", out.cost.per_household);
        amount("fiber_per_km", out.cost.fiber_per_km);
        if (const auto v = cost->number("km2_per_site", 1e-6, 1e6)) out.cost.km2_per_site = *v;
        if (const auto v = cost->number("detour", 1.0, 100.0)) out.cost.detour = *v;
        out.cost.backbone = cost->text("backbone").value_or("");
        if (out.cost.fiber_per_km > 0.0 && out.backbone.empty() && !table->has("backbone"))
            cost->problem("fiber_per_km", "needs gaps.backbone, the points that a cable may start from");
        if (!out.cost.is_given())
            cost->problem("per_site", "is missing: give per_site, per_household or fiber_per_km");
        cost->finish();
    }
    out.sources = read_sources(*table, {"towns", "backbone", "subsidies", "municipalities"});
    table->finish();
    return out;
}

}  // namespace amaneku::io
