#include "serve/result_routes.hpp"

#include "core/kpi.hpp"
#include "serve/json_text.hpp"
#include "serve/page.hpp"
#include "serve/problem.hpp"
#include "serve/query.hpp"
#include "serve/result_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <memory>
#include <span>
#include <string_view>

namespace amaneku::serve {

namespace {

/// Whether a configuration's text has the table [gaps].
bool has_gaps(const std::string& configuration) {
    return configuration.starts_with("[gaps]") || configuration.find("\n[gaps]") != std::string::npos;
}

constexpr std::array area_levels{"nation", "prefecture", "city", "municipality", "group"};
constexpr std::size_t most_rows = 10'000;

std::string level_parameter(const http::Request& request) {
    std::string level = text_parameter(request, "level");
    if (!level.empty() && std::find(area_levels.begin(), area_levels.end(), level) == area_levels.end())
        throw bad_value("level", "must be nation, prefecture, city, municipality or group");
    return level;
}

/// A number as a table has it; text where it is none, null where it is empty.
void write_field(const std::string& value, JsonText& to) {
    if (value.empty()) {
        to.null();
        return;
    }
    double number = 0.0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
    const bool is_number =
        error == std::errc{} && end == value.data() + value.size() && std::isfinite(number);
    if (is_number) {
        to.number(number);
    } else {
        to.text(value);
    }
}

/// @param is_saved  the browser is to save it, not to show it
http::Response file_of(const ResultFolder& folder, const std::string& name, bool is_saved) {
    if (name == "report.html" && !is_saved) return page_of(folder.path, folder.language);
    const auto known = result_file(name);
    http::Response out;
    if (known) out.file = http::OpenFile::in(folder.path, name);
    if (!out.file)
        throw not_found(known ? "the result has no such file (any more): api/export lists what there is"
                              : "there is nothing at this address: api/export lists the result's files");
    out.type = known->type;
    out.headers.emplace_back("Cache-Control", "no-cache");
    if (is_saved)
        out.headers.emplace_back("Content-Disposition", fmt::format("attachment; filename=\"{}\"", name));
    return out;
}

class ResultApi {
public:
    ResultApi(const LoadedResult& result, WhatIfHost& what_if)
        : m_result{result}, m_folder{result.folder()}, m_what_if{what_if} {}

    http::Response zones(const http::Request& request) const {
        const std::string level = level_parameter(request);
        const std::string wanted = text_parameter(request, "q");
        JsonText json;
        std::vector<std::size_t> found;
        for (std::size_t a = 0; a < m_folder.areas.size(); ++a) {
            const ResultArea& area = m_folder.areas[a];
            if (!level.empty() && area.level != level) continue;
            if (!wanted.empty() && area.name.find(wanted) == std::string::npos &&
                !area.code.starts_with(wanted))
                continue;
            found.push_back(a);
        }
        json.object().key("count").whole(static_cast<std::int64_t>(found.size())).key("zones").array();
        for (const std::size_t a : found) {
            json.object();
            write_area(a, json);
            json.end();
        }
        json.end().end();
        return json_answer(std::move(json).take());
    }

    http::Response zone(const http::Request& request, const PathParts& parts) const {
        const std::string& code = parts.at("code");
        const auto area = m_folder.area(code, level_parameter(request));
        if (!area) throw not_found("there is no area with this code: api/zones lists them");
        JsonText json;
        json.object();
        write_area(*area, json);
        json.key("coverage").array();
        const ResultArea& known = m_folder.areas[*area];
        for (std::size_t i = known.first; i < known.first + known.count; ++i)
            write_rate(m_folder.coverage[i], json);
        json.end();
        write_flags(known, json);
        write_table_row(known, json);
        json.end();
        return json_answer(std::move(json).take());
    }

    http::Response rates(const http::Request& request) const {
        const std::string level = level_parameter(request);
        const std::string code = text_parameter(request, "code");
        const std::string service = text_parameter(request, "service");
        const std::string provider = text_parameter(request, "provider");
        const std::string weight = text_parameter(request, "weight");
        const std::string rule = text_parameter(request, "rule");
        const auto is_wanted = [&](const CoverageLine& line) {
            const ResultArea& area = m_folder.areas[line.area];
            return (level.empty() || area.level == level) && (code.empty() || area.code == code) &&
                   (service.empty() || m_folder.services[line.service].id == service) &&
                   (provider.empty() || provider_id(line) == provider) &&
                   (weight.empty() || m_folder.weights[line.weight] == weight) &&
                   (rule.empty() || m_folder.rules[line.rule] == rule);
        };
        return page_of_rows(request, "rates", m_folder.coverage, is_wanted,
                            [&](const CoverageLine& line, JsonText& json) { write_rate(line, json); });
    }

    http::Response gaps(const http::Request& request) const {
        const io::CsvTable* table = m_folder.table("gaps.csv");
        if (table == nullptr)
            throw not_found(
                has_gaps(m_folder.configuration)
                    ? "the run looked for gaps, but gaps.csv is not in its folder, or cannot be read: run it "
                      "again with format csv"
                    : "the run looked for no gaps: add a table [gaps] to its configuration and run again");
        const std::string service = text_parameter(request, "service");
        const std::string code = text_parameter(request, "code");
        const auto box = box_parameter(request);
        const std::size_t at_id = table->column("id");
        const std::size_t at_service = table->column("service");
        const std::size_t at_scope = table->column("scope");
        const std::size_t at_code = table->column("zone_code");
        const std::size_t at_lon = table->column("lon");
        const std::size_t at_lat = table->column("lat");
        // A gap is in a municipality where it has a part there.
        std::vector<std::string> here;
        if (!code.empty()) {
            for (const auto& row : table->rows) {
                if (row[at_code] == code) here.push_back(row[at_service] + "\n" + row[at_id]);
            }
        }
        const auto is_wanted = [&](const std::vector<std::string>& row) {
            if (row[at_scope] != "whole" || (!service.empty() && row[at_service] != service)) return false;
            if (!code.empty() &&
                std::find(here.begin(), here.end(), row[at_service] + "\n" + row[at_id]) == here.end())
                return false;
            return !box || is_inside(*box, row[at_lon], row[at_lat]);
        };
        return page_of_rows(request, "gaps", table->rows, is_wanted,
                            [&](const std::vector<std::string>& row, JsonText& json) {
                                json.object();
                                for (std::size_t c = 0; c < table->header.size(); ++c) {
                                    json.key(table->header[c]);
                                    if (c == at_id || c == at_service || c == at_code) {
                                        json.text(row[c]);
                                    } else {
                                        write_field(row[c], json);
                                    }
                                }
                                json.end();
                            });
    }

    http::Response cell_at(const http::Request& request) const {
        const Point at = place_parameter(request);
        const auto cell = cells().find(at);
        if (!cell)
            throw not_found("there is no cell here: nobody lives here, or it is outside the reported areas");
        return cell_answer(*cell);
    }

    http::Response cell_named(const PathParts& parts) const {
        const auto cell = cells().find(parts.at("code"));
        if (!cell) throw not_found("there is no cell with this code in the result");
        return cell_answer(*cell);
    }

    http::Response exports() const {
        JsonText json;
        json.object().key("files").array();
        for (const ResultFile& file : result_files(m_folder.path)) {
            const auto open = http::OpenFile::in(m_folder.path, file.name);
            if (!open) continue;
            json.object().key("name").text(file.name).key("bytes").whole(
                static_cast<std::int64_t>(open->size()));
            json.key("type").text(file.type).key("href").text("api/export/" + file.name).end();
        }
        json.end().end();
        return json_answer(std::move(json).take());
    }

    http::Response tile(const PathParts& parts) const {
        const TileView& view = tiles();
        std::array<std::uint32_t, 3> zxy{};
        const std::array<const char*, 3> names{"z", "x", "y"};
        for (std::size_t i = 0; i < 3; ++i) {
            const std::string& text = parts.at(names[i]);
            const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), zxy[i]);
            if (error != std::errc{} || end != text.data() + text.size())
                throw bad_value(names[i], "must be a whole number");
        }
        constexpr std::uint32_t deepest = 24;
        if (zxy[0] > deepest || zxy[1] >= (1U << zxy[0]) || zxy[2] >= (1U << zxy[0]))
            throw not_found("there is no such tile: z is at most 24, x and y are below 2^z");
        http::Response out;
        out.headers.emplace_back("Cache-Control", "no-store");
        out.body = view.tile(static_cast<int>(zxy[0]), zxy[1], zxy[2]);
        if (out.body.empty()) {
            out.status = 204;
        } else {
            out.type = "application/vnd.mapbox-vector-tile";
        }
        return out;
    }

    http::Response tile_json(const http::Request& request) const {
        // The header was looked at: it is this server's name, or that of one who knows the token.
        const std::string host = request.header("Host").value_or("127.0.0.1");
        return json_answer(tiles().description(fmt::format("http://{}/tiles/{{z}}/{{x}}/{{y}}.mvt", host)));
    }

private:
    [[nodiscard]] std::string provider_id(const CoverageLine& line) const {
        return line.provider == 0 ? "*" : m_folder.services[line.service].providers[line.provider - 1U].id;
    }

    template <typename Rows, typename IsWanted, typename Write>
    http::Response page_of_rows(const http::Request& request, const char* name, const Rows& rows,
                                const IsWanted& is_wanted, const Write& write) const {
        const std::size_t offset =
            count_parameter(request, "offset", 0, std::numeric_limits<std::uint32_t>::max());
        const std::size_t limit = count_parameter(request, "limit", 1000, most_rows);
        JsonText list;
        list.array();
        std::size_t count = 0;
        for (const auto& row : rows) {
            if (!is_wanted(row)) continue;
            if (count >= offset && count - offset < limit) write(row, list);
            ++count;
        }
        list.end();
        JsonText json;
        json.object().key("count").whole(static_cast<std::int64_t>(count));
        json.key("offset").whole(static_cast<std::int64_t>(offset));
        json.key(name).raw(std::move(list).take()).end();
        return json_answer(std::move(json).take());
    }

    static bool is_inside(const std::array<double, 4>& box, const std::string& lon, const std::string& lat) {
        double x = 0.0;
        double y = 0.0;
        if (std::from_chars(lon.data(), lon.data() + lon.size(), x).ec != std::errc{} ||
            std::from_chars(lat.data(), lat.data() + lat.size(), y).ec != std::errc{})
            return false;
        return x >= box[0] && y >= box[1] && x <= box[2] && y <= box[3];
    }

    void write_rate(const CoverageLine& line, JsonText& to) const {
        const ResultArea& area = m_folder.areas[line.area];
        const ResultService& service = m_folder.services[line.service];
        to.object().key("level").text(area.level).key("code").text(area.code).key("name").text(area.name);
        to.key("service").text(service.id).key("provider").text(provider_id(line));
        to.key("weight").text(m_folder.weights[line.weight]).key("rule").text(m_folder.rules[line.rule]);
        to.key("total").amount(line.total).key("covered").amount(line.covered);
        to.key("uncovered").amount(line.total - line.covered);
        to.key("rate").digits(format_rate(line.covered, line.total, service.decimals));
        to.key("exact_rate").digits(format_rate_exact(line.covered, line.total)).end();
    }

    void write_area(std::size_t index, JsonText& to) const {
        const ResultArea& area = m_folder.areas[index];
        to.key("level").text(area.level).key("code").text(area.code).key("name").text(area.name);
        to.key("prefecture");
        if (const auto* row = table_row(area); row != nullptr && area.level == "municipality") {
            to.text(table_field(area, *row, "prefecture_code"));
        } else {
            to.null();
        }
        to.key("people").object();
        for (std::size_t w = 0; w < m_folder.weights.size(); ++w) {
            Amount people = 0;
            for (std::size_t i = area.first; i < area.first + area.count; ++i) {
                const CoverageLine& line = m_folder.coverage[i];
                if (line.weight == w) people = std::max(people, line.total);  // a list leaves some out
            }
            to.key(m_folder.weights[w]).amount(people);
        }
        to.end().key("rates").object();
        for (std::size_t s = 0; s < m_folder.services.size(); ++s) {
            const CoverageLine* line = m_folder.own_line(index, s, 0);
            to.key(m_folder.services[s].id);
            to.digits(line == nullptr
                          ? std::string{}
                          : format_rate(line->covered, line->total, m_folder.services[s].decimals));
        }
        to.end();
    }

    [[nodiscard]] static const char* table_of(const ResultArea& area) {
        if (area.level == "municipality") return "municipalities.csv";
        if (area.level == "prefecture") return "prefectures.csv";
        return area.level == "group" ? "groups.csv" : "";
    }
    [[nodiscard]] const std::vector<std::string>* table_row(const ResultArea& area) const {
        return m_folder.row(table_of(area), area.code);
    }
    [[nodiscard]] std::string table_field(const ResultArea& area, const std::vector<std::string>& row,
                                          const std::string& column) const {
        const io::CsvTable& table = *m_folder.table(table_of(area));
        const auto at = std::find(table.header.begin(), table.header.end(), column);
        const auto place = static_cast<std::size_t>(at - table.header.begin());
        return place < row.size() ? row[place] : std::string{};
    }

    void write_table_row(const ResultArea& area, JsonText& to) const {
        to.key("table");
        const auto* row = table_row(area);
        if (row == nullptr) {
            to.null();
            return;
        }
        const io::CsvTable& table = *m_folder.table(table_of(area));
        to.object();
        for (std::size_t c = 0; c < table.header.size() && c < row->size(); ++c)
            to.key(table.header[c]).text((*row)[c]);
        to.end();
    }

    void write_flags(const ResultArea& area, JsonText& to) const {
        to.key("flags").array();
        if (const io::CsvTable* table = m_folder.table("flags.csv")) {
            const std::size_t level = table->column("zone_level");
            const std::size_t code = table->column("zone_code");
            const std::size_t service = table->column("service");
            const std::size_t flag = table->column("flag");
            const std::size_t ja = table->column("reason_ja");
            const std::size_t en = table->column("reason_en");
            for (const auto& row : table->rows) {
                if (row[level] != area.level || row[code] != area.code) continue;
                to.object().key("service").text(row[service]).key("flag").text(row[flag]);
                to.key("reason").object().key("ja").text(row[ja]).key("en").text(row[en]).end().end();
            }
        }
        to.end();
    }

    [[nodiscard]] const CellTable& cells() const {
        const ResultLayers& layers = m_result.layers();
        if (!layers.cells) throw not_found("the result has no cells that can be read: api/status says why");
        return *layers.cells;
    }
    [[nodiscard]] const TileView& tiles() const {
        const ResultLayers& layers = m_result.layers();
        if (!layers.tiles) throw not_found("the result has no layers that can be shown: api/status says why");
        return *layers.tiles;
    }

    http::Response cell_answer(std::size_t cell) const {
        const CellTable& table = cells();
        const std::string code = table.code(cell);
        const std::array<double, 4> box = table.box(cell);
        const Point at{(box[0] + box[2]) / 2, (box[1] + box[3]) / 2};
        JsonText json;
        json.object().key("code").text(code);
        json.key("row").whole(table.cells()[cell].row).key("column").whole(table.cells()[cell].column);
        json.key("at").array().number(at.x).number(at.y).end().key("box").array();
        for (const double edge : box) json.number(edge);
        json.end().key("weights").object();
        for (const std::string& w : m_folder.weights) json.key(w).number(value(table, w, cell));
        json.end().key("estimated").flag(value(table, "estimated", cell) == 1.0);
        write_zone(table.zone_codes()[table.zone(cell)], json);
        json.key("reported_share").number(value(table, "reported_share", cell));
        json.key("services").array();
        for (const ResultService& service : m_folder.services) write_service(service, table, cell, at, json);
        json.end().key("now");
        write_now(code, json);
        json.end();
        return json_answer(std::move(json).take());
    }

    static double value(const CellTable& table, const std::string& column, std::size_t cell) {
        const NumberColumn* known = table.column(column);
        return known == nullptr ? std::numeric_limits<double>::quiet_NaN() : known->values[cell];
    }

    void write_zone(const std::string& code, JsonText& to) const {
        to.key("zone");
        if (code.empty()) {
            to.null();
            return;
        }
        to.object().key("code").text(code).key("name");
        // Zones that are not reported have a code in the cells and no line in the tables.
        if (const auto area = m_folder.area(code, "municipality")) {
            to.text(m_folder.areas[*area].name);
        } else {
            to.null();
        }
        to.key("level").text("municipality").end();
    }

    void write_service(const ResultService& service, const CellTable& table, std::size_t cell, Point at,
                       JsonText& to) const {
        to.object().key("service").text(service.id);
        to.key("fraction").number(value(table, service.id + "_fraction", cell));
        const double covered = value(table, service.id + "_covered", cell);
        to.key("covered");
        if (std::isnan(covered)) {
            to.null();
        } else {
            to.flag(covered == 1.0);
        }
        to.key("providers").array();
        for (const ResultService::Provider& p : service.providers) {
            to.object().key("provider").text(p.id);
            to.key("fraction").number(value(table, service.id + "_" + p.id + "_fraction", cell)).end();
        }
        to.end().key("gap");
        if (const auto gap = m_result.layers().gaps.at(service.id, at)) {
            to.text(*gap);
        } else {
            to.null();
        }
        to.end();
    }

    /// What the scenario makes of a cell; null where it leaves it as it is.
    void write_now(const std::string& code, JsonText& to) const {
        if (m_what_if.status().state != WhatIfHost::State::ready) {
            to.null();
            return;
        }
        m_what_if.with([&](const WhatIfSession& session) {
            const RunResult& run = session.run();
            const auto cell = run.population.grid.cell_from_code(code);
            const auto& cells = run.population.cells;
            const auto found = cell ? std::lower_bound(cells.begin(), cells.end(), *cell) : cells.end();
            if (found == cells.end() || *found != *cell) {
                to.null();
                return;
            }
            const auto changes = session.changes_of(static_cast<std::uint32_t>(found - cells.begin()));
            if (changes.empty()) {
                to.null();
                return;
            }
            to.array();
            for (const scenario::CellChange& change : changes) {
                const auto [service, provider] = session.layer(change.layer);
                const ServiceConfig& config = run.config.services[service];
                to.object().key("service").text(config.id);
                to.key("provider").text(provider == 0 ? "*" : config.providers[provider - 1].id);
                to.key("fraction")
                    .number(change.fraction_after)
                    .key("covered")
                    .flag(change.covered_after)
                    .end();
            }
            to.end();
        });
    }

    const LoadedResult& m_result;
    const ResultFolder& m_folder;
    WhatIfHost& m_what_if;
};

}  // namespace

void add_result_routes(Router& router, const LoadedResult& result, WhatIfHost& what_if) {
    const auto api = std::make_shared<const ResultApi>(result, what_if);
    const auto get = [&](const char* pattern, auto answer) { router.add("GET", pattern, std::move(answer)); };
    using http::Request;
    const ResultFolder& folder = result.folder();
    get("/", [&folder](const Request&, const PathParts&) { return file_of(folder, "report.html", false); });
    get("/api/zones", [api](const Request& q, const PathParts&) { return api->zones(q); });
    get("/api/zones/{code}", [api](const Request& q, const PathParts& p) { return api->zone(q, p); });
    get("/api/rates", [api](const Request& q, const PathParts&) { return api->rates(q); });
    get("/api/gaps", [api](const Request& q, const PathParts&) { return api->gaps(q); });
    get("/api/cell", [api](const Request& q, const PathParts&) { return api->cell_at(q); });
    get("/api/cells/{code}", [api](const Request&, const PathParts& p) { return api->cell_named(p); });
    get("/api/export", [api](const Request&, const PathParts&) { return api->exports(); });
    get("/api/export/{name}",
        [&folder](const Request&, const PathParts& p) { return file_of(folder, p.at("name"), true); });
    get("/tiles.json", [api](const Request& q, const PathParts&) { return api->tile_json(q); });
    get("/tiles/{z}/{x}/{y}.mvt", [api](const Request&, const PathParts& p) { return api->tile(p); });
}

void add_result_file_route(Router& router, const LoadedResult& result) {
    const ResultFolder& folder = result.folder();
    router.add("GET", "/{name}", [&folder](const http::Request&, const PathParts& p) {
        return file_of(folder, p.at("name"), false);
    });
}

}  // namespace amaneku::serve
