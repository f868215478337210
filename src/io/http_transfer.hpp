#pragma once

#include "io/content_range.hpp"
#include "io/http_download.hpp"
#include "io/part_file.hpp"

#include <curl/curl.h>

#include <array>
#include <cstdint>
#include <exception>
#include <memory>
#include <optional>
#include <string>

namespace amaneku::io {

struct CurlCloser {
    void operator()(CURL* handle) const noexcept { curl_easy_cleanup(handle); }
};
using CurlHandle = std::unique_ptr<CURL, CurlCloser>;

/// One request: what libcurl's callbacks see and leave behind.
class HttpTransfer {
public:
    HttpTransfer(const std::string& url, PartFile& part, const HttpSettings& settings,
                 const DownloadHooks& hooks);

    /// What became of it; nothing where the part is whole.
    [[nodiscard]] std::optional<DownloadProblem> perform();
    /// Seconds that the server asked to wait before the next request, 0 where it did not.
    [[nodiscard]] double retry_after() const;

private:
    static std::size_t on_body(const char* data, std::size_t size, std::size_t count, void* self) noexcept;
    static int on_progress(void* self, curl_off_t /*to_come*/, curl_off_t /*came*/, curl_off_t /*to_go*/,
                           curl_off_t /*gone*/) noexcept;

    void begin_body();
    [[nodiscard]] long status() const;
    [[nodiscard]] std::optional<ContentRange> content_range() const;
    [[nodiscard]] std::optional<DownloadProblem> judged(CURLcode code);
    [[nodiscard]] DownloadProblem broken_off(CURLcode code) const;

    CurlHandle m_handle{curl_easy_init()};
    PartFile& m_part;
    const HttpSettings& m_settings;
    const DownloadHooks& m_hooks;
    std::uint64_t m_from;
    bool m_began = false;
    bool m_wrong_range = false;
    std::exception_ptr m_thrown;
    std::array<char, CURL_ERROR_SIZE> m_message{};
};

}  // namespace amaneku::io
