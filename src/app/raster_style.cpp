#include "app/raster_style.hpp"

#include <fmt/format.h>

#include <array>
#include <cstddef>

namespace amaneku::app {

std::string raster_qml(const std::vector<RasterClass>& classes, bool is_of_classes) {
    std::string entries;
    for (std::size_t i = 0; i < classes.size(); ++i) {
        const RasterClass& c = classes[i];
        const bool is_last = i + 1 == classes.size() && !is_of_classes;
        const std::string value = is_last ? "inf" : fmt::format("{}", c.value);
        entries += fmt::format(R"(<{} value="{}" color="{}" alpha="255" label="{}"/>)",
                               is_of_classes ? "paletteEntry" : "item", value, c.colour.hex(),
                               xml_escaped(c.label));
    }
    const std::string renderer =
        is_of_classes
            ? fmt::format(
                  R"(<rasterrenderer type="paletted" band="1" opacity="0.7" alphaBand="-1"><colorPalette>{}</colorPalette></rasterrenderer>)",
                  entries)
            : fmt::format(
                  R"(<rasterrenderer type="singlebandpseudocolor" band="1" opacity="0.7" alphaBand="-1"><rastershader><colorrampshader colorRampType="DISCRETE" classificationMode="1" clip="0">{}</colorrampshader></rastershader></rasterrenderer>)",
                  entries);
    return fmt::format(
        R"(<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'><qgis version="3.22.0" styleCategories="Symbology"><pipe>{}</pipe><blendMode>0</blendMode></qgis>)"
        "\n",
        renderer);
}

std::vector<RasterClass> power_classes(double threshold_dbm) {
    // Below the threshold orange, from it on blue, as everywhere in the maps: left out and reached.
    struct Step {
        double above;
        Colour colour;
    };
    static constexpr std::array steps{Step{-15.0, {166, 54, 3}},   Step{-5.0, {230, 118, 46}},
                                      Step{0.0, {253, 195, 138}},  Step{5.0, {198, 219, 239}},
                                      Step{15.0, {107, 174, 214}}, Step{25.0, {49, 130, 189}},
                                      Step{0.0, {8, 69, 148}}};
    std::vector<RasterClass> out;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const double upper = threshold_dbm + steps[i].above;
        const double lower = i == 0 ? 0.0 : threshold_dbm + steps[i - 1].above;
        const bool is_last = i + 1 == steps.size();
        out.push_back({upper, steps[i].colour,
                       i == 0    ? fmt::format("< {:g} dBm", upper)
                       : is_last ? fmt::format("≥ {:g} dBm", lower)
                                 : fmt::format("{:g} – {:g} dBm", lower, upper)});
    }
    return out;
}

std::vector<RasterClass> server_count_classes() {
    return {{0.0, {253, 195, 138}, "0"},
            {1.0, {198, 219, 239}, "1"},
            {2.0, {107, 174, 214}, "2"},
            {4.0, {49, 130, 189}, "3 – 4"},
            {8.0, {8, 69, 148}, "≥ 5"}};
}

std::vector<RasterClass> server_classes(const std::vector<std::string>& names) {
    static constexpr std::array<Colour, 12> colours{{{166, 206, 227},
                                                     {31, 120, 180},
                                                     {178, 223, 138},
                                                     {51, 160, 44},
                                                     {251, 154, 153},
                                                     {227, 26, 28},
                                                     {253, 191, 111},
                                                     {255, 127, 0},
                                                     {202, 178, 214},
                                                     {106, 61, 154},
                                                     {255, 255, 153},
                                                     {177, 89, 40}}};
    std::vector<RasterClass> out;
    for (std::size_t i = 0; i < names.size(); ++i)
        out.push_back({static_cast<double>(i + 1), colours[i % colours.size()], names[i]});
    return out;
}

}  // namespace amaneku::app
