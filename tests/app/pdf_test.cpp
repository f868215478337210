#include "app/chromium.hpp"
#include "app/page_output.hpp"
#include "app/pdf_output.hpp"
#include "app/program.hpp"
#include "catch.hpp"

#include <cstdlib>

using namespace amaneku;

namespace {

/// Whether a PDF can be printed and looked into here; says why not.
bool can_print() {
    if (app::page_template().empty()) {
        WARN("skipped: this build has no page");
        return false;
    }
    if (app::find_chromium().empty()) {
        WARN("skipped: there is no Chromium");
        return false;
    }
    if (shell("pdfinfo -v && pdftotext -v").status != 0) {
        WARN("skipped: there are no pdfinfo and pdftotext");
        return false;
    }
    return true;
}

/// The sample's run with other formats, and with a municipality of a name that tries to break out.
std::string hostile_config(const Folder& folder, const std::string& formats) {
    const std::string source = content(std::string{AMANEKU_SOURCE_DIR} + "/data/sample/boundaries.geojson");
    std::string zones = replaced(source, "星見町", R"(</script><script>alert(1)</script>=cmd()🗾)");
    zones = replaced(zones, "雲居村", "寿限無寿限無五劫の擦り切れ海砂利水魚の水行末雲来末風来末村");
    folder.write("zones.geojson", zones);
    std::string config = sample_config(formats);
    const std::string file = std::string{AMANEKU_SOURCE_DIR} + "/data/sample/boundaries.geojson";
    return folder.write("run.toml", replaced(config, file, folder / "zones.geojson"));
}

}  // namespace

TEST_CASE("report.pdf has a page for each municipality and prefecture, with their names and rates as text") {
    if (!can_print()) return;
    const Folder folder;
    const std::string config = hostile_config(folder, R"(["csv", "pdf"])");
    const Outcome run = run_amaneku("run " + config + " --quiet");
    INFO(run.text);
    REQUIRE(run.status == 0);
    REQUIRE(run.text.find("report.pdf") == std::string::npos);
    const std::string pdf = folder / "out/report.pdf";

    const std::string info = shell("pdfinfo " + pdf).text;
    INFO(info);
    CHECK(info.find("Pages:           13") != std::string::npos);  // 12 municipalities and their prefecture
    CHECK(info.find("(A4)") != std::string::npos);
    CHECK(info.find("Tagged:          yes") != std::string::npos);
    CHECK(shell("TZ=UTC pdfinfo -isodates " + pdf).text.find("2026-03-31T00:00:00") != std::string::npos);

    const std::string first = shell("pdftotext -l 1 -layout " + pdf + " -").text;
    CHECK(first.find("あまね県") != std::string::npos);
    CHECK(first.find("92.4") != std::string::npos);
    CHECK(first.find("33,783") != std::string::npos);
    const std::string all = shell("pdftotext -raw " + pdf + " -").text;
    CHECK(all.find("</script><script>alert(1)</script>=cmd()") != std::string::npos);
    CHECK(all.find("寿限無寿限無五劫の擦り切れ海砂利水魚の水行末雲来末風来末村") != std::string::npos);
    CHECK(all.find("髙津原市") != std::string::npos);

    const std::string bytes = content(pdf);
    REQUIRE(run_amaneku("run " + config + " --quiet").status == 0);
    CHECK((content(pdf) == bytes));  // not printed where they differ
}

TEST_CASE("Without a Chromium a run warns, leaves report.pdf out and is done") {
    if (app::page_template().empty()) return;
    const Folder folder;
    const std::string config = folder.write("run.toml", sample_config(R"(["csv", "pdf"])"));
    const auto run_with = [&](const std::string& environment) {
        const Outcome run =
            shell("env " + environment + " " + AMANEKU_PROGRAM + " run " + config + " --quiet");
        INFO(run.text);
        CHECK(run.status == 0);
        CHECK(std::filesystem::exists(folder / "out/municipalities.csv"));
        CHECK(!std::filesystem::exists(folder / "out/report.pdf"));
        return run.text;
    };
    CHECK(run_with("-u AMANEKU_CHROMIUM PATH=" + folder.path.string()).find("no Chromium was found") !=
          std::string::npos);
    CHECK(run_with("AMANEKU_CHROMIUM=/no/such").find("'/no/such', which is no program") != std::string::npos);
    // A program that is none, and one that says nothing and goes away.
    CHECK(run_with("AMANEKU_CHROMIUM=" + config).find("which is no program") != std::string::npos);
    CHECK(run_with("AMANEKU_CHROMIUM=/bin/false").find("could not print it: it ended early") !=
          std::string::npos);
}

TEST_CASE("A signal ends Chromium with the run") {
    if (app::page_template().empty()) return;
    const Folder folder;
    const std::string config = folder.write("run.toml", sample_config(R"(["csv", "pdf"])"));
    // Stands for a Chromium that never answers; it leaves its number behind.
    const std::string slow =
        folder.write("slow", "#!/bin/sh\necho $$ > " + (folder / "number") + "\nexec sleep 100\n");
    std::filesystem::permissions(slow, std::filesystem::perms::owner_all);
    const Outcome run = shell("AMANEKU_CHROMIUM=" + slow + " " + AMANEKU_PROGRAM + " run " + config +
                              " --quiet & run=$!; " + "for i in $(seq 300); do [ -s " + (folder / "number") +
                              " ] && break; sleep 0.1; done; " + "kill -INT $run; wait $run");
    INFO(run.text);
    CHECK(run.status == 130);
    REQUIRE(std::filesystem::exists(folder / "number"));
    CHECK(shell("kill -0 $(cat " + (folder / "number") + ")").status != 0);
    CHECK(!std::filesystem::exists(folder / "out/municipalities.csv"));
}

TEST_CASE("Dates of a PDF become the report's without moving a byte") {
    const std::string pdf =
        "%PDF-1.4\n/CreationDate (D:20261121154500+00'00')\n/ModDate (D:20261121154501+00'00')>> D:2026";
    CHECK(app::repeatable_pdf(pdf, "2026-03-31") ==
          "%PDF-1.4\n/CreationDate (D:20260331000000+00'00')\n/ModDate (D:20260331000000+00'00')>> D:2026");
    CHECK(app::repeatable_pdf("/ModDate (D:20261121)", "2026-03-31") == "/ModDate (D:20260331)");
    CHECK(app::repeatable_pdf("/ModDate (D:2026", "2026-03-31") == "/ModDate (D:2026");
    CHECK(app::repeatable_pdf("no date", "2026-03-31") == "no date");
}

TEST_CASE("Names of a PDF's nodes are counted from 1, in their order, without moving a byte") {
    const std::string pdf =
        "/ID (node00000230) /Headers [(node00000221) (node00000230)] (node1) (node0000022x) (node00000";
    CHECK(app::repeatable_pdf(pdf, "2026-03-31") ==
          "/ID (node00000002) /Headers [(node00000001) (node00000002)] (node1) (node0000022x) (node00000");
}

TEST_CASE("A system without a Japanese font is told of before boxes are printed") {
    if (!can_print() || shell("fc-list --version").status != 0) return;
    const Folder folder;
    const std::string fonts = folder.write(
        "fonts.conf",
        R"(<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig></fontconfig>)");
    const std::string config = folder.write("run.toml", sample_config(R"(["csv", "pdf"])"));
    const Outcome run =
        shell("FONTCONFIG_FILE=" + fonts + " " + AMANEKU_PROGRAM + " run " + config + " --quiet");
    INFO(run.text);
    CHECK(run.status == 0);  // with or without the boxes, the tables are written
    CHECK(run.text.find("no font of this system has it") != std::string::npos);
    CHECK(std::filesystem::exists(folder.path / "out/municipalities.csv"));
}
