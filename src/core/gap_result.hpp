#pragma once

#include "core/amount.hpp"
#include <amaneku/geometry.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace amaneku {

/// A programme that a municipality's part of a gap may ask for.
struct GapSubsidy {
    std::uint32_t rule = 0;     ///< in GapResult::programmes
    bool is_undecided = false;  ///< what its condition asks for is not known of the municipality
    std::int64_t national = 0;  ///< of the part's cost, whole units, rounded down
    std::int64_t prefecture = 0;
    std::int64_t local = 0;  ///< the rest
};

/// What of a gap is in one municipality.
struct GapPart {
    std::uint32_t zone = 0;
    std::uint32_t cells = 0;
    std::vector<Amount> weights;  ///< [weight]
    double km2 = 0.0;
    std::int64_t cost = 0;
    std::vector<GapSubsidy> subsidies;
};

/// A point and how far it is from the heart of a gap.
struct NearPoint {
    double distance_m = 0.0;
    std::uint32_t index = 0;  ///< in the list that was searched
};

/// Uncovered cells that hang together.
struct Gap {
    std::uint32_t service = 0;
    std::string id;                    ///< smallest cell code, level, profile: `543823353-half-jp-mic-5g`
    std::vector<std::uint32_t> cells;  ///< of the population, ascending
    std::vector<Amount> weights;       ///< [weight], of reported zones
    double km2 = 0.0;
    std::uint32_t heart = 0;  ///< the cell of `cells` nearest to where its people are on average
    Point heart_at;           ///< its centre, longitude and latitude
    std::string town;
    std::optional<NearPoint> site;    ///< of the service's own
    std::string site_id;              ///< `provider/id`
    std::optional<NearPoint> served;  ///< centre of the nearest covered cell
    std::string served_code;
    std::vector<std::optional<NearPoint>> backbone;  ///< by class, in the order of GapResult
    std::vector<std::string> backbone_name;
    std::int64_t cost = 0;
    std::vector<GapPart> parts;  ///< in the order of zones
};

/// A programme of the subsidy table; its condition is checked when it is read.
struct SubsidyProgramme {
    std::string programme;
    std::string condition;
    std::string recipient;
    std::string rate;             ///< of the nation, as written: `2/3`
    std::string prefecture_rate;  ///< empty: none
    std::string source;
};

/// People left out of one town.
struct TownGap {
    std::uint32_t service = 0;
    std::uint32_t zone = 0;
    std::string town;
    std::uint32_t cells = 0;        ///< uncovered ones
    std::vector<Amount> uncovered;  ///< [weight]
    std::vector<Amount> total;      ///< [weight] of the town's people in the zone
};

/// All gaps of a run: by service, then people descending, then smallest cell code.
struct GapResult {
    std::vector<std::string> backbone_classes;
    std::vector<Gap> gaps;
    std::vector<TownGap> towns;
    std::vector<SubsidyProgramme> programmes;
    bool has_cost = false;
};

}  // namespace amaneku
