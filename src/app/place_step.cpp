#include "app/place_step.hpp"

#include "app/line_step.hpp"
#include "app/messages.hpp"
#include "app/served_areas.hpp"
#include "app/zone_finder.hpp"
#include "io/place_reader.hpp"
#include "parallel/loop.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <iterator>
#include <memory>
#include <numeric>
#include <utility>
#include <vector>

namespace amaneku::app {

namespace {

constexpr std::size_t at_once = 1024;

/// Calls `work(begin, end)` for blocks of `count` on all threads.
void in_blocks(std::size_t count, int threads,
               const std::function<void(std::size_t worker, std::size_t begin, std::size_t end)>& work) {
    std::vector<std::size_t> blocks((count + at_once - 1) / at_once);
    std::iota(blocks.begin(), blocks.end(), std::size_t{0});
    parallel::for_each(blocks, threads, [&](std::size_t worker, std::size_t block) {
        throw_if_stopped();
        work(worker, block * at_once, std::min(count, (block + 1) * at_once));
    });
}

/// Drops places that are in no reported zone and sets the zone of the others.
void keep_reported(const RunResult& result, PlaceTable& places, int threads) {
    std::vector<std::uint32_t> zone(places.size(), no_zone);
    std::vector<std::unique_ptr<ZoneFinder>> finders(parallel::worker_count(threads));
    in_blocks(places.size(), threads, [&](std::size_t worker, std::size_t begin, std::size_t end) {
        if (!finders[worker]) finders[worker] = std::make_unique<ZoneFinder>(result);
        for (std::size_t i = begin; i < end; ++i)
            zone[i] = finders[worker]->reported_zone(places.at[i]).value_or(no_zone);
    });
    std::size_t kept = 0;
    for (std::size_t i = 0; i < zone.size(); ++i) {
        if (zone[i] == no_zone) continue;
        for (auto* texts : {&places.id, &places.name, &places.klass}) (*texts)[kept].swap((*texts)[i]);
        places.at[kept] = places.at[i];
        places.zone.push_back(zone[i]);
        ++kept;
    }
    places.elsewhere = zone.size() - kept;
    places.id.resize(kept);
    places.name.resize(kept);
    places.klass.resize(kept);
    places.at.resize(kept);
}

/// In or out of services, and how far out.
class Reacher {
public:
    Reacher(const RunResult& result, const planning::AreaIndex& served)
        : m_served{served}, m_reaches{service_reaches(result)}, m_providers(result.sites.size(), 0) {
        std::uint32_t first = 0;
        for (const ServiceConfig& service : result.config.services) {
            m_all.push_back({first, static_cast<std::uint32_t>(service.providers.size()), 1});
            first += m_all.back().count;
        }
    }
    void reach(std::size_t place, PlaceTable& places) {
        const std::vector<std::uint32_t> holding = m_served.targets_at(places.at[place]);
        for (std::size_t s = 0; s < m_reaches.size(); ++s) {
            const std::size_t at = place * m_reaches.size() + s;
            for (const std::uint32_t p : holding) {
                if (p >= m_all[s].first && p < m_all[s].first + m_all[s].count)
                    places.providers[at] |= std::uint64_t{1} << (p - m_all[s].first);
            }
            const bool inside = m_reaches[s].is_served(holding);
            places.inside[at] = inside ? 1 : 0;
            places.distance_m[at] = inside ? 0.0 : distance(places.at[place], m_reaches[s], holding);
        }
    }

private:
    /// To the nearest footprint; where several providers are needed, to that of the last of the nearest so
    /// many.
    [[nodiscard]] double distance(Point from, const ServiceReach& reach,
                                  const std::vector<std::uint32_t>& holding) {
        const auto among = [&](std::uint32_t first, std::uint32_t count, double none) {
            std::fill(m_providers.begin(), m_providers.end(), std::uint8_t{0});
            std::fill_n(m_providers.begin() + first, count, std::uint8_t{1});
            return m_served.distance_m(from, m_providers).value_or(none);
        };
        if (reach.needed == 1) return among(reach.first, reach.count, -1.0);
        std::vector<double> each;
        for (std::uint32_t p = reach.first; p < reach.first + reach.count; ++p) {
            if (std::binary_search(holding.begin(), holding.end(), p)) {
                each.push_back(0.0);
            } else if (const double m = among(p, 1, -1.0); m >= 0.0) {
                each.push_back(m);
            }
        }
        if (each.size() < reach.needed) return -1.0;
        std::sort(each.begin(), each.end());
        return each[reach.needed - 1];
    }

    const planning::AreaIndex& m_served;
    std::vector<ServiceReach> m_reaches;
    std::vector<ServiceReach> m_all;
    std::vector<std::uint8_t> m_providers;
};

}  // namespace

void find_places(RunResult& result, const planning::AreaIndex& served, int threads) {
    PlaceResult out;
    const std::size_t services = result.config.services.size();
    for (const FeatureConfig& config : result.config.places) {
        PlaceTable places;
        io::ProviderReport report = io::read_places(config, places);
        keep_reported(result, places, threads);
        if (places.elsewhere > 0)
            report.notes.push_back(
                fmt::format("place/{}: {} of {} places are in no reported zone and are left out", config.id,
                            places.elsewhere, places.elsewhere + places.size()));
        places.inside.resize(places.size() * services);
        places.distance_m.resize(places.size() * services);
        places.providers.resize(places.size() * services);
        in_blocks(places.size(), threads, [&](std::size_t, std::size_t begin, std::size_t end) {
            Reacher reacher{result, served};
            for (std::size_t i = begin; i < end; ++i) reacher.reach(i, places);
        });
        std::move(report.issues.begin(), report.issues.end(), std::back_inserter(result.issues));
        std::move(report.notes.begin(), report.notes.end(), std::back_inserter(result.notes));
        out.tables.push_back(std::move(places));
    }
    result.places = std::move(out);
}

void find_places_and_lines(RunResult& result, int threads) {
    const planning::AreaIndex served = served_areas(result, threads);
    if (!result.config.places.empty()) find_places(result, served, threads);
    if (!result.config.lines.empty()) find_lines(result, served, threads);
}

}  // namespace amaneku::app
