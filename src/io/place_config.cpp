#include "io/place_config.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>

namespace amaneku::io {

namespace {

FeatureColumns read_columns(TomlCursor& feature, bool is_place) {
    FeatureColumns out;
    auto table = feature.table("columns");
    if (!table) return out;
    std::map<std::string, std::string*, std::less<>> known{
        {"id", &out.id}, {"name", &out.name}, {"class", &out.klass}};
    if (is_place) {
        known["lon"] = &out.lon;
        known["lat"] = &out.lat;
    }
    for (auto& [key, value] : table->text_pairs()) {
        const auto column = known.find(key);
        if (column == known.end()) {
            table->problem(key, fmt::format("unknown column; known are {}",
                                            is_place ? "id, name, class, lon, lat" : "id, name, class"));
            continue;
        }
        *column->second = value;
        out.given.push_back(value);
    }
    return out;
}

}  // namespace

std::vector<FeatureConfig> read_feature_configs(TomlCursor& root, std::string_view key,
                                                const CommonKeys& common) {
    const bool is_place = key == "place";
    std::vector<FeatureConfig> out;
    std::vector<std::string> ids;
    for (auto& table : root.tables(key)) {
        FeatureConfig one;
        one.place = table.place();
        one.id = common.id(table, ids);
        one.name = table.text("name").value_or(one.id);
        one.files = common.files(table, "file");
        if (!table.has("file"))
            table.problem("file", fmt::format("is missing: the file of the {}",
                                              is_place ? "places, points of any format" : "lines"));
        one.where = table.text("where").value_or("");
        one.columns = read_columns(table, is_place);
        if (const auto v = table.number("max_bad_rows", 0.0, 1.0)) one.max_bad_rows = *v;
        one.source = common.source(table);
        table.finish();
        out.push_back(std::move(one));
    }
    return out;
}

}  // namespace amaneku::io
