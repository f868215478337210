#pragma once

#include "app/binning.hpp"
#include "app/factor_search.hpp"
#include "app/messages.hpp"
#include "app/prefecture_people.hpp"
#include "app/zone_finder.hpp"
#include "core/result.hpp"
#include "core/sector_radio.hpp"
#include "footprint/received_signal.hpp"
#include "io/published_rates.hpp"

#include <cstdint>
#include <deque>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace amaneku::app {

/// Whether a provider's footprint is brought to published rates.
[[nodiscard]] bool is_calibrated(const ProviderConfig& provider);

inline constexpr std::uint32_t no_target = std::numeric_limits<std::uint32_t>::max();

/// The published rates that stations of a provider answer to, and which station answers to which.
struct CalibrationPlan {
    struct Target {
        io::PublishedRate published;
        std::string prefecture;
        std::uint64_t stations = 0;
        const PrefecturePeople* people = nullptr;
    };
    std::vector<Target> targets;
    std::vector<std::uint32_t> target_of;  ///< by station; `no_target`
    /// By station: those of one band and target, whose power moves together, have one number.
    std::vector<std::uint32_t> group_of;
    struct Group {
        std::string band;
        std::uint32_t target = no_target;
    };
    std::vector<Group> groups;

    /// Whether a target's rate is of stations of a band.
    [[nodiscard]] bool is_of(std::uint32_t target, const std::string& band) const {
        return targets[target].published.band == "*" || targets[target].published.band == band;
    }
};

/// Brings footprints to published rates: one factor a band and prefecture on the radii of its stations (L1,
/// L2), or one offset of their received power (L3 to L5).
///
/// A station is of the prefecture whose zone holds it, and answers to the line of its band, else to that of
/// `*`. The rate of a line is what the stations of its band alone (of `*`: all of the provider's) cover of
/// the prefecture's reported zones, by the service's weight, rule and denominator; supplied polygons do not
/// count. Bands come first, one by one; then `*`, with their factors in place.
class Calibration {
public:
    /// @param run  its configuration, population and zones; must stay where it is
    Calibration(const RunResult& run, int threads, Messages& messages)
        : m_run{run}, m_threads{threads}, m_messages{messages} {}

    /// Scales the radii in `found.sites`, says what was done in `found.calibration` and the method, and tells
    /// it with the sites' notes.
    /// @param service  of the configuration
    /// @throws Error of the reader of published rates
    void scale_radii(std::size_t service, const ProviderConfig& provider, std::span<const SectorRadio> radio,
                     ProviderFound& found);

    /// What stations answer to; lines that are of no account are told with the sites' issues.
    [[nodiscard]] CalibrationPlan plan(std::size_t service, const ProviderConfig& provider,
                                       std::span<const SectorRadio> radio, ProviderFound& found);
    /// The served area with the offsets that `found.calibration` gets.
    /// @param signals  by group of the plan
    [[nodiscard]] PolygonSet move_power(std::size_t service, const ProviderConfig& provider,
                                        const CalibrationPlan& plan,
                                        std::span<const footprint::ReceivedSignal> signals,
                                        ProviderFound& found);

private:
    [[nodiscard]] const PrefecturePeople& people_of(std::size_t service, const std::string& prefecture,
                                                    const std::vector<std::uint32_t>& zones);
    [[nodiscard]] std::vector<double> find(std::size_t service, const ProviderConfig& provider,
                                           const CalibrationPlan& plan, const RateOf& rate_of,
                                           ProviderFound& found);

    struct KnownPeople {
        std::size_t service;
        std::string prefecture;
        PrefecturePeople people;
    };
    const RunResult& m_run;
    int m_threads;
    Messages& m_messages;
    std::optional<SharedPeople> m_shared;
    std::optional<ZoneFinder> m_finder;
    std::deque<KnownPeople> m_people;
};

/// Ends the sentence on a footprint's method, and tells of each factor with the sites' notes: after the
/// method's own words.
void describe_calibration(const ProviderConfig& provider, ProviderFound& found);

}  // namespace amaneku::app
