#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace amaneku::io {

/// How patient a download is.
struct HttpSettings {
    int connect_seconds = 30;
    int low_speed_bytes = 500;   ///< slower than this, in bytes a second, …
    int low_speed_seconds = 30;  ///< … for so long counts as broken off
    int retries = 3;             ///< after the first try
    int backoff_ms = 1000;       ///< before the first retry; doubles each time
    std::string user_agent = "amaneku";
};

/// Why a file did not come.
struct DownloadProblem {
    std::string came;             ///< what came instead
    std::string remedy;           ///< what the reader can do
    bool again = false;           ///< a further try may help
    bool is_unreachable = false;  ///< the server was not even found: its other files will not come either
};

/// Says what is wrong with a file that came whole; nothing where it is sound.
using FileCheck = std::function<std::optional<DownloadProblem>(const std::string& path)>;

struct DownloadHooks {
    /// Called about once a second while bytes are awaited. May throw to stop; what has come so far stays.
    std::function<void()> tick;
    /// Called before each retry with what came and the seconds until then.
    std::function<void(const std::string& came, double seconds)> retrying;
};

/// Downloads `url` to `path`; what stood there before is replaced only by a file that passed `check`.
///
/// Bytes go to `path` + `.part`. Where that is there already they are asked for from its end on; a server
/// that sends the whole file all the same starts it over. A part that broke off stays for the next time, one
/// that `check` refuses goes. Redirects are followed, from https to https only; certificates are verified.
/// May be called from any thread, at once for different paths; a part that another process is writing is left
/// alone.
/// @returns nothing when the file is there
/// @throws Error (Errc::output) when it cannot be written, and what `hooks.tick` throws
[[nodiscard]] std::optional<DownloadProblem> download(const std::string& url, const std::string& path,
                                                      const HttpSettings& settings, const FileCheck& check,
                                                      const DownloadHooks& hooks);

}  // namespace amaneku::io
