#include "io/fetch_sources.hpp"

#include "io/ascii.hpp"
#include "io/config_dirs.hpp"
#include "io/toml_cursor.hpp"
#include <amaneku/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

namespace amaneku::io {

namespace fs = std::filesystem;

namespace {

// A function for every section of the table.

std::string needed(TomlCursor& table, std::string_view key) {
    if (!table.has(key)) table.problem(key, "is missing");
    return table.text(key).value_or("");
}

std::vector<std::string> codes(TomlCursor& table, std::string_view key, std::size_t digits) {
    if (!table.has(key)) table.problem(key, "is missing");
    std::vector<std::string> values = table.texts(key);
    for (const std::string& value : values) {
        if (!is_digits(value, digits))
            table.problem(key, fmt::format("holds '{}', must hold codes of {} digits", value, digits));
    }
    return values;
}

void download(TomlCursor& root, HttpSettings& http) {
    auto table = root.table("download");
    if (!table) return;
    http.connect_seconds = table->integer("connect_seconds", 1, 3600).value_or(http.connect_seconds);
    http.low_speed_bytes = table->integer("low_speed_bytes", 1, 1'000'000'000).value_or(http.low_speed_bytes);
    http.low_speed_seconds = table->integer("low_speed_seconds", 1, 3600).value_or(http.low_speed_seconds);
    http.retries = table->integer("retries", 0, 20).value_or(http.retries);
    http.backoff_ms = table->integer("backoff_ms", 0, 60'000).value_or(http.backoff_ms);
    table->finish();
}

FetchSource source(TomlCursor& table, std::string_view place) {
    FetchSource out;
    out.id = needed(table, "id");
    out.title = needed(table, "title");
    out.page = table.text("page").value_or("");
    out.attribution = needed(table, "attribution");
    out.licence = needed(table, "licence");
    if (!table.has("date")) table.problem("date", "is missing");
    out.date = table.date("date").value_or("");
    out.url = needed(table, "url");
    out.file = needed(table, "file");
    out.minimal_bytes =
        static_cast<std::uint64_t>(table.integer("minimal_bytes", 1, 2'000'000'000).value_or(1));
    if (auto columns = table.table("columns")) out.columns = columns->text_pairs();
    if (!out.url.empty() && !out.url.starts_with("https://") && !out.url.starts_with("http://")) {
        table.problem("url", fmt::format("is '{}', must begin with https:// or http://", out.url));
    }
    for (const auto& [key, value] : {std::pair{"url", out.url}, std::pair{"file", out.file}}) {
        if (!value.empty() && value.find(place) == std::string::npos) {
            table.problem(key, fmt::format("is '{}', must hold {}", value, place));
        }
    }
    const fs::path file{out.file};
    if (file.is_absolute() || std::find(file.begin(), file.end(), fs::path{".."}) != file.end()) {
        table.problem("file", fmt::format("is '{}', must stay inside the data folder", out.file));
    }
    table.finish();
    return out;
}

void sources(TomlCursor& root, FetchSources& out) {
    int populations = 0;
    int zones = 0;
    for (TomlCursor& table : root.tables("source")) {
        const auto role = table.one_of("role", {"population", "zones"});
        if (!role) {
            if (!table.has("role")) table.problem("role", "is missing: population or zones");
            continue;
        }
        if (*role == 0) {
            out.population = source(table, mesh1_place);
            ++populations;
        } else {
            out.zones = source(table, pref_place);
            ++zones;
        }
    }
    if (populations != 1 || zones != 1)
        root.problem("source", R"(must be there once with role = "population" and once with role = "zones")");
}

void prefectures(TomlCursor& root, FetchSources& out) {
    std::set<std::string> known;
    for (TomlCursor& table : root.tables("prefecture")) {
        FetchPrefecture p;
        p.code = needed(table, "code");
        if (!is_digits(p.code, 2)) table.problem("code", fmt::format("is '{}', must be two digits", p.code));
        if (!known.insert(p.code).second) table.problem("code", fmt::format("'{}' is there twice", p.code));
        p.name = needed(table, "name");
        p.romaji = ascii_lower(needed(table, "romaji"));
        p.mesh1 = codes(table, "mesh1", 4);
        p.neighbours = codes(table, "neighbours", 2);
        table.finish();
        out.prefectures.push_back(std::move(p));
    }
    for (const FetchPrefecture& p : out.prefectures) {
        for (const std::string& n : p.neighbours) {
            if (!known.contains(n))
                root.problem("prefecture",
                             fmt::format("{} has the neighbour '{}', which is not in the table", p.code, n));
        }
    }
    if (known.empty()) root.problem("prefecture", "is missing: the table of prefectures");
}

}  // namespace

std::string find_sources_file(const std::string& given) {
    std::error_code error;
    if (!given.empty()) {
        if (fs::is_regular_file(given, error)) return given;
        throw Error{
            Errc::configuration, given,
            "is not there: --sources names the table of sources, a TOML file like configs/sources.toml"};
    }
    for (const std::string& dir : config_dirs()) {
        const fs::path file = fs::path{dir} / "sources.toml";
        if (fs::is_regular_file(file, error)) return file.string();
    }
    throw Error{Errc::configuration, "sources.toml",
                "the table of sources is neither in the folder AMANEKU_CONFIGS nor beside the program: give "
                "it with --sources FILE"};
}

FetchSources read_fetch_sources(const std::string& path) {
    std::vector<Problem> problems;
    FetchSources out;
    out.path = path;
    std::ifstream file{path, std::ios::binary};
    const std::string text{std::istreambuf_iterator<char>{file}, {}};
    if (!file) throw Error{Errc::configuration, path, "cannot be read"};
    try {
        const toml::table table = toml::parse(text, path);
        TomlCursor root{table, "", path, problems};
        download(root, out.http);
        sources(root, out);
        prefectures(root, out);
        root.finish();
    } catch (const toml::parse_error& error) {
        throw Error{Errc::configuration, fmt::format("{}:{}", path, error.source().begin.line),
                    fmt::format("not TOML: {}", error.description())};
    }
    if (problems.empty()) return out;
    std::string more;
    for (std::size_t i = 1; i < problems.size(); ++i)
        more += fmt::format("\n{}: {}", problems[i].where, problems[i].what);
    throw Error{Errc::configuration, problems.front().where, problems.front().what + more};
}

}  // namespace amaneku::io
