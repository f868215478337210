#pragma once

#include "core/result.hpp"

#include <cstdint>
#include <vector>

namespace amaneku::report {

/// A service's combination or one of its providers, as a page lists them.
struct PageLayer {
    std::size_t service = 0;
    std::int32_t provider = -1;  ///< of the service; -1: the combination
    std::uint32_t layer = 0;     ///< of the measures and tables
};

/// The layers of a page: for each service its combination, then its providers. Layers that only some
/// combinations need are not among them.
[[nodiscard]] inline std::vector<PageLayer> layer_list(const RunResult& result) {
    std::vector<PageLayer> out;
    for (std::size_t s = 0; s < result.config.services.size(); ++s) {
        const ServiceLayers& layers = result.measures.services[s];
        for (std::uint32_t l = 0; l <= layers.provider_count; ++l)
            out.push_back({s, static_cast<std::int32_t>(l) - 1, layers.combined + l});
    }
    return out;
}

}  // namespace amaneku::report
