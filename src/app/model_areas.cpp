#include "app/model_areas.hpp"

namespace amaneku::app {

bool is_modelled(const ProviderConfig& provider) {
    static_cast<void>(provider);
    return false;
}

void model_areas(const RunResult& run, const Providers& providers, Messages& messages, Found& found) {
    static_cast<void>(run);
    static_cast<void>(messages);
    for (std::size_t p = 0; p < providers.list.size(); ++p) {
        if (is_modelled(*providers.list[p])) found.providers[p].area = {};
    }
}

}  // namespace amaneku::app
