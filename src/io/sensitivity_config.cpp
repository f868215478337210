#include "io/sensitivity_config.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace amaneku::io {

namespace {

/// The values of a key that are among `known`, each once; `usual` where the key is absent.
template <typename T>
std::vector<T> some_of(TomlCursor& table, const char* key, const std::vector<std::pair<std::string, T>>& known,
                       std::vector<T> usual) {
    if (!table.has(key)) return usual;
    std::vector<T> out;
    for (const std::string& text : table.texts(key)) {
        const auto at = std::find_if(known.begin(), known.end(), [&](const auto& k) { return k.first == text; });
        if (at == known.end()) {
            std::vector<std::string> names;
            for (const auto& k : known) names.push_back(k.first);
            table.problem(key, fmt::format("holds '{}', must be of {}", text, fmt::join(names, ", ")));
        } else if (std::find(out.begin(), out.end(), at->second) != out.end()) {
            table.problem(key, fmt::format("holds '{}' twice", text));
        } else {
            out.push_back(at->second);
        }
    }
    return out;
}

template <typename T, typename Id>
std::vector<std::pair<std::string, T>> named(const std::vector<T>& values, Id id) {
    std::vector<std::pair<std::string, T>> out;
    for (const T value : values) out.emplace_back(std::string{id(value)}, value);
    return out;
}

}  // namespace

std::optional<SensitivityConfig> read_sensitivity_config(TomlCursor& root) {
    auto table = root.table("sensitivity");
    if (!table) return std::nullopt;
    SensitivityConfig out;
    out.place = table->place();
    if (table->has("threshold")) {
        out.thresholds = table->numbers("threshold", 0.0, 1.0);
        std::sort(out.thresholds.begin(), out.thresholds.end());
        out.thresholds.erase(std::unique(out.thresholds.begin(), out.thresholds.end()), out.thresholds.end());
    }
    out.strict = some_of<bool>(*table, "comparator", {{">=", false}, {">", true}}, out.strict);
    out.areas = some_of<FractionArea>(*table, "area", {{"cell", FractionArea::cell}, {"land", FractionArea::land}},
                                      out.areas);
    if (table->has("weight")) out.weights = table->texts("weight");
    out.cells = some_of<CellSelection>(*table, "cells", named(out.cells, cells_id), out.cells);
    out.combines = some_of<Combine>(*table, "combine", named(out.combines, combine_id), out.combines);
    if (const auto v = table->integer("k", 1, 64)) out.k = *v;
    out.rules = some_of<Rule>(*table, "rule", named(out.rules, rule_id), out.rules);
    out.assigns = some_of<ZoneAssign>(*table, "assign", named(out.assigns, assign_id), out.assigns);
    if (const auto v = table->number("near", 0.0, 0.5)) out.near = *v;
    table->finish();
    return out;
}

}  // namespace amaneku::io
