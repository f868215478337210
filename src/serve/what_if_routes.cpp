#include "serve/what_if_routes.hpp"

#include "core/site.hpp"
#include "io/atomic_file.hpp"
#include "io/scenario_writer.hpp"
#include "serve/problem.hpp"
#include "serve/query.hpp"
#include "serve/what_if_json.hpp"
#include <amaneku/error.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <filesystem>
#include <limits>

namespace amaneku::serve {

namespace fs = std::filesystem;

namespace {

constexpr double usual_radius_m = 1000.0;

class Stopwatch {
public:
    /// For the browser's tools: how long the engine took.
    [[nodiscard]] std::pair<std::string, std::string> header() const {
        const std::chrono::duration<double, std::milli> ms = std::chrono::steady_clock::now() - m_start;
        return {"Server-Timing", fmt::format("engine;dur={:.2f}", ms.count())};
    }

private:
    std::chrono::steady_clock::time_point m_start = std::chrono::steady_clock::now();
};

/// `edits[2]` at the beginning of where an edit failed.
std::string field_of(const std::string& where) {
    const std::size_t end = where.find(']');
    return where.starts_with("edits[") && end != std::string::npos ? where.substr(0, end + 1) : "";
}

/// What the engine refuses, in the client's words.
Problem refusal(const WhatIfSession& session, const std::vector<SiteEdit>& edits, const Error& error) {
    std::string code = "refused";
    for (const SiteEdit& edit : edits) {
        const auto& roles = session.roles();
        if (std::find(roles.begin(), roles.end(), edit.provider) == roles.end()) code = "unknown-provider";
    }
    if (code == "refused" && error.code() == Errc::usage && std::string_view{error.what()}.starts_with("is "))
        code = "unknown-site";
    if (error.code() != Errc::usage && error.code() != Errc::input) throw error;
    return {422, code, fmt::format("{}: {}", error.where(), error.what()), field_of(error.where()), {}};
}

void write_answer(const WhatIfSession& session, const WhatIfSession::Applied& applied, bool with_cells,
                  JsonText& to) {
    to.object().key("revision").whole(static_cast<std::int64_t>(session.revision()));
    to.key("edits").whole(static_cast<std::int64_t>(session.changed_sites().size()));
    to.key("undo").whole(static_cast<std::int64_t>(session.steps()));
    to.key("sites").array();
    for (const SiteKey& key : applied.sites) write_site(session, session.site(key), false, to);
    to.end().key("change");
    write_delta(session, applied.change, {with_cells}, to);
    to.key("total");
    write_delta(session, session.total(), {false}, to);
    to.end();
}

http::Response timed(JsonText json, const Stopwatch& watch) {
    http::Response out = json_answer(std::move(json).take());
    out.headers.push_back(watch.header());
    return out;
}

http::Response apply(WhatIfHost& host, const http::Request& request) {
    const EditRequest asked = read_edit_request(request.body);
    return host.with([&](WhatIfSession& session) {
        if (asked.revision && *asked.revision != session.revision())
            throw Problem{409,
                          "conflict",
                          fmt::format("the scenario is at revision {} by now: read api/what-if again",
                                      session.revision()),
                          "revision",
                          {}};
        const Stopwatch watch;
        JsonText json;
        try {
            write_answer(session, session.apply(asked.edits, asked.merges), asked.with_cells, json);
        } catch (const Error& error) {
            throw refusal(session, asked.edits, error);
        }
        return timed(std::move(json), watch);
    });
}

http::Response undo(WhatIfHost& host, const http::Request& request) {
    check_empty_request(request.body);
    return host.with([](WhatIfSession& session) {
        const Stopwatch watch;
        const auto applied = session.undo();
        if (!applied) throw Problem{409, "conflict", "there is no step to undo", {}, {}};
        JsonText json;
        write_answer(session, *applied, true, json);
        return timed(std::move(json), watch);
    });
}

http::Response reset(WhatIfHost& host, const http::Request& request) {
    check_empty_request(request.body);
    return host.with([](WhatIfSession& session) {
        const Stopwatch watch;
        JsonText json;
        write_answer(session, session.reset(), true, json);
        return timed(std::move(json), watch);
    });
}

http::Response state(WhatIfHost& host) {
    return host.with([](const WhatIfSession& session) {
        const std::vector<LiveSite> sites = session.changed_sites();
        JsonText json;
        json.object().key("revision").whole(static_cast<std::int64_t>(session.revision()));
        json.key("edits").whole(static_cast<std::int64_t>(sites.size()));
        json.key("undo").whole(static_cast<std::int64_t>(session.steps())).key("sites").array();
        for (const LiveSite& site : sites) write_site(session, site, true, json);
        json.end().key("total");
        write_delta(session, session.total(), {false}, json);
        json.end();
        return json_answer(std::move(json).take());
    });
}

http::Response cells(WhatIfHost& host, const http::Request& request) {
    const std::size_t offset =
        count_parameter(request, "offset", 0, std::numeric_limits<std::uint32_t>::max());
    const std::size_t limit = count_parameter(request, "limit", most_cells, most_cells);
    return host.with([&](const WhatIfSession& session) {
        const std::vector<scenario::CellChange> all = session.changed_cells();
        const std::size_t first = std::min(offset, all.size());
        const std::size_t count = std::min(limit, all.size() - first);
        JsonText json;
        json.object().key("revision").whole(static_cast<std::int64_t>(session.revision()));
        json.key("count").whole(static_cast<std::int64_t>(all.size()));
        json.key("listed").whole(static_cast<std::int64_t>(count)).key("list").array();
        write_cells(session, std::span{all}.subspan(first, count), json);
        json.end().end();
        return json_answer(std::move(json).take());
    });
}

http::Response sites(WhatIfHost& host, const http::Request& request) {
    const auto box = box_parameter(request);
    if (!box) throw bad_value("bbox", "is missing: west,south,east,north in degrees");
    const std::size_t limit = count_parameter(request, "limit", 2000, 10'000);
    const std::string provider = text_parameter(request, "provider");
    const bool with_removed = flag_parameter(request, "removed");
    return host.with([&](const WhatIfSession& session) {
        const auto& roles = session.roles();
        if (!provider.empty() && std::find(roles.begin(), roles.end(), provider) == roles.end())
            throw bad_value("provider", fmt::format("must be one of {}", fmt::join(roles, ", ")));
        const std::vector<LiveSite> found = session.sites_in(*box, provider, with_removed);
        const std::size_t listed = std::min(limit, found.size());
        JsonText json;
        json.object().key("revision").whole(static_cast<std::int64_t>(session.revision()));
        json.key("count").whole(static_cast<std::int64_t>(found.size()));
        json.key("listed").whole(static_cast<std::int64_t>(listed)).key("sites").array();
        for (std::size_t i = 0; i < listed; ++i) write_site(session, found[i], false, json);
        json.end().end();
        return json_answer(std::move(json).take());
    });
}

std::string scenario_text(const WhatIfSession& session, const std::string& title) {
    const ScenarioConfig scenario = session.as_scenario(title);
    if (scenario.added.empty() && scenario.changed.empty())
        throw Problem{409, "conflict", "there are no edits: a scenario file would be empty", {}, {}};
    return io::scenario_toml(scenario);
}

http::Response scenario_file(WhatIfHost& host, const http::Request& request) {
    const std::string title = text_parameter(request, "title");
    std::string name = text_parameter(request, "name");
    if (name.empty()) name = "scenario";
    check_name(name);
    http::Response out;
    out.body = host.with([&](const WhatIfSession& session) { return scenario_text(session, title); });
    out.type = "application/toml; charset=utf-8";
    out.headers = {{"Content-Disposition", fmt::format("attachment; filename=\"{}.toml\"", name)},
                   {"Cache-Control", "no-store"}};
    return out;
}

http::Response save(WhatIfHost& host, const SavePlace& place, const http::Request& request) {
    const SaveRequest asked = read_save_request(request.body);
    if (!place.is_allowed)
        throw Problem{403,
                      "read-only",
                      "this server writes nothing: start it with --writable, or download the file",
                      {},
                      {}};
    const std::string text =
        host.with([&](const WhatIfSession& session) { return scenario_text(session, asked.title); });
    const fs::path folder = fs::path{place.folder} / "scenarios";
    const std::string file = asked.name + ".toml";
    std::error_code error;
    // A link would lead out of the results' directory.
    if (fs::symlink_status(folder, error).type() == fs::file_type::symlink)
        throw Problem{
            409, "conflict", "scenarios is a link: it must be a folder in the results' directory", {}, {}};
    fs::create_directories(folder, error);
    const auto there = fs::symlink_status(folder / file, error).type();
    if (there != fs::file_type::not_found && there != fs::file_type::none &&
        (!asked.overwrites || there != fs::file_type::regular))
        throw Problem{409, "exists", fmt::format("scenarios/{} is there already", file), "name", {}};
    try {
        io::write_whole((folder / file).string(), text);
    } catch (const Error& failure) {
        throw Problem{500, "internal", fmt::format("scenarios/{} {}", file, failure.what()), {}, {}};
    }
    JsonText json;
    json.object().key("file").text("scenarios/" + file);
    json.key("bytes").whole(static_cast<std::int64_t>(text.size())).end();
    return json_answer(std::move(json).take(), 201);
}

/// What a new site of a provider may start with: as far as most of its sites reach.
double radius_of(const SiteTable& sites) {
    std::vector<double> radii = sites.radius_m;
    std::erase(radii, 0.0);  // sites whose area was modelled
    if (radii.empty()) return usual_radius_m;
    const auto middle = radii.begin() + static_cast<std::ptrdiff_t>(radii.size() / 2);
    std::nth_element(radii.begin(), middle, radii.end());
    return *middle;
}

}  // namespace

void write_status(WhatIfHost& host, bool can_save, JsonText& to) {
    static constexpr std::array states{"off", "preparing", "ready", "refused"};
    const WhatIfHost::Status status = host.status();
    const bool is_available =
        status.state == WhatIfHost::State::preparing || status.state == WhatIfHost::State::ready;
    to.object().key("available").flag(is_available);
    to.key("state").text(states[static_cast<std::size_t>(status.state)]).key("reason");
    if (status.reason.empty()) {
        to.null();
    } else {
        to.text(status.reason);
    }
    to.key("progress");
    if (status.state == WhatIfHost::State::preparing && !status.stage.empty()) {
        to.object().key("stage").text(status.stage).key("done").whole(static_cast<std::int64_t>(status.done));
        to.key("total").whole(static_cast<std::int64_t>(status.total)).end();
    } else {
        to.null();
    }
    to.key("revision").whole(static_cast<std::int64_t>(status.revision));
    to.key("edits").whole(static_cast<std::int64_t>(status.edits));
    to.key("undo").whole(static_cast<std::int64_t>(status.steps));
    to.key("can_save").flag(can_save && is_available);
    to.key("longest_radius_m").number(longest_radius_m).key("providers").array();
    if (status.state == WhatIfHost::State::ready) {
        host.with([&](const WhatIfSession& session) {
            const RunResult& run = session.run();
            for (std::uint32_t p = 0; p < session.roles().size(); ++p) {
                const ServiceConfig& service = run.config.services[session.service_of(p)];
                const std::string id = session.roles()[p].substr(service.id.size() + 1);
                const auto provider = std::find_if(service.providers.begin(), service.providers.end(),
                                                   [&](const ProviderConfig& c) { return c.id == id; });
                to.object().key("provider").text(session.roles()[p]).key("service").text(service.id);
                to.key("name")
                    .text(provider->name)
                    .key("sites")
                    .whole(static_cast<std::int64_t>(run.sites[p].size()));
                to.key("radius_m").number(radius_of(run.sites[p])).end();
            }
        });
    }
    to.end().end();
}

void add_what_if_routes(Router& router, WhatIfHost& host, SavePlace place) {
    using http::Request;
    router.add("GET", "/api/sites", [&host](const Request& q, const PathParts&) { return sites(host, q); });
    router.add("GET", "/api/what-if", [&host](const Request&, const PathParts&) { return state(host); });
    router.add("POST", "/api/what-if",
               [&host](const Request& q, const PathParts&) { return apply(host, q); });
    router.add("GET", "/api/what-if/cells",
               [&host](const Request& q, const PathParts&) { return cells(host, q); });
    router.add("POST", "/api/what-if/undo",
               [&host](const Request& q, const PathParts&) { return undo(host, q); });
    router.add("POST", "/api/what-if/reset",
               [&host](const Request& q, const PathParts&) { return reset(host, q); });
    router.add("GET", "/api/what-if/scenario",
               [&host](const Request& q, const PathParts&) { return scenario_file(host, q); });
    router.add("POST", "/api/what-if/save",
               [&host, place = std::move(place)](const Request& q, const PathParts&) {
                   return save(host, place, q);
               });
}

}  // namespace amaneku::serve
