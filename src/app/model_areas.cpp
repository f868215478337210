#include "app/model_areas.hpp"

#include "app/fiber_step.hpp"

namespace amaneku::app {

bool is_modelled(const ProviderConfig& provider) {
    return provider.fiber.has_value();
}

void model_areas(const RunResult& run, const Providers& providers, Messages& messages, Found& found) {
    const Progress progress = messages.progress();
    for (std::size_t p = 0; p < providers.list.size(); ++p) {
        const ProviderConfig& provider = *providers.list[p];
        if (!is_modelled(provider)) continue;
        if (progress) progress("modelled areas", p, providers.list.size());
        if (provider.fiber) model_fiber(run, provider, providers.overlay.threads, found.providers[p]);
    }
}

}  // namespace amaneku::app
