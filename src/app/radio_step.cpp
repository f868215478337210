#include "app/radio_step.hpp"

#include "app/signal_store.hpp"
#include "footprint/cell_outline.hpp"
#include "io/provider_reader.hpp"
#include "radio/link_budget.hpp"
#include <amaneku/error.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace amaneku::app {

namespace {

/// Resource blocks of a carrier; of one that no table has those that fit its width but for guards.
int blocks_of(const RadioValues& v) {
    constexpr double usual_subcarrier_khz = 30.0;
    const double subcarrier = v.subcarrier_khz.value_or(usual_subcarrier_khz);
    if (const auto known = radio::resource_blocks(*v.bandwidth_mhz, subcarrier, *v.frequency_mhz))
        return *known;
    constexpr double used = 0.95;
    return std::max(1, static_cast<int>(used * *v.bandwidth_mhz * 1000.0 / (12.0 * subcarrier)));
}

footprint::Transmitter transmitter_of(const RadioConfig& radio, const SiteTable& sites, std::size_t site,
                                      const SectorRadio& sector) {
    const RadioValues& v = sector.values;
    footprint::Transmitter out;
    out.lon = sites.lon[site];
    out.lat = sites.lat[site];
    out.height_m = *v.height_m;
    out.frequency_mhz = *v.frequency_mhz;
    out.reference_power_dbm =
        radio::reference_power_dbm(*v.power_dbm, blocks_of(v), *v.gain_dbi, v.feeder_loss_db.value_or(0.0));
    out.azimuth = sites.azimuth[site];
    out.beamwidth = sites.beamwidth[site];
    out.vertical_beamwidth = v.vertical_beamwidth.value_or(out.vertical_beamwidth);
    out.tilt = v.tilt.value_or(0.0);
    out.model = v.model.value_or(PathLossModel::p1812);
    out.sight = radio.line_of_sight;
    return out;
}

footprint::SignalSettings settings_of(const RadioConfig& radio, int threads) {
    footprint::SignalSettings out;
    out.level = radio.level;
    out.reach_m = radio.reach_m;
    out.threshold_dbm = radio.threshold_dbm;
    out.floor_dbm = std::min(out.floor_dbm, radio.threshold_dbm);
    out.reliability = radio.reliability;
    out.receiver_height_m = radio.receiver_height_m;
    out.diffraction = radio.diffraction;
    out.fresnel = radio.fresnel;
    out.refuses_outside = radio.refuses_outside;
    out.threads = threads;
    if (radio.refractivity) {
        out.p1812.dn = radio.refractivity->dn;
        out.p1812.n0 = radio.refractivity->n0;
        out.p1812.time_percent = radio.refractivity->time_percent;
        out.p1812.polarisation = radio.refractivity->is_vertical ? radio::p1812::Polarisation::vertical
                                                                 : radio::p1812::Polarisation::horizontal;
    }
    return out;
}

std::string site_name(const SiteTable& sites, std::size_t site) {
    return sites.id[site].empty() ? fmt::format("site at {:.6f}, {:.6f}", sites.lon[site], sites.lat[site])
                                  : fmt::format("site '{}'", sites.id[site]);
}

/// The models that transmitters were computed by, as configurations spell them.
std::string models_of(const ProviderSignal& signal, AccuracyLevel level) {
    std::set<std::string_view> ids;
    for (std::size_t t = 0; t < signal.transmitters.size(); ++t) {
        const bool is_by_p1812 =
            level == AccuracyLevel::path_specific && signal.received.reports[t].level == level;
        ids.insert(is_by_p1812 ? "ITU-R P.1812-8" : path_loss_model_id(signal.transmitters[t].model));
    }
    if (ids.empty() && level == AccuracyLevel::path_specific) return "ITU-R P.1812-8";
    return fmt::format("{}", fmt::join(ids, ", "));
}

std::string ground_ja(const RadioConfig& radio) {
    if (radio.level < AccuracyLevel::terrain) return "";
    const char* const bare = radio.level == AccuracyLevel::path_specific ? "（建物・樹木なしの裸地）" : "";
    return fmt::format("、標高データ{}を使用", radio.land_cover.empty() ? bare : "と土地被覆");
}
std::string ground_en(const RadioConfig& radio) {
    if (radio.level < AccuracyLevel::terrain) return "";
    const char* const bare =
        radio.level == AccuracyLevel::path_specific ? " without buildings and trees" : "";
    return fmt::format(
        " over terrain{}{}", radio.land_cover.empty() ? bare : " with land cover",
        radio.level == AccuracyLevel::terrain ? fmt::format(" ({})", diffraction_id(radio.diffraction)) : "");
}

/// What is taken for granted of stations whose azimuth nobody said.
void add_assumed_azimuths(const RadioConfig& radio, ModelledArea& area) {
    if (radio.azimuths.empty()) return;
    const std::string list = fmt::format("{:g}", fmt::join(radio.azimuths, ", "));
    area.method_ja += fmt::format("。方位のない局は {} 度のセクタを持つと仮定", list);
    area.method_en +=
        fmt::format("; stations without an azimuth are assumed to have sectors at {} degrees", list);
}

}  // namespace

std::vector<ProviderSignal> group_signals(const ProviderConfig& provider, const Grid& grid, double latitude,
                                          const SiteTable& sites, std::span<const SectorRadio> radio,
                                          std::span<const std::uint32_t> groups, std::size_t group_count,
                                          const RadioRun& run, const Progress& progress) {
    const RadioConfig& config = *provider.radio;
    std::vector<std::vector<footprint::Transmitter>> transmitters(group_count);
    for (std::size_t s = 0; s < sites.size(); ++s)
        transmitters[groups[s]].push_back(transmitter_of(config, sites, s, radio[s]));
    // Areas are in degrees, whatever the population's CRS.
    const footprint::SubGrid cells = grid.is_geographic()
                                         ? footprint::SubGrid::within(grid, config.resolution_m, latitude)
                                         : footprint::SubGrid::of_mesh(config.resolution_m, latitude);
    footprint::Ground ground;
    if (const io::OpenTerrain* const open = run.ground.of(config, run.threads, progress)) {
        ground.terrain = open->ground.get();
        ground.land_cover = open->clutter.get();
    }
    std::vector<ProviderSignal> out;
    for (auto& group : transmitters) {
        footprint::ReceivedSignal received = footprint::received_signal(
            group, settings_of(config, run.threads), cells, ground, signal_store(run.cache), progress);
        out.push_back({std::move(group), std::move(received)});
    }
    return out;
}

ProviderSignal provider_signal(const ProviderConfig& provider, const Grid& grid, double latitude,
                               const SiteTable& sites, std::span<const SectorRadio> radio,
                               const RadioRun& run, const Progress& progress) {
    const std::vector<std::uint32_t> one_group(sites.size(), 0);
    return std::move(
        group_signals(provider, grid, latitude, sites, radio, one_group, 1, run, progress).front());
}

ModelledArea served_area(const ProviderConfig& provider, const ProviderSignal& signal) {
    return served_area(provider, signal,
                       footprint::served_area(signal.received.grid, provider.radio->threshold_dbm));
}

ModelledArea served_area(const ProviderConfig& provider, const ProviderSignal& signal, PolygonSet polygons) {
    const RadioConfig& radio = *provider.radio;
    ModelledArea out;
    out.polygons = std::move(polygons);
    std::uint64_t outside = 0;
    for (const footprint::TransmitterReport& report : signal.received.reports) {
        if (report.is_computed) ++out.features[report.level];
        outside += report.outside_cells;
    }
    const AccuracyLevel lowest = out.features.lowest().value_or(radio.level);
    out.part_level.assign(out.polygons.part_count(), lowest);
    out.part_id.assign(out.polygons.part_count(), {});
    const std::string models = models_of(signal, radio.level);
    const bool is_over_terrain = out.features.total() != out.features[AccuracyLevel::path_loss];
    out.method_ja = fmt::format(
        "基地局（セクタ）からの受信電力を {} により {:g} m 程度のセルごとに求め{}、{:g} dBm 以上"
        "（場所率 {:g} %）の範囲。電力・利得・高さは「{}」による",
        models, radio.resolution_m, is_over_terrain ? ground_ja(radio) : "", radio.threshold_dbm,
        100.0 * radio.reliability,
        radio.defaults.name_ja.empty() ? radio.defaults.id : radio.defaults.name_ja);
    out.method_en = fmt::format(
        "received power of sectors by {}{} in cells of about {:g} m, at {:g} dBm or more ({:g} % of places); "
        "power, gain and height from '{}' where the table has none",
        models, is_over_terrain ? ground_en(radio) : "", radio.resolution_m, radio.threshold_dbm,
        100.0 * radio.reliability,
        radio.defaults.name_en.empty() ? radio.defaults.id : radio.defaults.name_en);
    if (outside > 0 && !radio.refuses_outside) {
        out.method_ja += "。一部のセルはモデルの適用範囲外（外挿）";
        out.method_en += "; some cells are outside the model's range (extrapolated)";
    }
    add_assumed_azimuths(radio, out);
    return out;
}

void tell_signal(const ProviderConfig& provider, const SiteTable& sites, const ProviderSignal& signal,
                 FilesFound& to) {
    const RadioConfig& radio = *provider.radio;
    std::uint64_t outside = 0;
    std::uint64_t filled = 0;
    std::uint64_t cells = 0;
    std::map<std::string, std::uint64_t> lowered;        // sectors that were done at another level, by that
    std::set<std::pair<std::string, std::string>> told;  // sectors of a site mostly have the same to say
    for (std::size_t s = 0; s < sites.size(); ++s) {
        const footprint::TransmitterReport& report = signal.received.reports[s];
        outside += report.outside_cells;
        filled += report.filled_heights;
        cells += report.cells;
        if (report.is_computed && report.level != radio.level) ++lowered[std::string{level_id(report.level)}];
        if (!report.is_computed) ++lowered[""];
        std::string name = site_name(sites, s);
        if (!report.note.empty() && told.emplace(name, report.note).second)
            to.issues.push_back({report.is_computed ? IssueKind::note : IssueKind::rejected,
                                 provider.id,
                                 std::move(name),
                                 report.note,
                                 {}});
    }
    for (const auto& [level, count] : lowered)
        to.notes.push_back(fmt::format(
            "{}: {} of {} antennas {}: issues.csv names them and says why", provider.id, count, sites.size(),
            level.empty() ? std::string{"could not be computed and are left out"}
                          : fmt::format("were computed at {} and not at {}", level, level_id(radio.level))));
    if (outside > 0)
        to.notes.push_back(
            fmt::format("{}: {} of {} cells around sites are outside the range that their model is stated "
                        "for, and are {}",
                        provider.id, outside, cells,
                        radio.refuses_outside ? "not served (outside = \"refuse\")"
                                              : "computed all the same (outside = \"flag\")"));
    const bool has_p1812 =
        std::any_of(signal.received.reports.begin(), signal.received.reports.end(),
                    [](const footprint::TransmitterReport& report) {
                        return report.is_computed && report.level == AccuracyLevel::path_specific;
                    });
    if (has_p1812 && radio.land_cover.empty())
        to.notes.push_back(
            fmt::format("{}: ITU-R P.1812 without land_cover is over bare ground: buildings and trees cost "
                        "nothing, and areas come out far too large in towns",
                        provider.id));
    if (filled > 0)
        to.notes.push_back(
            fmt::format("{}: {} heights on the profiles are not known and were filled in "
                        "between the nearest known ones",
                        provider.id, filled));
}

namespace {

void tell_ground(const io::OpenTerrain& open, FilesFound& to) {
    const auto add = [&](const std::vector<Issue>& issues) {
        to.issues.insert(to.issues.end(), issues.begin(), issues.end());
    };
    add(open.issues);
    add(open.ground->issues());
    if (open.clutter) add(open.clutter->issues());
    to.notes.insert(to.notes.end(), open.notes.begin(), open.notes.end());
}

/// Reads the stations of a provider with what is known of their transmitters.
std::vector<SectorRadio> read_stations(const StationRun& stations, ProviderFound& found) {
    const RunResult& run = stations.run;
    std::vector<SectorRadio> sectors;
    io::ProviderReport report =
        io::read_sites(stations.provider, run.config.as_of, found.sites, &run.population.grid, &sectors);
    found.site_files = {true, found.sites.size(), std::move(report.issues), std::move(report.notes)};
    return sectors;
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

/// The same cells' area with the power of each band and prefecture moved to meet a published rate.
void model_calibrated(const StationRun& stations, const RadioRun& radio, double latitude,
                      std::span<const SectorRadio> sectors, ProviderFound& found) {
    const ProviderConfig& provider = stations.provider;
    const CalibrationPlan plan = stations.calibration.plan(stations.service, provider, sectors, found);
    std::vector<ProviderSignal> signals =
        group_signals(provider, stations.run.population.grid, latitude, found.sites, sectors, plan.group_of,
                      plan.groups.size(), radio, stations.messages.progress());
    const ProviderSignal all = by_station(signals, plan.group_of);
    tell_signal(provider, found.sites, all, found.site_files);
    std::vector<footprint::ReceivedSignal> received;
    for (ProviderSignal& signal : signals) received.push_back(std::move(signal.received));
    found.area = served_area(
        provider, all, stations.calibration.move_power(stations.service, provider, plan, received, found));
}

}  // namespace

StationModel station_model(const StationRun& stations, const RadioRun& radio, ProviderFound& found) {
    const ProviderConfig& provider = stations.provider;
    StationModel out{read_stations(stations, found), {}};
    double latitude = 90.0;  // the whole degree nearest to the equator
    for (const double lat : found.sites.lat) latitude = std::min(latitude, std::floor(std::abs(lat)));
    if (is_calibrated(provider) && found.sites.size() > 0) {
        model_calibrated(stations, radio, latitude, out.sectors, found);
    } else {
        out.signal = provider_signal(provider, stations.run.population.grid, latitude, found.sites,
                                     out.sectors, radio, stations.messages.progress());
        tell_signal(provider, found.sites, *out.signal, found.site_files);
        found.area = served_area(provider, *out.signal);
    }
    if (const io::OpenTerrain* const open = radio.ground.of(*provider.radio, radio.threads, {}))
        tell_ground(*open, found.site_files);
    if (is_calibrated(provider)) describe_calibration(provider, found);
    return out;
}

void model_stations(const StationRun& stations, const RadioRun& radio, ProviderFound& found) {
    static_cast<void>(station_model(stations, radio, found));
}

void calibrate_sites(const StationRun& stations, ProviderFound& found) {
    const std::vector<SectorRadio> sectors = read_stations(stations, found);
    describe_radii(stations.provider, found.area);
    stations.calibration.scale_radii(stations.service, stations.provider, sectors, found);
    describe_calibration(stations.provider, found);
}

void describe_radii(const ProviderConfig& provider, ModelledArea& area) {
    if (!provider.radio) return;
    const RadioDefaults& defaults = provider.radio->defaults;
    area.method_ja = fmt::format("半径は表の値、なければ周波数帯・局種別の「{}」による",
                                 defaults.name_ja.empty() ? defaults.id : defaults.name_ja);
    area.method_en = fmt::format("radii of the table, else by band and type of station from '{}'",
                                 defaults.name_en.empty() ? defaults.id : defaults.name_en);
    add_assumed_azimuths(*provider.radio, area);
}

}  // namespace amaneku::app
