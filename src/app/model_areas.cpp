#include "app/model_areas.hpp"

#include "app/fiber_step.hpp"
#include "app/radio_step.hpp"

namespace amaneku::app {

bool is_modelled(const ProviderConfig& provider) {
    return provider.fiber.has_value() || (provider.radio && provider.radio->is_by_signal());
}

void model_areas(const RunResult& run, const Providers& providers, Messages& messages, Found& found) {
    const Progress progress = messages.progress();
    OpenGround ground;
    const RadioRun radio{ground, providers.cache, providers.overlay.threads};
    for (std::size_t p = 0; p < providers.list.size(); ++p) {
        const ProviderConfig& provider = *providers.list[p];
        if (!is_modelled(provider)) continue;
        if (progress) progress("modelled areas", p, providers.list.size());
        if (provider.fiber) model_fiber(run, provider, providers.overlay.threads, found.providers[p]);
        if (provider.radio) model_stations(run, provider, radio, messages, found.providers[p]);
    }
}

}  // namespace amaneku::app
