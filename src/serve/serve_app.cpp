#include "serve/serve_app.hpp"

#include "core/rule_profile.hpp"
#include "http/server.hpp"
#include "serve/guard.hpp"
#include "serve/json_text.hpp"
#include "serve/loaded_result.hpp"
#include "serve/openapi.hpp"
#include "serve/problem.hpp"
#include "serve/result_routes.hpp"
#include "serve/router.hpp"
#include "serve/what_if_routes.hpp"
#include <amaneku/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

namespace amaneku::serve {

namespace {

/// Headers of every answer.
void secure(http::Response& to) {
    const auto has = [&](std::string_view name) {
        return std::any_of(to.headers.begin(), to.headers.end(),
                           [&](const auto& h) { return h.first == name; });
    };
    to.headers.emplace_back("X-Content-Type-Options", "nosniff");
    to.headers.emplace_back("X-Frame-Options", "DENY");
    to.headers.emplace_back("Referrer-Policy", "no-referrer");
    to.headers.emplace_back("Cross-Origin-Resource-Policy", "same-origin");
    if (!has("Content-Security-Policy"))
        to.headers.emplace_back("Content-Security-Policy",
                                "default-src 'none'; frame-ancestors 'none'; sandbox");
    if (!has("Cache-Control")) to.headers.emplace_back("Cache-Control", "no-store");
}

Problem plain_problem(int status) {
    switch (status) {
        case 408:
            return {status, "too-slow", "the request did not come to its end in time", {}, {}};
        case 413:
            return {status, "too-large", "the request is too large: a body may have 1 MiB", {}, {}};
        case 414:
            return {status, "too-large", "the address is too long", {}, {}};
        case 416:
            return {status, "bad-request", "the header Range cannot be understood", {}, {}};
        case 500:
            return {status, "internal", "the server failed at this request; it goes on", {}, {}};
        default:
            return {status, "bad-request", "this is no request that HTTP knows", {}, {}};
    }
}

/// A body is JSON that says so: what a form of another page could send is not.
void check_body(const http::Request& request) {
    std::string type = request.header("Content-Type").value_or("");
    type = type.substr(0, type.find(';'));
    while (type.ends_with(' ')) type.pop_back();
    if (type != "application/json")
        throw Problem{415, "wrong-type", "the body must be JSON: Content-Type: application/json", {}, {}};
    if (request.header("Content-Encoding"))
        throw Problem{415, "wrong-type", "the body must not be compressed", {}, {}};
    constexpr std::size_t most_digits = 7;
    const std::string length = request.header("Content-Length").value_or("0");
    const bool is_number =
        std::all_of(length.begin(), length.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (!is_number) throw Problem{400, "bad-request", "Content-Length is no number", {}, {}};
    if (length.size() > most_digits || std::stoul("0" + length) > http::Limits{}.body)
        throw Problem{413, "too-large", "the request is too large: a body may have 1 MiB", {}, {}};
}

void write_services(const ResultFolder& folder, JsonText& to) {
    to.key("services").array();
    for (const ResultService& s : folder.services) {
        to.object().key("id").text(s.id).key("name").text(s.name).key("profile").text(s.profile);
        to.key("weight").text(s.weight).key("rule").text(s.rule).key("decimals").whole(s.decimals);
        to.key("providers").array();
        for (const ResultService::Provider& p : s.providers)
            to.object().key("id").text(p.id).key("name").text(p.name).end();
        to.end().end();
    }
    to.end();
}

/// `parts` and `tiles`; what is still being read is null.
void write_parts(const LoadedResult& result, JsonText& to) {
    const bool known = result.has_layers();
    const auto maybe = [&](bool value) {
        if (known) {
            to.flag(value);
        } else {
            to.null();
        }
    };
    const ResultFolder& folder = result.folder();
    const bool has_cells = known && result.layers().cells.has_value();
    const bool has_tiles = known && result.layers().tiles != nullptr;
    to.key("parts").object();
    to.key("page").flag(http::OpenFile::in(folder.path, "report.html").has_value());
    to.key("zones").flag(!folder.areas.empty());
    to.key("gaps").flag(folder.table("gaps.csv") != nullptr);
    to.key("cells");
    maybe(has_cells);
    to.key("tiles");
    maybe(has_tiles);
    to.end().key("tiles").object().key("available");
    maybe(has_tiles);
    to.key("minzoom").whole(has_tiles ? result.layers().tiles->minzoom() : 0);
    to.key("maxzoom").whole(has_tiles ? result.layers().tiles->maxzoom() : 0).end();
}

std::string status_text(const LoadedResult& result, WhatIfHost& what_if, const ServeOptions& options) {
    const ResultFolder& folder = result.folder();
    JsonText json;
    json.object().key("format").whole(1).key("program").text("amaneku " + options.program);
    json.key("made_by").text("amaneku " + folder.version);
    json.key("title").text(folder.title).key("as_of").text(format_date(folder.as_of));
    json.key("language").text(folder.language).key("warnings").array();
    for (const std::string& w : result.warnings()) json.text(w);
    json.end().key("weights").array();
    for (const std::string& w : folder.weights) json.text(w);
    json.end().key("rules").array();
    for (const Rule rule : rules) json.text(rule_id(rule));
    json.end();
    write_services(folder, json);
    write_parts(result, json);
    json.key("what_if");
    write_status(what_if, options.can_save, json);
    json.end();
    return std::move(json).take();
}

std::string words_of(const WhatIfHost::Status& status) {
    if (status.state == WhatIfHost::State::ready) return "what-if is ready";
    return "no what-if: " + status.reason;
}

}  // namespace

bool is_loopback(const std::string& host) {
    return host == "127.0.0.1" || host == "localhost" || host == "::1";
}

struct ServeApp::State {
    State(ServeOptions o, MakeEngine make, const std::function<void(const std::string&)>& tell)
        : options{std::move(o)}, result{options.folder, options.program} {
        if (options.has_what_if) {
            const std::string& known = result.folder().configuration_file;
            what_if.emplace(result.folder(), options.configuration.empty() ? known : options.configuration,
                            std::move(make),
                            [tell](const WhatIfHost::Status& status) { tell(words_of(status)); });
        } else {
            what_if.emplace("the server was started with --no-what-if");
        }
        add_routes();
        server.emplace(http::Limits{}, answers());
    }

    void add_routes() {
        router.add("GET", "/api/status", [this](const http::Request&, const PathParts&) {
            return json_answer(status_text(result, *what_if, options));
        });
        add_result_routes(router, result, *what_if);
        add_what_if_routes(router, *what_if, {options.folder, options.can_save});
        router.add("GET", "/openapi.json",
                   [](const http::Request&, const PathParts&) { return json_answer(openapi_json()); });
        add_result_file_route(router, result);
    }

    http::Answers answers() {
        http::Answers out;
        out.refuse = [this](const http::Request& request) { return refuse(request); };
        out.answer = [this](const http::Request& request) { return answer(request); };
        out.plain = [](int status) {
            http::Response words = answer_of(plain_problem(status));
            secure(words);
            return words;
        };
        return out;
    }

    [[nodiscard]] std::optional<http::Response> refuse(const http::Request& request) const {
        auto out = guard->refuse(request);
        if (!out && request.method == "POST") {
            try {
                router.check(request);
                check_body(request);
            } catch (const Problem& problem) {
                out = answer_of(problem);
            }
        }
        if (out) secure(*out);
        return out;
    }

    [[nodiscard]] http::Response answer(const http::Request& request) const {
        http::Response out;
        try {
            out = router.answer(request);
        } catch (const Problem& problem) {
            out = answer_of(problem);
        } catch (const Error& error) {
            out = answer_of({500, "internal", fmt::format("{}: {}", error.where(), error.what()), {}, {}});
        } catch (const std::bad_alloc&) {
            out = answer_of({500, "internal", "there is not enough memory for this", {}, {}});
        }
        secure(out);
        return out;
    }

    ServeOptions options;
    LoadedResult result;
    std::optional<WhatIfHost> what_if;
    Router router;
    std::optional<Guard> guard;
    std::optional<http::Server> server;
};

ServeApp::ServeApp(ServeOptions options, MakeEngine make, std::function<void(const std::string&)> tell) {
    if (!options.token.empty() && options.token.size() < shortest_token)
        throw Error{
            Errc::usage, "--token",
            fmt::format("has {} characters, must have at least {}", options.token.size(), shortest_token)};
    if (!is_loopback(options.host) && options.token.empty())
        throw Error{
            Errc::usage, "--host",
            fmt::format("{} can be reached from other machines: give a --token of at least {} characters "
                        "(or AMANEKU_TOKEN, or --token-file)",
                        options.host, shortest_token)};
    m_state = std::make_unique<State>(std::move(options), std::move(make), tell);
}

ServeApp::~ServeApp() = default;

std::string ServeApp::bind() {
    const ServeOptions& options = m_state->options;
    const int port = m_state->server->bind(options.host, options.port);
    m_state->guard.emplace(GuardRules{is_loopback(options.host), port, options.token});
    const bool is_v6 = options.host.find(':') != std::string::npos;
    return fmt::format("http://{}{}{}:{}/", is_v6 ? "[" : "", options.host, is_v6 ? "]" : "", port);
}

void ServeApp::run() {
    m_state->server->run();
}

void ServeApp::stop() {
    m_state->server->stop();
    m_state->what_if->stop();
}

std::vector<std::string> ServeApp::warnings() const {
    return m_state->result.warnings();
}

}  // namespace amaneku::serve
