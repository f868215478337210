// GDAL merely reads it: the time from opening a file of polygons to the sum over all x, on one thread.
//   gdal_read FILE           feature by feature, through the C API
//   gdal_read --arrow FILE   the Arrow stream, in batches that stay in the cache
#include "tables.hpp"

#include <cpl_string.h>
#include <gdal.h>
#include <ogr_api.h>
#include <ogr_recordbatch.h>

#include <chrono>
#include <cstring>

namespace {

using bench::fail;

struct Sum {
    std::uint64_t vertices = 0;
    double x = 0.0;
};

void add(OGRGeometryH geometry, std::vector<double>& scratch, Sum& sum) {
    const int parts = OGR_G_GetGeometryCount(geometry);
    for (int i = 0; i < parts; ++i) add(OGR_G_GetGeometryRef(geometry, i), scratch, sum);
    const int points = parts > 0 ? 0 : OGR_G_GetPointCount(geometry);
    if (points == 0) return;
    scratch.resize(2 * static_cast<std::size_t>(points));
    OGR_G_GetPoints(geometry, scratch.data(), 2 * sizeof(double), scratch.data() + 1, 2 * sizeof(double),
                    nullptr, 0);
    for (int i = 0; i < points; ++i) sum.x += scratch[2 * static_cast<std::size_t>(i)];
    sum.vertices += static_cast<std::uint64_t>(points);
}

Sum by_feature(OGRLayerH layer) {
    Sum sum;
    std::vector<double> scratch;
    while (OGRFeatureH feature = OGR_L_GetNextFeature(layer)) {
        if (OGRGeometryH geometry = OGR_F_GetGeometryRef(feature)) add(geometry, scratch, sum);
        OGR_F_Destroy(feature);
    }
    return sum;
}

std::uint32_t integer(const unsigned char*& at) {
    std::uint32_t value = 0;
    std::memcpy(&value, at, sizeof value);
    at += sizeof value;
    return value;
}

/// WKB of two dimensions, little endian: what GDAL writes on this machine.
void add_wkb(const unsigned char*& at, Sum& sum) {
    ++at;
    const std::uint32_t kind = integer(at);
    const std::uint32_t count = integer(at);
    for (std::uint32_t i = 0; i < count; ++i) {
        if (kind != wkbPolygon) {
            add_wkb(at, sum);
            continue;
        }
        const std::uint32_t points = integer(at);
        for (std::uint32_t p = 0; p < points; ++p, at += 2 * sizeof(double)) {
            double x = 0.0;
            std::memcpy(&x, at, sizeof x);
            sum.x += x;
        }
        sum.vertices += points;
    }
}

Sum by_batch(OGRLayerH layer) {
    char** options = CSLSetNameValue(nullptr, "MAX_FEATURES_IN_BATCH", "1024");
    ArrowArrayStream stream;
    if (!OGR_L_GetArrowStream(layer, &stream, options)) fail("arrow stream", CPLGetLastErrorMsg());
    CSLDestroy(options);
    ArrowSchema schema;
    stream.get_schema(&stream, &schema);
    const std::int64_t column = schema.n_children - 1;  // GDAL puts the geometry last
    schema.release(&schema);
    Sum sum;
    for (;;) {
        ArrowArray batch;
        if (stream.get_next(&stream, &batch) != 0) fail("arrow stream", CPLGetLastErrorMsg());
        if (batch.release == nullptr) break;
        const ArrowArray& shapes = *batch.children[column];
        const auto* offsets = static_cast<const std::int32_t*>(shapes.buffers[1]);
        const auto* bytes = static_cast<const unsigned char*>(shapes.buffers[2]);
        for (std::int64_t i = 0; i < shapes.length; ++i) {
            const unsigned char* at = bytes + offsets[i];
            if (offsets[i + 1] > offsets[i]) add_wkb(at, sum);
        }
        batch.release(&batch);
    }
    stream.release(&stream);
    return sum;
}

}  // namespace

int main(int argc, char** argv) {
    const bool arrow = argc == 3 && std::string{argv[1]} == "--arrow";
    if (argc != 2 && !arrow) fail("gdal_read", "[--arrow] FILE");
    GDALAllRegister();
    const auto start = std::chrono::steady_clock::now();
    GDALDatasetH data =
        GDALOpenEx(argv[argc - 1], GDAL_OF_VECTOR | GDAL_OF_READONLY, nullptr, nullptr, nullptr);
    if (data == nullptr) fail(argv[argc - 1], CPLGetLastErrorMsg());
    OGRLayerH layer = GDALDatasetGetLayer(data, 0);
    const Sum sum = arrow ? by_batch(layer) : by_feature(layer);
    GDALClose(data);
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
    std::printf("{\"seconds\": %.6f, \"vertices\": %llu, \"sum_x\": %.17g}\n", seconds.count(),
                static_cast<unsigned long long>(sum.vertices), sum.x);
    return 0;
}
