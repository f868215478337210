#include "planning/due_target.hpp"

namespace amaneku::planning {

namespace {

bool is_of_a_rate(const KpiTarget& target) {
    return target.value && target.unit == "%" && !target.lower_is_better;
}

}  // namespace

const KpiTarget* due_target(std::span<const KpiTarget> targets, const std::string& kpi, int fiscal_year,
                            std::span<const std::string> scopes) {
    for (const std::string& scope : scopes) {
        const KpiTarget* best = nullptr;
        for (const KpiTarget& target : targets) {
            if (target.kpi != kpi || target.scope != scope || target.fiscal_year > fiscal_year ||
                !is_of_a_rate(target))
                continue;
            const bool is_better = best == nullptr || target.fiscal_year > best->fiscal_year ||
                                   (target.fiscal_year == best->fiscal_year && *target.value > *best->value);
            if (is_better) best = &target;
        }
        if (best != nullptr) return best;
    }
    return nullptr;
}

}  // namespace amaneku::planning
