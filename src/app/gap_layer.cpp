#include "app/gap_layer.hpp"

#include "geos/dissolve.hpp"

#include <cmath>
#include <cstddef>

namespace amaneku::app {

namespace {

using gdal::FieldType;
using gdal::FieldValue;

PolygonSet outline(const RunResult& result, const Gap& gap) {
    PolygonSet cells;
    for (const std::uint32_t cell : gap.cells) {
        const auto ring = result.population.grid.polygon(result.population.cells[cell]);
        cells.points.insert(cells.points.end(), ring.begin(), ring.end());
        cells.close_ring();
        cells.close_part();
    }
    return gap.cells.size() == 1 ? cells : geos::dissolve(cells);
}

FieldValue metres(const std::optional<NearPoint>& near) {
    return near ? FieldValue{std::round(near->distance_m)} : FieldValue{};
}

}  // namespace

std::vector<gdal::LayerField> gap_fields(const RunResult& result) {
    std::vector<gdal::LayerField> fields{{"gap_id", FieldType::text},  {"service", FieldType::text},
                                         {"rank", FieldType::integer}, {"zone_code", FieldType::text},
                                         {"town", FieldType::text},    {"cells", FieldType::integer}};
    for (const std::string& w : result.population.weight_names) fields.push_back({w, FieldType::integer});
    for (const char* name : {"area_km2", "nearest_site_m", "nearest_served_m"})
        fields.push_back({name, FieldType::real});
    for (const std::string& c : result.gaps->backbone_classes)
        fields.push_back({"nearest_" + c + "_m", FieldType::real});
    if (result.gaps->has_cost) fields.push_back({"cost", FieldType::integer});
    return fields;
}

void write_gaps(const RunResult& result, gdal::LayerSink& writer) {
    writer.begin_layer("gap", gdal::GeometryKind::multipolygon, gap_fields(result),
                       result.population.grid.crs());
    const std::vector<Gap>& gaps = result.gaps->gaps;
    std::int64_t rank = 0;
    for (std::size_t g = 0; g < gaps.size(); ++g) {
        const Gap& gap = gaps[g];
        rank = g > 0 && gaps[g - 1].service == gap.service ? rank + 1 : 1;
        std::string codes;
        for (const GapPart& part : gap.parts)
            codes += (codes.empty() ? "" : ";") + result.zones.zones[part.zone].code;
        std::vector<FieldValue> values{gap.id,   result.config.services[gap.service].id,     rank, codes,
                                       gap.town, static_cast<std::int64_t>(gap.cells.size())};
        for (const Amount amount : gap.weights) values.emplace_back(whole_units(amount));
        values.emplace_back(std::round(gap.km2 * 1000.0) / 1000.0);
        values.push_back(metres(gap.site));
        values.push_back(metres(gap.served));
        for (const auto& near : gap.backbone) values.push_back(metres(near));
        if (result.gaps->has_cost) values.emplace_back(gap.cost);
        writer.add(outline(result, gap), values);
    }
}

}  // namespace amaneku::app
