#pragma once

#include "app/column_titles.hpp"
#include "core/result.hpp"
#include "workbook/book.hpp"

#include <string>

namespace amaneku::app {

/// The first sheet with figures: every service with its bounds, target and pace, the municipalities with the
/// lowest rates, and where every person of the input went.
[[nodiscard]] workbook::Sheet summary_sheet(const RunResult& result, const ColumnTitles& titles,
                                            const std::string& municipalities_csv);

/// How every figure is made and from what: profiles, sentences, sources, notes.
[[nodiscard]] workbook::Sheet method_sheet(const RunResult& result, const ColumnTitles& titles);

}  // namespace amaneku::app
