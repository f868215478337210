#pragma once

#include "core/config.hpp"
#include "core/sector_radio.hpp"
#include "core/site.hpp"
#include "gdal/vector_source.hpp"

#include <string>
#include <vector>

namespace amaneku::io {

/// Rows of one layer of sites, turned into a SiteTable.
class SiteRows {
public:
    /// @throws Error (Errc::input) where a column that the configuration names is missing
    SiteRows(const gdal::VectorSource& layer, const ProviderConfig& config);

    /// Adds a row: one site, or with a radio model one a band that it names.
    /// @param radio  aligned with `sites` where the provider has a radio model, else left alone
    /// @returns what is wrong with the row, else empty
    [[nodiscard]] std::string add(const gdal::FeatureView& feature, SiteTable& sites,
                                  std::vector<SectorRadio>& radio) const;

    /// Whether a row has no azimuth and is taken to have those of the radio model.
    [[nodiscard]] bool assumes_azimuths(const gdal::FeatureView& feature) const;
    [[nodiscard]] bool has_positions() const noexcept { return (m_lon >= 0 && m_lat >= 0) || m_has_points; }

private:
    struct Row;
    [[nodiscard]] std::string position(const gdal::FeatureView& feature, Row& row) const;
    [[nodiscard]] std::string shape(const gdal::FeatureView& feature, Row& row) const;
    [[nodiscard]] std::string sectors(const gdal::FeatureView& feature, Row& row) const;
    [[nodiscard]] std::vector<double> azimuths(const Row& row) const;
    [[nodiscard]] std::string lacking(const SectorRadio& of) const;
    [[nodiscard]] std::string radius(const Row& row, const SectorRadio& of, double& radius) const;

    const ProviderConfig& m_config;
    bool m_has_points;
    int m_id, m_lon, m_lat, m_azimuth, m_beamwidth, m_radius, m_band, m_type;
    std::vector<std::pair<std::optional<double> RadioValues::*, int>> m_values;
};

}  // namespace amaneku::io
