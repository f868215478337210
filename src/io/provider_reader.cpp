#include "io/provider_reader.hpp"

#include "gdal/vector_source.hpp"
#include "gdal/vsi.hpp"
#include "io/datum_notes.hpp"
#include "io/placement.hpp"
#include "io/site_dates.hpp"
#include "io/site_row.hpp"
#include <amaneku/error.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

namespace amaneku::io {

namespace {

/// Sites that are left out for their dates and states.
void note_states(const std::array<std::uint64_t, 4>& states, const std::string& source, Date as_of,
                 std::vector<std::string>& notes) {
    const auto of = [&](SiteState state) { return states[static_cast<std::size_t>(state)]; };
    const std::string date = format_date(as_of);
    if (const auto n = of(SiteState::later); n > 0)
        notes.push_back(
            fmt::format("{}: {} sites are on air only after {} and are left out", source, n, date));
    if (const auto n = of(SiteState::gone); n > 0)
        notes.push_back(
            fmt::format("{}: {} sites are no longer on air on {} and are left out", source, n, date));
    if (const auto n = of(SiteState::planned); n > 0)
        notes.push_back(
            fmt::format("{}: {} sites are planned and not on air, and are left out: planned = "
                        "true counts them from their planned date on",
                        source, n));
}

}  // namespace

ProviderReport read_sites(const ProviderConfig& config, Date as_of, SiteTable& sites, const Grid* grid,
                          std::vector<SectorRadio>* radio) {
    gdal::initialise();
    ProviderReport report;
    DatumNotes datums;
    std::vector<SectorRadio> own;
    std::vector<SectorRadio>& sectors = radio != nullptr ? *radio : own;
    for (const std::string& path : config.sites) {
        for (const std::string& name : gdal::vector_sources(path)) {
            gdal::VectorSource layer{name, "EPSG:6668"};
            const std::string& source = layer.shown();
            const SiteRows rows{layer, config};
            const SiteDates dates{layer, config.columns, as_of, config.counts_planned};
            if (!rows.has_positions()) {
                throw Error{
                    Errc::input, source,
                    fmt::format("has no columns '{}' and '{}' and no points; it has {}: set columns = {{ lon "
                                "= …, lat = … }}",
                                config.columns.lon, config.columns.lat, fmt::join(layer.fields(), ", "))};
            }
            layer.filter(config.where);
            if (!layer.crs_note().empty()) report.notes.push_back(layer.crs_note());
            datums.add(layer.datum_note(), source);
            std::array<std::uint64_t, 4> states{};
            std::uint64_t assumed = 0;
            const std::uint64_t before = report.read;
            const std::size_t first_site = sites.size();
            layer.for_each([&](const gdal::FeatureView& feature) {
                ++report.read;
                SiteState state = SiteState::there;
                std::string problem = dates.state(feature, state);
                if (problem.empty()) ++states[static_cast<std::size_t>(state)];
                if (problem.empty() && state != SiteState::there) return;
                if (problem.empty()) problem = rows.add(feature, sites, sectors);
                if (problem.empty() && rows.assumes_azimuths(feature)) ++assumed;
                if (!problem.empty()) report.reject(source, feature.fid(), std::move(problem));
            });
            if (grid != nullptr && grid->is_geographic()) {
                Placement placement{*grid};
                for (std::size_t i = first_site; i < sites.size(); ++i)
                    placement.add(Point{sites.lon[i], sites.lat[i]});
                report.check_placement(placement, source);
            }
            if (report.read == before)
                report.notes.push_back(fmt::format("{}: no site meets where = \"{}\"", source, config.where));
            note_states(states, source, as_of, report.notes);
            if (assumed > 0)
                report.notes.push_back(
                    fmt::format("{}: {} of {} sites have no azimuth; sectors at {:g} degrees are assumed",
                                source, assumed, states[static_cast<std::size_t>(SiteState::there)],
                                fmt::join(config.radio->azimuths, ", ")));
        }
    }
    const bool has_azimuth = std::any_of(sites.azimuth.begin(), sites.azimuth.end(),
                                         [](double azimuth) { return !std::isnan(azimuth); });
    if (config.radio && config.radio->level >= AccuracyLevel::sector && sites.size() > 0 && !has_azimuth)
        report.notes.push_back(
            fmt::format("{}: no site has an azimuth, so that all send all round: name their "
                        "column, columns.azimuth, or assume sectors, radio.azimuths",
                        config.id));
    datums.append_to(report.notes);
    report.check_bad_rows(config);
    return report;
}

}  // namespace amaneku::io
