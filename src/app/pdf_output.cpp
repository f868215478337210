#include "app/pdf_output.hpp"

#include "app/chromium.hpp"
#include "app/japanese_font.hpp"
#include "app/page_output.hpp"
#include "report/page_areas.hpp"
#include <amaneku/error.hpp>

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <string_view>
#include <utility>
#include <vector>

namespace amaneku::app {

namespace fs = std::filesystem;

namespace {

/// With more municipalities than this only the summaries of prefectures are printed: a page takes about a
/// tenth of a second, and nobody leafs through more.
constexpr std::size_t most_municipalities = 400;

/// A folder of our own among the temporary ones, gone at the end.
class TemporaryFolder {
public:
    TemporaryFolder() : m_path{(fs::temp_directory_path() / "amaneku-pdf-XXXXXX").string()} {
        if (::mkdtemp(m_path.data()) == nullptr) m_path.clear();
    }
    ~TemporaryFolder() {
        std::error_code ignored;
        if (!m_path.empty()) fs::remove_all(m_path, ignored);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    TemporaryFolder(TemporaryFolder&&) = delete;
    TemporaryFolder& operator=(TemporaryFolder&&) = delete;
    [[nodiscard]] const std::string& path() const { return m_path; }

private:
    std::string m_path;
};

constexpr const char* no_chromium =
    "report.pdf is left out: no Chromium was found; install one (Debian: apt install chromium), or name its "
    "program "
    "in AMANEKU_CHROMIUM; or open report.html and print from there";

std::size_t municipalities(const RunResult& result) {
    const std::vector<std::int32_t> places = report::municipality_places(result);
    return static_cast<std::size_t>(
        std::count_if(places.begin(), places.end(), [](auto k) { return k >= 0; }));
}

constexpr std::size_t node_digits = 8;

/// Where the digits of names like (node00000220) begin.
std::vector<std::size_t> node_places(const std::string& pdf) {
    constexpr std::string_view begin = "(node";
    std::vector<std::size_t> out;
    for (std::size_t at = 0; (at = pdf.find(begin, at)) != std::string::npos;) {
        at += begin.size();
        const std::string_view rest = std::string_view{pdf}.substr(at, node_digits + 1);
        if (rest.size() > node_digits && rest.find_first_not_of("0123456789") == node_digits &&
            rest.back() == ')')
            out.push_back(at);
    }
    return out;
}

}  // namespace

std::string repeatable_pdf(std::string pdf, const std::string& date) {
    std::string stamp = date;
    std::erase(stamp, '-');
    stamp += "000000+00'00'";
    for (const std::string_view key : {"/CreationDate (D:", "/ModDate (D:"}) {
        for (std::size_t at = 0; (at = pdf.find(key, at)) != std::string::npos;) {
            at += key.size();
            const std::size_t end = std::min(pdf.find(')', at), pdf.size());
            if (end - at <= stamp.size()) pdf.replace(at, end - at, stamp, 0, end - at);
        }
    }
    const std::vector<std::size_t> places = node_places(pdf);
    std::map<std::string, std::size_t> numbers;  // in the order of the names, by which a PDF lists them
    for (const std::size_t at : places) numbers[pdf.substr(at, node_digits)];
    std::size_t last = 0;
    for (auto& [name, number] : numbers) number = ++last;
    for (const std::size_t at : places)
        pdf.replace(at, node_digits,
                    fmt::format("{:0{}}", numbers.at(pdf.substr(at, node_digits)), node_digits));
    return pdf;
}

std::string report_pdf(const RunResult& result, Messages& messages) {
    const std::string text = page_template();
    if (text.empty()) {
        messages.warn(
            fmt::format("report.pdf is left out with report.html, of which it is printed: {}", no_page));
        return {};
    }
    const std::string chromium = find_chromium();
    if (chromium.empty()) {
        const char* named = std::getenv("AMANEKU_CHROMIUM");
        messages.warn(
            named != nullptr && *named != '\0'
                ? fmt::format("report.pdf is left out: AMANEKU_CHROMIUM names '{}', which is no program",
                              named)
                : no_chromium);
        return {};
    }
    const std::size_t count = municipalities(result);
    const bool all = count <= most_municipalities;
    if (!all)
        messages.warn(fmt::format(
            "report.pdf holds the summaries of prefectures alone: {} municipalities are more than {}; print "
            "the pages of some from report.html#print=CODE,CODE",
            count, most_municipalities));
    if (!has_japanese_font())
        messages.warn(
            "report.pdf shows empty boxes for Japanese: no font of this system has it; install one (Debian: "
            "apt "
            "install fonts-noto-cjk) and run again");
    const TemporaryFolder folder;
    const std::string page = folder.path() + "/report.html";
    const std::string html = report_html(result, text, false);
    if (folder.path().empty() || !(std::ofstream{page, std::ios::binary} << html << std::flush)) {
        messages.warn(fmt::format("report.pdf is left out: {} cannot be written to",
                                  fs::temp_directory_path().string()));
        return {};
    }
    messages.info(fmt::format("printing report.pdf with {}", chromium));
    const auto patience = std::chrono::seconds{60 + (all ? count / 2 : 60)};
    PrintedPage printed =
        print_page(chromium, folder.path(), page, all ? "print" : "print=summary", patience);
    if (!printed.problem.empty()) {
        messages.warn(fmt::format(
            "report.pdf is left out: {} could not print it: {}; open report.html and print from there",
            chromium, printed.problem));
        return {};
    }
    return repeatable_pdf(std::move(printed.pdf), format_date(result.config.as_of));
}

}  // namespace amaneku::app
