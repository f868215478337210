#include "serve/router.hpp"

#include "serve/problem.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace amaneku::serve {

namespace {

constexpr std::array known_methods{"GET", "HEAD", "POST", "OPTIONS"};

/// The next segment of a path; takes it away with its slash.
std::string_view take_segment(std::string_view& path) {
    const std::size_t slash = path.find('/');
    const std::string_view out = path.substr(0, slash);
    path.remove_prefix(slash == std::string_view::npos ? path.size() : slash + 1);
    return out;
}

}  // namespace

std::optional<PathParts> match(const std::string& pattern, const std::string& path) {
    if (std::count(pattern.begin(), pattern.end(), '/') != std::count(path.begin(), path.end(), '/'))
        return {};
    PathParts parts;
    std::string_view wanted{pattern};
    std::string_view given{path};
    while (!wanted.empty() || !given.empty()) {
        const std::string_view want = take_segment(wanted);
        const std::string_view have = take_segment(given);
        const std::size_t close = want.find('}');
        if (!want.starts_with('{') || close == std::string_view::npos) {
            if (want != have) return {};
            continue;
        }
        const std::string_view tail = want.substr(close + 1);
        if (!have.ends_with(tail) || have.size() <= tail.size()) return {};
        parts[std::string{want.substr(1, close - 1)}] = have.substr(0, have.size() - tail.size());
    }
    return parts;
}

void Router::add(std::string method, std::string pattern, Handler handler) {
    m_routes.push_back({std::move(method), std::move(pattern), std::move(handler)});
}

std::vector<std::string> Router::routes() const {
    std::vector<std::string> out;
    for (const Route& r : m_routes) out.push_back(r.method + " " + r.pattern);
    return out;
}

std::string Router::allowed(const std::string& path) const {
    std::string out;
    for (const Route& r : m_routes) {
        const std::string words = r.method == "GET" ? "GET, HEAD" : r.method;
        if (match(r.pattern, path) && out.find(words) == std::string::npos)
            out += (out.empty() ? "" : ", ") + words;
    }
    return out.empty() ? out : out + ", OPTIONS";
}

Router::Found Router::find(const http::Request& request) const {
    if (std::find(known_methods.begin(), known_methods.end(), request.method) == known_methods.end() ||
        request.path.size() > 1024) {
        const std::string allow = allowed(request.path.substr(0, 1024));
        if (allow.empty()) throw not_found("there is nothing at this address: openapi.json lists what there is");
        throw Problem{405, "wrong-method", fmt::format("this address takes {}", allow), {}, {{"Allow", allow}}};
    }
    const std::string method = request.method == "HEAD" ? "GET" : request.method;
    for (const Route& r : m_routes) {
        if (r.method != method) continue;
        if (auto parts = match(r.pattern, request.path)) return {&r, std::move(*parts)};
    }
    const std::string allow = allowed(request.path);
    if (allow.empty()) throw not_found("there is nothing at this address: openapi.json lists what there is");
    if (request.method == "OPTIONS") return {};
    throw Problem{405, "wrong-method", fmt::format("this address takes {}", allow), {}, {{"Allow", allow}}};
}

void Router::check(const http::Request& request) const {
    static_cast<void>(find(request));
}

http::Response Router::answer(const http::Request& request) const {
    const Found found = find(request);
    if (found.route != nullptr) return found.route->handler(request, found.parts);
    http::Response options;
    options.status = 204;
    options.headers.emplace_back("Allow", allowed(request.path));
    return options;
}

}  // namespace amaneku::serve
