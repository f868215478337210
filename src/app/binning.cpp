#include "app/binning.hpp"

#include "app/empty_providers.hpp"
#include "io/footprint_reader.hpp"
#include "io/provider_reader.hpp"
#include "parallel/loop.hpp"
#include "proj/transform.hpp"
#include <amaneku/error.hpp>

#include <algorithm>
#include <compare>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

namespace amaneku::app {

namespace {

/// Moves the parts of `polygons` from longitude and latitude to the grid's CRS; edges are short, so their
/// ends suffice.
void to_grid(PolygonSet& polygons, const proj::Transform& transform) {
    for (Point& p : polygons.points) p = transform(p);
}

/// Where a batch stands in the order of reading.
struct Place {
    std::size_t input = 0;  ///< zones, then the providers' footprints and sites
    std::size_t batch = 0;

    friend auto operator<=>(const Place&, const Place&) = default;
};

/// Parts that reach out of the grid's reach, in the order in which they were read.
class OutOfReach {
public:
    void add(Place place, std::string role) {
        const std::lock_guard lock{m_mutex};
        m_found.emplace_back(place, std::move(role));
    }
    void tell(RunResult& result) {
        std::stable_sort(m_found.begin(), m_found.end(),
                         [](const auto& a, const auto& b) { return a.first < b.first; });
        for (auto& [place, role] : m_found)
            result.issues.push_back({IssueKind::rejected, std::move(role), "",
                                     "a polygon reaches too far beyond the grid", std::nullopt});
    }

private:
    std::mutex m_mutex;
    std::vector<std::pair<Place, std::string>> m_found;
};

/// Zones and footprints into the tiles: read on this thread, binned by all.
class Binning {
public:
    /// @param again  without sites, and without telling what was told the first time
    Binning(RunResult& result, const Providers& providers, overlay::TileBins& bins, bool again)
        : m_result{result}, m_providers{providers}, m_bins{bins}, m_again{again} {
        if (result.population.grid.is_geographic()) return;
        for (std::size_t lane = 0; lane < bins.lane_count(); ++lane)
            m_transforms.emplace_back("EPSG:6668", result.population.grid.crs());
    }

    void run(Messages& messages) {
        if (!m_again) m_result.provider_features.assign(m_providers.list.size(), 0);
        const Progress progress = messages.progress();
        parallel::feed(m_providers.overlay.threads, [&](const auto& submit) {
            m_submit = submit;
            zones();
            for (std::size_t p = 0; p < m_providers.list.size(); ++p) {
                if (!provider(p)) break;
                if (progress) progress("footprints", p + 1, m_providers.list.size());
            }
        });
        for (std::size_t p = 0; p < m_read.size(); ++p) take(p, m_read[p]);
        if (!m_again) m_out_of_reach.tell(m_result);
    }

private:
    void zones() {
        constexpr std::size_t at_once = 64;
        const ZoneTable& table = m_result.zones;
        for (std::size_t begin = 0; begin < table.polygons.part_count(); begin += at_once) {
            m_submit([this, begin, &table](std::size_t lane) {
                const std::size_t end = std::min(begin + at_once, table.polygons.part_count());
                for (std::size_t part = begin; part < end; ++part) {
                    if (!m_bins.add(table.polygons, part, table.part_zone[part], false, lane))
                        m_out_of_reach.add({0, begin}, "zones");
                }
            });
        }
    }
    /// What was read of a provider, told when all work on it is done.
    struct Read {
        std::unique_ptr<io::FootprintReader> footprints;
        io::ProviderReport sites;
        std::optional<Error> failure;  ///< of the sites
    };

    /// Reads a provider's files. @returns false where that failed: `take` throws
    bool provider(std::size_t p) {
        Read& read = m_read.emplace_back();
        if (!m_providers.list[p]->footprints.empty() && !footprints(p, read)) return false;
        if (m_again) return true;
        m_result.sites.emplace_back();
        try {
            if (!m_providers.list[p]->sites.empty()) sites(p, read);
        } catch (const Error& error) {
            read.failure = error;
        }
        return !read.failure;
    }
    void take(std::size_t p, const Read& read) {
        if (read.footprints) {
            const io::ProviderReport report = read.footprints->report();
            take(p, "footprint", report.read - report.rejected, report);
        }
        if (read.failure) throw Error{*read.failure};
        if (!m_again && !m_providers.list[p]->sites.empty())
            take(p, "site", m_result.sites[p].size(), read.sites);
    }
    /// @param kind  what was to be read; @param taken  how much of it takes part
    void take(std::size_t p, const char* kind, std::uint64_t taken, const io::ProviderReport& report) {
        if (m_again) return;
        m_result.provider_features[p] += taken;
        take_provider_report(m_result, m_providers.roles[p], kind, taken, report);
    }
    [[nodiscard]] std::uint32_t target(std::size_t p) const {
        return static_cast<std::uint32_t>(m_result.zones.zones.size() + p);
    }
    bool footprints(std::size_t p, Read& read) {
        read.footprints =
            std::make_unique<io::FootprintReader>(*m_providers.list[p], m_result.population.grid);
        const auto submit = [&](auto work) {
            throw_if_stopped();
            m_submit(std::move(work));
        };
        return read.footprints->read(
            m_bins.lane_count(), submit,
            [this, p](std::size_t batch, std::size_t lane, const PolygonSet& polygons) {
                for (std::size_t part = 0; part < polygons.part_count(); ++part) {
                    if (!m_bins.add(polygons, part, target(p), false, lane))
                        m_out_of_reach.add({1 + 2 * p, batch}, m_providers.roles[p]);
                }
            });
    }
    void sites(std::size_t p, Read& into) {
        constexpr std::size_t at_once = 1024;
        SiteTable read;
        into.sites =
            io::read_sites(*m_providers.list[p], m_result.config.as_of, read, &m_result.population.grid);
        m_result.sites.back() = std::move(read);
        const SiteTable& table = m_result.sites.back();
        for (std::size_t begin = 0; begin < table.size(); begin += at_once) {
            m_submit([this, p, begin, &table](std::size_t lane) {
                const std::size_t end = std::min(begin + at_once, table.size());
                for (std::size_t s = begin; s < end; ++s) {
                    if (!add_site(p, table, s, lane))
                        m_out_of_reach.add({2 + 2 * p, begin}, m_providers.roles[p]);
                }
            });
        }
    }
    bool add_site(std::size_t p, const SiteTable& table, std::size_t s, std::size_t lane) {
        if (m_transforms.empty()) {
            if (const auto extent = footprint::extent(table, s))
                return m_bins.add_shape(*extent, target(p), static_cast<std::uint32_t>(s), lane);
        }
        PolygonSet shape;
        footprint::append_footprint(table, s, m_providers.directions[p], shape);
        if (!m_transforms.empty()) to_grid(shape, m_transforms[lane]);
        return m_bins.add(shape, 0, target(p), true, lane);
    }

    RunResult& m_result;
    const Providers& m_providers;
    overlay::TileBins& m_bins;
    bool m_again;
    std::vector<proj::Transform> m_transforms;  ///< by lane; none where the grid is in degrees
    std::function<void(parallel::LaneWork)> m_submit;
    OutOfReach m_out_of_reach;
    std::deque<Read> m_read;
};

}  // namespace

Providers providers_of(const Config& config, std::size_t zone_count, int threads) {
    Providers out;
    out.overlay.zone_count = static_cast<std::uint32_t>(zone_count);
    out.overlay.threads = threads;
    for (const ServiceConfig& service : config.services) {
        out.overlay.services.push_back({static_cast<std::uint32_t>(service.providers.size()),
                                        service.profile.combine, service.profile.k});
        out.overlay.land_fraction = out.overlay.land_fraction || service.profile.area == FractionArea::land;
        for (const ProviderConfig& p : service.providers) {
            out.list.push_back(&p);
            out.roles.push_back(service.id + "/" + p.id);
            out.directions.emplace_back(p.segments);
        }
    }
    return out;
}

void bin_polygons(RunResult& result, Providers& providers, overlay::TileBins& bins, Messages& messages) {
    result.sites.reserve(providers.list.size());  // the tables are read while the next is added
    Binning{result, providers, bins, false}.run(messages);
    providers.overlay.make_shape = [&](const overlay::TileShape& shape, PolygonSet& out) {
        const std::size_t p = shape.target - providers.overlay.zone_count;
        footprint::append_footprint(result.sites[p], shape.index, providers.directions[p], out);
    };
}

void bin_areas(RunResult& result, const Providers& providers, overlay::TileBins& bins, Messages& messages) {
    Binning{result, providers, bins, true}.run(messages);
}

}  // namespace amaneku::app
