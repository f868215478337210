#include "io/fiber_config.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace amaneku::io {

namespace {

constexpr std::array<std::string_view, 4> kinds{"cables", "closures", "towns", "town_points"};

std::optional<double> length(TomlCursor& table, std::string_view key, double longest) {
    const auto value = table.number(key, 0.0, longest);
    if (value && *value <= 0.0) table.problem(key, fmt::format("is {}, must be above 0", *value));
    return value;
}

void read_columns(TomlCursor& provider, FiberConfig& out) {
    auto table = provider.table("columns");
    if (!table) return;
    using Column = std::pair<std::string_view, std::string*>;
    const std::array<Column, 8> known{
        Column{"id", &out.id_column},
        Column{"lon", &out.lon_column},
        Column{"lat", &out.lat_column},
        Column{"distance_m", &out.cables.distance_column},
        Column{"drop_m", &out.closures.drop_column},
        Column{"code", &out.towns.code_column},
        Column{"prefecture", &out.towns.prefecture_column},
        Column{"city", &out.towns.city_column},
    };
    for (auto& [key, value] : table->text_pairs()) {
        const auto* const column =
            std::find_if(known.begin(), known.end(), [&](const Column& c) { return c.first == key; });
        if (column == known.end()) {
            table->problem(key,
                           "unknown column; known for cables, closures and towns are id, lon, lat, "
                           "distance_m, drop_m, code, prefecture, city");
        } else {
            *column->second = value;
            out.given.push_back(value);
        }
    }
}

void read_closures(TomlCursor& table, const FilesOfKey& files, ClosureConfig& out) {
    out.files = files(table, "closures");
    out.roads = files(table, "roads");
    out.roads_where = table.text("roads_where").value_or("");
    out.drop_m = length(table, "drop_m", longest_drop_m);
    constexpr double furthest_road_m = 5'000.0;
    out.drop_to_road_m = length(table, "drop_to_road_m", furthest_road_m).value_or(out.drop_to_road_m);
    constexpr double widest_road_m = 1'000.0;
    out.road_width_m = length(table, "road_width_m", widest_road_m).value_or(out.road_width_m);
    for (const auto* key : {"drop_m", "roads"}) {
        if (table.has(key) && !table.has("closures")) table.problem(key, "is used with closures only");
    }
    for (const auto* key : {"roads_where", "drop_to_road_m", "road_width_m"}) {
        if (table.has(key) && !table.has("roads")) table.problem(key, "is used with roads only");
    }
}

void read_towns(TomlCursor& table, const FilesOfKey& files, TownConfig& out) {
    out.areas = files(table, "towns");
    out.points = files(table, "town_points");
    out.served = table.text("served").value_or("");
    out.served_rate = table.text("served_rate").value_or("");
    if (const auto unit = table.one_of("served_rate_unit", {"fraction", "percent"}))
        out.unit = static_cast<RateUnit>(*unit);
    out.served_at = table.number("served_at", 0.0, 1.0);
    if (out.served_at && *out.served_at <= 0.0)
        table.problem("served_at", "is 0, must be above 0: a town without any service would be served");
    const bool has_towns = table.has("towns") || table.has("town_points");
    for (const auto* key : {"served", "served_rate"}) {
        if (table.has(key) && !has_towns) table.problem(key, "is used with towns or town_points only");
    }
    for (const auto* key : {"served_rate_unit", "served_at"}) {
        if (table.has(key) && !table.has("served_rate")) table.problem(key, "is used with served_rate only");
    }
    if (has_towns && out.served.empty() == out.served_rate.empty())
        table.problem("served", "give the column of a flag (served = \"…\") or the one of a rate "
                                "(served_rate = \"…\"), one of the two");
}

}  // namespace

bool gives_fiber(const TomlCursor& provider) {
    return std::any_of(kinds.begin(), kinds.end(), [&](std::string_view key) { return provider.has(key); });
}

std::optional<FiberConfig> read_fiber_config(TomlCursor& provider, const FilesOfKey& files) {
    FiberConfig out;
    out.cables.files = files(provider, "cables");
    out.cables.distance_m = length(provider, "cable_distance_m", longest_drop_m);
    if (provider.has("cable_distance_m") && !provider.has("cables"))
        provider.problem("cable_distance_m", "is used with cables only");
    read_closures(provider, files, out.closures);
    read_towns(provider, files, out.towns);
    if (!gives_fiber(provider)) return std::nullopt;
    read_columns(provider, out);
    return out;
}

}  // namespace amaneku::io
