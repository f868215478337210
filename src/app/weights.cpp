#include "app/weights.hpp"

#include "core/weight.hpp"
#include <amaneku/error.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace amaneku::app {

void check_weights(const RunResult& result) {
    for (const ServiceConfig& s : result.config.services) {
        if (weight_index(result.population, s.profile.weight) == result.population.weight_names.size()) {
            throw Error{
                Errc::configuration, s.place,
                fmt::format("service '{}' counts by '{}', which the population does not have; it has {}",
                            s.id, s.profile.weight, fmt::join(result.population.weight_names, ", "))};
        }
    }
}

}  // namespace amaneku::app
