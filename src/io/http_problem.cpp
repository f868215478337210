#include "io/http_problem.hpp"

#include <fmt/format.h>

namespace amaneku::io {

DownloadProblem status_problem(long code) {
    DownloadProblem problem{fmt::format("HTTP status {}", code), "", false};
    if (code == 404 || code == 410) {
        problem.came += " (not found)";
        problem.remedy = "the address has probably changed: correct it in the table of sources";
    } else if (code == 408 || code == 425 || code == 429 || code >= 500) {
        problem.came += " (the server is busy or out of order)";
        problem.remedy = "run the same command again later";
        problem.again = true;
    } else {
        problem.came += " (refused)";
        problem.remedy =
            "open the address in a browser: a login, a proxy or a changed address may be the reason";
    }
    return problem;
}

DownloadProblem transfer_problem(CURLcode code, const std::string& detail, std::uint64_t came,
                                 const HttpSettings& settings) {
    DownloadProblem problem{detail, retry_remedy, true};
    switch (code) {
        case CURLE_PEER_FAILED_VERIFICATION:
        case CURLE_SSL_CACERT_BADFILE:
            problem.remedy =
                "the server's certificate could not be verified: check the clock, the proxy and the package "
                "ca-certificates";
            problem.again = false;
            break;
        case CURLE_COULDNT_RESOLVE_HOST:
        case CURLE_COULDNT_RESOLVE_PROXY:
            problem.remedy =
                "check the network connection and the proxy (https_proxy), or the address in the table of "
                "sources";
            problem.is_unreachable = true;
            break;
        case CURLE_COULDNT_CONNECT:
            problem.is_unreachable = true;
            break;
        case CURLE_OPERATION_TIMEDOUT:
            problem.came = fmt::format("{} bytes, then too little for {} seconds ({})", came,
                                       settings.low_speed_seconds, detail);
            if (came == 0) problem.came = fmt::format("nothing in time ({})", detail);
            break;
        case CURLE_PARTIAL_FILE:
        case CURLE_RECV_ERROR:
            problem.came = fmt::format("{} bytes, then the connection broke off ({})", came, detail);
            break;
        case CURLE_TOO_MANY_REDIRECTS:
        case CURLE_UNSUPPORTED_PROTOCOL:
        case CURLE_URL_MALFORMAT:
            problem.remedy = "the address has probably changed: correct it in the table of sources";
            problem.again = false;
            break;
        default:
            break;
    }
    return problem;
}

}  // namespace amaneku::io
