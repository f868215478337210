#include "app/calibrated_stations.hpp"

#include "io/provider_reader.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace amaneku::app {

namespace {

/// Some stations of a table, with what is known of their transmitters.
struct StationGroup {
    SiteTable sites;
    std::vector<SectorRadio> radio;
};

std::vector<StationGroup> grouped(const SiteTable& sites, std::span<const SectorRadio> radio,
                                  const CalibrationPlan& plan) {
    std::vector<StationGroup> out(plan.groups.size());
    for (std::size_t s = 0; s < sites.size(); ++s) {
        StationGroup& to = out[plan.group_of[s]];
        to.sites.id.push_back(sites.id[s]);
        to.sites.lon.push_back(sites.lon[s]);
        to.sites.lat.push_back(sites.lat[s]);
        to.sites.radius_m.push_back(sites.radius_m[s]);
        to.sites.azimuth.push_back(sites.azimuth[s]);
        to.sites.beamwidth.push_back(sites.beamwidth[s]);
        to.radio.push_back(radio[s]);
    }
    return out;
}

/// The signals of groups as one, by station; its grid holds nothing.
ProviderSignal by_station(const std::vector<ProviderSignal>& signals, std::span<const std::uint32_t> groups) {
    const footprint::SignalGrid& any = signals.front().received.grid;
    ProviderSignal out{{}, {footprint::SignalGrid{any.cells(), any.threshold_dbm()}, {}}};
    std::vector<std::size_t> next(signals.size(), 0);
    for (const std::uint32_t g : groups) {
        const std::size_t i = next[g]++;
        out.transmitters.push_back(signals[g].transmitters[i]);
        out.received.reports.push_back(signals[g].received.reports[i]);
    }
    return out;
}

/// Each group's signal is computed by itself, once, and then moved.
void model_power(const CalibratedProvider& of, const RadioRun& radio, std::span<const SectorRadio> sectors,
                 ProviderFound& found) {
    double latitude = 90.0;  // the whole degree nearest to the equator
    for (const double lat : found.sites.lat) latitude = std::min(latitude, std::floor(std::abs(lat)));
    const CalibrationPlan plan = of.calibration.plan(of.service, of.provider, sectors, found);
    std::vector<ProviderSignal> signals;
    for (const StationGroup& group : grouped(found.sites, sectors, plan))
        signals.push_back(provider_signal(of.provider, of.run.population.grid, latitude, group.sites,
                                          group.radio, radio, of.messages.progress()));
    const ProviderSignal all = by_station(signals, plan.group_of);
    tell_signal(of.provider, found.sites, all, found.site_files);
    std::vector<footprint::ReceivedSignal> received;
    for (ProviderSignal& signal : signals) received.push_back(std::move(signal.received));
    found.area = served_area(of.provider, all);
    found.area.polygons = of.calibration.move_power(of.service, of.provider, plan, received, found);
    const std::size_t parts = found.area.polygons.part_count();
    found.area.part_level.assign(parts, found.area.features.lowest().value_or(of.provider.radio->level));
    found.area.part_id.assign(parts, {});
}

void tell_ground(const io::OpenTerrain& open, FilesFound& to) {
    const auto add = [&](const std::vector<Issue>& issues) {
        to.issues.insert(to.issues.end(), issues.begin(), issues.end());
    };
    add(open.issues);
    add(open.ground->issues());
    to.notes.insert(to.notes.end(), open.notes.begin(), open.notes.end());
}

}  // namespace

void model_calibrated_stations(const CalibratedProvider& of, const RadioRun& radio, ProviderFound& found) {
    std::vector<SectorRadio> sectors;
    io::ProviderReport report =
        io::read_sites(of.provider, of.run.config.as_of, found.sites, &of.run.population.grid, &sectors);
    found.site_files = {true, found.sites.size(), std::move(report.issues), std::move(report.notes)};
    if (!of.provider.radio->is_by_signal()) {
        describe_radii(of.provider, found.area);
        of.calibration.scale_radii(of.service, of.provider, sectors, found);
    } else if (found.sites.size() > 0) {
        model_power(of, radio, sectors, found);
        if (const io::OpenTerrain* const open = radio.ground.of(*of.provider.radio, radio.threads, {}))
            tell_ground(*open, found.site_files);
    }
    describe_calibration(of.provider, found);
}

}  // namespace amaneku::app
