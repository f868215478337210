#pragma once

#include "core/amount.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace amaneku {

/// A service on the cells of a finished run, index-aligned with the table's cells.
struct ServiceCellColumn {
    std::vector<double> counted_part;     ///< part of the cell's people that the service's rule counts
    std::vector<std::int8_t> is_covered;  ///< 1, 0; -1: the service does not count the cell
};

/// The cells of a finished run, ascending by code.
struct CellTable {
    std::vector<std::string> codes;
    std::vector<std::string> zones;                ///< code of the zone with the largest share
    std::vector<double> shares;                    ///< part of the people that is of reported zones
    std::vector<std::vector<CellAmount>> weights;  ///< [service]: the weight that the service counts by
    std::vector<ServiceCellColumn> services;
};

/// An area of both runs, or of one of them.
struct ComparedArea {
    std::string level, code, name;
    std::optional<Amount> total_before, covered_before, total_after, covered_after;
};

/// What a rate has moved by, in points of 1e-9, and the covered people, in 1e-9.
struct Move {
    std::optional<Amount> points;  ///< nothing where a denominator is 0
    Amount covered = 0;
};

/// A line of compare.csv.
struct ComparedRate {
    ComparedArea area;
    std::string service, provider;
    std::optional<Amount> change;  ///< of the rate, in points of 1e-9
    /// One thing changed after the other; nothing where cells cannot tell (providers, groups, cities). Their
    /// sum is the change: `other` is what border cells and changed rules make.
    std::optional<Move> footprint, population, boundary, other;
    std::uint64_t newly_covered_cells = 0, newly_lost_cells = 0;
    Amount newly_covered = 0, newly_lost = 0;  ///< their people in the later run
};

/// A cell that the later run covers and the earlier did not, or the other way round.
struct ChangedCell {
    std::string code, zone, service;
    bool is_covered = false;
    double part_before = 0.0, part_after = 0.0;
    Amount people = 0;  ///< of the later run and of reported zones
};

struct Comparison {
    std::vector<ComparedRate> rates;
    std::vector<ChangedCell> cells;
};

}  // namespace amaneku
