#pragma once

#include "http/message.hpp"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace amaneku::serve {

/// What the braces of a pattern hold: `code` of `/api/zones/{code}`.
using PathParts = std::map<std::string, std::string>;

/// Paths and what answers them. May be asked by many threads at once when all routes are there.
class Router {
public:
    /// May throw Problem.
    using Handler = std::function<http::Response(const http::Request&, const PathParts&)>;

    /// @param method   GET (which answers HEAD too) or POST
    /// @param pattern  `/tiles/{z}/{x}/{y}.mvt`: braces hold a whole segment, or the beginning of one
    void add(std::string method, std::string pattern, Handler handler);
    /// `GET /api/zones/{code}`, in the order in which they were added.
    [[nodiscard]] std::vector<std::string> routes() const;

    /// @throws Problem 404 for a path, 405 for a method that there is none for
    [[nodiscard]] http::Response answer(const http::Request& request) const;
    /// What `answer` would throw before it looks at anything else.
    void check(const http::Request& request) const;

private:
    struct Route {
        std::string method;
        std::string pattern;
        Handler handler;
    };
    struct Found {
        const Route* route = nullptr;
        PathParts parts;
    };
    [[nodiscard]] Found find(const http::Request& request) const;
    [[nodiscard]] std::string allowed(const std::string& path) const;

    std::vector<Route> m_routes;
};

/// The parts of a path that a pattern asks for; nothing where it is another.
[[nodiscard]] std::optional<PathParts> match(const std::string& pattern, const std::string& path);

}  // namespace amaneku::serve
