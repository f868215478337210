#include "serve/result_folder.hpp"

#include "core/kpi.hpp"
#include "http/open_file.hpp"
#include <amaneku/error.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <filesystem>
#include <iterator>

namespace amaneku::serve {

namespace fs = std::filesystem;
using Json = nlohmann::json;

namespace {

constexpr const char* way_out =
    "run it again: amaneku run CONFIG --out DIR, with formats = [\"csv\", \"json\", \"gpkg\"]";
constexpr std::size_t largest_json = std::size_t{256} << 20;
constexpr std::array levels{"municipality", "prefecture", "city", "group", "nation"};

std::string joined(const std::string& folder, const char* name) {
    return (fs::path{folder} / name).string();
}

/// `0.1` of `0.1.3`: results of one such version can be read by the next.
std::string series_of(const std::string& version) {
    const std::size_t first = version.find('.');
    return first == std::string::npos ? version : version.substr(0, version.find('.', first + 1));
}

ResultService service_of(const Json& from) {
    ResultService out;
    out.id = from.at("id");
    out.name = from.at("name");
    out.profile = from.at("profile");
    out.weight = from.at("weight");
    out.rule = from.at("rule");
    out.decimals = std::clamp(from.at("decimals").get<int>(), 0, 9);
    for (const Json& p : from.at("providers")) out.providers.push_back({p.at("id"), p.at("name")});
    return out;
}

void read_summary(ResultFolder& out, const std::string& program) {
    const std::string file = joined(out.path, "summary.json");
    const auto open = http::OpenFile::in(out.path, "summary.json");
    if (!open) {
        std::error_code ignored;
        const bool empty = fs::is_empty(out.path, ignored);
        throw Error{Errc::input, file,
                    fmt::format("is not there{}: a directory of results has it; {}",
                                empty ? ", the directory is empty" : "", way_out)};
    }
    try {
        const Json summary = Json::parse(open->text(largest_json));
        if (!summary.is_object() || !summary.contains("versions"))
            throw Error{Errc::input, file, fmt::format("is not amaneku's: it names no version; {}", way_out)};
        out.version = summary.at("versions").at("amaneku");
        if (series_of(out.version) != series_of(program))
            out.warnings.push_back(
                fmt::format("the results are of amaneku {}, this is {}: what they have is shown as far as it "
                            "is understood",
                            out.version, program));
        out.title = summary.at("title");
        const auto date = parse_date(summary.at("as_of").get<std::string>());
        if (!date) throw Error{Errc::input, file, fmt::format("as_of is no date; {}", way_out)};
        out.as_of = *date;
        out.cell_level = summary.at("cell_level");
        const Json& effective = summary.at("effective");
        out.language = effective.value("language", "ja");
        for (const Json& s : summary.at("services")) out.services.push_back(service_of(s));
        for (const Json& i : summary.at("inputs"))
            out.inputs.push_back({i.at("role"), i.at("path"), i.at("sha256"), i.at("source").at("name")});
        out.configuration = summary.at("configuration");
    } catch (const Json::exception& error) {
        throw Error{Errc::input, file,
                    fmt::format("cannot be read as this version's summary ({}){}; {}", error.what(),
                                out.version.empty() || out.version == program
                                    ? ""
                                    : fmt::format(": the results are of amaneku {}, this is {}", out.version,
                                                  program),
                                way_out)};
    }
}

/// Where the configuration was: timing.json is of this machine.
void read_timing(ResultFolder& out) {
    const auto open = http::OpenFile::in(out.path, "timing.json");
    if (!open) return;
    const Json timing = Json::parse(open->text(largest_json), nullptr, false);
    if (timing.is_object() && timing.contains("configuration") && timing["configuration"].is_string())
        out.configuration_file = timing["configuration"];
}

/// Names and their places, in the order of first sight.
class Names {
public:
    explicit Names(std::vector<std::string>& names) : m_names{names} {}
    std::uint16_t at(const std::string& name) {
        const auto at = std::find(m_names.begin(), m_names.end(), name) - m_names.begin();
        if (at == std::ssize(m_names)) m_names.push_back(name);
        return static_cast<std::uint16_t>(at);
    }

private:
    std::vector<std::string>& m_names;
};

class CoverageReader {
public:
    CoverageReader(ResultFolder& out, const io::CsvTable& table) : m_out{out}, m_table{table} {
        for (std::size_t i = 0; i < columns.size(); ++i) m_at[i] = table.column(columns[i]);
    }

    void read() {
        Names weights{m_out.weights};
        Names rules{m_out.rules};
        for (std::size_t r = 0; r < m_table.rows.size(); ++r) {
            const auto field = [&](std::size_t i) -> const std::string& { return m_table.rows[r][m_at[i]]; };
            if (m_out.areas.empty() || m_out.areas.back().code != field(1) ||
                m_out.areas.back().level != field(0))
                m_out.areas.push_back({field(0), field(1), field(2), m_out.coverage.size(), 0});
            CoverageLine line;
            line.area = static_cast<std::uint32_t>(m_out.areas.size() - 1);
            if (!find_layer(field(3), field(4), line)) continue;
            line.weight = weights.at(field(5));
            line.rule = rules.at(field(6));
            const auto total = parse_decimal(field(7));
            const auto covered = parse_decimal(field(8));
            if (!total || !covered)
                throw Error{Errc::input, fmt::format("{}:{}", m_table.name, m_table.lines[r]),
                            fmt::format("'{}', '{}' are no amounts: the file was changed after the run",
                                        field(7), field(8))};
            line.total = *total;
            line.covered = *covered;
            m_out.coverage.push_back(line);
            ++m_out.areas.back().count;
        }
        see_that_all_is_there();
    }

private:
    /// A table that was cut off ends between two areas or within one.
    void see_that_all_is_there() const {
        std::size_t layers = 0;
        for (const ResultService& s : m_out.services) layers += 1 + s.providers.size();
        const std::size_t lines = layers * m_out.weights.size() * m_out.rules.size();
        for (const ResultArea& area : m_out.areas) {
            if (area.count != lines)
                throw Error{Errc::input, m_table.name,
                            fmt::format("{} {} has {} of {} lines: the file is cut off or was changed",
                                        area.level, area.code, area.count, lines)};
        }
        for (const auto& [level, name] :
             {std::pair{"municipality", "municipalities.csv"}, std::pair{"prefecture", "prefectures.csv"},
              std::pair{"group", "groups.csv"}}) {
            const io::CsvTable* areas = m_out.table(name);
            const auto count = static_cast<std::size_t>(
                std::count_if(m_out.areas.begin(), m_out.areas.end(),
                              [&level = level](const ResultArea& area) { return area.level == level; }));
            if (areas != nullptr && areas->rows.size() != count)
                throw Error{
                    Errc::input, m_table.name,
                    fmt::format("has {} of the {} areas of {}: one of the two is cut off or was changed",
                                count, areas->rows.size(), name)};
        }
    }
    bool find_layer(const std::string& service, const std::string& provider, CoverageLine& to) const {
        for (std::size_t s = 0; s < m_out.services.size(); ++s) {
            const ResultService& known = m_out.services[s];
            if (known.id != service) continue;
            to.service = static_cast<std::uint16_t>(s);
            if (provider == "*") return true;
            for (std::size_t p = 0; p < known.providers.size(); ++p) {
                if (known.providers[p].id != provider) continue;
                to.provider = static_cast<std::uint16_t>(p + 1);
                return true;
            }
        }
        return false;
    }

    static constexpr std::array columns{"zone_level", "zone_code", "zone_name", "service", "provider",
                                        "weight",     "rule",      "total",     "covered"};
    ResultFolder& m_out;
    const io::CsvTable& m_table;
    std::array<std::size_t, 9> m_at{};
};

/// A table that a run may leave out; what is wrong with it is a warning.
std::optional<io::CsvTable> read_table(ResultFolder& out, const char* name, const char* missing) {
    const std::string file = joined(out.path, name);
    if (!http::OpenFile::in(out.path, name)) {
        if (missing != nullptr) out.warnings.push_back(fmt::format("{} is missing: {}", name, missing));
        return {};
    }
    try {
        return io::read_csv_table(file);
    } catch (const Error& error) {
        out.warnings.push_back(fmt::format("{} cannot be used: {}", name, error.what()));
        return {};
    }
}

void read_tables(ResultFolder& out) {
    struct Wanted {
        const char* name;
        const char* missing;
    };
    static constexpr std::array wanted{
        Wanted{"municipalities.csv", "no people and flags of municipalities; it comes with format csv"},
        Wanted{"prefectures.csv", nullptr}, Wanted{"groups.csv", nullptr}, Wanted{"flags.csv", nullptr},
        Wanted{"gaps.csv", nullptr}};
    for (const Wanted& w : wanted) {
        if (auto table = read_table(out, w.name, w.missing)) out.tables.emplace(w.name, std::move(*table));
    }
    const auto coverage =
        read_table(out, "coverage.csv", "no rates of areas and no what-if; it comes with format csv");
    if (!coverage) return;
    try {
        CoverageReader{out, *coverage}.read();
    } catch (const Error& error) {
        out.areas.clear();
        out.coverage.clear();
        out.warnings.push_back(
            fmt::format("coverage.csv cannot be used: {}: {}", error.where(), error.what()));
    }
}

}  // namespace

std::optional<std::size_t> ResultFolder::area(const std::string& code, const std::string& level) const {
    for (const char* wanted : levels) {
        if (!level.empty() && level != wanted) continue;
        for (std::size_t a = 0; a < areas.size(); ++a) {
            if (areas[a].code == code && areas[a].level == wanted) return a;
        }
    }
    return {};
}

const CoverageLine* ResultFolder::own_line(std::size_t area, std::size_t service,
                                           std::size_t provider) const {
    const ResultService& s = services[service];
    for (std::size_t i = areas[area].first; i < areas[area].first + areas[area].count; ++i) {
        const CoverageLine& line = coverage[i];
        if (line.service == service && line.provider == provider && weights[line.weight] == s.weight &&
            rules[line.rule] == s.rule)
            return &line;
    }
    return nullptr;
}

const io::CsvTable* ResultFolder::table(const std::string& name) const {
    const auto found = tables.find(name);
    return found == tables.end() ? nullptr : &found->second;
}

const std::vector<std::string>* ResultFolder::row(const std::string& name, const std::string& code) const {
    const io::CsvTable* known = table(name);
    if (known == nullptr) return nullptr;
    // The first column is the code, of groups group_id.
    const auto found = std::find_if(known->rows.begin(), known->rows.end(),
                                    [&](const auto& row) { return !row.empty() && row.front() == code; });
    return found == known->rows.end() ? nullptr : &*found;
}

ResultFolder read_result_folder(const std::string& path, const std::string& program) {
    std::error_code ignored;
    if (!fs::is_directory(path, ignored))
        throw Error{Errc::input, path,
                    fmt::format("is no directory: give that of finished results, or {}", way_out)};
    ResultFolder out;
    out.path = path;
    read_summary(out, program);
    read_timing(out);
    read_tables(out);
    return out;
}

}  // namespace amaneku::serve
