#pragma once

#include "app/column_titles.hpp"
#include "core/result.hpp"

#include <string>

namespace amaneku::app {

/// The sources of all inputs with date and licence, each once; says so where the configuration names none.
[[nodiscard]] std::string attribution(const RunResult& result, const ColumnTitles& titles);

/// How a service is counted, in one line: `5G: jp-mic-5g (5G population coverage), population, half_cell, >=
/// 0.5`.
[[nodiscard]] std::string rule_line(const ServiceConfig& service, const ColumnTitles& titles);

/// A rule with its name in Japanese where that is the language.
[[nodiscard]] std::string rule_word(Rule rule, const ColumnTitles& titles);

}  // namespace amaneku::app
