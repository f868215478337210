#pragma once

#include "io/csv_rows.hpp"

#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace amaneku {

using Row = std::map<std::string, std::string>;

/// Rows of a csv file, by column.
inline std::vector<Row> table_rows(const std::string& path) {
    const io::CsvTable table = io::read_csv_table(path);
    std::vector<Row> out;
    for (const auto& fields : table.rows) {
        out.emplace_back();
        for (std::size_t i = 0; i < table.header.size(); ++i) out.back()[table.header[i]] = fields[i];
    }
    return out;
}

}  // namespace amaneku
