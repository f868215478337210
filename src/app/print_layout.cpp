#include "app/print_layout.hpp"

#include "app/map_style.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>

namespace amaneku::app {

namespace {

// In mm.
constexpr double border = 10.0;
constexpr double map_top = 28.0;

/// A page of A4: its size, and that of the map on it. The legend is beside the map, the attribution at the
/// foot.
struct Paper {
    double width, height, map_width, map_height;

    [[nodiscard]] double foot_top() const { return map_top + map_height + 3.0; }
};
constexpr Paper across{297.0, 210.0, 205.0, 152.0};
constexpr Paper upright{210.0, 297.0, 140.0, 236.0};

/// What a map is better printed on: a prefecture may be twice as high as it is wide.
const Paper& paper_for(const MapBox& box) {
    return (box.north - box.south) > 1.25 * (box.east - box.west) ? upright : across;
}

constexpr std::string_view font = "Noto Sans CJK JP";

// QGIS knows items by these numbers.
constexpr int page_type = 65638;
constexpr int map_type = 65639;
constexpr int label_type = 65641;
constexpr int legend_type = 65642;
constexpr int scale_bar_type = 65646;

struct Frame {
    double left, top, width, height;
};

/// Attributes and first elements that every item has; ids are of the item's place on the page.
std::string item(int type, int id, Frame at, bool has_background, const std::string& attributes,
                 const std::string& elements) {
    const std::string uuid = fmt::format("{{00000000-0000-4000-8000-{:012}}}", id);
    return fmt::format(
        R"(<LayoutItem type="{}" uuid="{}" templateUuid="{}" id="" position="{},{},mm" positionOnPage="{},{},mm" size="{},{},mm" referencePoint="0" itemRotation="0" zValue="{}" visibility="1" opacity="1" positionLock="false" groupUuid="" excludeFromExports="0" blendMode="0" frame="{}" frameJoinStyle="miter" outlineWidthM="0.2,mm" background="{}" {}><FrameColor red="90" green="90" blue="90" alpha="255"/><BackgroundColor red="255" green="255" blue="255" alpha="255"/><LayoutObject/>{}</LayoutItem>)",
        type, uuid, uuid, at.left, at.top, at.left, at.top, at.width, at.height, id,
        type == map_type ? "true" : "false", has_background ? "true" : "false", attributes, elements);
}

std::string font_description(double points, bool bold) {
    return fmt::format("{},{},-1,5,{},0,0,0,0,0", font, points, bold ? 75 : 50);
}

std::string label(int id, Frame at, double points, bool bold, const std::string& text) {
    return item(
        label_type, id, at, false,
        fmt::format(R"(labelText="{}" halign="1" valign="32" marginX="0" marginY="0" htmlState="0")",
                    xml_escaped(text)),
        fmt::format(
            R"(<LabelFont style="" description="{}"/><FontColor red="30" green="30" blue="30" alpha="255"/>)",
            font_description(points, bold)));
}

/// As much around a box that it has the map's proportions.
MapBox fitted(MapBox box, const Paper& paper) {
    constexpr double margin = 1.06;
    const double aspect = paper.map_width / paper.map_height;
    double width = std::max((box.east - box.west) * margin, 1000.0);
    double height = std::max((box.north - box.south) * margin, 1000.0);
    width = std::max(width, height * aspect);
    height = std::max(height, width / aspect);
    const double x = (box.west + box.east) / 2.0;
    const double y = (box.south + box.north) / 2.0;
    return {x - width / 2.0, y - height / 2.0, x + width / 2.0, y + height / 2.0};
}

std::string map_item(const MapBox& box, const Paper& paper) {
    return item(
        map_type, 1, {border, map_top, paper.map_width, paper.map_height}, true,
        R"(labelMargin="0,mm" drawCanvasItems="true" isTemporal="0" mapFlags="0" keepLayerSet="false" followPreset="false" followPresetName="" mapRotation="0")",
        fmt::format(
            R"(<Extent xmin="{}" ymin="{}" xmax="{}" ymax="{}"/><LayerSet/><AtlasMap atlasDriven="0" margin="0.1" scalingMode="2"/><labelBlockingItems/>)",
            box.west, box.south, box.east, box.north));
}

std::string legend_item(const std::string& title, const Paper& paper) {
    const auto style = [](const char* name, double points, bool bold, const char* margins) {
        return fmt::format(
            R"(<style name="{}" alignment="1" indent="0" {}><styleFont style="" description="{}"/></style>)",
            name, margins, font_description(points, bold));
    };
    const double left = border + paper.map_width + 3.0;
    return item(
        legend_type, 2, {left, map_top, paper.width - border - left, paper.map_height}, false,
        fmt::format(
            R"(title="{}" titleAlignment="1" legendFilterByMap="1" legendFilterByAtlas="0" map_uuid="{{00000000-0000-4000-8000-000000000001}}" columnCount="1" splitLayer="0" equalColumnWidth="0" columnSpace="2" boxSpace="0" lineSpacing="0.8" symbolWidth="6" symbolHeight="3.5" symbolAlignment="1" wrapChar="" maxSymbolSize="0" minSymbolSize="0" resizeToContents="1" rasterBorder="1" rasterBorderColor="0,0,0,255" rasterBorderWidth="0" wmsLegendWidth="50" wmsLegendHeight="25" fontColor="#1e1e1e")",
            xml_escaped(title)),
        "<styles>" + style("title", 11, true, R"(marginBottom="2")") +
            style("group", 9.5, true, R"(marginTop="2.5")") +
            style("subgroup", 8.5, false, R"(marginTop="2")") +
            style("symbol", 8, false, R"(marginTop="1.2")") +
            style("symbolLabel", 8, false, R"(marginTop="1" marginLeft="1.5")") + "</styles>");
}

/// The largest of 1, 2, 5, 10, … kilometres of which two are within a third of the map.
double bar_length(const MapBox& box) {
    constexpr double earth = 6'378'137.0;
    const double middle = std::atan(std::sinh((box.south + box.north) / 2.0 / earth));
    const double km = (box.east - box.west) * std::cos(middle) / 1000.0;
    double best = 0.05;
    for (double unit = 0.05; unit <= 1000.0; unit *= 10.0) {
        for (const double times : {1.0, 2.0, 4.0, 10.0}) {
            if (2.0 * unit * times <= km / 3.0) best = unit * times;
        }
    }
    return best;
}

std::string scale_bar(const MapBox& box, const Paper& paper) {
    return item(
        scale_bar_type, 3, {border + 3.0, map_top + paper.map_height - 13.0, 80.0, 12.0}, false,
        fmt::format(
            R"(style="Line Ticks Up" mapUuid="{{00000000-0000-4000-8000-000000000001}}" numSegments="2" numSegmentsLeft="0" numSubdivisions="1" subdivisionsHeight="1.5" numUnitsPerSegment="{}" numMapUnitsPerScaleBarUnit="1" unitType="km" unitLabel="km" segmentSizeMode="0" minBarWidth="50" maxBarWidth="150" segmentMillimeters="20" height="2.5" labelBarSpace="1.5" boxContentSpace="1" labelVerticalPlacement="0" labelHorizontalPlacement="0" alignment="0" outlineWidth="0.3" lineJoinStyle="miter" lineCapStyle="square")",
            bar_length(box)),
        fmt::format(
            R"(<text-style fontFamily="{}" fontSize="8" fontSizeUnit="Point" fontWeight="50" textColor="30,30,30,255" textOpacity="1"><text-buffer bufferDraw="1" bufferSize="0.6" bufferSizeUnits="MM" bufferColor="255,255,255,255" bufferOpacity="1"/></text-style>)",
            font));
}

std::string blank_page(const Paper& paper) {
    const std::string white =
        R"(<symbol type="fill" name="" alpha="1" clip_to_extent="1"><layer class="SimpleFill" enabled="1" locked="0" pass="0"><prop k="color" v="255,255,255,255"/><prop k="outline_style" v="no"/><prop k="style" v="solid"/></layer></symbol>)";
    return fmt::format("<PageCollection>{}{}<GuideCollection visible=\"1\"/></PageCollection>", white,
                       item(page_type, 0, {0.0, 0.0, paper.width, paper.height}, true, "", white));
}

}  // namespace

std::string print_layout(const PrintPage& page) {
    const Paper& paper = paper_for(page.box);
    const MapBox box = fitted(page.box, paper);
    const double width = paper.width - 2.0 * border;
    const double foot = paper.foot_top();
    return fmt::format(
        R"(<Layout name="{}" units="mm" printResolution="300" worldFileMap="">{}{}{}{}{}{}{}</Layout>)",
        xml_escaped(page.name), blank_page(paper), map_item(box, paper),
        legend_item(page.legend_title, paper), scale_bar(box, paper),
        label(4, {border, 8.0, width, 10.0}, 17, true, page.title),
        label(5, {border, 18.5, width, 8.5}, 8, false, page.subtitle),
        label(6, {border, foot, width, paper.height - 4.0 - foot}, 7, false, page.attribution));
}

}  // namespace amaneku::app
