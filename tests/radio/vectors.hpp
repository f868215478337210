#pragma once

#include "app/csv_rows.hpp"

#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

namespace amaneku {

using Row = std::map<std::string, std::string>;

/// Rows of a table of tests/data/vectors.
inline std::vector<Row> vectors(const std::string& name) {
    std::ifstream file{AMANEKU_SOURCE_DIR "/tests/data/vectors/" + name};
    std::ostringstream text;
    text << file.rdbuf();
    return rows(text.str());
}

/// What a failing check prints.
inline std::string described(const Row& row) {
    std::string text;
    for (const auto& [column, value] : row) text += column + "=" + value + " ";
    return text;
}

inline double number(const Row& row, const std::string& column) {
    return std::stod(row.at(column));
}

}  // namespace amaneku
