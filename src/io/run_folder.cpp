#include "io/run_folder.hpp"

#include "core/kpi.hpp"
#include "gdal/text_lines.hpp"
#include "io/csv_rows.hpp"
#include <amaneku/error.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <string_view>

namespace amaneku::io {

namespace fs = std::filesystem;
using Json = nlohmann::json;

namespace {

constexpr const char* way_out =
    "give the output directory of a finished run whose formats were \"csv\" and \"json\"";

std::string needed_file(const std::string& folder, const char* name) {
    std::string path = (fs::path{folder} / name).string();
    if (!fs::exists(path)) throw Error{Errc::input, path, fmt::format("is not there: {}", way_out)};
    return path;
}

RunService service_of(const Json& s, const Json& zones) {
    RunService out;
    out.id = s.at("id");
    out.name = s.at("name");
    out.weight = s.at("weight");
    out.rule = s.at("rule");
    out.decimals = s.at("decimals");
    out.threshold = s.at("threshold");
    out.comparator = s.at("comparator");
    out.method =
        fmt::format("{} of {}, {} {}, area {}, {}, cells {}, assign {}", out.rule, out.weight, out.comparator,
                    out.threshold, s.at("area").get<std::string>(), s.at("combine").get<std::string>(),
                    s.at("cells").get<std::string>(), zones.at("assign").get<std::string>());
    if (zones.at("calibrate").get<bool>()) out.method += ", calibrated";
    return out;
}

void read_summary(RunFolder& out) {
    const std::string path = needed_file(out.path, "summary.json");
    std::ifstream file{path, std::ios::binary};
    try {
        const Json summary = Json::parse(file);
        out.title = summary.at("title");
        const auto date = parse_date(summary.at("as_of").get<std::string>());
        if (!date) throw Error{Errc::input, path, "as_of is no date: the file is not of a finished run"};
        out.as_of = *date;
        out.cell_level = summary.at("cell_level");
        const Json& effective = summary.at("effective");
        out.report = effective.at("zones").at("report").get<std::vector<std::string>>();
        out.population_columns = effective.at("population").dump();
        out.assign = summary.at("zones").at("assign");
        for (const Json& s : summary.at("services"))
            out.services.push_back(service_of(s, summary.at("zones")));
        for (const Json& input : summary.at("inputs"))
            out.digests[input.at("role")].push_back(input.at("sha256"));
    } catch (const Json::exception& error) {
        throw Error{Errc::input, path,
                    fmt::format("is not the summary of a finished run of this version ({}): {}", error.what(),
                                way_out)};
    }
    for (auto& [role, digests] : out.digests) std::sort(digests.begin(), digests.end());
}

/// The places of the columns of coverage.csv.
struct CoverageColumns {
    std::array<std::size_t, 9> at{};
    static constexpr std::array<std::string_view, 9> names{
        "zone_level", "zone_code", "zone_name", "service", "provider", "weight", "rule", "total", "covered"};

    CoverageColumns(const std::vector<std::string_view>& header, const std::string& path) {
        for (std::size_t i = 0; i < names.size(); ++i) {
            const auto found = std::find(header.begin(), header.end(), names[i]);
            if (found == header.end())
                throw Error{Errc::input, path, fmt::format("has no column {}: {}", names[i], way_out)};
            at[i] = static_cast<std::size_t>(found - header.begin());
        }
    }
};

void read_coverage(RunFolder& out) {
    const std::string path = needed_file(out.path, "coverage.csv");
    gdal::LineReader lines{path};
    CsvRows rows{[&](std::string& to) { return lines.read(to); }};
    std::vector<std::string_view> fields;
    if (!rows.next(fields)) throw Error{Errc::input, path, fmt::format("is empty: {}", way_out)};
    if (fields.front().starts_with("\xEF\xBB\xBF")) fields.front().remove_prefix(3);
    const CoverageColumns columns{fields, path};
    const std::size_t count = fields.size();
    while (rows.next(fields)) {
        const std::string where = fmt::format("{}:{}", path, rows.line());
        if (fields.size() != count)
            throw Error{Errc::input, where,
                        fmt::format("has {} fields for {} columns", fields.size(), count)};
        const auto field = [&](std::size_t i) { return fields[columns.at[i]]; };
        const RunService* service = out.service(std::string{field(3)});
        if (service == nullptr || field(5) != service->weight || field(6) != service->rule) continue;
        const auto total = parse_decimal(field(7));
        const auto covered = parse_decimal(field(8));
        if (!total || !covered)
            throw Error{Errc::input, where, fmt::format("'{}', '{}' are no amounts", field(7), field(8))};
        out.coverage[{std::string{field(0)}, std::string{field(1)}, service->id, std::string{field(4)}}] = {
            std::string{field(2)}, *total, *covered};
    }
}

}  // namespace

const RunService* RunFolder::service(const std::string& id) const {
    const auto at =
        std::find_if(services.begin(), services.end(), [&](const RunService& s) { return s.id == id; });
    return at == services.end() ? nullptr : &*at;
}

RunFolder read_run_folder(const std::string& path) {
    if (!fs::is_directory(path)) throw Error{Errc::input, path, fmt::format("is no folder: {}", way_out)};
    RunFolder out;
    out.path = path;
    read_summary(out);
    read_coverage(out);
    return out;
}

}  // namespace amaneku::io
