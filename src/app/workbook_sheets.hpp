#pragma once

#include "core/result.hpp"
#include "workbook/book.hpp"

namespace amaneku::app {

/// report.xlsx: the tables of a run that officials open, as a workbook. Its figures are those of the csv.
[[nodiscard]] workbook::Book workbook_of(const RunResult& result);

}  // namespace amaneku::app
