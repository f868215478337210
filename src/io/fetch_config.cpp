#include "io/fetch_config.hpp"

#include "io/atomic_file.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string_view>
#include <system_error>

namespace amaneku::io {

namespace fs = std::filesystem;

namespace {

std::string quoted(const std::string& text) {
    std::string out{'"'};
    for (const char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out + '"';
}

std::string names(const std::vector<FetchPrefecture>& prefectures) {
    std::string out;
    for (const FetchPrefecture& p : prefectures) out += fmt::format("{}{}", out.empty() ? "" : "・", p.name);
    return out;
}

std::string file_list(const std::vector<FetchItem>& items) {
    std::string out = "files  = [\n";
    for (const FetchItem& item : items) out += fmt::format("    {},\n", quoted(item.file));
    return out + "]\n";
}

std::string source_line(const FetchSource& source) {
    return fmt::format("source = {{ name = {}, date = {}, licence = {} }}\n", quoted(source.attribution),
                       source.date, quoted(source.licence));
}

std::string column_line(const FetchSource& source) {
    std::string out;
    for (const auto& [weight, column] : source.columns)
        out += fmt::format("{}{} = {}", out.empty() ? "" : ", ", weight, quoted(column));
    return out.empty() ? "" : fmt::format("columns = {{ {} }}\n", out);
}

std::string code_list(const std::vector<FetchPrefecture>& prefectures, std::string_view separator,
                      bool is_quoted) {
    std::string out;
    for (const FetchPrefecture& p : prefectures)
        out += fmt::format("{}{}", out.empty() ? "" : separator, is_quoted ? quoted(p.code) : p.code);
    return out;
}

constexpr std::string_view service_example =
    R"(# Still missing: what is covered. Nobody can fetch that for you. Put your base stations into sites.csv beside this file
# (one row a site, columns lon and lat in degrees), take away the # before the lines below, and set the radius.
# [[service]]
# id = "5g"
# name = "5G"
# profile = "jp-mic-5g"       # the official way of counting; others are in configs/profiles
#
# [[service.provider]]
# id = "operator-a"
# sites = "sites.csv"         # or footprints = ["area.gpkg"], polygons of the area served
# columns = { lon = "lon", lat = "lat" }
# radius_m = 1000
)";

}  // namespace

std::string fetch_config_path(const FetchPlan& plan) {
    return (fs::path{plan.directory} /
            fmt::format("amaneku-{}.toml", code_list(plan.prefectures, "-", false)))
        .string();
}

std::string fetch_config_text(const FetchSources& sources, const FetchPlan& plan) {
    std::string out = fmt::format("# {}: written by `amaneku fetch`. Paths are relative to this file.\n",
                                  names(plan.prefectures));
    out +=
        fmt::format("title    = {}\nlanguage = \"ja\"\n", quoted(names(plan.prefectures) + " 人口カバー率"));
    out +=
        "# as_of  = 2026-03-31         # sites on air by then; the date in every output; today where it is "
        "not given\n";
    out += fmt::format("\n[population]\n# {}\n", sources.population.title);
    out += file_list(plan.population) + column_line(sources.population) + source_line(sources.population);
    out += fmt::format("\n[zones]\n# {}\n", sources.zones.title);
    if (!plan.neighbours.empty())
        out += fmt::format(
            "# With the neighbours ({}), which take their own people of the cells on the border.\n",
            names(plan.neighbours));
    out += file_list(plan.zones) +
           fmt::format("report = [{}]\nassign = \"land_share\"\n", code_list(plan.prefectures, ", ", true)) +
           "# With a census table by municipality, not fetched, every run says how far its totals are off:\n"
           "# census = { file = \"census.csv\", code = \"code\", population = \"population\" }\n" +
           source_line(sources.zones);
    out += fmt::format("\n{}", service_example);
    out += fmt::format("\n[output]\ndirectory = {}\nformats = [\"csv\", \"json\", \"gpkg\"]\n",
                       quoted("out-" + code_list(plan.prefectures, "-", false)));
    return out;
}

FetchConfig write_fetch_config(const FetchSources& sources, const FetchPlan& plan) {
    const std::string path = fetch_config_path(plan);
    const std::string text = fetch_config_text(sources, plan);
    std::error_code error;
    if (fs::exists(path, error)) {
        std::ifstream file{path, std::ios::binary};
        const std::string there{std::istreambuf_iterator<char>{file}, {}};
        return there == text ? FetchConfig::same : FetchConfig::kept;
    }
    write_whole(path, text);
    return FetchConfig::written;
}

}  // namespace amaneku::io
