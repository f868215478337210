#pragma once

#include "core/result.hpp"
#include "zonal/allocation.hpp"

#include <vector>

namespace amaneku::app {

/// People of another year, shared among the zones and covered as those of the run are.
struct Projection {
    int year = 0;
    CoverageTable zones;
    std::vector<std::uint8_t> has_weight;  ///< [weight] 1: the projection has it
};

/// @throws Error (Errc::input) where the files cannot be read or are of other cells
[[nodiscard]] Projection project(RunResult& result, const zonal::Allocation& allocation);

}  // namespace amaneku::app
