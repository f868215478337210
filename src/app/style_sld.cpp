#include "app/style_sld.hpp"

#include <fmt/format.h>

#include <array>

namespace amaneku::app {

namespace {

/// Sizes are in pixels of 0.28 mm.
std::string pixels(double mm) {
    return fmt::format("{:.2f}", mm / 0.28);
}

std::string parameter(const char* name, const std::string& value) {
    return fmt::format(R"(<CssParameter name="{}">{}</CssParameter>)", name, value);
}

std::string fill(const Colour& colour, double opacity) {
    return fmt::format("<Fill>{}{}</Fill>", parameter("fill", colour.hex()),
                       parameter("fill-opacity", fmt::format("{}", opacity)));
}

std::string stroke(const Colour& colour, double width, bool is_dashed, double opacity) {
    return fmt::format("<Stroke>{}{}{}{}</Stroke>", parameter("stroke", colour.hex()),
                       parameter("stroke-width", pixels(width)),
                       parameter("stroke-opacity", fmt::format("{}", opacity)),
                       is_dashed ? parameter("stroke-dasharray", "6 3") : std::string{});
}

std::string symbolizer(const Symbol& s, double opacity) {
    static constexpr std::array markers{"circle", "square", "triangle", "star"};
    opacity *= s.opacity;
    switch (s.kind) {
        case SymbolKind::fill:
            return fmt::format("<PolygonSymbolizer>{}{}</PolygonSymbolizer>", fill(s.colour, opacity),
                               stroke(s.edge, s.width, false, opacity));
        case SymbolKind::outline:
            return fmt::format("<PolygonSymbolizer>{}</PolygonSymbolizer>",
                               stroke(s.colour, s.width, s.is_dashed, opacity));
        case SymbolKind::line:
            return fmt::format("<LineSymbolizer>{}</LineSymbolizer>",
                               stroke(s.colour, s.width, s.is_dashed, opacity));
        case SymbolKind::marker:
            break;
    }
    return fmt::format(
        "<PointSymbolizer><Graphic><Mark><WellKnownName>{}</WellKnownName>{}{}</Mark><Size>{}</Size></"
        "Graphic>"
        "</PointSymbolizer>",
        markers.at(static_cast<std::size_t>(s.marker)), fill(s.colour, opacity),
        stroke(s.edge, s.width, false, opacity), pixels(s.size));
}

std::string column_xml(const std::string& column) {
    return fmt::format("<ogc:PropertyName>{}</ogc:PropertyName>", xml_escaped(column));
}

std::string comparison(const char* operation, const std::string& column, const std::string& value) {
    return fmt::format("<ogc:PropertyIs{0}>{1}<ogc:Literal>{2}</ogc:Literal></ogc:PropertyIs{0}>", operation,
                       column_xml(column), xml_escaped(value));
}

std::string condition_xml(const Condition& c) {
    const std::string is_null =
        fmt::format("<ogc:PropertyIsNull>{}</ogc:PropertyIsNull>", column_xml(c.column));
    switch (c.test) {
        case Condition::Test::equals:
            return comparison("EqualTo", c.column, c.value);
        case Condition::Test::is_null:
            return is_null;
        case Condition::Test::is_not_null:
            return fmt::format("<ogc:Not>{}</ogc:Not>", is_null);
        case Condition::Test::above_to:
        case Condition::Test::from_to:
            break;
    }
    const char* lower = c.test == Condition::Test::above_to ? "GreaterThan" : "GreaterThanOrEqualTo";
    return fmt::format("<ogc:And>{}{}</ogc:And>", comparison(lower, c.column, fmt::format("{}", c.lower)),
                       comparison("LessThanOrEqualTo", c.column, fmt::format("{}", c.upper)));
}

std::string filter_xml(const std::vector<Condition>& when) {
    if (when.empty()) return {};
    std::string inner;
    for (const Condition& c : when) inner += condition_xml(c);
    if (when.size() > 1) inner = fmt::format("<ogc:And>{}</ogc:And>", inner);
    return fmt::format("<ogc:Filter>{}</ogc:Filter>", inner);
}

std::string text_symbolizer(const Label& label, bool with_rate) {
    const std::string rate = with_rate ? "<ogc:Literal>&#10;</ogc:Literal>" + column_xml(label.rate_column) +
                                             "<ogc:Literal> %</ogc:Literal>"
                                       : std::string{};
    const char* place =
        label.is_of_area
            ? "<LabelPlacement><PointPlacement><AnchorPoint><AnchorPointX>0.5</AnchorPointX><AnchorPointY>0.5"
              "</AnchorPointY></AnchorPoint></PointPlacement></LabelPlacement>"
            : "<LabelPlacement><PointPlacement><Displacement><DisplacementX>6</DisplacementX><DisplacementY>6"
              "</DisplacementY></Displacement></PointPlacement></LabelPlacement>";
    return fmt::format(
        "<TextSymbolizer><Label>{}{}</Label><Font>{}{}</Font>{}<Halo><Radius>2</Radius>{}</Halo>{}"
        "</TextSymbolizer>",
        column_xml(label.column), rate, parameter("font-family", "sans-serif"),
        parameter("font-size", fmt::format("{}", label.size + 3)), place, fill({255, 255, 255}, 0.85),
        fill({30, 30, 30}, 1.0));
}

std::string label_rules(const Label& label) {
    const std::string scale =
        label.largest_scale > 0.0
            ? fmt::format("<MaxScaleDenominator>{}</MaxScaleDenominator>", label.largest_scale)
            : std::string{};
    const auto rule = [&](const std::vector<Condition>& when, bool with_rate) {
        return fmt::format("<Rule><Name>label</Name>{}{}{}</Rule>", filter_xml(when), scale,
                           text_symbolizer(label, with_rate));
    };
    if (label.rate_column.empty()) return rule({{label.column, Condition::Test::is_not_null}}, false);
    return rule({{label.rate_column, Condition::Test::is_not_null}}, true) +
           rule({{label.rate_column, Condition::Test::is_null}}, false);
}

}  // namespace

std::string sld(const std::string& layer, const std::string& name, const LayerStyle& style) {
    std::string rules;
    for (const StyleClass& c : style.classes)
        rules += fmt::format("<Rule><Name>{0}</Name><Title>{0}</Title>{1}{2}</Rule>", xml_escaped(c.label),
                             filter_xml(c.when), symbolizer(c.symbol, style.opacity));
    if (style.label) rules += label_rules(*style.label);
    return fmt::format(
        R"(<?xml version="1.0" encoding="UTF-8"?><StyledLayerDescriptor version="1.0.0" xmlns="http://www.opengis.net/sld" xmlns:ogc="http://www.opengis.net/ogc" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://www.opengis.net/sld http://schemas.opengis.net/sld/1.0.0/StyledLayerDescriptor.xsd"><NamedLayer><Name>{}</Name><UserStyle><Title>{}</Title><FeatureTypeStyle>{}</FeatureTypeStyle></UserStyle></NamedLayer></StyledLayerDescriptor>)",
        xml_escaped(layer), xml_escaped(name), rules);
}

}  // namespace amaneku::app
