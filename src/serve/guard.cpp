#include "serve/guard.hpp"

#include "io/digest.hpp"
#include "serve/problem.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

namespace amaneku::serve {

namespace {

std::string lower(std::string_view text) {
    std::string out{text};
    std::transform(out.begin(), out.end(), out.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return out;
}

/// A cookie's value in the header `Cookie`.
std::string cookie_of(std::string_view header, std::string_view name) {
    while (!header.empty()) {
        const std::size_t end = header.find(';');
        std::string_view one = header.substr(0, end);
        while (one.starts_with(' ')) one.remove_prefix(1);
        if (one.starts_with(name) && one.substr(name.size()).starts_with('='))
            return std::string{one.substr(name.size() + 1)};
        if (end == std::string_view::npos) break;
        header.remove_prefix(end + 1);
    }
    return {};
}

std::string percent_encoded(std::string_view text) {
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (std::isalnum(byte) != 0 || c == '/' || c == '.' || c == '-' || c == '_') {
            out += c;
        } else {
            out += fmt::format("%{:02X}", byte);
        }
    }
    return out;
}

/// The same address without the token, beginning with one slash: never another host's.
std::string without_token(const http::Request& request) {
    std::string out = percent_encoded(request.path);
    out = "/" + out.substr(std::min(out.find_first_not_of('/'), out.size()));
    char join = '?';
    for (const auto& [name, value] : request.parameters) {
        if (name == "token") continue;
        out += fmt::format("{}{}={}", join, percent_encoded(name), percent_encoded(value));
        join = '&';
    }
    return out;
}

}  // namespace

bool equal_in_constant_time(std::string_view a, std::string_view b) {
    unsigned different = a.size() == b.size() ? 0U : 1U;
    for (std::size_t i = 0; i < b.size(); ++i) {
        const auto x = static_cast<unsigned char>(i < a.size() ? a[i] : 0);
        different |= static_cast<unsigned>(x ^ static_cast<unsigned char>(b[i]));
    }
    return different == 0;
}

std::string host_name(std::string_view host) {
    if (host.starts_with('[')) return lower(host.substr(0, host.find(']') + 1));
    return lower(host.substr(0, host.rfind(':')));
}

Guard::Guard(GuardRules rules)
    : m_rules{std::move(rules)},
      m_cookie{fmt::format("amaneku-{}", m_rules.port)},
      m_secret{m_rules.token.empty() ? "" : io::sha256("amaneku serve\n" + m_rules.token)} {}

void Guard::check_host(const http::Request& request) const {
    if (request.header_count("Host") != 1)
        throw Problem{400, "bad-request", "a request names its host, once (header Host)", {}, {}};
    if (!m_rules.is_loopback) return;  // there the token says who may ask, by whatever name
    const std::string host = *request.header("Host");
    const std::string name = host_name(host);
    const bool is_ours = name == "127.0.0.1" || name == "localhost" || name == "[::1]";
    const std::size_t at = name.starts_with('[') ? name.size() : host.rfind(':');
    const std::string port = at < host.size() ? host.substr(at) : std::string{":80"};
    if (is_ours && port == fmt::format(":{}", m_rules.port)) return;
    throw Problem{403,
                  "foreign-host",
                  fmt::format("this server answers to 127.0.0.1:{0} and localhost:{0} only", m_rules.port),
                  {},
                  {}};
}

void Guard::check_origin(const http::Request& request) const {
    const auto foreign = [] {
        return Problem{403, "foreign-origin", "changes are taken from this server's own page only", {}, {}};
    };
    const auto site = request.header("Sec-Fetch-Site");
    if (site && *site != "same-origin" && *site != "none") throw foreign();
    const auto origin = request.header("Origin");
    if (!origin) return;
    const std::string host = lower(*request.header("Host"));
    if (lower(*origin) != "http://" + host && lower(*origin) != "https://" + host) throw foreign();
}

bool Guard::is_known(const http::Request& request) const {
    constexpr std::string_view bearer = "Bearer ";
    const std::string given = request.header("Authorization").value_or("");
    if (given.starts_with(bearer) && equal_in_constant_time(given.substr(bearer.size()), m_rules.token))
        return true;
    return equal_in_constant_time(cookie_of(request.header("Cookie").value_or(""), m_cookie), m_secret);
}

std::optional<http::Response> Guard::check_token(const http::Request& request) const {
    if (m_rules.token.empty()) return {};
    const auto parameter = request.parameter("token");
    if (parameter && request.method == "GET" && equal_in_constant_time(*parameter, m_rules.token)) {
        http::Response out;
        out.status = 303;
        out.headers = {{"Location", without_token(request)},
                       {"Set-Cookie",
                        fmt::format("{}={}; Path=/; HttpOnly; SameSite=Strict", m_cookie, m_secret)},
                       {"Cache-Control", "no-store"}};
        return out;
    }
    if (is_known(request)) return {};
    throw Problem{401,
                  "unauthorized",
                  "this server asks for a token: open it as http://HOST:PORT/?token=TOKEN, or send "
                  "Authorization: Bearer TOKEN",
                  {},
                  {{"WWW-Authenticate", "Bearer"}}};
}

std::optional<http::Response> Guard::refuse(const http::Request& request) const {
    try {
        check_host(request);
        if (auto answer = check_token(request)) return answer;
        if (request.method != "GET" && request.method != "HEAD" && request.method != "OPTIONS")
            check_origin(request);
        return {};
    } catch (const Problem& problem) {
        return answer_of(problem);
    }
}

}  // namespace amaneku::serve
