#include "io/http_transfer.hpp"

#include "io/http_problem.hpp"
#include <amaneku/error.hpp>

#include <fmt/format.h>

namespace amaneku::io {

namespace {

constexpr long ok = 200;
constexpr long partial_content = 206;
constexpr long range_not_satisfiable = 416;

}  // namespace

HttpTransfer::HttpTransfer(const std::string& url, PartFile& part, const HttpSettings& settings,
                           const DownloadHooks& hooks)
    : m_part{part}, m_settings{settings}, m_hooks{hooks}, m_from{part.size()} {
    if (!m_handle) throw Error{Errc::resources, url, "libcurl has no memory for a connection"};
    CURL* h = m_handle.get();
    curl_easy_setopt(h, CURLOPT_URL, url.c_str());
    curl_easy_setopt(h, CURLOPT_USERAGENT, settings.user_agent.c_str());
    curl_easy_setopt(h, CURLOPT_ERRORBUFFER, m_message.data());
    curl_easy_setopt(h, CURLOPT_NOSIGNAL, 1L);  // signals are the program's, and there are threads
    curl_easy_setopt(h, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(h, CURLOPT_SSL_VERIFYHOST, 2L);
    curl_easy_setopt(h, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(h, CURLOPT_REDIR_PROTOCOLS_STR, url.starts_with("https:") ? "https" : "http,https");
    curl_easy_setopt(h, CURLOPT_FOLLOWLOCATION, 1L);
    curl_easy_setopt(h, CURLOPT_MAXREDIRS, 10L);
    curl_easy_setopt(h, CURLOPT_CONNECTTIMEOUT, static_cast<long>(settings.connect_seconds));
    curl_easy_setopt(h, CURLOPT_LOW_SPEED_LIMIT, static_cast<long>(settings.low_speed_bytes));
    curl_easy_setopt(h, CURLOPT_LOW_SPEED_TIME, static_cast<long>(settings.low_speed_seconds));
    curl_easy_setopt(h, CURLOPT_WRITEFUNCTION, &HttpTransfer::on_body);
    curl_easy_setopt(h, CURLOPT_WRITEDATA, this);
    curl_easy_setopt(h, CURLOPT_XFERINFOFUNCTION, &HttpTransfer::on_progress);
    curl_easy_setopt(h, CURLOPT_XFERINFODATA, this);
    curl_easy_setopt(h, CURLOPT_NOPROGRESS, 0L);
    // Not CURLOPT_RESUME_FROM: that makes an error of a server that ignores the range.
    if (m_from > 0) curl_easy_setopt(h, CURLOPT_RANGE, fmt::format("{}-", m_from).c_str());
}

long HttpTransfer::status() const {
    long code = 0;
    curl_easy_getinfo(m_handle.get(), CURLINFO_RESPONSE_CODE, &code);
    return code;
}

double HttpTransfer::retry_after() const {
    curl_off_t seconds = 0;
    curl_easy_getinfo(m_handle.get(), CURLINFO_RETRY_AFTER, &seconds);
    return static_cast<double>(seconds);
}

std::optional<ContentRange> HttpTransfer::content_range() const {
    curl_header* header = nullptr;
    if (curl_easy_header(m_handle.get(), "Content-Range", 0, CURLH_HEADER, -1, &header) != CURLHE_OK)
        return std::nullopt;
    return parse_content_range(header->value);
}

void HttpTransfer::begin_body() {
    m_began = true;
    if (status() == ok) m_part.start_over();
    if (status() == partial_content) {
        const auto range = content_range();
        m_wrong_range = !range || range->first != m_from;
    }
}

std::size_t HttpTransfer::on_body(const char* data, std::size_t size, std::size_t count,
                                  void* self) noexcept {
    auto& transfer = *static_cast<HttpTransfer*>(self);
    try {
        if (!transfer.m_began) transfer.begin_body();
        if (transfer.m_wrong_range) return 0;
        const long status = transfer.status();
        if (status == ok || status == partial_content) transfer.m_part.append({data, size * count});
        return size * count;
    } catch (...) {  // nothing may pass through C: perform() throws it on
        transfer.m_thrown = std::current_exception();
        return 0;
    }
}

int HttpTransfer::on_progress(void* self, curl_off_t /*to_come*/, curl_off_t /*came*/, curl_off_t /*to_go*/,
                              curl_off_t /*gone*/) noexcept {
    auto& transfer = *static_cast<HttpTransfer*>(self);
    try {
        transfer.m_hooks.tick();
        return 0;
    } catch (...) {  // nothing may pass through C: perform() throws it on
        transfer.m_thrown = std::current_exception();
        return 1;
    }
}

std::optional<DownloadProblem> HttpTransfer::perform() {
    const CURLcode code = curl_easy_perform(m_handle.get());
    if (m_thrown) std::rethrow_exception(m_thrown);
    return judged(code);
}

std::optional<DownloadProblem> HttpTransfer::judged(CURLcode code) {
    if (m_wrong_range || (code == CURLE_OK && status() == range_not_satisfiable)) {
        m_part.start_over();
        return DownloadProblem{"the server could not go on where the partial file ends", retry_remedy, true};
    }
    if (code != CURLE_OK) return broken_off(code);
    if (status() != ok && status() != partial_content) return status_problem(status());
    if (!m_began) begin_body();  // an empty answer has no body
    const auto range = status() == partial_content ? content_range() : std::nullopt;
    if (range && range->total && *range->total != m_part.size()) {
        const std::uint64_t came = m_part.size();
        if (came > *range->total) m_part.start_over();
        return DownloadProblem{fmt::format("{} of {} bytes", came, *range->total), retry_remedy, true};
    }
    return std::nullopt;
}

DownloadProblem HttpTransfer::broken_off(CURLcode code) const {
    const std::string detail = m_message[0] != '\0' ? m_message.data() : curl_easy_strerror(code);
    return transfer_problem(code, detail, m_part.size(), m_settings);
}

}  // namespace amaneku::io
