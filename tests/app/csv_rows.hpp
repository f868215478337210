#pragma once

#include <map>
#include <sstream>
#include <string>
#include <vector>

namespace amaneku {

/// Rows of a csv without quotes, by column.
inline std::vector<std::map<std::string, std::string>> rows(const std::string& text) {
    std::vector<std::map<std::string, std::string>> out;
    std::istringstream lines{text};
    std::string line;
    std::vector<std::string> header;
    while (std::getline(lines, line)) {
        std::vector<std::string> fields;
        std::istringstream parts{line + ","};
        for (std::string field; std::getline(parts, field, ',');) fields.push_back(field);
        if (header.empty()) {
            header = fields;
            continue;
        }
        out.emplace_back();
        for (std::size_t f = 0; f < header.size(); ++f) out.back()[header[f]] = fields.at(f);
    }
    return out;
}

}  // namespace amaneku
