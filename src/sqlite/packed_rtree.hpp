#pragma once

#include "sqlite/connection.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace amaneku::sqlite {

/// A row's extent in an R-tree: single precision, as SQLite keeps it.
struct RtreeEntry {
    std::int64_t id;
    float min_x, max_x, min_y, max_y;
};

/// The entry of an extent, rounded outwards.
[[nodiscard]] RtreeEntry rtree_entry(std::int64_t id, double min_x, double max_x, double min_y,
                                     double max_y) noexcept;

/// Fills SQLite's empty R-tree `table` in one go, its nodes packed full by tiles (sort-tile-recursive);
/// SQLite inserts, deletes and finds in it as in one that it filled itself. The tree depends on the entries
/// only.
/// @param entries  of ids in ascending order, each once
/// @throws Error (Errc::output)
void fill_rtree(Connection& database, const std::string& table, const std::vector<RtreeEntry>& entries);

}  // namespace amaneku::sqlite
