#pragma once

#include "core/amount.hpp"
#include "core/grid.hpp"
#include <amaneku/issue.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace amaneku {

/// A file that was read, as it is named in summary.json.
struct InputFile {
    std::string role;  ///< `population`, `zones`, `5g/operator-a`, …
    std::string path;
    std::uint64_t size = 0;
    std::string sha256;  ///< empty for a source that is no file (PG:, /vsicurl/)
    std::string source_name, source_date, source_licence;
};

/// People and other weights on the cells of a grid: index-aligned columns, cells in ascending order, each
/// once.
struct Population {
    Grid grid = Grid::mesh(MeshLevel::half);
    std::vector<Cell> cells;
    std::vector<std::string> weight_names;         ///< population first where there is one
    std::vector<std::vector<CellAmount>> weights;  ///< [weight][cell], in 1e-9
    std::vector<std::uint8_t>
        estimated;                     ///< 1: a weight of the cell is an estimate from its suppression group
    std::vector<std::string> sources;  ///< the files, with archive members
    std::uint64_t rows_read = 0;
    std::uint64_t rows_rejected = 0;
    std::vector<Issue> issues;
    std::vector<std::string> notes;  ///< sentences for the reports (states, unknown ages, datum)
    /// Where every file holds the people of one prefecture only, border cells in parts: those prefectures,
    /// two digits, ascending. Empty where some file holds all people of its cells, or cannot be told.
    std::vector<std::string> cut_by_prefecture;
};

}  // namespace amaneku
