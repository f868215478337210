#include "app/pipeline.hpp"
#include "app/program.hpp"
#include "app/what_if_run.hpp"
#include "catch.hpp"
#include "io/config_reader.hpp"
#include "overlay/overlay_case.hpp"

#include <fmt/format.h>
#include <time.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>

using namespace amaneku;

// Hidden: AMANEKU_TIMING_CONFIG=japan.toml scenario_tests "[.timing]". Prints times, which it does not judge,
// and compares with a full run at the end.
TEST_CASE("seconds of a thousand edits on a configuration of one's own", "[.timing]") {
    const char* path = std::getenv("AMANEKU_TIMING_CONFIG");
    if (path == nullptr) {
        WARN("AMANEKU_TIMING_CONFIG names no configuration: nothing is measured");
        return;
    }
    using Clock = std::chrono::steady_clock;
    const auto since = [](Clock::time_point start) {
        return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
    };
    const auto cpu = [] {
        timespec t{};
        ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
        return 1e3 * static_cast<double>(t.tv_sec) + 1e-6 * static_cast<double>(t.tv_nsec);
    };
    app::Messages messages{true};
    const auto start = Clock::now();
    const auto changing = app::what_if(io::read_config(path), {}, messages);
    fmt::print("ready after {:.0f} ms\n", since(start));
    const ServiceConfig& service = changing->run().config.services.front();
    const std::string role = service.id + "/" + service.providers.front().id;
    const std::uint32_t provider = changing->provider(role);
    tests::Dice dice{42};
    const auto& cells = changing->run().population.cells;
    const auto anywhere = [&] {
        return changing->run().population.grid.centre(cells[dice.below(cells.size())]);
    };
    const std::size_t count = changing->sites().size(provider);
    std::vector<std::uint32_t> numbers;
    for (std::uint32_t s = 0; s < count; ++s) numbers.push_back(s);
    for (const char* kind : {"add", "move", "remove"}) {
        std::vector<double> ms;
        std::vector<double> cpu_ms;  // what other programs on the machine do not add to
        std::size_t changed_cells = 0;
        for (int i = 0; i < 1000; ++i) {
            scenario::Edit edit{role, {}, {}};
            const std::string_view what = kind;
            if (what != "add") {
                const std::size_t pick = dice.below(numbers.size());
                edit.site = numbers[pick];
                if (what == "remove") numbers.erase(numbers.begin() + static_cast<std::ptrdiff_t>(pick));
            }
            if (what == "add") {
                // Where the sites are, so among many others, or, with polygons, where people are.
                const auto near =
                    count > 0 ? changing->sites().site(provider, dice.below(count)) : std::nullopt;
                const Point at = near ? Point{near->lon, near->lat} : anywhere();
                edit.to = scenario::Site{"", at.x + dice.between(-0.01, 0.01),
                                         at.y + dice.between(-0.01, 0.01), near ? near->radius_m : 600.0};
            }
            if (what == "move") {
                edit.to = changing->sites().site(provider, *edit.site);
                edit.to->lon += dice.between(-0.01, 0.01);
                edit.to->lat += dice.between(-0.01, 0.01);
            }
            const auto begin = Clock::now();
            const double cpu_begin = cpu();
            const auto change = changing->apply(edit);
            cpu_ms.push_back(cpu() - cpu_begin);
            ms.push_back(since(begin));
            changed_cells += change.cells.size();
            if (what == "add") numbers.push_back(change.sites.front());
        }
        for (auto* times : {&ms, &cpu_ms}) {
            std::sort(times->begin(), times->end());
            fmt::print("{}: {} median {:.3f} ms, 99th of a hundred {:.3f}, worst {:.3f}; {} changed layers\n",
                       kind, times == &ms ? "wall" : "cpu", (*times)[500], (*times)[990], times->back(),
                       changed_cells);
        }
    }
    // With the sites that are there now a full run gives the same bytes.
    const Folder folder;
    Config config = changing->run().config;
    ProviderConfig& edited = config.services.front().providers.front();
    if (!edited.footprints.empty()) return;  // polygons and sites would need one `where`
    const SiteTable sites = changing->sites().table(provider);
    std::string text = "id,lon,lat,radius_m\n";
    for (std::size_t s = 0; s < sites.size(); ++s) {
        REQUIRE(std::isnan(sites.azimuth[s]));
        text += fmt::format("{},{:.17g},{:.17g},{:.17g}\n", s, sites.lon[s], sites.lat[s], sites.radius_m[s]);
    }
    edited.sites = {folder.write("sites.csv", text)};
    edited.columns.id = "id";
    edited.columns.radius_m = "radius_m";
    edited.where.clear();
    std::vector<app::StageTime> times;
    const RunResult full = app::compute(config, {}, messages, times);
    CHECK(full.measures.fraction == changing->run().measures.fraction);
    CHECK(full.measures.piece_fraction == changing->run().measures.piece_fraction);
    CHECK(full.measures.centre == changing->run().measures.centre);
    CHECK(full.zone_coverage.covered == changing->run().zone_coverage.covered);
    CHECK(full.prefecture_coverage.covered == changing->run().prefecture_coverage.covered);
    CHECK(full.nation_coverage.covered == changing->run().nation_coverage.covered);
    CHECK(full.cell_covered == changing->run().cell_covered);
    CHECK(full.zone_has_site == changing->run().zone_has_site);
    fmt::print("compared with a full run of {} sites\n", sites.size());
}
