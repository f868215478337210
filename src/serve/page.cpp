#include "serve/page.hpp"

#include "http/open_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace amaneku::serve {

namespace {

constexpr std::size_t head_size = 65536;  // where the policy of a page stands
constexpr const char* strict_policy =
    "default-src 'none'; script-src 'unsafe-inline' blob: data:; style-src 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src data:; worker-src data: blob:; connect-src 'self' data: blob:; base-uri 'none'; form-action 'none'";

constexpr const char* missing_page = R"html(<!DOCTYPE html>
<html lang="{0}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>amaneku serve</title>
<style>body{{font:1rem/1.7 sans-serif;max-width:42rem;margin:3rem auto;padding:0 1rem;color:#1a1a1a}}
code{{background:#eee;padding:.1rem .3rem}}</style></head><body><main>{1}
<p><a href="api/status">api/status</a> · <a href="api/zones">api/zones</a> · <a href="api/export">api/export</a> ·
<a href="openapi.json">openapi.json</a></p></main></body></html>
)html";
constexpr const char* missing_ja =
    "<h1>report.html がありません</h1><p>この結果には地図のページがありません。設定の <code>[output] formats</code> に "
    "<code>\"html\"</code> を加えて <code>amaneku run</code> をもう一度実行し、このページを再読み込みしてください。"
    "API とファイルは今のままで使えます。</p>";
constexpr const char* missing_en =
    "<h1>There is no report.html</h1><p>These results have no map page. Add <code>\"html\"</code> to "
    "<code>[output] formats</code> of the configuration, run <code>amaneku run</code> again and reload this page. "
    "The API and the files can be used as they are.</p>";

}  // namespace

std::string page_policy(std::string_view html) {
    const std::size_t meta = html.find("http-equiv=\"Content-Security-Policy\"");
    constexpr std::string_view content = "content=\"";
    std::string policy = strict_policy;
    if (meta != std::string_view::npos) {
        const std::size_t end_of_tag = html.find('>', meta);
        const std::size_t begin = html.find(content, html.rfind('<', meta));
        if (begin != std::string_view::npos && begin < end_of_tag) {
            const std::string_view rest = html.substr(begin + content.size());
            const std::string_view own = rest.substr(0, rest.find('"'));
            const bool is_header = std::all_of(own.begin(), own.end(), [](char c) { return c >= ' ' && c < 0x7f; });
            if (!own.empty() && is_header) policy = own;
        }
    }
    // An attribute may have its apostrophes written as references.
    for (const std::string_view reference : {"&#39;", "&#x27;", "&apos;"}) {
        for (std::size_t at = 0; (at = policy.find(reference, at)) != std::string::npos;)
            policy.replace(at, reference.size(), "'");
    }
    if (policy.find("frame-ancestors") == std::string::npos) policy += "; frame-ancestors 'none'";
    return policy;
}

http::Response page_of(const std::string& folder, const std::string& language) {
    http::Response out;
    out.type = "text/html; charset=utf-8";
    out.file = http::OpenFile::in(folder, "report.html");
    std::string policy;
    if (out.file) {
        policy = page_policy(out.file->text(head_size));
        out.headers.emplace_back("Cache-Control", "no-cache");
    } else {
        const bool ja = language != "en";
        out.body = fmt::format(missing_page, ja ? "ja" : "en", ja ? missing_ja : missing_en);
        policy = page_policy("");
        out.headers.emplace_back("Cache-Control", "no-store");
    }
    out.headers.emplace_back("Content-Security-Policy", policy);
    return out;
}

}  // namespace amaneku::serve
