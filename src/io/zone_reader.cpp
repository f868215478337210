#include "io/zone_reader.hpp"

#include "core/municipal_code.hpp"
#include "gdal/vector_source.hpp"
#include "gdal/vsi.hpp"
#include "io/csv_rows.hpp"
#include "io/datum_notes.hpp"
#include "io/placement.hpp"
#include "io/zone_code.hpp"
#include "parallel/loop.hpp"
#include <amaneku/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <exception>
#include <iterator>
#include <set>

namespace amaneku::io {

namespace {

constexpr const char* unassigned_area = "所属未定地";

/// The columns of a layer that say what a feature is.
struct Columns {
    int code = -1;
    int name = -1;
    int prefecture = -1;    // N03_001
    int county = -1;        // N03_003
    int municipality = -1;  // N03_004
    int ward = -1;          // N03_005, from 2024

    Columns(const gdal::VectorSource& layer, const ZonesConfig& config) {
        const std::string& source = layer.shown();
        code = layer.field(config.code);
        if (code < 0)
            throw Error{Errc::input, source,
                        fmt::format("has no column '{}' of zone codes; it has {}: set zones.code",
                                    config.code, fmt::join(layer.fields(), ", "))};
        if (!config.name.empty()) {
            name = layer.field(config.name);
            if (name < 0)
                throw Error{Errc::input, source,
                            fmt::format("has no column '{}'; it has {}", config.name,
                                        fmt::join(layer.fields(), ", "))};
        } else {
            name = layer.field("name");
        }
        prefecture = layer.field("N03_001");
        county = layer.field("N03_003");
        municipality = layer.field("N03_004");
        ward = layer.field("N03_005");
    }
};

/// Zones with a code by code, then those without by file.
using DraftKey = std::pair<bool, std::string>;

/// What is read for one zone, before zones are sorted.
struct Draft {
    Zone zone;
    PolygonSet polygons;
};

/// The first feature of a code in a layer.
struct FirstOfCode {
    std::string name;
    std::int64_t fid;
};

/// What one layer holds, read by whichever thread; or the error that ended its file.
struct LayerPart {
    std::map<DraftKey, Draft> drafts;
    std::map<std::string, FirstOfCode> codes;  ///< before wards became their city
    std::vector<Issue> issues;
    std::vector<std::string> notes;
    std::vector<std::string> warnings;
    std::string source;
    std::string datum_note;
    std::exception_ptr failure;
};

/// The layer that each code was read from.
using CodeSources = std::map<std::string, std::string>;

/// A municipality of two files would have its area, and its people of border cells, twice: features of one
/// code belong together within a layer only. @throws Error (Errc::input)
void refuse_second_source(CodeSources& sources, const std::string& code, const std::string& name,
                          const std::string& source, std::int64_t fid) {
    const auto [first, is_new] = sources.emplace(code, source);
    if (is_new || first->second == source) return;
    throw Error{
        Errc::input, fmt::format("{}: fid={}", source, fid),
        fmt::format("zone {} {} is in {} too: its area would count twice; give each zone once, in one "
                    "file of zones.files",
                    code, name, first->second)};
}

bool is_reported(const ZonesConfig& config, const std::string& code) {
    if (config.report.empty()) return true;
    return std::any_of(config.report.begin(), config.report.end(),
                       [&](const std::string& r) { return code.starts_with(r); });
}

std::string trimmed(const std::string& text) {
    const std::size_t first = text.find_first_not_of(' ');
    return first == std::string::npos ? std::string{}
                                      : text.substr(first, text.find_last_not_of(' ') - first + 1);
}

Zone describe(const gdal::FeatureView& feature, const Columns& columns, const std::string& raw_code) {
    Zone zone;
    const auto text = [&](int field) { return feature.text(field).value_or(""); };
    zone.name = text(columns.name);
    const std::string municipality = text(columns.municipality);
    const std::string ward = text(columns.ward);
    zone.prefecture = text(columns.prefecture);
    if (municipality == unassigned_area || zone.name.find(unassigned_area) != std::string::npos ||
        raw_code.empty() || (raw_code.size() == 5 && raw_code.ends_with("000"))) {
        zone.name = unassigned_area;
        return zone;
    }
    zone.code = municipal_code5(raw_code).value_or(raw_code);
    const bool municipal = zone.code.size() == 5 && std::all_of(zone.code.begin(), zone.code.end(),
                                                                [](char c) { return c >= '0' && c <= '9'; });
    if (municipal) {
        zone.prefecture_code = zone.code.substr(0, 2);
        if (zone.prefecture.empty()) zone.prefecture = prefecture_name(zone.prefecture_code);
        if (const auto city = city_of_ward(zone.code)) {
            zone.city_code = city->code;
            zone.city = city->name;
        }
    }
    if (zone.name.empty()) {
        zone.name = ward.empty() ? municipality : ward;
    } else if (!zone.prefecture.empty() && zone.name.starts_with(zone.prefecture) &&
               zone.name.size() > zone.prefecture.size()) {
        zone.name.erase(0, zone.prefecture.size());  // a full name: 奈良県奈良市
    }
    if (municipal) zone.name = without_county(zone.name);
    if (!zone.city.empty() && !zone.name.starts_with(zone.city)) zone.name = zone.city + zone.name;
    if (zone.name.empty()) zone.name = zone.code;
    return zone;
}

void to_city(Zone& zone) {
    if (zone.city_code.empty()) return;
    zone.code = zone.city_code;
    zone.name = zone.city;
    zone.city_code.clear();
    zone.city.clear();
}

/// The digits that codes of a column of numbers are to have, 0 where the column is text.
int code_digits(gdal::VectorSource& layer, int column, const std::string& name) {
    if (!layer.is_numeric(column)) return 0;
    std::set<std::string> codes;
    layer.for_each([&](const gdal::FeatureView& feature) {
        if (const auto code = feature.text(column)) codes.insert(*code);
    });
    const int digits = zone_code_digits(codes, name == "N03_007");
    if (digits < 0) {
        throw Error{
            Errc::input, layer.shown(),
            fmt::format(
                "the column '{}' holds numbers ({}, …): they may be codes of five digits, or of six that "
                "lost their leading zero; give the codes as text",
                name, *codes.begin())};
    }
    return digits;
}

LayerPart read_layer(const std::string& name, const ZonesConfig& config, const Grid& grid) {
    LayerPart out;
    gdal::VectorSource layer{name, grid.crs()};
    const std::string& source = layer.shown();
    const Columns columns{layer, config};
    const int digits = code_digits(layer, columns.code, config.code);
    if (!layer.crs_note().empty()) out.notes.push_back(layer.crs_note());
    out.source = source;
    out.datum_note = layer.datum_note();
    std::size_t with_code = 0;
    std::size_t padded = 0;
    std::size_t usable = 0;
    Placement placement{grid};
    layer.for_each([&](const gdal::FeatureView& feature) {
        const std::string written = trimmed(feature.text(columns.code).value_or(""));
        const std::string code = with_leading_zeros(written, digits);
        if (code != written) ++padded;
        if (const std::string problem = zone_code_problem(code); !problem.empty())
            throw Error{Errc::input, fmt::format("{}: fid={}", source, feature.fid()), problem};
        Zone zone = describe(feature, columns, code);
        if (!zone.code.empty()) {
            ++with_code;
            out.codes.try_emplace(zone.code, FirstOfCode{zone.name, feature.fid()});
        }
        if (config.wards == Wards::cities) to_city(zone);
        const DraftKey key{zone.code.empty(), zone.code.empty() ? source : zone.code};
        Draft& draft = out.drafts[key];
        if (draft.zone.name.empty()) draft.zone = zone;
        const std::size_t before = draft.polygons.points.size();
        if (const std::string problem = feature.polygons(draft.polygons); !problem.empty()) {
            out.issues.push_back({IssueKind::rejected, source, fmt::format("fid={}", feature.fid()),
                                  fmt::format("zone {}: {}", zone.code, problem), std::nullopt});
        } else {
            ++usable;
        }
        placement.add(draft.polygons, before);
    });
    if (with_code == 0)
        throw Error{Errc::input, source, fmt::format("no feature has a code in column '{}'", config.code)};
    if (usable == 0) {
        const Issue& last = out.issues.back();
        throw Error{Errc::input, fmt::format("{}: {}", source, last.place),
                    fmt::format("{}; no feature of the file is a usable polygon", last.reason)};
    }
    if (placement.looks_swapped()) throw Error{Errc::input, source, swapped_text};
    if (placement.is_all_outside()) out.warnings.push_back(fmt::format("{}: {}", source, outside_text));
    if (padded > 0) {
        out.notes.push_back(
            fmt::format("{}: the column '{}' holds numbers; {} codes got their leading zero back", source,
                        config.code, padded));
    }
    return out;
}

/// The layers of a file (an archive may hold several); what goes wrong ends the list.
std::vector<LayerPart> read_zone_file(const std::string& path, const ZonesConfig& config, const Grid& grid) {
    std::vector<LayerPart> parts;
    try {
        for (const std::string& source : gdal::vector_sources(path))
            parts.push_back(read_layer(source, config, grid));
    } catch (...) {
        parts.emplace_back().failure = std::current_exception();
    }
    return parts;
}

/// Adds a layer to those before it. Wards that are one city are one zone, of whatever file.
void merge(LayerPart part, std::map<DraftKey, Draft>& drafts, CodeSources& sources, DatumNotes& datums,
           ZoneTable& out) {
    if (part.failure) std::rethrow_exception(part.failure);
    for (const auto& [code, zone] : part.codes)
        refuse_second_source(sources, code, zone.name, part.source, zone.fid);
    for (auto& [key, found] : part.drafts) {
        Draft& draft = drafts[key];
        if (draft.zone.name.empty()) draft.zone = std::move(found.zone);
        if (draft.polygons.points.empty()) {
            draft.polygons = std::move(found.polygons);
        } else {
            draft.polygons.append(found.polygons);
        }
    }
    std::move(part.issues.begin(), part.issues.end(), std::back_inserter(out.issues));
    std::move(part.notes.begin(), part.notes.end(), std::back_inserter(out.notes));
    std::move(part.warnings.begin(), part.warnings.end(), std::back_inserter(out.warnings));
    datums.add(part.datum_note, part.source);
}

/// A code of five digits for one of six; others as they stand. @throws Error (Errc::input) for a wrong check
/// digit
std::string checked_code(const std::string& text, const CsvTable& table, std::size_t row) {
    const std::string code = trimmed(text);
    if (const std::string problem = zone_code_problem(code); !problem.empty())
        throw Error{Errc::input, fmt::format("{}:{}", table.name, table.lines[row]), problem};
    return municipal_code5(code).value_or(code);
}

/// The same name twice is not seen by its layers' names. @throws Error (Errc::input)
void refuse_repeated_names(std::vector<std::string> files) {
    std::sort(files.begin(), files.end());
    const auto twice = std::adjacent_find(files.begin(), files.end());
    if (twice != files.end())
        throw Error{Errc::input, *twice, "is given twice in zones.files: its zones would count twice"};
}

void refuse_empty(const CsvTable& table) {
    if (table.rows.empty()) throw Error{Errc::input, table.name, "has no row under its header"};
}

}  // namespace

ZoneTable read_zones(const ZonesConfig& config, const Grid& grid, const Progress& progress, int threads) {
    gdal::initialise();
    ZoneTable out;
    std::map<DraftKey, Draft> drafts;
    CodeSources sources;
    DatumNotes datums;
    refuse_repeated_names(config.files);
    std::vector<std::vector<LayerPart>> files(config.files.size());
    parallel::in_order(
        files.size(), threads,
        [&](std::size_t f) { files[f] = read_zone_file(config.files[f], config, grid); },
        [&](std::size_t f) {
            for (LayerPart& part : files[f]) merge(std::move(part), drafts, sources, datums, out);
            files[f].clear();
            if (progress) progress("zones", f + 1, files.size());
        });
    datums.append_to(out.notes);
    bool any_reported = false;
    std::vector<std::string> uncounted;
    for (auto& [key, draft] : drafts) {
        if (draft.polygons.part_count() == 0) {
            out.issues.push_back(
                {IssueKind::rejected, "", draft.zone.code, "the zone has no usable polygon", std::nullopt});
            continue;
        }
        Zone& zone = draft.zone;
        zone.reported = !zone.code.empty() && is_reported(config, zone.code);
        if (zone.code.empty()) {
            out.issues.push_back(
                {IssueKind::note, key.second, zone.name,
                 "an area without a code: it takes its share of border cells and is not reported",
                 std::nullopt});
        } else if (is_northern_territory(zone.code)) {
            zone.reported = false;
            uncounted.push_back(zone.code + " " + zone.name);
        }
        any_reported = any_reported || zone.reported;
        const auto index = static_cast<std::uint32_t>(out.zones.size());
        out.polygons.append(draft.polygons);
        out.part_zone.insert(out.part_zone.end(), draft.polygons.part_count(), index);
        out.zones.push_back(std::move(zone));
        draft.polygons = {};
    }
    if (!uncounted.empty())
        out.notes.push_back(
            fmt::format("left out of rates, without census rows: {}", fmt::join(uncounted, ", ")));
    if (out.zones.empty())
        throw Error{Errc::input, config.files.front(), "no zone could be read: none has a usable polygon"};
    if (!any_reported) {
        throw Error{Errc::configuration, config.place,
                    fmt::format("zones.report: none of the zones' codes begins with {}",
                                fmt::join(config.report, ", "))};
    }
    return out;
}

std::vector<ZoneGroup> read_groups(const std::string& path, const ZoneTable& zones,
                                   std::vector<Issue>& issues) {
    const CsvTable table = read_csv_table(path);
    refuse_empty(table);
    const std::size_t code = table.column("code");
    const std::size_t id = table.column("group_id");
    const std::size_t name = table.column("group_name");
    const std::size_t kind = table.column("kind");
    std::map<std::string, ZoneGroup> groups;
    for (std::size_t r = 0; r < table.rows.size(); ++r) {
        const auto& row = table.rows[r];
        ZoneGroup& group = groups[row[id]];
        group.id = row[id];
        group.name = row[name];
        group.kind = row[kind];
        const std::string wanted = checked_code(row[code], table, r);
        bool is_known = false;
        bool is_reported = false;
        for (std::uint32_t z = 0; z < zones.zones.size(); ++z) {
            const Zone& zone = zones.zones[z];
            if (zone.code != wanted && zone.city_code != wanted) continue;
            is_known = true;
            if (!zone.reported) continue;
            group.zones.push_back(z);
            is_reported = true;
        }
        if (is_reported) continue;
        issues.push_back(
            {is_known ? IssueKind::note : IssueKind::rejected, path, fmt::format("line {}", table.lines[r]),
             is_known ? fmt::format("group {}: '{}' is the code of no reported zone: the group is without it",
                                    row[id], row[code])
                      : fmt::format(
                            "group {}: '{}' is the code of no zone in zones.files: the group is without it",
                            row[id], row[code]),
             std::nullopt});
    }
    std::vector<ZoneGroup> out;
    for (auto& [key, group] : groups) {
        std::sort(group.zones.begin(), group.zones.end());
        group.zones.erase(std::unique(group.zones.begin(), group.zones.end()), group.zones.end());
        out.push_back(std::move(group));
    }
    return out;
}

std::map<std::string, CensusRow> read_census(const CensusConfig& config) {
    const CsvTable table = read_csv_table(config.file);
    refuse_empty(table);
    const std::size_t code = table.column(config.code);
    const std::size_t population = table.column(config.population);
    const std::size_t households =
        config.households.empty() ? table.header.size() : table.column(config.households);
    std::map<std::string, CensusRow> out;
    const auto number = [&](std::string_view text, std::size_t row) {
        if (text == "-") return 0.0;
        double value = 0.0;
        const auto [next, error] = std::from_chars(text.data(), text.data() + text.size(), value);
        if (error != std::errc{} || next != text.data() + text.size() || !std::isfinite(value) ||
            value < 0.0) {
            throw Error{Errc::input, fmt::format("{}:{}", table.name, table.lines[row]),
                        fmt::format("'{}' is no number of people: digits only, '-' for none", text)};
        }
        return value;
    };
    std::map<std::string, std::size_t> lines;  // code -> where it stands
    for (std::size_t r = 0; r < table.rows.size(); ++r) {
        const std::string zone = checked_code(table.rows[r][code], table, r);
        if (zone.empty()) continue;  // totals
        if (const auto [at, is_new] = lines.emplace(zone, table.lines[r]); !is_new) {
            throw Error{
                Errc::input, fmt::format("{}:{}", table.name, table.lines[r]),
                fmt::format("code {} is there twice, first in line {}: leave one of them", zone, at->second)};
        }
        CensusRow row{number(table.rows[r][population], r), -1.0};
        if (households < table.header.size()) row.households = number(table.rows[r][households], r);
        out[zone] = row;
    }
    return out;
}

std::vector<std::pair<std::uint64_t, std::uint32_t>> read_allowed_zones(const std::vector<std::string>& files,
                                                                        const ZoneTable& zones) {
    std::map<std::string, std::uint32_t> index;
    for (std::uint32_t z = 0; z < zones.zones.size(); ++z) {
        if (!zones.zones[z].code.empty()) index[zones.zones[z].code] = z;
    }
    std::vector<std::pair<std::uint64_t, std::uint32_t>> out;
    for (const std::string& file : files) {
        const CsvTable table = read_csv_table(file);
        if (table.header.size() < 3)
            throw Error{Errc::input, file, "must have three columns: municipal code, name, 1 km mesh code"};
        const auto add = [&](const std::vector<std::string>& row, std::size_t line, bool may_be_header) {
            const auto mesh = MeshCode::parse(row[2], MeshLevel::third);
            if (!mesh) {
                if (may_be_header) return;
                throw Error{Errc::input, fmt::format("{}:{}", file, line),
                            mesh_code_problem(row[2], MeshLevel::third)};
            }
            std::string code = municipal_code5(row[0]).value_or(row[0]);
            if (code.size() < 5) code.insert(0, 5 - code.size(), '0');
            if (const auto city = city_of_ward(code); city && !index.contains(code))
                code = city->code;  // zones are cities
            if (const auto found = index.find(code); found != index.end())
                out.emplace_back(std::stoull(row[2]), found->second);
        };
        add(table.header, 1, true);
        for (std::size_t r = 0; r < table.rows.size(); ++r) add(table.rows[r], table.lines[r], false);
    }
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

}  // namespace amaneku::io
