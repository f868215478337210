#include "serve/what_if_json.hpp"

#include "core/range_rates.hpp"
#include "core/site.hpp"
#include "core/weight.hpp"
#include "serve/problem.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <initializer_list>

namespace amaneku::serve {

using Json = nlohmann::json;

namespace {

constexpr std::size_t most_edits = 500;
constexpr std::size_t longest_id = 100;
constexpr double highest_latitude = 85.0;

struct AreaName {
    const char* level;
    std::string code, name;
};

AreaName area_name(const RunResult& run, const scenario::AreaChange& change) {
    const auto named = [&](const char* level, const auto& area) {
        return AreaName{level, area.code, area.name};
    };
    switch (change.kind) {
        case scenario::AreaKind::zone:
            return named("municipality", run.zones.zones[change.area]);
        case scenario::AreaKind::prefecture:
            return named("prefecture", run.prefectures[change.area]);
        case scenario::AreaKind::city:
            return named("city", run.cities[change.area]);
        case scenario::AreaKind::group:
            return named("group", run.groups[change.area]);
        case scenario::AreaKind::nation:
            break;
    }
    return {"nation", "00", run.config.language == "ja" ? "対象地域計" : "all reported zones"};
}

std::string provider_name(const WhatIfSession& session, std::uint32_t service, std::uint32_t provider) {
    return provider == 0 ? "*" : session.run().config.services[service].providers[provider - 1].id;
}

void write_pair(JsonText& to, const char* key, Amount before, Amount after) {
    to.key(key).object().key("before").amount(before).key("after").amount(after).end();
}

void write_rates(JsonText& to, const ServiceConfig& service, Amount before, Amount after, Amount counted) {
    const int decimals = service.profile.decimals;
    to.key("rate").object();
    to.key("before").digits(format_rate(before, counted, decimals));
    to.key("after").digits(format_rate(after, counted, decimals)).end();
}

void write_services(const WhatIfSession& session, const Delta& delta, JsonText& to) {
    const RunResult& run = session.run();
    to.key("services").array();
    for (std::size_t s = 0; s < delta.services.size(); ++s) {
        const ServiceConfig& service = run.config.services[s];
        const std::size_t w = weight_index(run.population, service.profile.weight);
        const std::uint32_t layer = run.measures.services[s].combined;
        const Amount counted = run.nation_coverage.counted(0, w, layer);
        // A step of the past is told by what it changed: the sums are of now.
        const Amount after = run.nation_coverage.at(0, w, layer, service.profile.rule);
        const Amount before = after - delta.services[s].newly_served + delta.services[s].newly_lost;
        to.object().key("service").text(service.id).key("weight").text(service.profile.weight);
        to.key("newly_served").amount(delta.services[s].newly_served);
        to.key("newly_lost").amount(delta.services[s].newly_lost);
        to.key("counted").amount(counted);
        write_pair(to, "covered", before, after);
        write_rates(to, service, before, after, counted);
        if (const PlacementRange* range = range_of(run, s)) {
            to.key("placed").object();
            to.key("draws").whole(static_cast<std::int64_t>(range->draw_count));
            to.key("median_draw").whole(static_cast<std::int64_t>(range->median_draw + 1)).end();
        }
        to.end();
    }
    to.end();
}

void write_areas(const WhatIfSession& session, const Delta& delta, JsonText& to) {
    const RunResult& run = session.run();
    to.key("areas").array();
    for (const scenario::AreaChange& change : delta.areas) {
        if (change.kind == scenario::AreaKind::zone && !run.zones.zones[change.area].reported) continue;
        const auto [service, provider] = session.layer(change.layer);
        const ServiceConfig& config = run.config.services[service];
        const AreaName area = area_name(run, change);
        to.object().key("level").text(area.level).key("code").text(area.code).key("name").text(area.name);
        to.key("service").text(config.id).key("provider").text(provider_name(session, service, provider));
        to.key("weight").text(config.profile.weight).key("rule").text(rule_id(config.profile.rule));
        to.key("counted").amount(change.counted);
        write_pair(to, "covered", change.before, change.after);
        write_rates(to, config, change.before, change.after, change.counted);
        to.end();
    }
    to.end();
}

void write_gap(const WhatIfSession& session, const Gap& gap, JsonText& to) {
    const RunResult& run = session.run();
    to.object().key("id").text(gap.id);
    to.key("at").array().number(gap.heart_at.x).number(gap.heart_at.y).end();
    to.key("cells").whole(static_cast<std::int64_t>(gap.cells.size()));
    to.key("people").object();
    for (std::size_t w = 0; w < gap.weights.size(); ++w)
        to.key(run.population.weight_names[w]).amount(gap.weights[w]);
    to.end();
    to.key("km2").number(std::round(gap.km2 * 1000.0) / 1000.0);
    to.key("codes").array();
    for (const GapPart& part : gap.parts) to.text(run.zones.zones[part.zone].code);
    to.end();
    const planning::CellGround ground{run.population.grid};
    std::array<double, 4> box{180.0, 90.0, -180.0, -90.0};
    for (const std::uint32_t cell : gap.cells) {
        const Point at = ground.centre(run.population.cells[cell]);
        box = {std::min(box[0], at.x), std::min(box[1], at.y), std::max(box[2], at.x),
               std::max(box[3], at.y)};
    }
    to.key("box").array();
    for (const double edge : box) to.number(edge);
    to.end().end();
}

void write_gaps(const WhatIfSession& session, const Delta& delta, JsonText& to) {
    to.key("gaps").array();
    for (const GapChange& change : delta.gaps) {
        to.object().key("service").text(session.run().config.services[change.service].id);
        to.key("kind").text(change.kind());
        to.key("before").array();
        for (const Gap& gap : change.before) write_gap(session, gap, to);
        to.end().key("after").array();
        for (const Gap& gap : change.after) write_gap(session, gap, to);
        to.end().end();
    }
    to.end();
}

// ---- requests

[[noreturn]] void bad_json(const std::string& message) {
    throw Problem{400, "bad-json", message, {}, {}};
}

Json parsed(const std::string& body) {
    if (body.empty()) return Json::object();
    // A document of brackets alone would take the parser's stack.
    constexpr int deepest = 8;
    const Json::parser_callback_t shallow = [](int depth, Json::parse_event_t, Json&) {
        if (depth > deepest) bad_json("the body is nested too deeply");
        return true;
    };
    Json out;
    try {
        out = Json::parse(body, shallow);
    } catch (const Json::exception&) {
        bad_json("the body is no JSON");
    }
    if (!out.is_object()) bad_json("the body must be a JSON object");
    return out;
}

void check_keys(const Json& object, const std::string& at, std::initializer_list<std::string_view> known) {
    for (const auto& [key, value] : object.items()) {
        if (std::find(known.begin(), known.end(), key) == known.end())
            throw bad_value(at + key.substr(0, 40),
                            fmt::format("is not known here: {}", fmt::join(known, ", ")));
    }
}

std::optional<double> number(const Json& from, const std::string& at, const char* key, double low,
                             double high) {
    if (!from.contains(key)) return {};
    const Json& value = from.at(key);
    const bool is_number = value.is_number();
    const double number = is_number ? value.get<double>() : 0.0;
    if (!is_number || !std::isfinite(number) || number < low || number > high)
        throw bad_value(at + key, fmt::format("must be a number from {} to {}", low, high));
    return number;
}

std::string text(const Json& from, const std::string& at, const char* key, std::size_t longest) {
    if (!from.contains(key)) return {};
    if (!from.at(key).is_string()) throw bad_value(at + key, "must be a text");
    std::string out = from.at(key);
    if (out.size() > longest) throw bad_value(at + key, fmt::format("is longer than {} bytes", longest));
    if (std::any_of(out.begin(), out.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f; }))
        throw bad_value(at + key, "must not hold control characters");
    return out;
}

bool flag(const Json& from, const std::string& at, const char* key, bool usual) {
    if (!from.contains(key)) return usual;
    if (!from.at(key).is_boolean()) throw bad_value(at + key, "must be true or false");
    return from.at(key);
}

std::uint64_t whole(const Json& from, const std::string& at, const char* key, std::uint64_t most) {
    const Json& value = from.at(key);
    if (!value.is_number_unsigned() || value.get<std::uint64_t>() > most)
        throw bad_value(at + key, fmt::format("must be a whole number from 0 to {}", most));
    return value;
}

SiteEdit::Verb verb(const Json& from, const std::string& at) {
    const std::string op =
        from.contains("op") && from.at("op").is_string() ? from.at("op").get<std::string>() : "";
    if (op == "add") return SiteEdit::Verb::add;
    if (op == "set") return SiteEdit::Verb::set;
    if (op == "remove") return SiteEdit::Verb::remove;
    if (op == "restore") return SiteEdit::Verb::restore;
    throw bad_value(at + "op", "must be add, set, remove or restore");
}

std::optional<double> positive(const Json& from, const std::string& at, const char* key, double high) {
    const auto value = number(from, at, key, 0.0, high);
    if (value && *value <= 0.0)
        throw bad_value(at + key, fmt::format("must be above 0 and at most {}", high));
    return value;
}

void read_shape(const Json& from, const std::string& at, SiteEdit& to) {
    to.lon = number(from, at, "lon", -180.0, 180.0);
    to.lat = number(from, at, "lat", -highest_latitude, highest_latitude);
    to.radius_m = positive(from, at, "radius_m", longest_radius_m);
    to.is_all_round = from.contains("azimuth") && from.at("azimuth").is_null();
    if (!to.is_all_round) to.azimuth = number(from, at, "azimuth", -360.0, 360.0);
    const bool no_beam = from.contains("beamwidth") && from.at("beamwidth").is_null();
    if (!no_beam) to.beamwidth = positive(from, at, "beamwidth", 360.0);
}

SiteEdit read_edit(const Json& from, const std::string& at) {
    if (!from.is_object()) throw bad_value(at.substr(0, at.size() - 1), "must be an object");
    SiteEdit out;
    out.verb = verb(from, at);
    const bool adds = out.verb == SiteEdit::Verb::add;
    const bool shapes = adds || out.verb == SiteEdit::Verb::set;
    if (adds) {
        check_keys(from, at, {"op", "provider", "id", "lon", "lat", "radius_m", "azimuth", "beamwidth"});
    } else if (shapes) {
        check_keys(
            from, at,
            {"op", "provider", "site", "whole_mast", "lon", "lat", "radius_m", "azimuth", "beamwidth"});
    } else {
        check_keys(from, at, {"op", "provider", "site", "whole_mast"});
    }
    out.provider = text(from, at, "provider", longest_id);
    if (out.provider.empty()) throw bad_value(at + "provider", "is missing: service/provider");
    if (shapes) read_shape(from, at, out);
    if (adds) {
        for (const char* key : {"lon", "lat", "radius_m"}) {
            if (!from.contains(key)) throw bad_value(at + key, "is missing");
        }
        out.id = text(from, at, "id", longest_id);
        return out;
    }
    if (!from.contains("site"))
        throw bad_value(at + "site", "is missing: the number of a site, see api/sites");
    out.site = static_cast<std::uint32_t>(whole(from, at, "site", 0xffffffffU));
    out.whole_mast = flag(from, at, "whole_mast", false);
    const bool says_nothing =
        !out.lon && !out.lat && !out.radius_m && !out.azimuth && !out.beamwidth && !out.is_all_round;
    if (shapes && says_nothing)
        throw bad_value(at + "lon", "nothing is set: give some of lon, lat, radius_m, azimuth, beamwidth");
    return out;
}

}  // namespace

void write_cells(const WhatIfSession& session, std::span<const scenario::CellChange> cells, JsonText& to) {
    const RunResult& run = session.run();
    for (const scenario::CellChange& change : cells) {
        const auto [service, provider] = session.layer(change.layer);
        const Cell& cell = run.population.cells[change.cell];
        to.object().key("code").text(run.population.grid.code(cell));
        to.key("row").whole(cell.row).key("column").whole(cell.column);
        to.key("service").text(run.config.services[service].id);
        to.key("provider").text(provider_name(session, service, provider));
        to.key("fraction").object().key("before").number(change.fraction_before);
        to.key("after").number(change.fraction_after).end();
        to.key("covered").object().key("before").flag(change.covered_before);
        to.key("after").flag(change.covered_after).end();
        to.end();
    }
}

void write_delta(const WhatIfSession& session, const Delta& delta, DeltaParts parts, JsonText& to) {
    to.object();
    write_services(session, delta, to);
    write_areas(session, delta, to);
    const std::size_t listed = parts.cells ? std::min(delta.cells.size(), most_cells) : 0;
    to.key("cells").object().key("count").whole(static_cast<std::int64_t>(delta.cells.size()));
    to.key("listed").whole(static_cast<std::int64_t>(listed)).key("list").array();
    write_cells(session, std::span{delta.cells}.first(listed), to);
    to.end().end();
    write_gaps(session, delta, to);
    to.key("stations").array();
    const RunResult& run = session.run();
    for (const scenario::StationChange& s : delta.stations) {
        if (!run.zones.zones[s.zone].reported) continue;
        to.object().key("service").text(run.config.services[s.service].id);
        to.key("code").text(run.zones.zones[s.zone].code).key("name").text(run.zones.zones[s.zone].name);
        to.key("has_site").flag(s.has_site).end();
    }
    to.end().end();
}

void write_site(const WhatIfSession& session, const LiveSite& site, bool with_run, JsonText& to) {
    static constexpr std::array states{"run", "changed", "added", "removed"};
    const auto shape = [&](const scenario::Site& s) {
        const bool is_sector = !std::isnan(s.azimuth);
        to.key("lon").number(s.lon).key("lat").number(s.lat).key("radius_m").number(s.radius_m);
        to.key("azimuth").number(s.azimuth).key("beamwidth");
        if (is_sector) {
            to.number(s.beamwidth);
        } else {
            to.null();
        }
    };
    to.object().key("provider").text(session.roles()[site.key.provider]);
    to.key("site").whole(site.key.site).key("id").text(site.site.id);
    shape(site.site);
    to.key("state").text(states[static_cast<std::size_t>(site.state)]);
    if (with_run) {
        to.key("run");
        if (const auto was = session.site_in_run(site.key)) {
            to.object();
            shape(*was);
            to.end();
        } else {
            to.null();
        }
    }
    to.end();
}

EditRequest read_edit_request(const std::string& body) {
    const Json from = parsed(body);
    check_keys(from, "", {"edits", "revision", "merge", "cells"});
    if (!from.contains("edits") || !from.at("edits").is_array() || from.at("edits").empty())
        throw bad_value("edits", "must be a list of at least one edit");
    if (from.at("edits").size() > most_edits)
        throw bad_value("edits", fmt::format("has {} edits, at most {} go together", from.at("edits").size(),
                                             most_edits));
    EditRequest out;
    for (std::size_t i = 0; i < from.at("edits").size(); ++i)
        out.edits.push_back(read_edit(from.at("edits").at(i), fmt::format("edits[{}].", i)));
    if (from.contains("revision")) out.revision = whole(from, "", "revision", std::uint64_t{1} << 53U);
    out.merges = flag(from, "", "merge", false);
    out.with_cells = flag(from, "", "cells", true);
    return out;
}

void check_name(const std::string& name) {
    const auto plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
    const bool is_good =
        !name.empty() && name.size() <= 64 && plain(name.front()) &&
        std::all_of(name.begin(), name.end(), [&](char c) { return plain(c) || c == '-' || c == '_'; });
    if (!is_good)
        throw bad_value("name", "must be 1 to 64 of a-z, 0-9, - and _, and begin with a letter or digit");
}

SaveRequest read_save_request(const std::string& body) {
    const Json from = parsed(body);
    check_keys(from, "", {"name", "title", "overwrite"});
    SaveRequest out;
    out.name = text(from, "", "name", 64);
    check_name(out.name);
    out.title = text(from, "", "title", 200);
    out.overwrites = flag(from, "", "overwrite", false);
    return out;
}

void check_empty_request(const std::string& body) {
    check_keys(parsed(body), "", {});
}

}  // namespace amaneku::serve
