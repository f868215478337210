#pragma once

#include "core/population.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace amaneku::io {

/// Rows as they are read: one cell each, index-aligned; sorted, summed and checked at the end.
struct PopulationRows {
    std::vector<Cell> cells;
    std::vector<std::vector<CellAmount>> weights;  ///< [weight][row]
    std::vector<std::uint8_t> estimated;
    std::vector<std::uint8_t> partial;  ///< 1: the row is a part of its cell (a file cut by prefecture)
    std::vector<std::uint32_t> file;    ///< for messages
};

/// Rejected rows that are listed one by one.
inline constexpr std::uint64_t most_listed = 5'000;

/// A weight's text as an amount; the reason where it is none.
struct ParsedAmount {
    CellAmount amount = 0;
    const char* problem = nullptr;
};
[[nodiscard]] ParsedAmount parse_amount(std::string_view text) noexcept;

/// Rows of one file, or of a part of it, and what was found there, read by whichever thread. `estimated` and
/// `partial` may be empty: then no row is.
struct PopulationPart {
    PopulationRows rows;
    Population found;  ///< counts and issues
};

/// Appends a file's rows and findings to those of the files before it.
/// @param file  its index in `Population::sources`
void append(PopulationPart part, std::uint32_t file, PopulationRows& rows, Population& out);

/// The counts and issues of a file's next part.
void take_found(Population found, Population& out);

/// Puts parts that hold each cell once, in ascending order, together as they are; sorts others, see below.
/// The parts' memory is freed on the way.
/// @param files  by part: its index in `Population::sources`
/// @pre no row of the parts is estimated or partial where they are in order
void finish(std::vector<PopulationPart> parts, const std::vector<std::uint32_t>& files,
            const std::vector<std::string>& names, Population& out);

/// Sorts rows into `out`; parts of a cell are added, other repetitions are rejected rows.
void finish(PopulationRows rows, const std::vector<std::string>& names, Population& out);

/// Counts a rejected row; keeps the first few thousand as issues, so that a file that is all wrong does not
/// fill the memory.
void reject(Population& out, const std::string& file, std::string place, std::string reason);
/// Adds an issue that counts the rejected rows that are not listed; to be called once, at the end.
void tell_unlisted(Population& out);

}  // namespace amaneku::io
