#pragma once

#include "io/http_download.hpp"

#include <curl/curl.h>

#include <cstdint>
#include <string>

namespace amaneku::io {

/// The remedy where the same command may succeed later.
inline constexpr const char* retry_remedy =
    "check the network connection and run the same command again: it goes on where this one stopped";

/// What a status other than 200 and 206 means to who waits for the file.
[[nodiscard]] DownloadProblem status_problem(long code);

/// What an error of libcurl means, after `came` bytes; `detail` is the library's own text.
[[nodiscard]] DownloadProblem transfer_problem(CURLcode code, const std::string& detail, std::uint64_t came,
                                               const HttpSettings& settings);

}  // namespace amaneku::io
