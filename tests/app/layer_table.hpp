#pragma once

#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

namespace amaneku {

/// A layer as rows of text, whatever file or database it comes from: reals with 17 digits, null as `null`.
struct LayerTable {
    struct Row {
        std::vector<std::string> values;
        std::string wkb;
        std::array<double, 4> box{};  ///< west, south, east, north
        double area = 0.0;
    };
    std::vector<std::string> fields;
    std::vector<OGRFieldType> types;
    OGRwkbGeometryType geometry = wkbUnknown;
    std::string crs;  ///< `EPSG:6668`, empty: none
    std::vector<Row> rows;

    [[nodiscard]] std::vector<std::vector<std::string>> sorted_values() const {
        std::vector<std::vector<std::string>> out;
        for (const Row& row : rows) out.push_back(row.values);
        std::sort(out.begin(), out.end());
        return out;
    }
    [[nodiscard]] std::size_t column(const std::string& name) const {
        const auto found = std::find(fields.begin(), fields.end(), name);
        if (found == fields.end()) throw std::runtime_error{"no column " + name};
        return static_cast<std::size_t>(found - fields.begin());
    }
};

inline std::string text_of(const OGRFeature& feature, int field) {
    if (feature.IsFieldSetAndNotNull(field) == 0) return "null";
    if (feature.GetFieldDefnRef(field)->GetType() != OFTReal)
        return const_cast<OGRFeature&>(feature).GetFieldAsString(field);
    std::array<char, 40> text{};
    std::snprintf(text.data(), text.size(), "%.17g", feature.GetFieldAsDouble(field));
    return text.data();
}

inline LayerTable read_layer(OGRLayer& layer) {
    LayerTable table;
    table.geometry = layer.GetGeomType();
    if (const OGRSpatialReference* crs = layer.GetSpatialRef(); crs != nullptr) {
        const char* code = crs->GetAuthorityCode(nullptr);
        table.crs = code == nullptr ? crs->GetName() : std::string{"EPSG:"} + code;
    }
    const OGRFeatureDefn& definition = *layer.GetLayerDefn();
    for (int i = 0; i < definition.GetFieldCount(); ++i) {
        table.fields.emplace_back(definition.GetFieldDefn(i)->GetNameRef());
        table.types.push_back(definition.GetFieldDefn(i)->GetType());
    }
    for (const OGRFeatureUniquePtr& feature : layer) {
        LayerTable::Row row;
        for (int i = 0; i < definition.GetFieldCount(); ++i) row.values.push_back(text_of(*feature, i));
        if (const OGRGeometry* geometry = feature->GetGeometryRef(); geometry != nullptr) {
            row.wkb.resize(static_cast<std::size_t>(geometry->WkbSize()));
            geometry->exportToWkb(wkbNDR, reinterpret_cast<unsigned char*>(row.wkb.data()), wkbVariantIso);
            OGREnvelope box;
            geometry->getEnvelope(&box);
            row.box = {box.MinX, box.MinY, box.MaxX, box.MaxY};
            if (OGR_GT_IsSurface(wkbFlatten(geometry->getGeometryType())))
                row.area = geometry->toSurface()->get_Area();
            if (OGR_GT_IsSubClassOf(wkbFlatten(geometry->getGeometryType()), wkbMultiSurface))
                row.area = geometry->toMultiSurface()->get_Area();
        }
        table.rows.push_back(std::move(row));
    }
    return table;
}

inline GDALDatasetUniquePtr open_layers(const std::string& name) {
    GDALAllRegister();
    GDALDatasetUniquePtr dataset{GDALDataset::Open(name.c_str(), GDAL_OF_VECTOR)};
    if (!dataset) throw std::runtime_error{"cannot be opened: " + name + ": " + CPLGetLastErrorMsg()};
    return dataset;
}

/// The layers of a data set by name; of a GeoPackage without `layer_styles`.
inline std::map<std::string, LayerTable> read_layers(const std::string& name) {
    const GDALDatasetUniquePtr dataset = open_layers(name);
    std::map<std::string, LayerTable> tables;
    for (OGRLayer* layer : dataset->GetLayers()) {
        if (std::string{"layer_styles"} != layer->GetName()) tables[layer->GetName()] = read_layer(*layer);
    }
    return tables;
}

}  // namespace amaneku
