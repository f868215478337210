#include "app/change_layer.hpp"

#include "app/layer_styles.hpp"
#include "app/staged_files.hpp"
#include "core/grid.hpp"
#include "gdal/layer_writer.hpp"

#include <vector>

namespace amaneku::app {

using gdal::FieldType;
using gdal::FieldValue;

bool write_change_layer(const Comparison& comparison, const std::string& cell_level, Date day,
                        const std::string& path) {
    const auto level = mesh_level_from_id(cell_level);
    if (!level) return false;
    const Grid grid = Grid::mesh(*level);
    StagedFiles files;
    {
        gdal::LayerWriter writer{"GPKG", files.add(path), format_date(day)};
        const std::vector<gdal::LayerField> fields{
            {"mesh_code", FieldType::text}, {"zone_code", FieldType::text},   {"service", FieldType::text},
            {"state", FieldType::text},     {"part_before", FieldType::real}, {"part_after", FieldType::real},
            {"people", FieldType::real}};
        writer.begin_layer("change", gdal::GeometryKind::polygon, fields, grid.crs());
        for (const ChangedCell& cell : comparison.cells) {
            const auto at = grid.cell_from_code(cell.code);
            if (!at) continue;
            const auto ring = grid.polygon(*at);
            writer.add(ring,
                       std::vector<FieldValue>{cell.code, cell.zone, cell.service,
                                               std::string{cell.is_covered ? "newly-covered" : "newly-lost"},
                                               cell.part_before, cell.part_after, to_double(cell.people)});
        }
        write_change_style(day, fields, writer);
        writer.close();
    }
    files.publish();
    return true;
}

}  // namespace amaneku::app
