#include "app/layer_styles.hpp"

#include "app/layers.hpp"
#include "app/style_qml.hpp"
#include "app/style_sld.hpp"

#include <fmt/format.h>

#include <array>

namespace amaneku::app {

namespace {

using gdal::FieldType;
using gdal::FieldValue;
using Test = Condition::Test;

// What is left out is dark and orange, what is reached light and blue: readers who do not see red or green
// tell them apart, and so does a grey print.
constexpr Colour left_out{166, 54, 3};
constexpr Colour reached{107, 174, 214};
constexpr Colour dark_reached{33, 113, 181};
constexpr Colour grey{204, 204, 204};
constexpr Colour dark{90, 90, 90};
constexpr Colour near_white{250, 250, 250};

LayerStyle single(Symbol symbol, const std::string& label) {
    return {Renderer::single, {}, {{label, symbol}}};
}

Symbol outline(Colour colour, double width, bool is_dashed = false) {
    return {.kind = SymbolKind::outline,
            .colour = colour,
            .edge = colour,
            .width = width,
            .is_dashed = is_dashed};
}

Symbol marker(Colour colour, double size, Marker shape, Colour edge = {40, 40, 40}) {
    return {.kind = SymbolKind::marker,
            .colour = colour,
            .edge = edge,
            .width = 0.15,
            .size = size,
            .marker = shape};
}

/// Areas as outlines with their name and rate, so that the cells below them or above can be read.
LayerStyle outlined(const std::string& layer, const ServiceConfig& service, const std::string& title) {
    const bool thin = layer == "municipality";
    LayerStyle style = single(
        layer == "group" ? outline({117, 76, 153}, 0.6, true) : outline({60, 60, 60}, thin ? 0.3 : 0.8),
        title);
    style.label = Label{"name", service.id + "_rate", service.profile.decimals, thin ? 8.0 : 10.0, true};
    return style;
}

LayerStyle gap_style(const ColumnTitles& titles) {
    LayerStyle style = single(outline({122, 1, 119}, 0.5), titles.word("圏外地域", "gap"));
    style.label = Label{"town", {}, 0, 7.5, true, 150'000};
    return style;
}

/// Candidates of the plan as numbered stars, the others small and grey.
LayerStyle candidate_style(const ColumnTitles& titles) {
    LayerStyle style{Renderer::categorised,
                     R"(if("rank" IS NULL, 0, 1))",
                     {{titles.word("計画に入る（数字は順位）", "in the plan (number: rank)"),
                       marker({227, 26, 28}, 4.5, Marker::star),
                       "1",
                       0.0,
                       0.0,
                       {{"rank", Test::is_not_null}}},
                      {titles.word("その他の候補", "other candidates"),
                       marker({150, 150, 150}, 1.6, Marker::circle, near_white),
                       "0",
                       0.0,
                       0.0,
                       {{"rank", Test::is_null}}}}};
    style.label = Label{"rank", {}, 0, 9.0, false};
    return style;
}

LayerStyle change_style(const ColumnTitles& titles) {
    const auto of = [&](const char* state, const std::string& label, Colour colour) {
        return StyleClass{label, {.colour = colour, .edge = colour}, state, 0.0,
                          0.0,   {{"state", Test::equals, state}}};
    };
    return {Renderer::categorised,
            "state",
            {of("newly-covered", titles.word("新たにカバー", "newly covered"), dark_reached),
             of("newly-lost", titles.word("カバーされなくなった", "newly lost"), left_out)}};
}

void begin_styles(gdal::LayerWriter& writer) {
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
}

void write_style(const NamedStyle& named, const std::vector<gdal::LayerField>& fields,
                 const ColumnTitles& titles, Date day, gdal::LayerWriter& writer) {
    std::vector<std::string> columns;
    for (const auto& field : fields) columns.push_back(field.name);
    // Catalogue and schema are empty and not null: QGIS would not find the style.
    writer.add(std::vector<FieldValue>{std::string{}, std::string{}, named.layer, std::string{"geom"},
                                       named.name, qml(named.style, columns, titles),
                                       sld(named.layer, named.name, named.style),
                                       std::int64_t{named.is_default ? 1 : 0}, std::string{"amaneku"},
                                       std::string{}, std::string{}, format_date(day) + "T00:00:00Z"});
}

}  // namespace

LayerStyle shaded_style(const std::string& layer, const ServiceConfig& service, const ColumnTitles& titles) {
    static constexpr std::array<Colour, 5> colours{
        {left_out, {230, 118, 46}, {253, 195, 138}, {198, 219, 239}, reached}};
    static constexpr std::array<double, 6> limits{0.0, 0.2, 0.5, 0.8, 0.95, 1.0};
    const bool is_mesh = layer == "mesh";
    const double scale = is_mesh ? 1.0 : 100.0;
    const std::string column = service.id + (is_mesh ? "_fraction" : "_rate");
    LayerStyle style{Renderer::graduated, fmt::format("coalesce(\"{}\", -1)", column), {}};
    const auto add = [&](const std::string& label, Colour colour, double lower, double upper,
                         const Condition& when) {
        // Cells have no outline of their own, but one of their colour: else seams show between them.
        style.classes.push_back(
            {label, {.colour = colour, .edge = is_mesh ? colour : dark}, {}, lower, upper, {when}});
    };
    for (std::size_t i = 0; i < colours.size(); ++i) {
        const double lower = limits[i] * scale;
        const double upper = limits[i + 1] * scale;
        add(fmt::format("{:g}–{:g} %", limits[i] * 100.0, limits[i + 1] * 100.0), colours[i], lower, upper,
            {column, i == 0 ? Test::from_to : Test::above_to, {}, lower, upper});
    }
    add(service.profile.cells == CellSelection::list
            ? titles.word("対象メッシュに居住者なし", "nobody lives in the cells of the list")
            : titles.word("居住者なし", "nobody lives here"),
        grey, -1.0, -1.0, {column, Test::is_null});
    if (is_mesh) style.classes.pop_back();
    if (is_mesh) style.opacity = 0.8;
    return style;
}

LayerStyle provider_style(const std::string& layer, const std::vector<ServiceConfig>& services) {
    // ColorBrewer's Dark2
    static constexpr std::array<Colour, 8> colours{{{27, 158, 119},
                                                    {217, 95, 2},
                                                    {117, 112, 179},
                                                    {231, 41, 138},
                                                    {102, 166, 30},
                                                    {230, 171, 2},
                                                    {166, 118, 29},
                                                    {102, 102, 102}}};
    LayerStyle style{Renderer::categorised, R"("service" || '/' || "provider")", {}};
    for (const ServiceConfig& s : services) {
        for (const ProviderConfig& p : s.providers) {
            const std::size_t index = style.classes.size();
            const Colour colour = colours.at(index % colours.size());
            const Symbol symbol =
                layer == "site" ? marker(colour, 2.2, static_cast<Marker>(index % 4))
                                : Symbol{.colour = colour, .edge = colour, .width = 0.3, .opacity = 0.35};
            style.classes.push_back({fmt::format("{}: {}", shown_name(s), shown_name(p)),
                                     symbol,
                                     fmt::format("{}/{}", s.id, p.id),
                                     0.0,
                                     0.0,
                                     {{"service", Test::equals, s.id}, {"provider", Test::equals, p.id}}});
        }
    }
    return style;
}

LayerStyle reach_style(const std::string& layer, const ServiceConfig& service, const ColumnTitles& titles) {
    const bool lines = layer == "line";
    const std::string column = service.id + "_in";
    const Symbol out = lines ? Symbol{.kind = SymbolKind::line, .colour = left_out, .width = 1.0}
                             : marker(left_out, 2.6, Marker::triangle, near_white);
    const Symbol in = lines ? Symbol{.kind = SymbolKind::line, .colour = dark_reached, .width = 0.5}
                            : marker(dark_reached, 1.8, Marker::circle, near_white);
    return {Renderer::categorised,
            fmt::format("\"{}\"", column),
            {{fmt::format("{}: {}", shown_name(service), titles.word("圏外", "outside")),
              out,
              "0",
              0.0,
              0.0,
              {{column, Test::equals, "0"}}},
             {fmt::format("{}: {}", shown_name(service), titles.word("圏内", "inside")),
              in,
              "1",
              0.0,
              0.0,
              {{column, Test::equals, "1"}}}}};
}

LayerStyle default_layer_style(const std::string& layer, const RunResult& result,
                               const ColumnTitles& titles) {
    const ServiceConfig& first = result.config.services.front();
    if (layer == "footprint" || layer == "site") return provider_style(layer, result.config.services);
    if (layer == "place" || layer == "line") return reach_style(layer, first, titles);
    if (layer == "gap") return gap_style(titles);
    if (layer == "candidate") return candidate_style(titles);
    if (layer == "mesh") return shaded_style(layer, first, titles);
    return outlined(layer, first,
                    layer == "municipality" ? titles.word("市区町村", "municipality")
                    : layer == "group"      ? titles.word("圏域", "group")
                                            : titles.word("都道府県", "prefecture"));
}

std::vector<NamedStyle> layer_styles(const RunResult& result) {
    const ColumnTitles titles{result.config};
    const auto& services = result.config.services;
    std::vector<NamedStyle> out;
    for (const std::string& layer : layer_names(result)) {
        const bool is_shaded =
            layer == "mesh" || layer == "municipality" || layer == "prefecture" || layer == "group";
        const bool is_reached = layer == "place" || layer == "line";
        if (layer != "mesh" && !is_reached)
            out.push_back({layer, layer, true, default_layer_style(layer, result, titles)});
        for (std::size_t s = 0; s < services.size() && (is_shaded || is_reached); ++s) {
            const bool opens = s == 0 && (layer == "mesh" || is_reached);
            out.push_back({layer, fmt::format("{} {}", layer, services[s].id), opens,
                           is_shaded ? shaded_style(layer, services[s], titles)
                                     : reach_style(layer, services[s], titles)});
        }
    }
    return out;
}

void write_styles(const RunResult& result, gdal::LayerWriter& writer) {
    begin_styles(writer);
    const ColumnTitles titles{result.config};
    for (const NamedStyle& named : layer_styles(result))
        write_style(named, layer_fields(result, named.layer), titles, result.config.as_of, writer);
}

void write_styles(const std::vector<NamedStyle>& styles,
                  const std::vector<std::vector<gdal::LayerField>>& fields, const ColumnTitles& titles,
                  Date day, gdal::LayerWriter& writer) {
    begin_styles(writer);
    for (std::size_t i = 0; i < styles.size(); ++i) write_style(styles[i], fields[i], titles, day, writer);
}

void write_change_style(Date day, const std::vector<gdal::LayerField>& fields, gdal::LayerWriter& writer) {
    begin_styles(writer);
    Config config;  // a comparison has no language: its labels are in both
    config.language = "en";
    const ColumnTitles titles{config};
    NamedStyle named{"change", "change", true, change_style(titles)};
    named.style.classes[0].label = "新たにカバー / newly covered";
    named.style.classes[1].label = "カバーされなくなった / newly lost";
    write_style(named, fields, titles, day, writer);
}

}  // namespace amaneku::app
