#include "report/page.hpp"

#include "report/packed_text.hpp"
#include <amaneku/error.hpp>

#include <array>
#include <string_view>
#include <utility>

namespace amaneku::report {

std::string html_escaped(const std::string& text) {
    std::string out;
    for (const char c : text) {
        switch (c) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '"':
                out += "&quot;";
                break;
            case '\'':
                out += "&#39;";
                break;
            default:
                out += c;
        }
    }
    return out;
}

std::string page(const std::string& page_template, const PageData& data, const std::string& language,
                 const std::string& title, const std::string& tile_host) {
    using namespace std::string_view_literals;
    const std::array<std::pair<std::string_view, std::string>, 5> values{
        {{"@AMANEKU_LANGUAGE@"sv, html_escaped(language)},
         {"@AMANEKU_TITLE@"sv, html_escaped(title)},
         {"@AMANEKU_TILE_HOST@"sv, html_escaped(tile_host)},
         {"@AMANEKU_DATA@"sv, packed_text(data.json)},
         {"@AMANEKU_MESH@"sv, data.mesh.empty() ? std::string{} : packed_text(data.mesh, Content::columns)}}};
    std::array<bool, 5> seen{};
    std::string out;
    out.reserve(page_template.size() + values[3].second.size() + values[4].second.size());
    // One walk through the template: what is put in is not looked at again.
    constexpr std::string_view mark = "@AMANEKU_";
    std::size_t at = 0;
    for (std::size_t found = 0; (found = page_template.find(mark, at)) != std::string::npos;) {
        out.append(page_template, at, found - at);
        at = found;
        bool is_known = false;
        for (std::size_t v = 0; v < values.size() && !is_known; ++v) {
            if (page_template.compare(at, values[v].first.size(), values[v].first) != 0) continue;
            out += values[v].second;
            at += values[v].first.size();
            seen[v] = is_known = true;
        }
        if (!is_known) {
            out += mark;
            at += mark.size();
        }
    }
    out.append(page_template, at);
    for (std::size_t v = 0; v < values.size(); ++v) {
        if (!seen[v])
            throw Error{Errc::output, "report.html",
                        "the page's template lacks " + std::string{values[v].first} +
                            ": it belongs to another version of the program; build web/ again"};
    }
    return out;
}

}  // namespace amaneku::report
