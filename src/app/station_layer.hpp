#pragma once

#include "app/radio_step.hpp"
#include "core/result.hpp"
#include "core/sector_radio.hpp"
#include "gdal/layer_sink.hpp"

#include <vector>

namespace amaneku::app {

/// The stations of one provider with what is known and assumed of each.
class StationLayer {
public:
    /// @param sectors  by row of the provider's sites, empty without a radio model
    /// @param signal   nullptr below level L3
    StationLayer(const RunResult& run, const std::vector<SectorRadio>& sectors, const ProviderSignal* signal)
        : m_run{run}, m_sectors{sectors}, m_signal{signal} {}

    [[nodiscard]] static std::vector<gdal::LayerField> fields();
    void write(gdal::LayerSink& writer) const;

private:
    [[nodiscard]] std::vector<gdal::FieldValue> values(std::size_t site) const;

    const RunResult& m_run;
    const std::vector<SectorRadio>& m_sectors;
    const ProviderSignal* m_signal;
};

}  // namespace amaneku::app
