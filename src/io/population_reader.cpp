#include "io/population_reader.hpp"

#include "gdal/text_lines.hpp"
#include "gdal/vector_source.hpp"
#include "gdal/vsi.hpp"
#include "io/csv_rows.hpp"
#include "io/datum_notes.hpp"
#include "io/digest.hpp"
#include "io/estat_table.hpp"
#include "io/population_format.hpp"
#include "io/prefecture_cuts.hpp"
#include "io/raster_population.hpp"
#include "parallel/loop.hpp"
#include <amaneku/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <exception>
#include <filesystem>
#include <map>
#include <set>

namespace amaneku::io {

namespace {

std::string stem_of(const std::string& path) {
    return std::filesystem::path{path}.stem().string();
}

/// The area of `tblT001141H5339.txt`: `5339` (a first mesh) or `30` (a prefecture); empty for other names.
std::string estat_area(const std::string& name) {
    const std::string stem = stem_of(name);
    if (!stem.starts_with("tblT") || stem.size() < 12) return {};
    const std::size_t digits = stem.find_last_not_of("0123456789");
    return digits == std::string::npos ? std::string{} : stem.substr(digits + 1);
}

bool has_tokyo_name(const std::string& name) {
    const std::string stem = stem_of(name);
    return stem.find("2005J") != std::string::npos || stem.find("T000386") != std::string::npos;
}

/// The error that ends a run when too much of the input cannot be used.
void check_bad_rows(const Population& population, double limit) {
    if (population.rows_read == 0 || population.rows_rejected == 0) return;
    const double share =
        static_cast<double>(population.rows_rejected) / static_cast<double>(population.rows_read);
    if (share <= limit) return;
    const auto first = std::find_if(population.issues.begin(), population.issues.end(),
                                    [](const Issue& i) { return i.kind == IssueKind::rejected; });
    throw Error{
        Errc::input, fmt::format("{}: {}", first->file, first->place),
        fmt::format(
            "{}; {} of {} rows cannot be used, a share of {:.4f} where population.max_bad_rows allows {}",
            first->reason, population.rows_rejected, population.rows_read, share, limit)};
}

/// The file of a name, without an archive's member.
std::string file_of(const std::string& path) {
    const std::size_t zip = path.find(".zip/");
    return zip == std::string::npos ? path : path.substr(0, zip + 4);
}

/// Files that may be the same one: of one size, under different names. Only their contents must be compared.
std::set<std::string> files_of_one_size(const std::vector<std::string>& paths) {
    std::map<std::uintmax_t, std::set<std::string>> by_size;
    for (const std::string& path : paths) {
        std::error_code error;
        const std::string file = file_of(path);
        const std::uintmax_t size = std::filesystem::file_size(file, error);
        if (!error) by_size[size].insert(file);
    }
    std::set<std::string> files;
    for (const auto& [size, of_size] : by_size) {
        if (of_size.size() > 1) files.insert(of_size.begin(), of_size.end());
    }
    return files;
}

/// Two names of one file's bytes would count its people twice; members of one archive are different files.
void refuse_repeated_files(const std::vector<std::string>& paths) {
    const std::set<std::string> alike = files_of_one_size(paths);
    std::map<std::string, std::string>
        contents;  // what is in a file, by its digest or name, and member -> path
    for (const std::string& path : paths) {
        const std::string file = file_of(path);
        const std::string sha256 = alike.contains(file) ? digest("population", file).sha256 : "";
        const std::string key = (sha256.empty() ? file : sha256) + path.substr(file.size());
        if (const auto [at, is_new] = contents.emplace(key, path); !is_new) {
            throw Error{Errc::input, path,
                        fmt::format("is the same file as {}: its people would count twice", at->second)};
        }
    }
}

/// What an e-Stat table must be read as: the configuration's words, or what the first table says.
struct EstatPlan {
    std::vector<WeightColumn> columns;
    std::optional<MeshLevel> level;  // the configuration's
    Grid grid = Grid::mesh(MeshLevel::half);

    EstatPlan(const PopulationConfig& config, const gdal::Text& first)
        : columns{config.columns}, level{config.level} {
        if (columns.empty()) {
            const std::string id = estat_table_id(first.content);
            columns = {{"population", id + "001"}, {"households", id + "034"}, {"age_65_plus", id + "019"}};
        }
        if (level) {
            grid = Grid::mesh(*level);
            return;
        }
        const std::string_view code = first_estat_code(first.content);
        if (code.empty()) throw Error{Errc::input, first.name, "has no row under its header"};
        const auto parsed = MeshCode::parse(code);
        if (!parsed) throw Error{Errc::input, first.name, mesh_code_problem(code)};
        grid = Grid::mesh(parsed->level());
    }
};

gdal::Text read_estat_text(const std::string& source) {
    gdal::Text text{gdal::shown_name(source), gdal::read_text(source)};
    if (!is_estat(text.content))
        throw Error{Errc::input, text.name,
                    "is no e-Stat mesh table: its first line must begin with KEY_CODE,HTKSYORI"};
    text.content = plain_estat(std::move(text.content), text.name);
    return text;
}

/// The areas of the files so far: no two may cover the same people.
class EstatAreas {
public:
    void add(const std::string& name) {
        const std::string area = estat_area(name);
        if (area.empty()) return;
        if (const auto [at, is_new] = m_areas.emplace(area, name); !is_new) {
            throw Error{
                Errc::input, name,
                fmt::format("covers the same area {} as {}: its people would count twice", area, at->second)};
        }
        (area.size() == 4 ? m_by_mesh : m_by_prefecture) = name;
        if (!m_by_mesh.empty() && !m_by_prefecture.empty()) {
            throw Error{Errc::input, m_by_prefecture,
                        fmt::format("is cut by prefecture, but {} by first mesh: together they count "
                                    "people twice; give one kind",
                                    m_by_mesh)};
        }
    }

    /// Whether all of so many files are cut by prefecture.
    [[nodiscard]] bool all_by_prefecture(std::size_t files) const {
        return m_by_mesh.empty() && m_areas.size() == files;
    }
    [[nodiscard]] std::vector<std::string> names() const {
        std::vector<std::string> out;
        for (const auto& [area, file] : m_areas) out.push_back(area);
        return out;
    }

private:
    std::map<std::string, std::string> m_areas;  // area -> file
    std::string m_by_mesh;
    std::string m_by_prefecture;
};

/// One table of a file, or the error that ended the file.
struct EstatPart {
    std::string name;
    PopulationPart part;
    EstatStates states;
    std::exception_ptr failure;
};

EstatPart parse_estat(const gdal::Text& text, const EstatPlan& plan) {
    EstatPart out{text.name, {}, {}, {}};
    out.part.rows.weights.resize(plan.columns.size());
    out.part.found.grid = plan.grid;
    read_estat(text.content, text.name, 0, plan.columns, plan.level, estat_area(text.name).size() == 2,
               out.part.rows, out.states, out.part.found);
    return out;
}

/// The tables of a file (an archive may hold several); what goes wrong ends the list. The first table of all
/// makes the plan.
std::vector<EstatPart> read_estat_file(const PopulationConfig& config, const std::string& path,
                                       std::optional<EstatPlan>& plan) {
    std::vector<EstatPart> parts;
    std::string name;
    try {
        for (const std::string& source : gdal::table_sources(path)) {
            name.clear();
            const gdal::Text text = read_estat_text(source);
            name = text.name;
            if (!plan) plan.emplace(config, text);
            parts.push_back(parse_estat(text, *plan));
        }
    } catch (...) {
        parts.push_back({name, {}, {}, std::current_exception()});
    }
    return parts;
}

void read_estat_files(const PopulationConfig& config, Population& out, const Progress& progress,
                      int threads) {
    PopulationRows rows;
    EstatStates states;
    EstatAreas areas;
    std::optional<EstatPlan> plan;
    std::vector<std::vector<EstatPart>> files(config.files.size());
    const auto read = [&](std::size_t f) { files[f] = read_estat_file(config, config.files[f], plan); };
    const auto take = [&](std::size_t f) {
        for (EstatPart& table : files[f]) {
            if (!table.name.empty()) areas.add(table.name);
            if (table.failure) std::rethrow_exception(table.failure);
            const auto file = static_cast<std::uint32_t>(out.sources.size());
            out.sources.push_back(table.name);
            append(std::move(table.part), file, rows, out);
            states.plain += table.states.plain;
            states.destination += table.states.destination;
            states.source += table.states.source;
        }
        files[f].clear();
        if (progress) progress("population", out.sources.size(), config.files.size());
    };
    read(0);  // makes the plan that the others only look at
    if (plan) out.grid = plan->grid;
    take(0);
    parallel::in_order(
        config.files.size() - 1, threads, [&](std::size_t i) { read(i + 1); },
        [&](std::size_t i) { take(i + 1); });
    if (areas.all_by_prefecture(out.sources.size())) out.cut_by_prefecture = areas.names();
    std::vector<std::string> names;
    for (const auto& c : plan->columns) names.push_back(c.weight);
    finish(std::move(rows), names, out);
    out.notes.push_back(
        fmt::format("e-Stat rows by suppression state: {} plain, {} destinations, {} sources; breakdowns of "
                    "a group are shared out in proportion to the exact column and marked estimated",
                    states.plain, states.destination, states.source));
}

void read_csv_files(const PopulationConfig& config, Population& out) {
    PopulationRows rows;
    std::vector<WeightColumn> columns = config.columns;
    std::optional<MeshLevel> level = config.level;
    std::uint32_t file = 0;
    for (const std::string& path : config.files) {
        for (const std::string& source : gdal::table_sources(path)) {
            const std::string name = gdal::shown_name(source);
            gdal::LineReader text{source};
            CsvRows reader{[&](std::string& to) { return text.read(to); }};
            std::vector<std::string_view> fields;
            if (!reader.next(fields)) throw Error{Errc::input, name, "is empty"};
            const std::vector<std::string> header{fields.begin(), fields.end()};
            const auto find = [&](const std::string& column) {
                return static_cast<std::size_t>(std::find(header.begin(), header.end(), column) -
                                                header.begin());
            };
            std::size_t code = header.size();
            for (const std::string& usual :
                 config.code_column.empty()
                     ? std::vector<std::string>{"mesh_code", "code", "KEY_CODE", "meshcode"}
                     : std::vector<std::string>{config.code_column}) {
                if (code == header.size()) code = find(usual);
            }
            if (code == header.size())
                throw Error{
                    Errc::input, fmt::format("{}:1", name),
                    fmt::format("has no column of mesh codes; it has {}: set population.columns.code{}",
                                fmt::join(header, ", "), header_advice(header))};
            if (columns.empty()) {
                for (const char* usual : {"population", "households", "age_65_plus"}) {
                    if (find(usual) < header.size()) columns.push_back({usual, usual});
                }
                if (columns.empty())
                    throw Error{Errc::input, fmt::format("{}:1", name),
                                fmt::format("has no column 'population'; it has {}: set population.columns",
                                            fmt::join(header, ", "))};
            }
            std::vector<std::size_t> at;
            for (const auto& c : columns) {
                at.push_back(find(c.column));
                if (at.back() == header.size())
                    throw Error{
                        Errc::input, fmt::format("{}:1", name),
                        fmt::format(
                            "has no column '{}' for the weight '{}'; it has {}: set population.columns",
                            c.column, c.weight, fmt::join(header, ", "))};
            }
            rows.weights.resize(columns.size());
            out.sources.push_back(name);
            std::string problem;
            std::vector<CellAmount> amounts(columns.size());
            while (reader.next(fields)) {
                ++out.rows_read;
                const auto place = [&] { return fmt::format("line {}", reader.line()); };
                if (reader.is_cut())
                    throw Error{Errc::input, fmt::format("{}:{}", name, reader.line()),
                                "a quote is never closed: the rest of the table cannot be read"};
                while (fields.size() > header.size() && fields.back().empty()) fields.pop_back();
                if (fields.size() != header.size()) {
                    reject(out, name, place(),
                           fmt::format("{} fields where the header has {}", fields.size(), header.size()));
                    continue;
                }
                const auto parsed = MeshCode::parse(fields[code], level);
                if (!parsed) {
                    reject(out, name, place(), mesh_code_problem(fields[code], level));
                    continue;
                }
                if (!level) {
                    level = parsed->level();
                    out.grid = Grid::mesh(*level);
                }
                problem.clear();
                for (std::size_t w = 0; w < columns.size(); ++w) {
                    const ParsedAmount amount = parse_amount(fields[at[w]]);
                    if (amount.problem != nullptr)
                        problem = fmt::format("{} '{}' {}", columns[w].column, fields[at[w]], amount.problem);
                    amounts[w] = amount.amount;
                }
                if (!problem.empty()) {
                    reject(out, name, place(), problem);
                    continue;
                }
                rows.cells.push_back(
                    {static_cast<std::int32_t>(parsed->row()), static_cast<std::int32_t>(parsed->column())});
                rows.estimated.push_back(0);
                rows.partial.push_back(0);
                rows.file.push_back(file);
                for (std::size_t w = 0; w < columns.size(); ++w) rows.weights[w].push_back(amounts[w]);
            }
            ++file;
        }
    }
    if (level) out.grid = Grid::mesh(*level);
    std::vector<std::string> names;
    for (const auto& c : columns) names.push_back(c.weight);
    finish(std::move(rows), names, out);
}

/// MLIT's projected population: polygons with MESH_ID and a column a year.
void read_ksj_files(const PopulationConfig& config, Population& out) {
    PopulationRows rows;
    std::vector<WeightColumn> columns = config.columns;
    std::optional<MeshLevel> level = config.level;
    DatumNotes datums;
    PrefectureCuts cuts;
    std::uint32_t file = 0;
    for (const std::string& path : config.files) {
        for (const std::string& name : gdal::vector_sources(path)) {
            gdal::VectorSource layer{name, "EPSG:6668"};
            const std::string& source = layer.shown();
            cuts.begin_file(source);
            const int city = layer.field("SHICODE");
            datums.add(layer.datum_note(), source);
            const int id = layer.field(config.code_column.empty() ? "MESH_ID" : config.code_column);
            if (id < 0)
                throw Error{
                    Errc::input, source,
                    fmt::format("has no column '{}' of mesh codes; it has {}: set population.columns.code",
                                config.code_column.empty() ? "MESH_ID" : config.code_column,
                                fmt::join(layer.fields(), ", "))};
            if (columns.empty()) {
                if (config.year == 0) {
                    std::string years;
                    for (const auto& f : layer.fields()) {
                        if (f.starts_with("PTN_") || (f.starts_with("POP") && f.size() == 7))
                            years += (years.empty() ? "" : ", ") + f.substr(f.size() - 4);
                    }
                    throw Error{
                        Errc::configuration, source,
                        fmt::format("holds several years ({}): say which with population.year", years)};
                }
                const std::string total = layer.field(fmt::format("PTN_{}", config.year)) >= 0
                                              ? fmt::format("PTN_{}", config.year)
                                              : fmt::format("POP{}", config.year);
                columns.push_back({"population", total});
                if (const std::string old = fmt::format("PTC_{}", config.year); layer.field(old) >= 0)
                    columns.push_back({"age_65_plus", old});
            }
            std::vector<int> at;
            for (const auto& c : columns) {
                at.push_back(layer.field(c.column));
                if (at.back() < 0)
                    throw Error{Errc::input, source,
                                fmt::format("has no column '{}' for the weight '{}'; it has {}", c.column,
                                            c.weight, fmt::join(layer.fields(), ", "))};
            }
            rows.weights.resize(columns.size());
            out.sources.push_back(source);
            layer.for_each([&](const gdal::FeatureView& feature) {
                ++out.rows_read;
                if (city >= 0) cuts.add_row(feature.text(city).value_or(""));
                const auto place = [&] { return fmt::format("fid={}", feature.fid()); };
                const std::string code = feature.text(id).value_or("");
                const auto parsed = MeshCode::parse(code, level);
                if (!parsed) {
                    reject(out, source, place(), mesh_code_problem(code, level));
                    return;
                }
                if (!level) level = parsed->level();
                std::vector<CellAmount> amounts;
                std::string problem;
                for (std::size_t w = 0; w < columns.size(); ++w) {
                    const std::string text = feature.text(at[w]).value_or("");
                    const ParsedAmount amount = parse_amount(text);
                    if (amount.problem != nullptr)
                        problem = fmt::format("{} '{}' {}", columns[w].column, text, amount.problem);
                    amounts.push_back(amount.amount);
                }
                if (!problem.empty()) {
                    reject(out, source, place(), problem);
                    return;
                }
                rows.cells.push_back(
                    {static_cast<std::int32_t>(parsed->row()), static_cast<std::int32_t>(parsed->column())});
                rows.estimated.push_back(0);
                rows.partial.push_back(1);
                rows.file.push_back(file);
                for (std::size_t w = 0; w < columns.size(); ++w) rows.weights[w].push_back(amounts[w]);
            });
            ++file;
        }
    }
    if (level) out.grid = Grid::mesh(*level);
    std::vector<std::string> names;
    for (const auto& c : columns) names.push_back(c.weight);
    finish(std::move(rows), names, out);
    datums.append_to(out.notes);
    out.cut_by_prefecture = cuts.prefectures();
}

}  // namespace

Population read_population(const PopulationConfig& config, const Progress& progress, int threads) {
    gdal::initialise();
    for (const std::string& file : config.files) {
        if (has_tokyo_name(file))
            throw Error{
                Errc::input, file,
                "is named as a table of the Tokyo datum (日本測地系): take the one of the world datum"};
    }
    refuse_repeated_files(config.files);
    Population out;
    const PopulationFormat format = config.format == PopulationFormat::automatic
                                        ? detect_population_format(config.files.front())
                                        : config.format;
    switch (format) {
        case PopulationFormat::raster:
            read_raster_population(config, threads, out);
            break;
        case PopulationFormat::ksj:
            read_ksj_files(config, out);
            break;
        case PopulationFormat::csv:
            read_csv_files(config, out);
            break;
        default:
            read_estat_files(config, out, progress, threads);
            break;
    }
    tell_unlisted(out);
    check_bad_rows(out, config.max_bad_rows);
    if (out.cells.empty()) {
        throw Error{Errc::input, gdal::shown_name(config.files.front()),
                    out.rows_read == 0 ? "holds no row of people (a table no row under its header)"
                                       : "no cell with people could be read"};
    }
    return out;
}

}  // namespace amaneku::io
