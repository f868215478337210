#include "io/fetch_check.hpp"

#include "gdal/zip_check.hpp"
#include "io/ascii.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string_view>
#include <system_error>

namespace amaneku::io {

namespace fs = std::filesystem;

namespace {

std::string file_head(const std::string& path) {
    std::ifstream file{path, std::ios::binary};
    std::string head(2048, '\0');
    file.read(head.data(), static_cast<std::streamsize>(head.size()));
    head.resize(static_cast<std::size_t>(file.gcount()));
    return head;
}

/// The title of an HTML page; empty where it has none, nothing where it is no page.
std::optional<std::string> html_title(const std::string& head) {
    const std::string text = ascii_lower(head.starts_with("\xEF\xBB\xBF") ? head.substr(3) : head);
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    if (first == std::string::npos || text[first] != '<') return std::nullopt;
    const std::size_t open = text.find("<title>");
    const std::size_t close = text.find("</title>");
    if (open == std::string::npos || close == std::string::npos || close < open) return "";
    const std::size_t begin = open + std::string_view{"<title>"}.size();
    std::string title = head.substr(begin + (head.size() - text.size()), close - begin);
    std::replace_if(
        title.begin(), title.end(), [](unsigned char c) { return c < ' '; }, ' ');
    return title;
}

}  // namespace

std::optional<DownloadProblem> file_problem(const std::string& path, std::uint64_t minimal_bytes) {
    const std::string head = file_head(path);
    if (const auto title = html_title(head)) {
        const std::string named = title->empty() ? "" : fmt::format(" with the title '{}'", *title);
        return DownloadProblem{fmt::format("a web page{} instead of a zip", named),
                               "open the address in a browser to see what it says; if it has changed, "
                               "correct it in the table of sources",
                               false};
    }
    std::error_code error;
    const std::uint64_t size = fs::is_regular_file(path, error) ? fs::file_size(path, error) : 0;
    if (size < minimal_bytes) {
        return DownloadProblem{
            fmt::format("only {} bytes, where at least {} belong", size, minimal_bytes),
            "open the address in a browser; if it has changed, correct it in the table of sources", true};
    }
    if (!head.starts_with("PK"))
        return DownloadProblem{
            "something that is no zip",
            "open the address in a browser; if it has changed, correct it in the table of sources", false};
    if (const auto problem = gdal::zip_problem(path)) {
        return DownloadProblem{
            fmt::format("a damaged file: {}", *problem),
            "run the same command again; if that does not help, the file is damaged at its source", true};
    }
    return std::nullopt;
}

}  // namespace amaneku::io
