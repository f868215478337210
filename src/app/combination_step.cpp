#include "app/combination_step.hpp"

#include "core/weight.hpp"
#include <amaneku/error.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <utility>

namespace amaneku::app {

void combine_services(RunResult& result, const zonal::Allocation& allocation) {
    if (!result.config.combinations) return;
    CombinationResult out;
    const std::size_t weights = result.population.weight_names.size();
    for (std::size_t cell = 0; cell < result.population.cells.size(); ++cell) {
        std::uint64_t services = 0;
        for (std::size_t s = 0; s < result.cell_covered.size(); ++s) {
            if (result.cell_covered[s][cell] != 0) services |= std::uint64_t{1} << s;
        }
        for (std::uint64_t e = allocation.begin[cell]; e < allocation.begin[cell + 1]; ++e) {
            if (!result.zones.zones[allocation.zone[e]].reported) continue;
            auto& people = out.people[{allocation.zone[e], services}];
            people.resize(weights, 0);
            for (std::size_t w = 0; w < weights; ++w) people[w] += allocation.amount[w][e];
        }
    }
    result.combinations = std::move(out);
}

void check_equity(const RunResult& result) {
    if (!result.config.equity) return;
    std::vector<std::string> names = result.config.equity->weights;
    names.push_back(result.config.equity->of);
    for (const std::string& name : names) {
        if (!weight_named(result.population, name))
            throw Error{Errc::configuration, result.config.equity->place,
                        fmt::format("[equity] asks for '{}', which the population does not have; it has {}",
                                    name, fmt::join(result.population.weight_names, ", "))};
    }
}

}  // namespace amaneku::app
