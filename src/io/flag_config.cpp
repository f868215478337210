#include "io/flag_config.hpp"

namespace amaneku::io {

void read_flag_rule(TomlCursor& table, FlagRule& rule) {
    auto flag = table.table("flag");
    if (!flag) return;
    if (const auto v = flag->number("target", 0.0, 100.0)) rule.target = v;
    if (const auto v = flag->flag("below_prefecture")) rule.below_prefecture = *v;
    if (const auto v = flag->flag("below_nation")) rule.below_nation = *v;
    if (const auto v = flag->number("uncovered_people", 0.0, 1e12)) rule.uncovered_people = v;
    if (const auto v = flag->number("uncovered_households", 0.0, 1e12)) rule.uncovered_households = v;
    if (const auto v = flag->flag("single_operator")) rule.single_operator = *v;
    if (const auto v = flag->number("fell_points", 0.0, 100.0)) rule.fell_points = v;
    flag->finish();
}

}  // namespace amaneku::io
