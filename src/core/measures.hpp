#pragma once

#include <cstdint>
#include <vector>

namespace amaneku {

/// Where the values of a service's providers stand among the layers of a run: `combined` is the service as a
/// whole
/// ("*": the union, or with k_of_n the area of at least k providers), then one layer a provider.
struct ServiceLayers {
    std::uint32_t combined = 0;
    std::uint32_t first_provider = 0;
    std::uint32_t provider_count = 0;
    bool has_other = false;  ///< one layer more, behind the providers': see `other`

    /// The area that another number of providers reaches than `combined` asks for, with `has_other`.
    [[nodiscard]] std::uint32_t other() const noexcept { return first_provider + provider_count; }
};

/// Covered fractions of all cells, before people: what the overlay hands to the judging.
///
/// Layers: for each service `*`, then its providers. Index-aligned with the population's cells; a cell's
/// pieces are [piece_begin[c], piece_begin[c+1]), one for each zone it touches, in ascending order of zone.
struct Measures {
    std::uint32_t layer_count = 0;
    std::vector<ServiceLayers> services;
    std::vector<double> fraction;      ///< [cell * layer_count + layer], of the whole cell
    std::vector<std::uint8_t> centre;  ///< [cell * layer_count + layer], 1: the cell's centre is covered
    std::vector<double> land;          ///< [cell] part of the cell inside any zone
    std::vector<double>
        land_fraction;  ///< [cell * layer_count + layer] of the land part; empty unless a profile asks
    std::vector<std::uint64_t> piece_begin;  ///< [cell + 1]
    std::vector<std::uint32_t> piece_zone;
    std::vector<double> piece_area;          ///< part of the cell inside the zone
    std::vector<std::uint8_t> piece_centre;  ///< 1: the zone holds the cell's centre
    std::vector<double> piece_fraction;      ///< [piece * layer_count + layer], of the piece
};

}  // namespace amaneku
