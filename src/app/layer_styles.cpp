#include "app/layer_styles.hpp"

#include "app/column_titles.hpp"
#include "app/layers.hpp"

#include <fmt/format.h>

#include <array>
#include <string>
#include <vector>

namespace amaneku::app {

namespace {

using gdal::FieldType;
using gdal::FieldValue;

std::string escaped(const std::string& text) {
    std::string out;
    for (const char c : text) {
        switch (c) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '"':
                out += "&quot;";
                break;
            default:
                out += c;
        }
    }
    return out;
}

std::string fill_symbol(std::size_t index, const std::string& colour, const std::string& outline,
                        double opacity) {
    return fmt::format(
        R"(<symbol type="fill" name="{}" alpha="{}" clip_to_extent="1"><layer class="SimpleFill" enabled="1" locked="0" pass="0"><prop k="color" v="{},255"/><prop k="outline_color" v="{},255"/><prop k="outline_width" v="0.26"/><prop k="style" v="solid"/></layer></symbol>)",
        index, opacity, colour, outline);
}

std::string marker_symbol(std::size_t index, const std::string& colour) {
    return fmt::format(
        R"(<symbol type="marker" name="{}" alpha="1" clip_to_extent="1"><layer class="SimpleMarker" enabled="1" locked="0" pass="0"><prop k="color" v="{},255"/><prop k="name" v="circle"/><prop k="outline_color" v="40,40,40,255"/><prop k="outline_width" v="0.1"/><prop k="size" v="1.6"/></layer></symbol>)",
        index, colour);
}

std::string line_symbol(std::size_t index, const std::string& colour) {
    return fmt::format(
        R"(<symbol type="line" name="{}" alpha="1" clip_to_extent="1"><layer class="SimpleLine" enabled="1" locked="0" pass="0"><prop k="line_color" v="{},255"/><prop k="line_style" v="solid"/><prop k="line_width" v="0.66"/></layer></symbol>)",
        index, colour);
}

/// A line around an area that leaves what is below it to be seen.
std::string outline_symbol(const char* colour, double width, const char* dash) {
    return fmt::format(
        R"(<symbol type="fill" name="0" alpha="1" clip_to_extent="1"><layer class="SimpleFill" enabled="1" locked="0" pass="0"><prop k="color" v="255,255,255,0"/><prop k="outline_color" v="{},255"/><prop k="outline_style" v="{}"/><prop k="outline_width" v="{}"/><prop k="style" v="no"/></layer></symbol>)",
        colour, dash, width);
}

/// How a layer is drawn: the elements of a QML file.
struct Style {
    std::string renderer;
    std::string labels;
    double opacity = 1.0;
};

std::string qml(const Style& style, const std::vector<std::string>& columns, const ColumnTitles& titles) {
    std::string aliases;
    for (const std::string& column : columns) {
        const std::string title = titles.of(column);
        if (!title.empty())
            aliases += fmt::format(R"(<alias field="{}" name="{}"/>)", escaped(column), escaped(title));
    }
    return fmt::format(
        R"(<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'><qgis version="3.22.0" styleCategories="Symbology|Labeling|Fields|Rendering" labelsEnabled="{}">{}{}<layerOpacity>{}</layerOpacity><aliases>{}</aliases></qgis>)",
        style.labels.empty() ? 0 : 1, style.renderer, style.labels, style.opacity, aliases);
}

/// Areas as outlines with their name and rate, so that the cells below them or above can be read.
Style outlined(const std::string& layer, const ServiceConfig& service) {
    const bool thin = layer == "municipality";
    const std::string symbol = layer == "group" ? outline_symbol("117,76,153", 0.6, "dash")
                                                : outline_symbol("60,60,60", thin ? 0.3 : 0.8, "solid");
    const std::string text =
        fmt::format(R"("name" || coalesce('\n' || format_number("{}_rate", {}) || ' %', ''))", service.id,
                    service.profile.decimals);
    return {
        fmt::format(
            R"(<renderer-v2 type="singleSymbol" symbollevels="0" enableorderby="0"><symbols>{}</symbols></renderer-v2>)",
            symbol),
        fmt::format(
            R"(<labeling type="simple"><settings calloutType="simple"><text-style fieldName="{}" isExpression="1" fontSize="{}" fontSizeUnit="Point" textColor="30,30,30,255" multilineHeight="1"><text-buffer bufferDraw="1" bufferSize="0.8" bufferSizeUnits="MM" bufferColor="255,255,255,255" bufferOpacity="0.85"/></text-style><text-format multilineAlign="1"/><placement placement="1" centroidInside="1"/><rendering obstacle="0"/></settings></labeling>)",
            escaped(text), thin ? 8 : 10)};
}

/// Places and lines in blue where a service reaches them, in red where not.
std::string in_or_out(const ServiceConfig& service, bool lines) {
    const auto symbol = [&](std::size_t index, const char* colour) {
        return lines ? line_symbol(index, colour) : marker_symbol(index, colour);
    };
    return fmt::format(
        R"(<renderer-v2 type="categorizedSymbol" attr="{}_in" symbollevels="0" enableorderby="0"><categories><category render="true" symbol="0" value="0" label="{}: out"/><category render="true" symbol="1" value="1" label="{}: in"/></categories><symbols>{}{}</symbols></renderer-v2>)",
        service.id, escaped(service.name), escaped(service.name), symbol(0, "215,25,28"),
        symbol(1, "44,123,182"));
}

/// Gaps as red outlines with their town and people.
Style outlined_gaps() {
    return {
        fmt::format(
            R"(<renderer-v2 type="singleSymbol" symbollevels="0" enableorderby="0"><symbols>{}</symbols></renderer-v2>)",
            outline_symbol("178,24,43", 0.5, "solid")),
        {}};
}

/// Five classes by a column and one for null, which is where nobody is counted; colours from ColorBrewer's
/// RdYlBu, which colour-blind readers can tell apart.
std::string graduated(const std::string& column, double scale, bool outline, const std::string& nobody) {
    static constexpr std::array<const char*, 5> colours{"215,25,28", "253,174,97", "255,255,191",
                                                        "171,217,233", "44,123,182"};
    static constexpr std::array<double, 6> limits{0.0, 0.2, 0.5, 0.8, 0.95, 1.0};
    static constexpr const char* grey = "200,200,200";
    static constexpr const char* dark = "90,90,90";
    std::string ranges;
    std::string symbols;
    for (std::size_t i = 0; i < colours.size(); ++i) {
        ranges +=
            fmt::format(R"(<range render="true" symbol="{}" lower="{}" upper="{}" label="{} - {}"/>)", i,
                        limits[i] * scale, limits[i + 1] * scale, limits[i] * scale, limits[i + 1] * scale);
        symbols += fill_symbol(i, colours[i], outline ? dark : colours[i], 1.0);
    }
    ranges += fmt::format(R"(<range render="true" symbol="{}" lower="-1" upper="-1" label="{}"/>)",
                          colours.size(), escaped(nobody));
    symbols += fill_symbol(colours.size(), grey, outline ? dark : grey, 1.0);
    return fmt::format(
        R"xml(<renderer-v2 type="graduatedSymbol" attr="coalesce(&quot;{}&quot;, -1)" graduatedMethod="GraduatedColor" symbollevels="0" enableorderby="0"><ranges>{}</ranges><symbols>{}</symbols></renderer-v2>)xml",
        column, ranges, symbols);
}

/// A colour for each provider of a service.
std::string by_provider(const Config& config, bool points) {
    // ColorBrewer's Dark2
    static constexpr std::array<const char*, 8> colours{"27,158,119", "217,95,2",   "117,112,179",
                                                        "231,41,138", "102,166,30", "230,171,2",
                                                        "166,118,29", "102,102,102"};
    std::string categories;
    std::string symbols;
    std::size_t index = 0;
    for (const ServiceConfig& s : config.services) {
        for (const ProviderConfig& p : s.providers) {
            const char* colour = colours[index % colours.size()];
            categories += fmt::format(R"(<category render="true" symbol="{}" value="{}/{}" label="{}: {}"/>)",
                                      index, s.id, p.id, escaped(s.name.empty() ? s.id : s.name),
                                      escaped(p.name.empty() ? p.id : p.name));
            symbols += points ? marker_symbol(index, colour) : fill_symbol(index, colour, colour, 0.35);
            ++index;
        }
    }
    return fmt::format(
        R"(<renderer-v2 type="categorizedSymbol" attr="&quot;service&quot; || '/' || &quot;provider&quot;" symbollevels="0" enableorderby="0"><categories>{}</categories><symbols>{}</symbols></renderer-v2>)",
        categories, symbols);
}

/// Candidates of the plan in red, the others in grey.
Style chosen_first(const std::string& in_plan, const std::string& others) {
    return {
        fmt::format(
            R"(<renderer-v2 type="categorizedSymbol" attr="&quot;rank&quot; IS NOT NULL" symbollevels="0" enableorderby="0"><categories><category render="true" symbol="0" value="1" label="{}"/><category render="true" symbol="1" value="0" label="{}"/></categories><symbols>{}{}</symbols></renderer-v2>)",
            escaped(in_plan), escaped(others), marker_symbol(0, "178,24,43"),
            marker_symbol(1, "170,170,170")),
        {}};
}

}  // namespace

void write_styles(const RunResult& result, gdal::LayerWriter& writer) {
    writer.begin_layer("layer_styles", gdal::GeometryKind::none,
                       {{"f_table_catalog", FieldType::text},
                        {"f_table_schema", FieldType::text},
                        {"f_table_name", FieldType::text},
                        {"f_geometry_column", FieldType::text},
                        {"styleName", FieldType::text},
                        {"styleQML", FieldType::text},
                        {"styleSLD", FieldType::text},
                        {"useAsDefault", FieldType::integer},
                        {"description", FieldType::text},
                        {"owner", FieldType::text},
                        {"ui", FieldType::text},
                        {"update_time", FieldType::text}},
                       "");
    const std::string time = format_date(result.config.as_of) + "T00:00:00Z";
    const ColumnTitles titles{result.config};
    const auto nobody = [&](const ServiceConfig& service) {
        return service.profile.cells == CellSelection::list
                   ? titles.word("対象メッシュに居住者なし", "nobody lives in the cells of the list")
                   : titles.word("居住者なし", "nobody lives here");
    };
    const auto add = [&](const std::string& layer, const std::string& name, bool is_default,
                         const Style& style) {
        std::vector<std::string> columns;
        for (const auto& field : layer_fields(result, layer)) columns.push_back(field.name);
        // Catalogue and schema are empty and not null: QGIS would not find the style.
        writer.add(std::vector<FieldValue>{std::string{}, std::string{}, layer, std::string{"geom"}, name,
                                           qml(style, columns, titles), std::string{},
                                           std::int64_t{is_default ? 1 : 0}, std::string{"amaneku"},
                                           std::string{}, std::string{}, time});
    };
    for (const std::string& layer : layer_names(result)) {
        if (layer == "footprint" || layer == "site") {
            add(layer, layer, true, {by_provider(result.config, layer == "site"), {}});
            continue;
        }
        if (layer == "place" || layer == "line") {
            add(layer, layer, true, {in_or_out(result.config.services.front(), layer == "line"), {}});
            continue;
        }
        if (layer == "gap") {
            add(layer, layer, true, outlined_gaps());
            continue;
        }
        if (layer == "candidate") {
            add(layer, layer, true,
                chosen_first(titles.word("計画に入る", "in the plan"), titles.word("候補", "candidate")));
            continue;
        }
        const bool is_mesh = layer == "mesh";
        if (!is_mesh) add(layer, layer, true, outlined(layer, result.config.services.front()));
        for (const ServiceConfig& service : result.config.services) {
            const std::string column = service.id + (is_mesh ? "_fraction" : "_rate");
            const bool is_default = is_mesh && &service == &result.config.services.front();
            add(layer, fmt::format("{} {}", layer, service.id), is_default,
                {graduated(column, is_mesh ? 1.0 : 100.0, !is_mesh, nobody(service)),
                 {},
                 is_mesh ? 0.8 : 1.0});
        }
    }
}

}  // namespace amaneku::app
