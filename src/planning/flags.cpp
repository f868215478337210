#include "planning/flags.hpp"

#include <fmt/format.h>

#include <cmath>
#include <cstdint>

namespace amaneku::planning {

namespace {

constexpr int most_decimals = 9;

/// Shortest text of a limit of the configuration: 95, 97.5.
std::string limit_text(double limit) {
    return fmt::format("{}", limit);
}

/// A rate that is below `limit_rate` printed so that this can be seen.
FlagWord below(const char* word, Coverage area, Coverage than, int decimals) {
    FlagWord out{word, {}, {}};
    for (int d = decimals; d <= most_decimals; ++d) {
        out.value = format_rate(area.covered, area.total, d);
        out.limit = format_rate(than.covered, than.total, d);
        if (out.value != out.limit) break;
    }
    return out;
}

bool is_lower(Coverage a, Coverage b) {
    if (a.total == 0 || b.total == 0) return false;
    // Products of two amounts of a nation have 114 bits; of the world they would not fit.
    const auto part = [](Coverage c) {
        return static_cast<long double>(c.covered) / static_cast<long double>(c.total);
    };
    return part(a) < part(b) - 1e-15L;
}

bool is_below_percent(Coverage area, double percent) {
    const auto limit = static_cast<Amount>(std::llround(percent * 1e9));
    return area.covered * 100 * amount_per_unit < limit * area.total;
}

void add_over(std::vector<FlagWord>& words, const char* word, const std::optional<Amount>& uncovered,
              const std::optional<double>& limit) {
    if (!uncovered || !limit || to_double(*uncovered) <= *limit + 1e-9) return;
    words.push_back({word, std::to_string(whole_units(*uncovered)), limit_text(*limit)});
}

}  // namespace

std::vector<FlagWord> flag_words(const FlagRule& rule, const FlagFacts& facts) {
    std::vector<FlagWord> words;
    const Coverage& area = facts.area;
    if (area.total > 0) {
        if (rule.target && is_below_percent(area, *rule.target)) {
            const Coverage target{static_cast<Amount>(std::llround(*rule.target * 1e9)),
                                  static_cast<Amount>(100) * amount_per_unit};
            FlagWord word = below("below-target", area, target, facts.decimals);
            word.limit = limit_text(*rule.target);
            words.push_back(std::move(word));
        }
        if (rule.below_prefecture && facts.prefecture && is_lower(area, *facts.prefecture))
            words.push_back(below("below-prefecture", area, *facts.prefecture, facts.decimals));
        if (rule.below_nation && facts.nation && is_lower(area, *facts.nation))
            words.push_back(below("below-nation", area, *facts.nation, facts.decimals));
    }
    add_over(words, "uncovered-people", facts.uncovered_people, rule.uncovered_people);
    add_over(words, "uncovered-households", facts.uncovered_households, rule.uncovered_households);
    if (rule.single_operator && facts.providers > 1 && facts.reaching.size() == 1)
        words.push_back({"single-operator", facts.reaching.front(), {}});
    if (rule.fell_points && facts.earlier && area.total > 0 && facts.earlier->total > 0) {
        const double now = 100.0 * to_double(area.covered) / to_double(area.total);
        const double before = 100.0 * to_double(facts.earlier->covered) / to_double(facts.earlier->total);
        if (before - now > *rule.fell_points + 1e-9)
            words.push_back(below("rate-fell", area, *facts.earlier, facts.decimals));
    }
    return words;
}

}  // namespace amaneku::planning
