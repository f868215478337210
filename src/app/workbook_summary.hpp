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

/// How a service is counted, in one line: `5G: jp-mic-5g (5G population coverage), population, half_cell, >=
/// 0.5`.
[[nodiscard]] std::string rule_line(const ServiceConfig& service, const ColumnTitles& titles);

}  // namespace amaneku::app
