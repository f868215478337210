#pragma once

#include "core/amount.hpp"

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace amaneku::scenario {

/// A site or a sector as an edit sets it; degrees and metres, as a site table has them.
struct Site {
    std::string id;
    double lon = 0.0;
    double lat = 0.0;
    double radius_m = 0.0;
    double azimuth = std::numeric_limits<double>::quiet_NaN();  ///< clockwise from north; NaN: all round
    double beamwidth = 65.0;                                    ///< of no account where azimuth is NaN
};

/// What a site of a provider shall be from now on.
///
/// No number and a site: a further site. A number and a site: that site moved or changed, or one that was
/// removed set up again. A number and no site: that site removed.
struct Edit {
    std::string provider;               ///< `5g/operator-a`
    std::optional<std::uint32_t> site;  ///< its place among the provider's sites, see WhatIf
    std::optional<Site> to;
};

/// A layer of a cell that an edit changed.
struct CellChange {
    std::uint32_t cell = 0;
    std::uint32_t layer = 0;
    double fraction_before = 0.0;
    double fraction_after = 0.0;
    /// By the service's own rule: of a provider what it would be alone, of a service what the mesh shows.
    bool covered_before = false;
    bool covered_after = false;
};

enum class AreaKind : std::uint8_t { zone, prefecture, city, group, nation };

/// Covered people (or what the service's profile counts) of an area by the service's own rule.
struct AreaChange {
    AreaKind kind = AreaKind::zone;
    std::uint32_t area = 0;  ///< among the zones, prefectures, … of the run
    std::uint32_t layer = 0;
    Amount counted = 0;  ///< the denominator of both rates
    Amount before = 0;
    Amount after = 0;

    /// In percent, half up.
    [[nodiscard]] std::string rate_before(int decimals) const {
        return format_rate(before, counted, decimals);
    }
    [[nodiscard]] std::string rate_after(int decimals) const { return format_rate(after, counted, decimals); }
};

/// People of reported zones whom a service begins or ceases to reach, by its own weight and rule.
struct ServedChange {
    Amount newly_served = 0;
    Amount newly_lost = 0;
};

/// People of a cell in a reported zone whom a service counts otherwise than before, by its own weight and
/// rule.
struct ServedEntry {
    std::uint64_t entry = 0;  ///< of the allocation
    std::uint32_t service = 0;
    CellAmount before = 0;
    CellAmount after = 0;
};

/// A zone that gets its first site of a service, or loses the last.
struct StationChange {
    std::uint32_t service = 0;
    std::uint32_t zone = 0;
    bool has_site = false;
};

/// What came of edits; all lists in ascending order of their indices.
struct Change {
    std::vector<CellChange> cells;
    std::vector<AreaChange> areas;
    std::vector<ServedChange> services;  ///< by service of the run
    std::vector<ServedEntry> entries;    ///< what `services` sums up; by service, in no order
    std::vector<StationChange> stations;
    std::vector<std::uint32_t> sites;  ///< by edit: the number of the site
    std::vector<Edit> inverse;         ///< edits that take all of it back
};

}  // namespace amaneku::scenario
