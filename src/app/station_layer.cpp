#include "app/station_layer.hpp"

#include "footprint/site_footprint.hpp"

#include <cmath>
#include <optional>
#include <string>

namespace amaneku::app {

namespace {

using gdal::FieldType;
using gdal::FieldValue;

FieldValue of(const std::optional<double>& value) {
    return value ? FieldValue{*value} : FieldValue{};
}
FieldValue of(const std::string& text) {
    return text.empty() ? FieldValue{} : FieldValue{text};
}

}  // namespace

std::vector<gdal::LayerField> StationLayer::fields() {
    return {{"service", FieldType::text},
            {"provider", FieldType::text},
            {"number", FieldType::integer},
            {"site_id", FieldType::text},
            {"level", FieldType::text},
            {"band", FieldType::text},
            {"type", FieldType::text},
            {"radius_m", FieldType::real},
            {"azimuth", FieldType::real},
            {"beamwidth", FieldType::real},
            {"tilt", FieldType::real},
            {"height_m", FieldType::real},
            {"frequency_mhz", FieldType::real},
            {"power_dbm", FieldType::real},
            {"gain_dbi", FieldType::real},
            {"model", FieldType::text},
            {"cells_outside", FieldType::integer},
            {"note", FieldType::text}};
}

std::vector<FieldValue> StationLayer::values(std::size_t site) const {
    const ServiceConfig& service = m_run.config.services.front();
    const SiteTable& sites = m_run.sites.front();
    const SectorRadio sector = site < m_sectors.size() ? m_sectors[site] : SectorRadio{};
    const RadioValues& v = sector.values;
    const bool is_round = std::isnan(sites.azimuth[site]);
    AccuracyLevel level = footprint::shape_level(sites, site);
    FieldValue outside;
    std::string note;
    std::string model;
    if (m_signal != nullptr) {
        const footprint::TransmitterReport& report = m_signal->received.reports[site];
        level = report.level;
        outside = static_cast<std::int64_t>(report.outside_cells);
        note = report.note;
        model =
            path_loss_model_id(level == AccuracyLevel::path_specific ? PathLossModel::p1812
                                                                     : m_signal->transmitters[site].model);
    }
    return {service.id,
            service.providers.front().id,
            static_cast<std::int64_t>(site + 1),
            of(sites.id[site]),
            std::string{level_id(level)},
            of(sector.band),
            of(sector.type),
            sites.has_shape(site) ? FieldValue{sites.radius_m[site]} : FieldValue{},
            is_round ? FieldValue{} : FieldValue{sites.azimuth[site]},
            is_round ? FieldValue{} : FieldValue{sites.beamwidth[site]},
            of(v.tilt),
            of(v.height_m),
            of(v.frequency_mhz),
            of(v.power_dbm),
            of(v.gain_dbi),
            of(model),
            outside,
            of(note)};
}

void StationLayer::write(gdal::LayerSink& writer) const {
    writer.begin_layer("site", gdal::GeometryKind::point, fields(), "EPSG:6668");
    const SiteTable& sites = m_run.sites.front();
    for (std::size_t s = 0; s < sites.size(); ++s) writer.add(Point{sites.lon[s], sites.lat[s]}, values(s));
}

}  // namespace amaneku::app
