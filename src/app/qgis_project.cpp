#include "app/qgis_project.hpp"

#include "app/attribution.hpp"
#include "app/layer_styles.hpp"
#include "app/layers.hpp"
#include "app/print_layout.hpp"
#include "app/style_qml.hpp"
#include "app/style_sld.hpp"
#include "core/version.hpp"
#include "io/zip_file.hpp"
#include "proj/transform.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <vector>

namespace amaneku::app {

namespace {

// QGIS takes a CRS by its own number and PROJ text; the authority's id alone it leaves aside.
constexpr const char* web_mercator =
    R"(<spatialrefsys><proj4>+proj=merc +a=6378137 +b=6378137 +lat_ts=0 +lon_0=0 +x_0=0 +y_0=0 +k=1 +units=m +nadgrids=@null +wktext +no_defs</proj4><srsid>3857</srsid><srid>3857</srid><authid>EPSG:3857</authid><description>WGS 84 / Pseudo-Mercator</description><projectionacronym>merc</projectionacronym><ellipsoidacronym>EPSG:7030</ellipsoidacronym><geographicflag>false</geographicflag></spatialrefsys>)";
constexpr const char* jgd2011 =
    R"(<spatialrefsys><proj4>+proj=longlat +ellps=GRS80 +towgs84=0,0,0,0,0,0,0 +no_defs</proj4><srsid>28357</srsid><srid>6668</srid><authid>EPSG:6668</authid><description>JGD2011</description><projectionacronym>longlat</projectionacronym><ellipsoidacronym>EPSG:7019</ellipsoidacronym><geographicflag>true</geographicflag></spatialrefsys>)";

/// A CRS that is given as `EPSG:6668` or as WKT.
std::string crs_xml(const std::string& crs) {
    if (crs == "EPSG:6668") return jgd2011;
    if (crs.starts_with("EPSG:"))
        return fmt::format("<spatialrefsys><srid>{}</srid><authid>{}</authid></spatialrefsys>", crs.substr(5),
                           crs);
    return fmt::format("<spatialrefsys><wkt>{}</wkt></spatialrefsys>", xml_escaped(crs));
}

/// Around the reported zones, in EPSG:3857; around Japan where there are none.
MapBox box_of(const RunResult& result) {
    constexpr double infinite = std::numeric_limits<double>::infinity();
    MapBox box{infinite, infinite, -infinite, -infinite};
    const proj::Transform transform{result.population.grid.crs(), "EPSG:3857"};
    const PolygonSet& polygons = result.zones.polygons;
    for (std::size_t part = 0; part < result.zones.part_zone.size(); ++part) {
        if (!result.zones.zones[result.zones.part_zone[part]].reported) continue;
        for (const Point p : polygons.ring(polygons.part_begin[part])) {
            const Point at = transform(p);
            if (!std::isfinite(at.x) || !std::isfinite(at.y)) continue;
            box = {std::min(box.west, at.x), std::min(box.south, at.y), std::max(box.east, at.x),
                   std::max(box.north, at.y)};
        }
    }
    if (box.west > box.east) return {13'600'000.0, 2'700'000.0, 17'100'000.0, 5'800'000.0};
    return box;
}

/// A layer of the project: one of the GeoPackage's with a style, perhaps of some of its features.
struct ProjectLayer {
    std::string id, title, layer;
    std::string subset;  ///< SQL condition, empty: all
    LayerStyle style;
    bool is_shown = false;
};

struct ProjectGroup {
    std::string title;
    std::vector<ProjectLayer> layers;
    bool is_shown = true;
};

/// QGIS leaves ids of ten characters and less aside and takes others, at random.
std::string layer_id(const std::string& service, const std::string& layer) {
    return fmt::format("amaneku_layer_{}{}{}", service, service.empty() ? "" : "_", layer);
}

/// Groups and layers, those on top first.
class ProjectTree {
public:
    explicit ProjectTree(const RunResult& result)
        : m_result{result},
          m_titles{result.config},
          m_names{layer_names(result)},
          m_styles{layer_styles(result)} {}

    [[nodiscard]] std::vector<ProjectGroup> groups() const {
        std::vector<ProjectGroup> out;
        out.push_back({m_titles.word("整備計画", "plan"), {}});
        add(out.back(), "candidate", m_titles.word("整備候補", "candidates"), true);
        out.push_back({m_titles.word("区域", "areas"), {}});
        add(out.back(), "group", m_titles.word("圏域", "groups"), false);
        add(out.back(), "prefecture", m_titles.word("都道府県", "prefectures"), false);
        add(out.back(), "municipality", m_titles.word("市区町村", "municipalities"), true);
        for (std::size_t s = 0; s < m_result.config.services.size(); ++s) out.push_back(of_service(s));
        std::erase_if(out, [](const ProjectGroup& g) { return g.layers.empty(); });
        return out;
    }

private:
    [[nodiscard]] bool has(const std::string& layer) const {
        return std::find(m_names.begin(), m_names.end(), layer) != m_names.end();
    }
    [[nodiscard]] const LayerStyle& default_style(const std::string& layer) const {
        return std::find_if(m_styles.begin(), m_styles.end(),
                            [&](const NamedStyle& s) { return s.layer == layer && s.is_default; })
            ->style;
    }
    void add(ProjectGroup& group, const std::string& layer, const std::string& title, bool is_shown) const {
        if (has(layer))
            group.layers.push_back({layer_id("", layer), title, layer, {}, default_style(layer), is_shown});
    }
    [[nodiscard]] ProjectGroup of_service(std::size_t index) const {
        const ServiceConfig& service = m_result.config.services[index];
        const bool first = index == 0;
        ProjectGroup out{shown_name(service), {}, first};
        const auto add = [&](const std::string& layer, const std::string& title, const std::string& subset,
                             LayerStyle style, bool is_shown) {
            if (has(layer))
                out.layers.push_back(
                    {layer_id(service.id, layer), title, layer, subset, std::move(style), is_shown && first});
        };
        const std::string mine = fmt::format("\"service\" = '{}'", service.id);
        if (has("gap")) add("gap", m_titles.word("圏外地域", "gaps"), mine, default_style("gap"), true);
        add("place", m_titles.word("施設", "facilities"), {}, reach_style("place", service, m_titles), false);
        const bool has_sites = std::any_of(service.providers.begin(), service.providers.end(),
                                           [](const ProviderConfig& p) { return p.has_sites(); });
        if (has_sites)
            add("site", m_titles.word("基地局", "sites"), mine, provider_style("site", {service}), false);
        add("line", m_titles.word("道路・鉄道", "roads and railways"), {},
            reach_style("line", service, m_titles), false);
        add("mesh", m_titles.word("メッシュ（カバー面積率）", "cells (covered fraction)"), {},
            shaded_style("mesh", service, m_titles), true);
        add("footprint", m_titles.word("エリア", "footprints"), mine, provider_style("footprint", {service}),
            false);
        add("municipality", m_titles.word("市区町村（カバー率）", "municipalities (rate)"), {},
            shaded_style("municipality", service, m_titles), false);
        return out;
    }

    const RunResult& m_result;
    ColumnTitles m_titles;
    std::vector<std::string> m_names;
    std::vector<NamedStyle> m_styles;
};

std::string source_of(const ProjectLayer& layer) {
    return fmt::format("./coverage.gpkg|layername={}{}", layer.layer,
                       layer.subset.empty() ? std::string{} : "|subset=" + layer.subset);
}

std::string layer_xml(const RunResult& result, const ColumnTitles& titles, const ProjectLayer& layer) {
    std::vector<std::string> columns;
    for (const auto& field : layer_fields(result, layer.layer)) columns.push_back(field.name);
    const QgisStyle style = qgis_style(layer.style, columns, titles);
    const bool is_point = layer.layer == "site" || layer.layer == "place" || layer.layer == "candidate";
    const bool is_of_grid = !is_point && layer.layer != "footprint" && layer.layer != "line";
    return fmt::format(
        R"(<maplayer type="vector" geometry="{}" labelsEnabled="{}" hasScaleBasedVisibilityFlag="0" styleCategories="AllStyleCategories" simplifyDrawingHints="1" simplifyDrawingTol="1" simplifyLocal="1" simplifyMaxScale="1" simplifyAlgorithm="0"><id>{}</id><datasource>{}</datasource><layername>{}</layername><srs>{}</srs><provider encoding="UTF-8">ogr</provider>{}{}{}<blendMode>0</blendMode><featureBlendMode>0</featureBlendMode><layerOpacity>{}</layerOpacity></maplayer>)",
        is_point                ? "Point"
        : layer.layer == "line" ? "Line"
                                : "Polygon",
        layer.style.label ? 1 : 0, layer.id, xml_escaped(source_of(layer)), xml_escaped(layer.title),
        crs_xml(is_of_grid ? result.population.grid.crs() : "EPSG:6668"), style.renderer, style.labels,
        style.aliases, layer.style.opacity);
}

std::string tree_xml(const std::vector<ProjectGroup>& groups) {
    const auto checked = [](bool is) { return is ? "Qt::Checked" : "Qt::Unchecked"; };
    std::string out = "<layer-tree-group>";
    for (const ProjectGroup& group : groups) {
        out += fmt::format(R"(<layer-tree-group name="{}" checked="{}" expanded="{}">)",
                           xml_escaped(group.title), checked(group.is_shown), group.is_shown ? 1 : 0);
        for (const ProjectLayer& layer : group.layers)
            out += fmt::format(
                R"(<layer-tree-layer id="{}" name="{}" source="{}" providerKey="ogr" checked="{}" expanded="{}" legend_exp="" legend_split_behavior="0" patch_size="-1,-1"/>)",
                layer.id, xml_escaped(layer.title), xml_escaped(source_of(layer)), checked(layer.is_shown),
                layer.is_shown ? 1 : 0);
        out += "</layer-tree-group>";
    }
    return out + "</layer-tree-group>";
}

std::string project_xml(const RunResult& result) {
    const ColumnTitles titles{result.config};
    const std::vector<ProjectGroup> groups = ProjectTree{result}.groups();
    const MapBox box = box_of(result);
    const std::string title =
        result.config.title.empty() ? titles.word("カバー率", "coverage") : result.config.title;
    PrintPage page{
        "A4",
        title,
        fmt::format(fmt::runtime(titles.word("基準日 {}　", "as of {}; ")), format_date(result.config.as_of)),
        fmt::format(
            fmt::runtime(titles.word("出典：{}　／　作成：amaneku {}", "Sources: {} / made by amaneku {}")),
            attribution(result, titles), version),
        titles.word("凡例", "legend"),
        box};
    for (std::size_t s = 0; s < result.config.services.size(); ++s)
        page.subtitle +=
            (s == 0 ? "" : titles.word("　／　", "; ")) + rule_line(result.config.services[s], titles);
    std::string layers;
    std::string order;
    for (const ProjectGroup& group : groups) {
        for (const ProjectLayer& layer : group.layers) {
            layers += layer_xml(result, titles, layer);
            order += fmt::format(R"(<layer id="{}"/>)", layer.id);
        }
    }
    return fmt::format(
        R"(<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'><qgis version="3.22.0" projectname="{0}"><title>{0}</title><projectCrs>{1}</projectCrs>{2}<mapcanvas name="theMapCanvas" annotationsVisible="1"><units>meters</units><extent><xmin>{3}</xmin><ymin>{4}</ymin><xmax>{5}</xmax><ymax>{6}</ymax></extent><rotation>0</rotation><destinationsrs>{1}</destinationsrs></mapcanvas><projectlayers>{7}</projectlayers><layerorder>{8}</layerorder><properties><SpatialRefSys><ProjectionsEnabled type="int">1</ProjectionsEnabled></SpatialRefSys><Measure><Ellipsoid type="QString">EPSG:7030</Ellipsoid></Measure><Paths><Absolute type="bool">false</Absolute></Paths></properties><Layouts>{9}</Layouts></qgis>)",
        xml_escaped(title), web_mercator, tree_xml(groups), box.west, box.south, box.east, box.north, layers,
        order, print_layout(page));
}

}  // namespace

std::string qgis_project(const RunResult& result) {
    return io::zip_bytes({{"coverage.qgs", project_xml(result)}});
}

std::map<std::string, std::string> sld_files(const RunResult& result) {
    std::map<std::string, std::string> out;
    for (const NamedStyle& named : layer_styles(result))
        out.emplace(named.name + ".sld", sld(named.layer, named.name, named.style));
    return out;
}

}  // namespace amaneku::app
