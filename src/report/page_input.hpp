#pragma once

#include "core/ranking.hpp"
#include "core/result.hpp"
#include "core/whole_people.hpp"
#include <amaneku/geometry.hpp>

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace amaneku::report {

/// A table that can be saved from the page.
struct PageTable {
    std::string name;  ///< `municipalities.csv`
    std::string text;  ///< UTF-8
};

/// Why a flag stands, in words.
struct PageReason {
    std::string ja;
    std::string en;
};

/// What a page is made of, besides the result: made by modules that this one does not know.
struct PageInput {
    explicit PageInput(const RunResult& of) : result{of} {}

    const RunResult& result;
    std::string program;                   ///< `amaneku 0.1.0`
    std::vector<RankingRow> ranking;       ///< of planning::ranking
    std::vector<PageReason> reasons;       ///< by flag of the result
    std::vector<PageTable> tables;         ///< those that the page offers
    PolygonSet shapes;                     ///< zones' polygons, longitudes and latitudes in degrees
    bool embeds_mesh = true;               ///< of a grid in degrees; else the page shows the tiles beside it
    std::string tiles;                     ///< file name of tiles beside the page; empty: none
    std::pair<int, int> tile_zooms{0, 0};  ///< lowest and highest of them
};

}  // namespace amaneku::report
