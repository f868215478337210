#include "app/style_qml.hpp"

#include <fmt/format.h>

#include <array>

namespace amaneku::app {

namespace {

std::string property(const char* key, const std::string& value) {
    return fmt::format(R"(<prop k="{}" v="{}"/>)", key, value);
}

std::string symbol_xml(const Symbol& s, std::size_t index) {
    static constexpr std::array markers{"circle", "square", "triangle", "star"};
    const char* type = "fill";
    const char* layer = "SimpleFill";
    std::string properties;
    const std::string dash = s.is_dashed ? "dash" : "solid";
    switch (s.kind) {
        case SymbolKind::fill:
            properties = property("color", s.colour.decimal() + ",255") +
                         property("outline_color", s.edge.decimal() + ",255") +
                         property("outline_width", fmt::format("{}", s.width)) + property("style", "solid");
            break;
        case SymbolKind::outline:
            properties = property("color", "255,255,255,0") +
                         property("outline_color", s.colour.decimal() + ",255") +
                         property("outline_style", dash) +
                         property("outline_width", fmt::format("{}", s.width)) + property("style", "no");
            break;
        case SymbolKind::line:
            type = "line";
            layer = "SimpleLine";
            properties = property("line_color", s.colour.decimal() + ",255") + property("line_style", dash) +
                         property("line_width", fmt::format("{}", s.width)) + property("capstyle", "round");
            break;
        case SymbolKind::marker:
            type = "marker";
            layer = "SimpleMarker";
            properties = property("color", s.colour.decimal() + ",255") +
                         property("name", markers.at(static_cast<std::size_t>(s.marker))) +
                         property("outline_color", s.edge.decimal() + ",255") +
                         property("outline_width", fmt::format("{}", s.width)) +
                         property("size", fmt::format("{}", s.size));
    }
    return fmt::format(
        R"(<symbol type="{}" name="{}" alpha="{}" clip_to_extent="1"><layer class="{}" enabled="1" locked="0" pass="0">{}</layer></symbol>)",
        type, index, s.opacity, layer, properties);
}

std::string classes_xml(const LayerStyle& style) {
    std::string out;
    for (std::size_t i = 0; i < style.classes.size(); ++i) {
        const StyleClass& c = style.classes[i];
        if (style.renderer == Renderer::graduated) {
            out += fmt::format(R"(<range render="true" symbol="{}" lower="{}" upper="{}" label="{}"/>)", i,
                               c.lower, c.upper, xml_escaped(c.label));
        } else {
            out += fmt::format(R"(<category render="true" symbol="{}" value="{}" label="{}"/>)", i,
                               xml_escaped(c.value), xml_escaped(c.label));
        }
    }
    return out;
}

std::string renderer_xml(const LayerStyle& style) {
    std::string symbols;
    for (std::size_t i = 0; i < style.classes.size(); ++i) symbols += symbol_xml(style.classes[i].symbol, i);
    if (style.renderer == Renderer::single)
        return fmt::format(
            R"(<renderer-v2 type="singleSymbol" symbollevels="0" enableorderby="0"><symbols>{}</symbols></renderer-v2>)",
            symbols);
    const bool graduated = style.renderer == Renderer::graduated;
    return fmt::format(
        R"(<renderer-v2 type="{}" attr="{}"{} symbollevels="0" enableorderby="0"><{}>{}</{}><symbols>{}</symbols></renderer-v2>)",
        graduated ? "graduatedSymbol" : "categorizedSymbol", xml_escaped(style.expression),
        graduated ? R"( graduatedMethod="GraduatedColor")" : "", graduated ? "ranges" : "categories",
        classes_xml(style), graduated ? "ranges" : "categories", symbols);
}

std::string labels_xml(const Label& label) {
    const std::string rate = label.rate_column.empty()
                                 ? std::string{}
                                 : fmt::format(R"( || coalesce('\n' || format_number("{}", {}) || ' %', ''))",
                                               label.rate_column, label.decimals);
    const std::string place = label.is_of_area
                                  ? R"(<placement placement="1" centroidInside="1" priority="10"/>)"
                                  : R"(<placement placement="6" dist="0.6" distUnits="MM"/>)";
    const std::string scale =
        label.largest_scale > 0.0
            ? fmt::format(R"( scaleVisibility="1" scaleMin="{}" scaleMax="1")", label.largest_scale)
            : std::string{};
    return fmt::format(
        R"(<labeling type="simple"><settings calloutType="simple"><text-style fieldName="{}" isExpression="1" fontSize="{}" fontSizeUnit="Point" fontFamily="Noto Sans CJK JP" fontWeight="50" textColor="20,20,20,255" textOpacity="1" multilineHeight="1"><text-buffer bufferDraw="1" bufferJoinStyle="128" bufferNoFill="1" bufferSize="0.8" bufferSizeUnits="MM" bufferColor="255,255,255,255" bufferOpacity="1"/></text-style><text-format multilineAlign="1"/>{}<rendering obstacle="0"{}/></settings></labeling>)",
        xml_escaped(fmt::format("\"{}\"{}", label.column, rate)), label.size, place, scale);
}

}  // namespace

QgisStyle qgis_style(const LayerStyle& style, const std::vector<std::string>& columns,
                     const ColumnTitles& titles) {
    std::string aliases;
    for (const std::string& column : columns) {
        const std::string title = titles.of(column);
        if (!title.empty())
            aliases +=
                fmt::format(R"(<alias field="{}" name="{}"/>)", xml_escaped(column), xml_escaped(title));
    }
    return {renderer_xml(style), style.label ? labels_xml(*style.label) : std::string{},
            fmt::format("<aliases>{}</aliases>", aliases)};
}

std::string qml(const LayerStyle& style, const std::vector<std::string>& columns,
                const ColumnTitles& titles) {
    const QgisStyle parts = qgis_style(style, columns, titles);
    return fmt::format(
        R"(<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'><qgis version="3.22.0" styleCategories="Symbology|Labeling|Fields|Rendering" labelsEnabled="{}">{}{}<layerOpacity>{}</layerOpacity>{}</qgis>)",
        style.label ? 1 : 0, parts.renderer, parts.labels, style.opacity, parts.aliases);
}

}  // namespace amaneku::app
