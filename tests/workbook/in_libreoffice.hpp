#pragma once

#include "app/program.hpp"
#include "catch.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace amaneku {

/// A cell as LibreOffice reads it.
struct ReadCell {
    std::string text;
    bool is_text = false;  ///< and no number
    friend bool operator==(const ReadCell&, const ReadCell&) = default;
};

inline std::ostream& operator<<(std::ostream& out, const ReadCell& cell) {
    return out << (cell.is_text ? "text " : "number ") << cell.text;
}

using ReadSheet = std::vector<std::vector<ReadCell>>;

/// Rows of a CSV in which every text and no number stands in quotes.
inline ReadSheet read_sheet(std::string_view csv) {
    ReadSheet rows(1);
    ReadCell cell;
    bool in_quotes = false;
    for (std::size_t i = 0; i < csv.size(); ++i) {
        const char c = csv[i];
        if (in_quotes && c == '"' && i + 1 < csv.size() && csv[i + 1] == '"') {
            cell.text += csv[++i];
        } else if (c == '"') {
            in_quotes = !in_quotes;
            cell.is_text = true;
        } else if (in_quotes || (c != ',' && c != '\n')) {
            cell.text += c;
        } else {
            rows.back().push_back(std::exchange(cell, {}));
            if (c == '\n') rows.emplace_back();
        }
    }
    rows.pop_back();
    return rows;
}

/// All sheets of a workbook by name; nothing, with a warning, where there is no LibreOffice.
inline std::optional<std::map<std::string, ReadSheet>> in_libreoffice(const Folder& folder,
                                                                      const std::string& workbook) {
    if (shell("command -v soffice").status != 0) {
        WARN("skipped: LibreOffice is not there (scripts/install_packages.sh)");
        return std::nullopt;
    }
    namespace fs = std::filesystem;
    const fs::path out = folder.path / "sheets";
    // Cells as they are and not as they are shown; texts in quotes; every sheet.
    const Outcome converted =
        shell("soffice --headless -env:UserInstallation=file://" + (folder / "profile") +
              " --convert-to 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true,true,false,false,false,-1' "
              "--outdir " +
              out.string() + " " + workbook);
    INFO(converted.text);  // errors exit 0
    REQUIRE(fs::exists(out));
    std::map<std::string, ReadSheet> sheets;
    const std::string stem = fs::path{workbook}.stem().string() + "-";
    for (const auto& [name, text] : contents(out))
        sheets[name.substr(stem.size(), name.size() - stem.size() - 4)] = read_sheet(text);
    REQUIRE_FALSE(sheets.empty());
    return sheets;
}

}  // namespace amaneku
