#include "io/profile_reader.hpp"

#include "core/nearest_word.hpp"
#include "io/flag_config.hpp"
#include "io/gap_config.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>
#include <filesystem>
#include <functional>
#include <set>
#include <system_error>

namespace amaneku::io {

namespace fs = std::filesystem;

namespace {

/// Who is counted, and by which rule.
void read_measure(TomlCursor& table, RuleProfile& profile) {
    if (const auto v = table.text("weight")) profile.weight = *v;
    if (const auto v = table.one_of("rule", {"half_cell", "area_share", "centroid", "lower", "upper",
                                             "presence", "presence_or_area"})) {
        profile.by_presence = *v >= rule_count;
        profile.by_area = *v != rule_count;
        profile.rule = profile.by_presence ? Rule::half_cell : rules[*v];
    }
}

/// Names of the profiles in `dirs`.
std::set<std::string, std::less<>> known_profiles(const std::vector<std::string>& dirs) {
    std::set<std::string, std::less<>> known;
    for (const std::string& dir : dirs) {
        std::error_code error;
        for (const auto& entry : fs::directory_iterator{dir, error}) {
            if (entry.path().extension() == ".toml") known.insert(entry.path().stem().string());
        }
    }
    return known;
}

/// What to say of a profile that no folder has.
std::string unknown_profile(const std::string& name, const std::vector<std::string>& dirs) {
    if (name.ends_with(".toml")) return fmt::format("profile '{}' is not there", name);
    const auto known = known_profiles(dirs);
    if (known.empty())
        return fmt::format(
            "profile '{}' is not there, and neither is any other: set AMANEKU_CONFIGS to the "
            "folder that holds profiles/",
            name);
    const std::string near = nearest_word(name, known);
    return fmt::format("profile '{}' is not there{}; known are: {}", name,
                       near.empty() ? "" : fmt::format("; did you mean '{}'?", near), fmt::join(known, ", "));
}

/// The profile's file: `name` itself where it is one, else NAME.toml in the first of `dirs` that has it;
/// empty where none has.
std::string profile_file(const std::string& name, const std::vector<std::string>& dirs) {
    if (name.ends_with(".toml")) return fs::exists(name) ? name : "";
    for (const std::string& dir : dirs) {
        const fs::path candidate = fs::path{dir} / (name + ".toml");
        if (fs::exists(candidate)) return candidate.string();
    }
    return {};
}

}  // namespace

void read_profile_keys(TomlCursor& table, RuleProfile& profile, std::vector<std::string>& changed) {
    const auto note = [&](std::string_view key) {
        if (table.has(key)) changed.emplace_back(key);
    };
    for (const auto* key : {"weight", "rule", "threshold", "comparator", "area", "combine", "k", "decimals",
                            "assign", "cell_size_m", "cells", "cells_file", "gap", "flag", "targets"})
        note(key);
    read_measure(table, profile);
    if (const auto v = table.number("threshold", 0.0, 1.0)) profile.threshold = *v;
    if (const auto v = table.one_of("comparator", {">=", ">"})) profile.strict = *v == 1;
    if (const auto v = table.one_of("area", {"cell", "land"}))
        profile.area = *v == 1 ? FractionArea::land : FractionArea::cell;
    if (const auto v = table.one_of("combine", {"union_area_first", "rule_first", "k_of_n", "max_single"}))
        profile.combine = static_cast<Combine>(*v);
    if (const auto v = table.integer("k", 1, 64)) profile.k = *v;
    if (const auto v = table.integer("decimals", 0, 6)) profile.decimals = *v;
    if (const auto v = table.one_of("assign", {"land_share", "max_area", "list", "centroid"})) {
        profile.assign = std::array{"land_share", "max_area", "list", "centroid"}[*v];
    }
    if (const auto v = table.number("cell_size_m", 1.0, 1e6)) profile.cell_size_m = *v;
    if (const auto v = table.one_of("cells", {"all", "populated", "list"})) {
        profile.cells = static_cast<CellSelection>(*v);
    }
    if (const auto v = table.text("cell_level")) {
        profile.cell_level = mesh_level_from_id(*v);
        if (!profile.cell_level)
            table.problem("cell_level",
                          fmt::format("is '{}', must be a mesh level: 1st, 2nd, 3rd, half, …", *v));
    }
    if (const auto v = table.text("targets")) profile.targets = *v;
    read_gap_rule(table, profile.gap);
    read_flag_rule(table, profile.flag);
}

void check_mesh_kpi(TomlCursor& table, const RuleProfile& profile) {
    if (!profile.cell_level) {
        if (profile.weight == "cells")
            table.problem("weight", "is 'cells': counting meshes instead of people needs their cell_level");
        if (profile.by_presence)
            table.problem(
                "rule",
                "presence of a station is asked of meshes: it needs cell_level and weight = \"cells\"");
        return;
    }
    if (profile.weight != "cells") {
        table.problem(
            "weight",
            fmt::format("is '{}': with a cell_level meshes are counted, weight = \"cells\"", profile.weight));
        return;
    }
    if (profile.cells != CellSelection::list)
        table.problem("cells", "must be \"list\" with a cell_level: give cells_file, the meshes that count");
    const bool by_half = profile.by_presence || profile.rule == Rule::half_cell;
    if (!by_half)
        table.problem("rule",
                      fmt::format("is {}: meshes are counted by presence, presence_or_area or half_cell",
                                  rule_id(profile.rule)));
}

RuleProfile read_profile(const std::string& name, const std::vector<std::string>& dirs,
                         const std::string& where, std::vector<Problem>& problems) {
    RuleProfile profile;
    profile.id = name;
    const std::string file = profile_file(name, dirs);
    if (file.empty()) {
        problems.push_back({where, unknown_profile(name, dirs)});
        return profile;
    }
    try {
        const toml::table table = toml::parse_file(file);
        TomlCursor cursor{table, "", file, problems};
        if (const auto needs = cursor.text("needs")) {
            problems.push_back(
                {where,
                 fmt::format("profile '{}' cannot be used with these cells: it needs {}", name, *needs)});
            return profile;
        }
        if (const auto v = cursor.text("id")) profile.id = *v;
        if (auto names = cursor.table("name")) {
            profile.name_ja = names->text("ja").value_or("");
            profile.name_en = names->text("en").value_or("");
            names->finish();
        }
        profile.source = cursor.text("source").value_or("");
        if (const auto list = cursor.text("cells_file")) {
            profile.cells_file = (fs::path{file}.parent_path() / *list).lexically_normal().string();
            if (!fs::exists(profile.cells_file))
                cursor.problem("cells_file", fmt::format("'{}' is not there", profile.cells_file));
        }
        std::vector<std::string> changed;
        read_profile_keys(cursor, profile, changed);
        cursor.finish();
    } catch (const toml::parse_error& error) {
        problems.push_back(
            {fmt::format("{}:{}", file, error.source().begin.line), std::string{error.description()}});
    }
    return profile;
}

}  // namespace amaneku::io
