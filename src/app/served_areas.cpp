#include "app/served_areas.hpp"

#include "app/messages.hpp"
#include "core/weight.hpp"
#include "footprint/site_footprint.hpp"
#include "io/footprint_reader.hpp"
#include "parallel/loop.hpp"
#include "zonal/judge.hpp"
#include <amaneku/error.hpp>

#include <algorithm>
#include <map>
#include <memory>
#include <mutex>
#include <utility>

namespace amaneku::app {

namespace {

/// Batches of polygons by (provider, number), so that their order does not depend on threads.
using Batches = std::map<std::pair<std::uint32_t, std::size_t>, PolygonSet>;

Batches read_areas(const std::vector<const ProviderConfig*>& providers, int threads) {
    const Grid degrees = Grid::mesh(MeshLevel::half);
    Batches out;
    std::mutex mutex;
    std::vector<std::unique_ptr<io::FootprintReader>> readers(providers.size());
    parallel::feed(threads, [&](const auto& submit) {
        for (std::uint32_t p = 0; p < providers.size(); ++p) {
            if (providers[p]->footprints.empty()) continue;
            readers[p] = std::make_unique<io::FootprintReader>(*providers[p], degrees);
            const bool is_read =
                readers[p]->read(parallel::worker_count(threads), submit,
                                 [&, p](std::size_t batch, std::size_t, PolygonSet& polygons) {
                                     const std::lock_guard lock{mutex};
                                     out[{p, batch}] = std::move(polygons);
                                 });
            if (!is_read) return;
        }
    });
    for (const auto& reader : readers) {
        if (reader) static_cast<void>(reader->report());
    }
    return out;
}

}  // namespace

planning::AreaIndex served_areas(const RunResult& result, int threads) {
    std::vector<const ProviderConfig*> providers;
    for (const ServiceConfig& service : result.config.services) {
        for (const ProviderConfig& provider : service.providers) providers.push_back(&provider);
    }
    std::vector<planning::TargetPolygons> areas;
    for (auto& [key, polygons] : read_areas(providers, threads))
        areas.push_back({key.first, std::move(polygons)});
    constexpr std::size_t at_once = 4096;
    for (std::uint32_t p = 0; p < providers.size(); ++p) {
        if (!result.modelled[p].is_empty()) areas.push_back({p, result.modelled[p].polygons});
        const SiteTable& sites = result.sites[p];
        const footprint::Directions directions{providers[p]->segments};
        for (std::size_t s = 0; s < sites.size(); ++s) {
            if (s % at_once == 0) {
                throw_if_stopped();
                areas.push_back({p, {}});
            }
            if (sites.has_shape(s)) footprint::append_footprint(sites, s, directions, areas.back().polygons);
        }
    }
    return planning::AreaIndex{std::move(areas)};
}

bool ServiceReach::is_served(std::span<const std::uint32_t> holding) const noexcept {
    const auto of_it = std::count_if(holding.begin(), holding.end(),
                                     [&](std::uint32_t p) { return p >= first && p < first + count; });
    return static_cast<std::uint32_t>(of_it) >= needed;
}

std::vector<ServiceReach> service_reaches(const RunResult& result) {
    std::vector<ServiceReach> out;
    std::uint32_t first = 0;
    for (std::size_t s = 0; s < result.config.services.size(); ++s) {
        const ServiceConfig& service = result.config.services[s];
        const auto count = static_cast<std::uint32_t>(service.providers.size());
        ServiceReach reach{first, count, 1};
        if (service.profile.combine == Combine::k_of_n)
            reach.needed = static_cast<std::uint32_t>(service.profile.k);
        if (service.profile.combine == Combine::max_single) {
            std::vector<std::uint8_t> reported;
            for (const Zone& zone : result.zones.zones) reported.push_back(zone.reported ? 1 : 0);
            CoverageTable zones = result.zone_coverage;
            const auto chosen = zonal::choose_single_provider(zones, reported, result.measures.services[s]);
            const std::size_t w = weight_index(result.population, service.profile.weight);
            reach = {first + chosen[w * rule_count + static_cast<std::size_t>(service.profile.rule)], 1, 1};
        }
        out.push_back(reach);
        first += count;
    }
    return out;
}

}  // namespace amaneku::app
