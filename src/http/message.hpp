#pragma once

#include "http/open_file.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace amaneku::http {

/// One request. What a client wrote: nothing of it is to be trusted.
struct Request {
    std::string method;  ///< `GET`, `HEAD`, …
    std::string path;    ///< percent signs decoded once; may hold any byte, also NUL
    std::string body;
    std::vector<std::pair<std::string, std::string>> headers;
    std::vector<std::pair<std::string, std::string>> parameters;  ///< of the query, decoded

    /// Of several the first; names of headers are of either case.
    [[nodiscard]] std::optional<std::string> header(std::string_view name) const;
    [[nodiscard]] std::size_t header_count(std::string_view name) const;
    [[nodiscard]] std::optional<std::string> parameter(std::string_view name) const;
};

/// What is answered: a text, or a file.
struct Response {
    int status = 200;
    std::string type;  ///< media type
    std::string body;
    std::optional<OpenFile> file;  ///< instead of `body`; a `Range` of it is given where one is asked for
    std::vector<std::pair<std::string, std::string>> headers;
    bool is_last = false;  ///< the connection ends: what follows on it is not to be read
};

}  // namespace amaneku::http
