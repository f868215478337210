#include "io/fetch.hpp"

#include "gdal/zip_check.hpp"
#include "io/atomic_file.hpp"
#include "io/config_dirs.hpp"
#include "io/toml_cursor.hpp"
#include <amaneku/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <csignal>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <mutex>
#include <set>
#include <sstream>
#include <thread>

namespace amaneku::io {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view mesh1_place = "{mesh1}";
constexpr std::string_view pref_place = "{pref}";

bool is_digits(const std::string& text, std::size_t size) {
    return text.size() == size &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return text;
}

std::string filled(std::string pattern, std::string_view place, const std::string& value) {
    for (std::size_t at = pattern.find(place); at != std::string::npos;
         at = pattern.find(place, at + value.size())) {
        pattern.replace(at, place.size(), value);
    }
    return pattern;
}

// The table of sources, a function for every section.

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
        p.romaji = lower(needed(table, "romaji"));
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

/// Names without the last character of 長崎県, 東京都, 大阪府; 北海道 keeps it.
std::string short_name(const std::string& name) {
    for (const std::string_view suffix : {"県", "都", "府"}) {
        if (name.ends_with(suffix)) return name.substr(0, name.size() - suffix.size());
    }
    return name;
}

const FetchPrefecture& prefecture_of(const FetchSources& sources, const std::string& text) {
    std::string word = lower(text);
    if (is_digits(word, 1)) word.insert(0, "0");
    std::set<std::string, std::less<>> known;
    for (const FetchPrefecture& p : sources.prefectures) {
        if (word == p.code || word == p.name || word == short_name(p.name) || word == p.romaji) return p;
        known.insert(p.romaji);
    }
    const std::string near = nearest_word(word, known);
    throw Error{
        Errc::usage, "--prefecture",
        fmt::format(
            "'{}' is no prefecture of {}{}: give its code (42), its name (長崎県) or romaji (nagasaki)", text,
            sources.path, near.empty() ? "" : fmt::format("; did you mean {}?", near))};
}

const FetchPrefecture& by_code(const FetchSources& sources, const std::string& code) {
    return *std::find_if(sources.prefectures.begin(), sources.prefectures.end(),
                         [&](const FetchPrefecture& p) { return p.code == code; });
}

FetchItem item_of(const FetchSource& source, std::string_view place, const std::string& value,
                  const std::string& directory) {
    FetchItem item;
    item.url = filled(source.url, place, value);
    item.file = filled(source.file, place, value);
    item.target = (fs::path{directory} / item.file).string();
    item.page = source.page;
    item.minimal_bytes = source.minimal_bytes;
    return item;
}

std::string file_head(const std::string& path) {
    std::ifstream file{path, std::ios::binary};
    std::string head(2048, '\0');
    file.read(head.data(), static_cast<std::streamsize>(head.size()));
    head.resize(static_cast<std::size_t>(file.gcount()));
    return head;
}

/// The title of an HTML page; empty where it has none, nothing where it is no page.
std::optional<std::string> html_title(const std::string& head) {
    const std::string text = lower(head.starts_with("\xEF\xBB\xBF") ? head.substr(3) : head);
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

std::string megabytes(const std::string& path) {
    return fmt::format("{:.1f} MB", std::ceil(static_cast<double>(fs::file_size(path)) / 1e5) / 10.0);
}

/// The downloads of a plan, several at once.
class Fetcher {
public:
    Fetcher(const FetchPlan& plan, const HttpSettings& http, const FetchHooks& hooks)
        : m_items{plan.items()}, m_http{http}, m_hooks{hooks}, m_failures(m_items.size()) {}

    FetchResult run(int jobs);

private:
    void work() noexcept;
    void fetch(std::size_t i);
    void tick();
    void note(const std::string& text);

    std::vector<FetchItem> m_items;
    const HttpSettings& m_http;
    const FetchHooks& m_hooks;
    std::atomic<std::size_t> m_next{0};
    std::mutex m_mutex;  // of all below
    std::vector<std::optional<FetchFailure>> m_failures;
    FetchResult m_result;
    std::size_t m_done = 0;
    std::exception_ptr m_thrown;
};

void Fetcher::tick() {
    const std::lock_guard lock{m_mutex};
    if (m_thrown) std::rethrow_exception(m_thrown);  // another thread was stopped: so is this
    m_hooks.progress("download", m_done, m_items.size());
}

void Fetcher::note(const std::string& text) {
    const std::lock_guard lock{m_mutex};
    m_hooks.note(text);
}

void Fetcher::fetch(std::size_t i) {
    const FetchItem& item = m_items[i];
    std::optional<DownloadProblem> problem;
    bool is_present = false;
    std::error_code error;
    if (fs::exists(item.target, error)) {
        const auto unsound = file_problem(item.target, item.minimal_bytes);
        is_present = !unsound;
        if (unsound)
            note(fmt::format("{} is there but is {}: fetching it again", item.target, unsound->came));
    }
    if (!is_present) {
        fs::create_directories(fs::path{item.target}.parent_path(), error);
        if (error)
            throw Error{Errc::output, item.target,
                        fmt::format("its folder cannot be made: {}", error.message())};
        const FileCheck check = [&](const std::string& path) {
            return file_problem(path, item.minimal_bytes);
        };
        const DownloadHooks hooks{[this] { tick(); },
                                  [&](const std::string& came, double seconds) {
                                      note(fmt::format("{}: {}; again in {:.1f} s", item.url, came, seconds));
                                  }};
        problem = download(item.url, item.target, m_http, check, hooks);
        note(problem ? fmt::format("{} did not come: {}", item.file, problem->came)
                     : fmt::format("{} ({})", item.target, megabytes(item.target)));
    }
    {
        const std::lock_guard lock{m_mutex};
        ++m_done;
        m_result.present += is_present ? 1 : 0;
        m_result.fetched += !is_present && !problem ? 1 : 0;
        if (problem) m_failures[i] = FetchFailure{item, *problem};
    }
    tick();
}

void Fetcher::work() noexcept {
    sigset_t
        broken_pipe;  // a connection that the server closes while TLS writes to it must not end the program
    sigemptyset(&broken_pipe);
    sigaddset(&broken_pipe, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &broken_pipe, nullptr);
    try {
        for (std::size_t i = m_next++; i < m_items.size(); i = m_next++) fetch(i);
    } catch (...) {  // thrown on by run(): an exception must not leave a thread
        const std::lock_guard lock{m_mutex};
        if (!m_thrown) m_thrown = std::current_exception();
    }
}

FetchResult Fetcher::run(int jobs) {
    std::vector<std::thread> threads;
    threads.reserve(static_cast<std::size_t>(jobs));
    for (int j = 0; j < jobs; ++j) threads.emplace_back([this] { work(); });
    for (std::thread& t : threads) t.join();
    if (m_thrown) std::rethrow_exception(m_thrown);
    for (const auto& failure : m_failures) {
        if (failure) m_result.failures.push_back(*failure);
    }
    return m_result;
}

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

std::vector<FetchItem> FetchPlan::items() const {
    std::vector<FetchItem> all = population;
    all.insert(all.end(), zones.begin(), zones.end());
    return all;
}

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

FetchPlan plan_fetch(const FetchSources& sources, const std::vector<std::string>& prefectures,
                     const std::string& directory) {
    std::set<std::string> reported;
    for (const std::string& text : prefectures) reported.insert(prefecture_of(sources, text).code);
    std::set<std::string> around;
    std::set<std::string> meshes;
    FetchPlan plan;
    plan.directory = directory;
    for (const std::string& code : reported) {
        const FetchPrefecture& p = plan.prefectures.emplace_back(by_code(sources, code));
        meshes.insert(p.mesh1.begin(), p.mesh1.end());
        std::set_difference(p.neighbours.begin(), p.neighbours.end(), reported.begin(), reported.end(),
                            std::inserter(around, around.end()));
    }
    for (const std::string& code : around) plan.neighbours.push_back(by_code(sources, code));
    for (const std::string& mesh : meshes)
        plan.population.push_back(item_of(sources.population, mesh1_place, mesh, directory));
    for (const auto* list : {&plan.prefectures, &plan.neighbours}) {
        for (const FetchPrefecture& p : *list)
            plan.zones.push_back(item_of(sources.zones, pref_place, p.code, directory));
    }
    return plan;
}

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

FetchResult run_fetch(const FetchPlan& plan, const HttpSettings& http, int jobs, const FetchHooks& hooks) {
    return Fetcher{plan, http, hooks}.run(jobs);
}

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
