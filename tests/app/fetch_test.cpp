#include "catch.hpp"
#include "gdal/zip_check.hpp"
#include "io/config_reader.hpp"
#include "io/fetch_config.hpp"
#include "io/fetch_plan.hpp"
#include "io/fetch_sources.hpp"
#include <amaneku/error.hpp>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

bool holds(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

std::string read(const fs::path& path) {
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

void write(const fs::path& path, const std::string& content) {
    fs::create_directories(path.parent_path());
    std::ofstream{path, std::ios::binary} << content;
}

/// A folder that goes when the test ends.
class Folder {
public:
    Folder() {
        std::string name = (fs::temp_directory_path() / "amaneku-fetch-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error{"no temporary folder"};
        m_path = name;
    }
    ~Folder() {
        std::error_code ignored;
        fs::remove_all(m_path, ignored);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    [[nodiscard]] const fs::path& path() const noexcept { return m_path; }

private:
    fs::path m_path;
};

struct Outcome {
    int status = -1;
    std::string said;  ///< standard output and error
};

Outcome run(const std::string& command) {
    ::setenv("no_proxy", "127.0.0.1", 1);
    FILE* pipe = ::popen((command + " 2>&1").c_str(), "r");
    Outcome outcome;
    std::array<char, 4096> piece{};
    while (const std::size_t got = std::fread(piece.data(), 1, piece.size(), pipe))
        outcome.said.append(piece.data(), got);
    const int status = ::pclose(pipe);
    outcome.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    return outcome;
}

/// tests/app/fetch_server.py on a free port; it ends when its standard input closes, which the system does if
/// we die.
class Server {
public:
    Server() {
        std::array<int, 2> in{};
        std::array<int, 2> out{};
        REQUIRE(::pipe2(in.data(), O_CLOEXEC) == 0);
        REQUIRE(::pipe2(out.data(), O_CLOEXEC) == 0);
        m_process = ::fork();
        if (m_process == 0) {
            ::dup2(in[0], STDIN_FILENO);
            ::dup2(out[1], STDOUT_FILENO);
            const char* python = std::getenv("PYTHON");
            ::execlp(python != nullptr ? python : "python3", "python3",
                     AMANEKU_SOURCE_DIR "/tests/app/fetch_server.py", m_log.c_str(), nullptr);
            ::_exit(127);
        }
        ::close(in[0]);
        ::close(out[1]);
        m_stdin = in[1];
        char c = 0;
        while (::read(out[0], &c, 1) == 1 && c != '\n') m_port += c;
        ::close(out[0]);
        REQUIRE(!m_port.empty());
    }
    ~Server() {
        ::close(m_stdin);
        ::waitpid(m_process, nullptr, 0);
    }
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;
    [[nodiscard]] std::string url(const std::string& way) const {
        return fmt::format("http://127.0.0.1:{}/{}", m_port, way);
    }

    [[nodiscard]] std::string log() const { return read(m_log); }

private:
    Folder m_folder;
    std::string m_log = (m_folder.path() / "log").string();
    pid_t m_process = -1;
    int m_stdin = -1;
    std::string m_port;
};

const Server& server() {
    static const Server one;
    return one;
}

std::string sources(const std::string& population, const std::string& zones, int retries = 2) {
    return fmt::format(R"([download]
retries = {}
backoff_ms = 20
low_speed_seconds = 1
[[source]]
id = "census"
role = "population"
title = "メッシュ"
page = "http://127.0.0.1/page"
attribution = "「国勢調査」（総務省統計局）"
licence = "規約"
date = 2020-10-01
url = "{}/H{{mesh1}}.zip"
file = "population/tblT001141H{{mesh1}}.zip"
minimal_bytes = 400
columns = {{ population = "T001141001" }}
[[source]]
id = "n03"
role = "zones"
title = "行政区域"
attribution = "「国土数値情報」（国土交通省）"
licence = "約款"
date = 2021-01-01
url = "{}/N03_{{pref}}.zip"
file = "boundaries/N03_{{pref}}.zip"
minimal_bytes = 1000
[[prefecture]]
code = "41"
name = "佐賀県"
romaji = "saga"
mesh1 = ["4929", "4930"]
neighbours = ["42"]
[[prefecture]]
code = "42"
name = "長崎県"
romaji = "nagasaki"
mesh1 = ["4928", "4929"]
neighbours = ["41"]
)",
                       retries, server().url(population), server().url(zones));
}

/// A fetch of Nagasaki: meshes 4928 and 4929, boundaries 42 and 41.
class Case {
public:
    explicit Case(const std::string& population = "ok", int retries = 2) {
        // A path of its own at the server, whose answers depend on how often it was asked.
        static int number = 0;
        m_tag = fmt::format("{}", ++number);
        write(m_folder.path() / "sources.toml", sources(population + "/" + m_tag, "ok/" + m_tag, retries));
    }
    [[nodiscard]] Outcome fetch(const std::string& more = "", const std::string& before = "") const {
        return run(fmt::format("{} {} fetch --prefecture 42 --dir {} --sources {} {}", before,
                               AMANEKU_PROGRAM, dir().string(), (m_folder.path() / "sources.toml").string(),
                               more));
    }
    [[nodiscard]] fs::path dir() const { return m_folder.path() / "data"; }
    [[nodiscard]] fs::path config() const { return dir() / "amaneku-42.toml"; }
    [[nodiscard]] fs::path mesh(const std::string& code) const {
        return dir() / "population" / fmt::format("tblT001141H{}.zip", code);
    }
    /// The requests of this case: way, file and Range.
    [[nodiscard]] std::vector<std::string> requests() const {
        std::istringstream log{server().log()};
        std::vector<std::string> found;
        const std::string mark = "/" + m_tag + "/";
        for (std::string line; std::getline(log, line);) {
            if (const std::size_t at = line.find(mark); at != std::string::npos)
                found.push_back(line.substr(1, at) + line.substr(at + mark.size()));
        }
        std::sort(found.begin(), found.end());
        return found;
    }

private:
    Folder m_folder;
    std::string m_tag;
};

}  // namespace

TEST_CASE(
    "fetch brings meshes and boundaries with the neighbours', and a configuration that lacks only a "
    "service") {
    const Case c;
    const Outcome first = c.fetch();
    INFO(first.said);
    REQUIRE(first.status == 0);
    for (const char* file : {"population/tblT001141H4928.zip", "population/tblT001141H4929.zip",
                             "boundaries/N03_41.zip", "boundaries/N03_42.zip"}) {
        CHECK(!amaneku::gdal::zip_problem((c.dir() / file).string()));
        CHECK(!fs::exists((c.dir() / file).string() + ".part"));
    }
    CHECK(holds(first.said, "4 files: 4 fetched, 0 were there"));
    CHECK(holds(first.said, "amaneku run " + c.config().string()));

    const auto [config, problems] = amaneku::io::check_config(c.config().string());
    REQUIRE(problems.size() == 1);
    CHECK(holds(problems.front().what, "service: is missing"));
    CHECK(config.population.files.size() == 2);
    CHECK(config.zones.files.size() == 2);
    CHECK(config.zones.report == std::vector<std::string>{"42"});
    CHECK(config.population.source.name == "「国勢調査」（総務省統計局）");
    CHECK(config.zones.source.date == "2021-01-01");

    SECTION("the example in it works once its # are taken away") {
        std::istringstream lines{read(c.config())};
        std::string text;
        bool in_service = false;
        for (std::string line; std::getline(lines, line);) {
            in_service = (in_service || line == "# [[service]]") && line.starts_with('#');
            text += (in_service ? line.substr(std::min<std::size_t>(line.size(), 2)) : line) + "\n";
        }
        write(c.config(), text);
        write(c.dir() / "sites.csv", "lon,lat\n129.87,32.75\n");
        const auto [whole, left] = amaneku::io::check_config(c.config().string());
        for (const auto& p : left) UNSCOPED_INFO(p.where << ": " << p.what);
        CHECK(left.empty());
        REQUIRE(whole.services.size() == 1);
        CHECK(whole.services.front().id == "5g");

        const Outcome again = c.fetch();
        CHECK(again.status == 0);
        CHECK(holds(again.said, "stays as it is"));
        CHECK(read(c.config()) == text);
    }
    SECTION("a second fetch asks for nothing") {
        const Outcome again = c.fetch();
        CHECK(again.status == 0);
        CHECK(holds(again.said, "4 files: 0 fetched, 4 were there"));
        CHECK(c.requests().size() == 4);
    }
    SECTION("a file that was damaged since is fetched anew, and only that") {
        std::string content = read(c.mesh("4928"));
        content[content.size() / 4] = static_cast<char>(content[content.size() / 4] ^ 0x10);
        write(c.mesh("4928"), content);
        const Outcome again = c.fetch();
        CHECK(again.status == 0);
        CHECK(holds(again.said, "damaged"));
        CHECK(holds(again.said, "1 fetched, 3 were there"));
        CHECK(!amaneku::gdal::zip_problem(c.mesh("4928").string()));
    }
    SECTION("with --quiet nothing is said") {
        CHECK(c.fetch("--quiet").said.empty());
    }
}

TEST_CASE("fetch follows redirects") {
    const Case c{"redirect"};
    const Outcome outcome = c.fetch();
    INFO(outcome.said);
    CHECK(outcome.status == 0);
}

TEST_CASE("fetch goes on where a download broke off") {
    const Case c{"flaky"};
    const Outcome outcome = c.fetch("--jobs 1");
    INFO(outcome.said);
    REQUIRE(outcome.status == 0);
    CHECK(!amaneku::gdal::zip_problem(c.mesh("4928").string()));
    const auto requests = c.requests();
    REQUIRE(requests.size() == 6);
    CHECK(requests[0] == "flaky/H4928.zip -");
    CHECK(holds(requests[1], "flaky/H4928.zip bytes="));
}

TEST_CASE("fetch starts over where the server ignores Range") {
    const Case c{"norange"};
    const Outcome outcome = c.fetch();
    INFO(outcome.said);
    REQUIRE(outcome.status == 0);
    CHECK(!amaneku::gdal::zip_problem(c.mesh("4928").string()));
    CHECK(holds(c.requests().at(1), "norange/H4928.zip bytes="));
}

TEST_CASE(
    "fetch goes on with the part of an earlier run, and starts over where that is longer than the file") {
    const Case c;
    REQUIRE(c.fetch().status == 0);
    const std::string whole = read(c.mesh("4928"));
    fs::remove(c.mesh("4928"));
    SECTION("the true beginning") {
        write(c.mesh("4928").string() + ".part", whole.substr(0, 5000));
    }
    SECTION("another beginning") {
        write(c.mesh("4928").string() + ".part", std::string(5000, 'x'));
    }
    SECTION("longer") {
        write(c.mesh("4928").string() + ".part", whole + "x");
    }
    SECTION("as long") {
        write(c.mesh("4928").string() + ".part", std::string(whole.size(), 'x'));
    }
    const Outcome again = c.fetch();
    INFO(again.said);
    CHECK(again.status == 0);
    CHECK((read(c.mesh("4928")) == whole));  // not shown where it differs: it is binary
}

TEST_CASE("fetch asks again after 503 and after a damaged zip") {
    const auto* const way = GENERATE("busy", "once");
    const Case c{way};
    const Outcome outcome = c.fetch();
    INFO(outcome.said);
    CHECK(outcome.status == 0);
    CHECK(holds(outcome.said, "again in"));
    CHECK(!amaneku::gdal::zip_problem(c.mesh("4929").string()));
}

TEST_CASE("fetch says what came instead of a file, goes on with the others and writes no configuration") {
    struct Row {
        const char* way;
        const char* came;
        std::size_t requests;  // of one file
    };
    const Row row = GENERATE(
        values<Row>({{"missing", "HTTP status 404", 1},
                     {"forbidden", "HTTP status 403", 1},
                     {"html", "a web page with the title 'ただいまメンテナンス中です' instead of a zip", 1},
                     {"corrupt", "cannot be unpacked", 3},
                     {"stored", "checksums", 3},
                     {"truncated", "bytes, then the connection broke off", 3},
                     {"open", "directory at its end is missing", 3},
                     {"tiny", "only 10 bytes, where at least 400 belong", 3}}));
    const Case c{row.way};
    const Outcome outcome = c.fetch();
    INFO(outcome.said);
    CHECK(outcome.status == 4);
    CHECK(holds(outcome.said, row.came));
    CHECK(holds(outcome.said, "2 of 4 files are missing"));
    CHECK(holds(outcome.said, c.mesh("4928").string() + " is missing: " + server().url(row.way)));
    CHECK(!fs::exists(c.mesh("4928")));
    CHECK(!fs::exists(c.config()));
    CHECK(fs::exists(c.dir() / "boundaries" / "N03_42.zip"));
    CHECK(fs::exists(c.mesh("4928").string() + ".part") == (std::string{row.way} == "truncated"));
    CHECK(c.requests().size() == 2 * row.requests + 2);
}

TEST_CASE("fetch gives up on a server that sends nothing more") {
    const Case c{"slow", 0};
    const auto start = std::chrono::steady_clock::now();
    const Outcome outcome = c.fetch();
    INFO(outcome.said);
    CHECK(outcome.status == 4);
    CHECK(holds(outcome.said, "then too little for 1 seconds"));
    CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds{10});
}

TEST_CASE("fetch says so when there is no server") {
    const Case c;
    std::string text = read(c.dir().parent_path() / "sources.toml");
    for (std::size_t at = text.find(server().url("")); at != std::string::npos;
         at = text.find(server().url(""))) {
        text.replace(at, server().url("").size(), "http://127.0.0.1:9/");
    }
    write(c.dir().parent_path() / "sources.toml", text);
    const Outcome outcome = c.fetch();
    INFO(outcome.said);
    CHECK(outcome.status == 4);
    CHECK(holds(outcome.said, "4 of 4 files are missing"));
    CHECK(holds(outcome.said, "check the network connection"));
    // The first two at once, two further tries each; the rest of the server's files are not asked for.
    std::size_t tries = 0;
    for (std::size_t at = 0; (at = outcome.said.find("; again in", at)) != std::string::npos; ++at) ++tries;
    CHECK(tries <= 4);
}

TEST_CASE("a fetch that is stopped keeps the part and exits with 143") {
    const Case c{"trickle"};
    const std::string part = c.mesh("4928").string() + ".part";
    const Outcome outcome = c.fetch(
        fmt::format("& pid=$!; while [ ! -s {} ]; do sleep 0.05; done; kill -TERM $pid; wait $pid", part),
        "exec 2>&1;");
    INFO(outcome.said);
    CHECK(outcome.status == 143);
    CHECK(holds(outcome.said, "goes on where this one stopped"));
    CHECK(!fs::exists(c.mesh("4928")));
    CHECK(fs::file_size(part) > 0);
}

TEST_CASE("two fetches do not write into one file") {
    const Case c;
    write(c.mesh("4928").string() + ".part", "x");
    const int file = ::open((c.mesh("4928").string() + ".part").c_str(), O_RDWR | O_CLOEXEC);
    REQUIRE(::flock(file, LOCK_EX) == 0);
    const Outcome outcome = c.fetch();
    ::close(file);
    CHECK(outcome.status == 4);
    CHECK(holds(outcome.said, "another fetch is writing this file"));
}

TEST_CASE("fetch says where it cannot write") {
    const Case c;
    write(c.dir() / "population", "a file where a folder belongs");
    const Outcome outcome = c.fetch();
    CHECK(outcome.status == 5);
    CHECK(holds(outcome.said, "folder cannot be made"));
}

TEST_CASE("fetch --dry-run lists addresses and files and touches nothing") {
    const Case c;
    const Outcome outcome = c.fetch("--dry-run");
    CHECK(outcome.status == 0);
    CHECK(holds(outcome.said, "/H4928.zip\t" + c.mesh("4928").string() + "\n"));
    CHECK(holds(outcome.said, "/N03_41.zip\t"));
    CHECK(std::count(outcome.said.begin(), outcome.said.end(), '\n') == 4);
    CHECK(!fs::exists(c.dir()));
    CHECK(c.requests().empty());
}

TEST_CASE("prefectures are given by code, name or romaji, and several make one plan") {
    const auto table = amaneku::io::read_fetch_sources(AMANEKU_SOURCE_DIR "/configs/sources.toml");
    const auto one = amaneku::io::plan_fetch(table, {"42"}, "data");
    for (const char* same : {"長崎県", "長崎", "Nagasaki"}) {
        CHECK(amaneku::io::plan_fetch(table, {same}, "data").items().front().url == one.items().front().url);
    }
    CHECK(amaneku::io::plan_fetch(table, {"1"}, "data").prefectures.front().name == "北海道");
    CHECK(amaneku::io::plan_fetch(table, {"北海道"}, "data").prefectures.front().code == "01");
    CHECK(amaneku::io::plan_fetch(table, {"京都"}, "data").prefectures.front().code == "26");

    const auto both = amaneku::io::plan_fetch(table, {"nagasaki", "41", "42"}, "data");
    CHECK(both.prefectures.size() == 2);
    REQUIRE(both.neighbours.size() == 1);
    CHECK(both.neighbours.front().code == "40");
    CHECK(amaneku::io::fetch_config_path(both) == "data/amaneku-41-42.toml");
    std::set<std::string> urls;
    for (const auto& item : both.items()) urls.insert(item.url);
    CHECK(urls.size() == both.items().size());

    const Outcome wrong = run(AMANEKU_PROGRAM " fetch --prefecture nagasakki --dry-run");
    CHECK(wrong.status == 2);
    CHECK(holds(wrong.said, "did you mean nagasaki"));
}

TEST_CASE(
    "the shipped table of sources holds every prefecture, symmetrical neighbours and the 151 first meshes") {
    const auto table = amaneku::io::read_fetch_sources(AMANEKU_SOURCE_DIR "/configs/sources.toml");
    CHECK(table.prefectures.size() == 47);
    std::set<std::string> meshes;
    std::set<std::pair<std::string, std::string>> pairs;
    for (const auto& p : table.prefectures) {
        CHECK(!p.mesh1.empty());
        CHECK(std::is_sorted(p.mesh1.begin(), p.mesh1.end()));
        CHECK(std::is_sorted(p.neighbours.begin(), p.neighbours.end()));
        meshes.insert(p.mesh1.begin(), p.mesh1.end());
        for (const auto& n : p.neighbours) pairs.emplace(p.code, n);
    }
    CHECK(meshes.size() == 151);
    for (const auto& [a, b] : pairs) CHECK(pairs.contains({b, a}));
    CHECK(pairs.contains({"42", "41"}));
    CHECK(pairs.contains({"40", "35"}));
    CHECK(!pairs.contains({"01", "02"}));
    CHECK(table.population.url.starts_with("https://www.e-stat.go.jp/"));
    CHECK(table.zones.url.starts_with("https://nlftp.mlit.go.jp/"));
}

TEST_CASE("everything wrong with a table of sources is said at once, with its line") {
    const Folder folder;
    const std::string path = (folder.path() / "sources.toml").string();
    std::string text = sources("ok", "ok");
    const auto change = [&](const std::string& from, const std::string& to) {
        text.replace(text.find(from), from.size(), to);
    };
    change("retries = 2", "retry = 2");
    change("N03_{pref}.zip\"\nminimal", "N03.zip\"\nminimal");
    change("population/tbl", "../tbl");
    change("neighbours = [\"42\"]", "neighbours = [\"43\"]");
    write(path, text);
    try {
        static_cast<void>(amaneku::io::read_fetch_sources(path));
        FAIL("was taken");
    } catch (const amaneku::Error& error) {
        CHECK(error.code() == amaneku::Errc::configuration);
        const std::string said = error.where() + ": " + error.what();
        CHECK(holds(said, path + ":2: download.retry: unknown key"));
        CHECK(holds(said, "must stay inside the data folder"));
        CHECK(holds(said, "must hold {pref}"));
        CHECK(holds(said, "the neighbour '43', which is not in the table"));
    }
    const Outcome outcome = run(fmt::format("{} fetch --prefecture 42 --sources {}", AMANEKU_PROGRAM, path));
    CHECK(outcome.status == 3);
}

TEST_CASE("the table of sources comes from --sources, then from AMANEKU_CONFIGS") {
    const Case c;
    CHECK(run(AMANEKU_PROGRAM " fetch --prefecture 42 --dry-run --sources /nowhere/sources.toml").status ==
          3);
    const Outcome outcome = run(fmt::format("AMANEKU_CONFIGS={} {} fetch --prefecture 42 --dry-run",
                                            c.dir().parent_path().string(), AMANEKU_PROGRAM));
    CHECK(outcome.status == 0);
    CHECK(holds(outcome.said, server().url("ok")));
}
