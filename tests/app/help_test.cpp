#include "app/called.hpp"
#include "catch.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace {

/// The verbs that a help text lists under `Subcommands:`.
std::vector<std::string> listed_verbs(const std::string& help) {
    std::vector<std::string> verbs;
    bool in_list = false;
    for (const std::string& line : split(help, '\n')) {
        if (in_list && !line.starts_with("  ")) break;
        if (in_list && line[2] != ' ') verbs.push_back(line.substr(2, line.find(' ', 2) - 2));
        if (line == "Subcommands:") in_list = true;
    }
    return verbs;
}

bool has(const std::vector<std::string>& verbs, const std::string& verb) {
    return std::find(verbs.begin(), verbs.end(), verb) != verbs.end();
}

}  // namespace

TEST_CASE("--help of the program and of every verb, to the last level, has examples of that verb") {
    const Called top = call_amaneku("--help");
    REQUIRE(top.status == 0);
    CHECK(top.err.empty());
    std::vector<std::string> commands;
    for (const std::string& verb : listed_verbs(top.out)) {
        CHECK(holds(top.out, "  amaneku "));
        commands.push_back(verb);
    }
    for (const char* verb : {"run", "check", "demo", "fetch", "mesh"}) CHECK(has(commands, verb));
    for (std::size_t i = 0; i < commands.size(); ++i) {  // grows as verbs of verbs are found
        const Called help = call_amaneku(commands[i] + " --help");
        INFO(commands[i] << " --help\n" << help.out << help.err);
        CHECK(help.status == 0);
        CHECK(help.err.empty());
        CHECK(holds(help.out, "Example"));
        CHECK(holds(help.out, "\n  amaneku " + commands[i]));
        for (const std::string& verb : listed_verbs(help.out)) commands.push_back(commands[i] + " " + verb);
    }
    for (const char* verb : {"encode", "decode", "children", "parent", "neighbours", "polygon"})
        CHECK(has(commands, std::string{"mesh "} + verb));
}

TEST_CASE("--help names the exit statuses and --version the version") {
    CHECK(holds(call_amaneku("--help").out,
                "Exit: 0 done, 2 usage, 3 configuration, 4 input, 5 output, 6 resources"));
    const Called version = call_amaneku("--version");
    CHECK(version.status == 0);
    CHECK(std::count(version.out.begin(), version.out.end(), '.') == 2);
}

TEST_CASE("a word that is no verb ends with status 2, its name and the verbs there are") {
    const Called nothing = call_amaneku("nothing");
    CHECK(nothing.status == 2);
    CHECK(nothing.out.empty());
    CHECK(holds(nothing.err, "'nothing' is no verb: there are run, check,"));
    CHECK(holds(call_amaneku("chekc configs/sample.toml").err, "(did you mean check?)"));
    for (const char* call : {"", "--nothing", "-x", "run", "run --nothing x.toml", "run a.toml b.toml"}) {
        const Called called = call_amaneku(call);
        INFO(call << "\n" << called.err);
        CHECK(called.status == 2);
        CHECK(called.out.empty());
        CHECK(holds(called.err, "--help"));
    }
    CHECK(holds(call_amaneku("").err, "needs a verb: there are run, check,"));
    CHECK(holds(call_amaneku("--nothing").err, "'--nothing' is no option of amaneku"));
}

TEST_CASE("a verb of a later version is there or is refused by its name") {
    const std::vector<std::string> there = listed_verbs(call_amaneku("--help").out);
    for (const char* verb : {"footprint", "verify", "explain", "report", "serve", "shard"}) {
        if (has(there, verb)) continue;
        const Called called = call_amaneku(std::string{verb} + " some.toml --out x");
        INFO(called.err);
        CHECK(called.status == 2);
        CHECK(called.out.empty());
        CHECK(holds(called.err, "'" + std::string{verb} + "' is not in this version: there are "));
    }
}

TEST_CASE("output that cannot be written ends with status 5 and says so") {
    for (const char* call : {"mesh children 5339 --level half", "mesh encode --level half 35.66 139.74",
                             "--help", "run --help", "--version", "check configs/sample.toml --quiet"}) {
        std::string command{call};
        if (const auto at = command.find("configs/"); at != std::string::npos)
            command.insert(at, std::string{AMANEKU_SOURCE_DIR} + "/");
        const Called called = call_amaneku(command + " > /dev/full");
        INFO(call << "\n" << called.err);
        CHECK(called.status == 5);
        CHECK(holds(called.err, "standard output: cannot be written: No space left on device"));
    }
}
