#include "io/targets_config.hpp"

#include "io/source_config.hpp"

#include <fmt/format.h>

#include <filesystem>

namespace amaneku::io {

TargetsConfig read_targets_config(
    TomlCursor& table, const std::function<std::vector<std::string>(TomlCursor&, std::string_view)>& files) {
    TargetsConfig out;
    out.place = table.place();
    const auto one = [&](std::string_view key) {
        const auto found = files(table, key);
        if (found.size() > 1) table.problem(key, "must be one file");
        return found.empty() ? std::string{} : found.front();
    };
    out.targets = one("targets");
    if (!table.has("targets"))
        table.problem("targets", "is missing: a table of kpi, scope, fiscal_year, value, unit, plan, source");
    out.actuals = one("actuals");
    for (const std::string& folder : files(table, "snapshots")) {
        const std::filesystem::path path{folder};
        for (const char* name : {"summary.json", "coverage.csv"}) {
            if (!std::filesystem::exists(path / name))
                table.problem("snapshots",
                              fmt::format("'{}' has no {}: name the output directory of a finished "
                                          "run whose formats were \"csv\" and \"json\"",
                                          folder, name));
        }
        out.snapshots.push_back(path.lexically_normal().string());
        if (out.snapshots.back().ends_with('/')) out.snapshots.back().pop_back();
    }
    out.lower_is_better = table.texts("lower_is_better");
    out.sources = read_sources(table, {"targets", "actuals"});
    return out;
}

}  // namespace amaneku::io
