#pragma once

#include "core/config.hpp"
#include "io/population_builder.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace amaneku::io {

/// What e-Stat's suppression states count to, over all files.
struct EstatStates {
    std::uint64_t plain = 0;        ///< state 0
    std::uint64_t destination = 0;  ///< state 1: suppressed columns hold the group's total
    std::uint64_t source = 0;       ///< state 2: suppressed columns hold `*`
};

/// Whether a text begins like an e-Stat mesh table.
[[nodiscard]] bool is_estat(std::string_view text) noexcept;
/// The table with commas alone between its fields and LF at the end of its lines, as e-Stat gives it: a copy
/// that a spreadsheet saved may have quotes, a byte order mark or CR.
/// @throws Error (Errc::input) for a quote that is never closed
[[nodiscard]] std::string plain_estat(std::string text, const std::string& name);
/// `T001141` of a table's header, empty where its columns are named otherwise.
[[nodiscard]] std::string estat_table_id(std::string_view text);

/// The mesh code of a plain table's first row, blank where there is none.
[[nodiscard]] std::string_view first_estat_code(std::string_view text) noexcept;

/// Reads one plain table into `rows`. Exact columns are taken as they stand; breakdowns of suppressed cells
/// are shared out within their group in proportion to the exact column they belong to, and marked estimated.
/// @param columns  weight and column code, in the order of `rows.weights`
void read_estat(std::string_view text, const std::string& name, std::uint32_t file,
                const std::vector<WeightColumn>& columns, std::optional<MeshLevel> level, bool partial,
                PopulationRows& rows, EstatStates& states, Population& out);

}  // namespace amaneku::io
