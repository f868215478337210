#pragma once

#include "workbook/book.hpp"

#include <cstddef>
#include <string>

namespace amaneku::workbook {

/// Rows that a sheet can have.
inline constexpr std::size_t most_rows = 1'048'576;

/// Writes a workbook; the same bytes for the same book. A table that has more rows than a sheet goes on in
/// further ones, `places (2)`, with the same head.
/// @param path      that is written
/// @param rows      of a sheet at most, its head included
/// @throws Error (Errc::output) where the file cannot be written
void write_xlsx(const Book& book, const std::string& path, std::size_t rows = most_rows);

}  // namespace amaneku::workbook
