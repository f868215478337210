#include "app/model_areas.hpp"

#include "app/calibration_step.hpp"
#include "app/fiber_step.hpp"
#include "app/radio_step.hpp"

namespace amaneku::app {

namespace {

/// The service of a provider, given by its number among all.
std::size_t service_of(const Config& config, std::size_t provider) {
    std::size_t service = 0;
    while (provider >= config.services[service].providers.size())
        provider -= config.services[service++].providers.size();
    return service;
}

}  // namespace

bool is_modelled(const ProviderConfig& provider) {
    return provider.fiber.has_value() || (provider.radio && provider.radio->is_by_signal());
}

void model_areas(const RunResult& run, const Providers& providers, Messages& messages, Found& found) {
    const Progress progress = messages.progress();
    OpenGround ground;
    const RadioRun radio{ground, providers.cache, providers.overlay.threads};
    Calibration calibration{run, providers.overlay.threads, messages};
    for (std::size_t p = 0; p < providers.list.size(); ++p) {
        const ProviderConfig& provider = *providers.list[p];
        if (!is_modelled(provider) && !is_calibrated(provider)) continue;
        if (provider.same_as) {  // another draw of the placed stations beside it
            found.providers[p] = found.providers[*provider.same_as];
            continue;
        }
        if (progress) progress("modelled areas", p, providers.list.size());
        const StationRun stations{run, provider, service_of(run.config, providers.number[p]), calibration,
                                  messages};
        if (provider.fiber) model_fiber(run, provider, providers.overlay.threads, found.providers[p]);
        if (!provider.radio) continue;
        if (provider.radio->is_by_signal())
            model_stations(stations, radio, found.providers[p]);
        else if (is_calibrated(provider))
            calibrate_sites(stations, found.providers[p]);
    }
}

}  // namespace amaneku::app
