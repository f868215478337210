#include "app/binning.hpp"

#include "app/calibration_step.hpp"
#include "app/empty_providers.hpp"
#include "app/model_areas.hpp"
#include "app/radio_step.hpp"
#include "io/footprint_reader.hpp"
#include "io/provider_reader.hpp"
#include "parallel/loop.hpp"
#include "proj/transform.hpp"
#include <amaneku/error.hpp>

#include <algorithm>
#include <atomic>
#include <deque>
#include <functional>
#include <memory>
#include <numeric>
#include <optional>
#include <utility>

namespace amaneku::app {

namespace {

/// Moves the parts of `polygons` from longitude and latitude to the grid's CRS; edges are short, so their
/// ends suffice.
void to_grid(PolygonSet& polygons, const proj::Transform& transform) {
    for (Point& p : polygons.points) p = transform(p);
}

/// Zones and footprints into the tiles: read on this thread, binned by all.
class Binning {
public:
    Binning(const RunResult& run, const Providers& providers, overlay::TileBins& bins, bool with_sites,
            Found& found)
        : m_result{run},
          m_providers{providers},
          m_bins{bins},
          m_with_sites{with_sites},
          m_found{found},
          m_out_of_reach(providers.list.size() + 1) {
        found.providers.resize(providers.list.size());
        m_targets.resize(providers.list.size());
        for (std::size_t p = 0; p < providers.list.size(); ++p)
            m_targets[providers.list[p]->same_as.value_or(p)].push_back(p);
        if (run.population.grid.is_geographic()) return;
        for (std::size_t lane = 0; lane < bins.lane_count(); ++lane)
            m_transforms.emplace_back("EPSG:6668", run.population.grid.crs());
    }

    void run(Messages& messages) {
        const Progress progress = messages.progress();
        if (m_with_sites) model_areas(m_result, m_providers, messages, m_found);
        parallel::feed(m_providers.overlay.threads, [&](const auto& submit) {
            m_submit = submit;
            zones();
            for (std::size_t p = 0; p < m_providers.list.size(); ++p) {
                if (!provider(p)) break;
                if (progress) progress("footprints", p + 1, m_providers.list.size());
            }
        });
        for (std::size_t p = 0; p < m_read.size(); ++p) take(m_read[p], p);
        m_found.zones_out_of_reach = m_out_of_reach.back();
        for (std::size_t p = 0; p < m_providers.list.size(); ++p)
            m_found.providers[p].out_of_reach = m_out_of_reach[p];
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
                        ++m_out_of_reach.back();
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
        if (m_providers.list[p]->same_as) return true;
        if (!m_providers.list[p]->footprints.empty() && !footprints(p, read)) return false;
        modelled(p);
        try {
            if (has_shapes(p)) sites(p, read);
        } catch (const Error& error) {
            read.failure = error;
        }
        return !read.failure;
    }
    void take(const Read& read, std::size_t p) {
        ProviderFound& to = m_found.providers[p];
        if (read.footprints) {
            io::ProviderReport report = read.footprints->report();
            to.footprints = {true, report.read - report.rejected, std::move(report.issues),
                             std::move(report.notes)};
        }
        if (read.failure) throw Error{*read.failure};
        if (has_shapes(p) && !m_providers.list[p]->same_as && !is_calibrated(*m_providers.list[p]))
            to.site_files = {true, to.sites.size(), read.sites.issues, read.sites.notes};
    }
    /// Whether its stations have shapes that are to be binned.
    [[nodiscard]] bool has_shapes(std::size_t p) const {
        return m_with_sites && m_providers.list[p]->has_sites() && !is_modelled(*m_providers.list[p]);
    }
    /// Areas that were modelled: by this run just now, or by the one whose areas are binned again.
    void modelled(std::size_t p) {
        constexpr std::size_t at_once = 64;
        const ModelledArea& area =
            m_with_sites ? m_found.providers[p].area : m_result.modelled[m_providers.number[p]];
        for (std::size_t begin = 0; begin < area.polygons.part_count(); begin += at_once) {
            m_submit([this, p, begin, &area](std::size_t lane) {
                const std::size_t end = std::min(begin + at_once, area.polygons.part_count());
                for (std::size_t part = begin; part < end; ++part) {
                    for (const std::size_t to : m_targets[p]) {
                        if (!add_part(area.polygons, part, target(to), lane)) ++m_out_of_reach[to];
                    }
                }
            });
        }
    }
    bool add_part(const PolygonSet& polygons, std::size_t part, std::uint32_t to, std::size_t lane) {
        if (m_transforms.empty()) return m_bins.add(polygons, part, to, false, lane);
        PolygonSet one;
        for (std::size_t r = polygons.part_begin[part]; r < polygons.part_begin[part + 1]; ++r) {
            const auto ring = polygons.ring(r);
            one.points.insert(one.points.end(), ring.begin(), ring.end());
            one.close_ring();
        }
        one.close_part();
        to_grid(one, m_transforms[lane]);
        return m_bins.add(one, 0, to, false, lane);
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
        return read.footprints->read(m_bins.lane_count(), submit,
                                     [this, p](std::size_t, std::size_t lane, const PolygonSet& polygons) {
                                         for (std::size_t part = 0; part < polygons.part_count(); ++part) {
                                             for (const std::size_t to : m_targets[p]) {
                                                 if (!m_bins.add(polygons, part, target(to), false, lane))
                                                     ++m_out_of_reach[to];
                                             }
                                         }
                                     });
    }
    void sites(std::size_t p, Read& into) {
        constexpr std::size_t at_once = 1024;
        if (!is_calibrated(*m_providers.list[p])) {
            SiteTable read;
            if (m_providers.list[p]->licences) {
                read = m_result.placed[m_providers.number[p]];
            } else {
                into.sites = io::read_sites(*m_providers.list[p], m_result.config.as_of, read,
                                            &m_result.population.grid);
            }
            for (const std::size_t to : m_targets[p]) m_found.providers[to].sites = read;
            describe_radii(*m_providers.list[p], m_found.providers[p].area);
        }
        const SiteTable& table = m_found.providers[p].sites;
        for (std::size_t begin = 0; begin < table.size(); begin += at_once) {
            m_submit([this, p, begin, &table](std::size_t lane) {
                const std::size_t end = std::min(begin + at_once, table.size());
                for (std::size_t s = begin; s < end; ++s) {
                    for (const std::size_t to : m_targets[p]) {
                        if (!add_site(to, table, s, lane)) ++m_out_of_reach[to];
                    }
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

    const RunResult& m_result;
    const Providers& m_providers;
    overlay::TileBins& m_bins;
    bool m_with_sites;
    Found& m_found;
    std::vector<std::vector<std::size_t>> m_targets;  ///< by provider: itself and those that are the same
    std::vector<std::atomic<std::uint64_t>> m_out_of_reach;  ///< by provider, then zones
    std::vector<proj::Transform> m_transforms;               ///< by lane; none where the grid is in degrees
    std::function<void(parallel::LaneWork)> m_submit;
    std::deque<Read> m_read;
};

}  // namespace

Providers providers_of(const Config& config, std::span<const std::size_t> services, std::size_t zone_count,
                       int threads) {
    Providers out;
    out.overlay.zone_count = static_cast<std::uint32_t>(zone_count);
    out.overlay.threads = threads;
    out.overlay.land_fraction = needs_land_fraction(config);
    for (const std::size_t s : services) {
        const ServiceConfig& service = config.services[s];
        out.overlay.services.push_back({static_cast<std::uint32_t>(service.providers.size()),
                                        service.profile.combine, service.profile.k,
                                        other_k_of(config, service)});
        std::size_t number = 0;
        for (std::size_t before = 0; before < s; ++before) number += config.services[before].providers.size();
        for (const ProviderConfig& p : service.providers) {
            out.list.push_back(&p);
            out.number.push_back(number++);
            out.roles.push_back(service.id + "/" + p.id);
            out.directions.emplace_back(p.segments);
        }
    }
    return out;
}

Providers providers_of(const Config& config, std::size_t zone_count, int threads) {
    std::vector<std::size_t> all(config.services.size());
    std::iota(all.begin(), all.end(), std::size_t{0});
    return providers_of(config, all, zone_count, threads);
}

void bin_polygons(const RunResult& run, Providers& providers, overlay::TileBins& bins, Messages& messages,
                  Found& found) {
    Binning{run, providers, bins, true, found}.run(messages);
    providers.overlay.make_shape = [&](const overlay::TileShape& shape, PolygonSet& out) {
        const std::size_t p = shape.target - providers.overlay.zone_count;
        footprint::append_footprint(found.providers[p].sites, shape.index, providers.directions[p], out);
    };
    providers.overlay.shape_bounds = [&](const overlay::TileShape& shape) {
        const std::size_t p = shape.target - providers.overlay.zone_count;
        return footprint::round_bounds(found.providers[p].sites, shape.index, providers.directions[p]);
    };
}

void bin_areas(const RunResult& run, const Providers& providers, overlay::TileBins& bins,
               Messages& messages) {
    Found found;
    Binning{run, providers, bins, false, found}.run(messages);
}

void take_found(Found found, RunResult& result) {
    const Providers providers = providers_of(result.config, result.zones.zones.size(), 0);
    result.provider_features.assign(found.providers.size(), 0);
    for (std::size_t p = 0; p < found.providers.size(); ++p) {
        ProviderFound& provider = found.providers[p];
        const auto take = [&](const FilesFound& files, const char* kind) {
            if (!files.were_read) return;
            result.provider_features[p] += files.taken;
            take_provider_files(result, providers.roles[p], kind, files);
        };
        LevelCounts levels = provider.area.features;
        if (provider.footprints.were_read) levels[AccuracyLevel::supplied] += provider.footprints.taken;
        for (std::size_t s = 0; s < provider.sites.size(); ++s) {
            if (provider.sites.has_shape(s)) ++levels[footprint::shape_level(provider.sites, s)];
        }
        take(provider.footprints, "footprint");
        take(provider.site_files, "site");
        take(provider.model_files, "area");
        for (CalibrationLine& line : provider.calibration) {
            line.provider = providers.number[p];
            while (line.provider >= result.config.services[line.service].providers.size())
                line.provider -= result.config.services[line.service++].providers.size();
            result.calibration.push_back(std::move(line));
        }
        result.sites.push_back(std::move(provider.sites));
        result.modelled.push_back(std::move(provider.area));
        result.provider_levels.push_back(levels);
    }
    const auto tell = [&](std::uint64_t count, const std::string& role) {
        for (std::uint64_t i = 0; i < count; ++i)
            result.issues.push_back(
                {IssueKind::rejected, role, "", "a polygon reaches too far beyond the grid", std::nullopt});
    };
    tell(found.zones_out_of_reach, "zones");
    for (std::size_t p = 0; p < found.providers.size(); ++p)
        tell(found.providers[p].out_of_reach, providers.roles[p]);
}

}  // namespace amaneku::app
