#pragma once

#include "app/binning.hpp"
#include "app/calibration_step.hpp"
#include "app/messages.hpp"
#include "app/open_ground.hpp"
#include "core/result.hpp"
#include "core/sector_radio.hpp"
#include "footprint/received_signal.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace amaneku::app {

/// What a run's stations become: settings that several providers share.
struct RadioRun {
    OpenGround& ground;  ///< terrain that is open already
    std::string cache;   ///< folder of intermediate results; empty: none
    int threads = 0;
};

/// The received power of a provider's stations, level L3 and above.
struct ProviderSignal {
    std::vector<footprint::Transmitter> transmitters;  ///< by row of the table of sites
    footprint::ReceivedSignal received;
};

/// A provider of a run whose stations are modelled.
struct StationRun {
    const RunResult& run;
    const ProviderConfig& provider;
    std::size_t service = 0;  ///< of the configuration
    Calibration& calibration;
    Messages& messages;
};

/// Computes the power that is received of a provider's stations.
/// @param grid   of the population: cells nest in it where it is in degrees
/// @param radio  by row of `sites`
/// @throws Error of the terrain's readers
[[nodiscard]] ProviderSignal provider_signal(const ProviderConfig& provider, const Grid& grid,
                                             double latitude, const SiteTable& sites,
                                             std::span<const SectorRadio> radio, const RadioRun& run,
                                             const Progress& progress);

/// The same, of the stations of each group by themselves.
/// @param groups  by row of `sites`: a number below `group_count`
[[nodiscard]] std::vector<ProviderSignal> group_signals(const ProviderConfig& provider, const Grid& grid,
                                                        double latitude, const SiteTable& sites,
                                                        std::span<const SectorRadio> radio,
                                                        std::span<const std::uint32_t> groups,
                                                        std::size_t group_count, const RadioRun& run,
                                                        const Progress& progress);

/// The served area of a provider's signal, with what must be said of it.
[[nodiscard]] ModelledArea served_area(const ProviderConfig& provider, const ProviderSignal& signal);

/// The same where the area is made of the signal already.
[[nodiscard]] ModelledArea served_area(const ProviderConfig& provider, const ProviderSignal& signal,
                                       PolygonSet polygons);

/// What was found wrong or is worth saying of the stations and the ground that they stand on.
void tell_signal(const ProviderConfig& provider, const SiteTable& sites, const ProviderSignal& signal,
                 FilesFound& to);

/// A provider's stations with the power that is received of them.
struct StationModel {
    std::vector<SectorRadio> sectors;      ///< by row of the table of sites
    std::optional<ProviderSignal> signal;  ///< nothing of a calibrated provider: its bands have one each
};

/// Reads a provider's stations and models their area, levels L3 to L5; fills `sites`, `site_files` and
/// `area`. @throws Error of the readers
[[nodiscard]] StationModel station_model(const StationRun& stations, const RadioRun& radio,
                                         ProviderFound& found);

/// The same, where the signal itself is not asked for.
void model_stations(const StationRun& stations, const RadioRun& radio, ProviderFound& found);

/// Reads a provider's stations of levels L1 and L2 and brings their radii to published rates.
/// @throws Error of the readers
void calibrate_sites(const StationRun& stations, ProviderFound& found);

/// How the radii of levels L1 and L2 were chosen, for reports.
void describe_radii(const ProviderConfig& provider, ModelledArea& area);

}  // namespace amaneku::app
