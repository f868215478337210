#include "io/cell_table_reader.hpp"

#include "gdal/vector_source.hpp"
#include <amaneku/error.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <numeric>

namespace amaneku::io {

namespace fs = std::filesystem;

namespace {

std::string mesh_file(const std::string& folder) {
    for (const char* name : {"coverage.gpkg", "mesh.fgb", "mesh.geojson"}) {
        if (fs::path path = fs::path{folder} / name; fs::exists(path)) return path.string();
    }
    throw Error{Errc::input, folder,
                "has no table of cells: run it with formats = [\"csv\", \"json\", \"gpkg\"] (or \"fgb\" or "
                "\"geojson\" for \"gpkg\")"};
}

/// A row of numbers and texts of the layer `mesh`.
class MeshRow {
public:
    MeshRow(const gdal::FeatureView& feature, const std::string& file) : m_feature{feature}, m_file{file} {}

    [[nodiscard]] std::string text(int field) const { return m_feature.text(field).value_or(""); }
    [[nodiscard]] double number(int field) const {
        const std::string text = this->text(field);
        double value = 0.0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
        if (error == std::errc{} && end == text.data() + text.size() && std::isfinite(value)) return value;
        throw Error{Errc::input, fmt::format("{}: mesh/fid={}", m_file, m_feature.fid()),
                    fmt::format("'{}' is no number: the file was changed after the run", text)};
    }
    /// 1, 0, or -1 where there is nothing.
    [[nodiscard]] std::int8_t verdict(int field) const {
        const auto text = m_feature.text(field);
        if (!text || text->empty()) return -1;
        return *text == "1" ? std::int8_t{1} : std::int8_t{0};
    }

private:
    const gdal::FeatureView& m_feature;
    const std::string& m_file;
};

/// The fields of a service.
struct ServiceFields {
    int weight, fraction, covered;
    bool by_area;  ///< the rule counts parts of cells
};

template <typename T>
void reorder(std::vector<T>& column, const std::vector<std::size_t>& order) {
    std::vector<T> out;
    out.reserve(column.size());
    for (const std::size_t i : order) out.push_back(std::move(column[i]));
    column = std::move(out);
}

void sort_by_code(CellTable& table) {
    if (std::is_sorted(table.codes.begin(), table.codes.end())) return;
    std::vector<std::size_t> order(table.codes.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(),
              [&](std::size_t a, std::size_t b) { return table.codes[a] < table.codes[b]; });
    reorder(table.codes, order);
    reorder(table.zones, order);
    reorder(table.shares, order);
    for (auto& w : table.weights) reorder(w, order);
    for (ServiceCellColumn& s : table.services) {
        reorder(s.counted_part, order);
        reorder(s.is_covered, order);
    }
}

}  // namespace

CellTable read_cell_table(const RunFolder& run, const std::vector<std::string>& services) {
    const std::string file = mesh_file(run.path);
    gdal::VectorSource source{file, ""};
    const auto field = [&](const std::string& name) {
        const int at = source.field(name);
        if (at < 0)
            throw Error{
                Errc::input, file,
                fmt::format("its first layer has no column {}, but {}: it is not the mesh layer of this run",
                            name, fmt::join(source.fields(), ", "))};
        return at;
    };
    const int code = field("mesh_code");
    const int zone = field("zone_code");
    const int share = field("reported_share");
    std::vector<ServiceFields> columns;
    for (const std::string& id : services) {
        const RunService& s = *run.service(id);
        columns.push_back(
            {field(s.weight), field(id + "_fraction"), field(id + "_covered"), s.rule == "area_share"});
    }
    CellTable out;
    out.weights.resize(services.size());
    out.services.resize(services.size());
    source.for_each([&](const gdal::FeatureView& feature) {
        const MeshRow row{feature, file};
        out.codes.push_back(row.text(code));
        out.zones.push_back(row.text(zone));
        out.shares.push_back(row.number(share));
        for (std::size_t s = 0; s < services.size(); ++s) {
            const ServiceFields& c = columns[s];
            out.weights[s].push_back(
                static_cast<CellAmount>(std::llround(row.number(c.weight) * amount_per_unit)));
            const std::int8_t verdict = row.verdict(c.covered);
            out.services[s].is_covered.push_back(verdict);
            out.services[s].counted_part.push_back(verdict < 0 ? 0.0
                                                   : c.by_area ? row.number(c.fraction)
                                                               : verdict);
        }
    });
    sort_by_code(out);
    return out;
}

}  // namespace amaneku::io
