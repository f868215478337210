#pragma once

#include "app/station_candidates.hpp"
#include "core/result.hpp"
#include "footprint/station_draw.hpp"
#include "proj/transform.hpp"
#include "zonal/zone_locator.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace amaneku::app {

/// Places the stations of a provider of which only a number per municipality is known.
class StationPlacer {
public:
    /// Reads counts and candidates; rows and municipalities that cannot be placed become issues of the run.
    /// @param result   its population and zones must stay where they are
    /// @param weight   of the run, that counts the people of cells
    /// @throws Error of the readers
    StationPlacer(RunResult& result, const ServiceConfig& service, const ProviderConfig& provider,
                  std::size_t weight);

    /// The stations of a draw, by municipality in the order of codes; the same for the same draw, whatever
    /// was drawn before. @param draw  from 0
    [[nodiscard]] SiteTable place(std::size_t draw);

    /// Adds this provider's stations to those by zone. Of a city whose wards share one count, each ward of it
    /// counts them all: which of them a station stands in differs from draw to draw.
    void add_stations(std::vector<std::uint64_t>& by_zone) const;
    /// What became of it in the draws so far; `provider` is left 0.
    [[nodiscard]] PlacedProvider report() const;
    /// Tells of municipalities with too few candidates, or too near to each other, in the draws so far.
    void tell(RunResult& result) const;

private:
    /// A row of the table and where its stations may stand.
    struct Municipality {
        std::string code;
        std::size_t line = 0;
        std::uint64_t count = 0;
        std::vector<std::uint32_t> zones;
        footprint::StationCandidates candidates;
        std::vector<std::uint32_t> cells;
        std::vector<std::uint64_t> cell_weight;
        std::size_t beyond = 0;    ///< of a draw: at random points
        std::size_t too_near = 0;  ///< most of a draw
    };
    void add(RunResult& result, const std::string& code, std::uint64_t count, std::size_t line,
             std::vector<std::uint32_t> zones, const CandidateField& field);
    void append(Municipality& of, std::size_t draw, SiteTable& out) const;
    [[nodiscard]] Point random_point(const Municipality& of, footprint::DrawRandom& random) const;

    const Population& m_population;
    const ProviderConfig& m_provider;
    std::string m_role;
    std::size_t m_weight;
    zonal::ZoneLocator m_locator;
    std::optional<proj::Transform> m_to_degrees;
    double m_radius_m = 0.0;
    std::vector<double> m_azimuths;  ///< of every station's sectors; NaN: all round
    double m_beamwidth = 65.0;
    std::vector<Municipality> m_municipalities;
    std::uint64_t m_candidates = 0;
};

}  // namespace amaneku::app
