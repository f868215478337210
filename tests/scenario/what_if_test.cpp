#include "scenario/what_if.hpp"

#include "app/pipeline.hpp"
#include "app/program.hpp"
#include "app/what_if_run.hpp"
#include "catch.hpp"
#include "io/config_reader.hpp"
#include "overlay/overlay_case.hpp"
#include <amaneku/error.hpp>

#include <fmt/format.h>

#include <cmath>
#include <functional>

using namespace amaneku;
using scenario::Edit;
using scenario::Site;
using tests::Dice;

namespace {

Config sample(const Folder& folder) {
    return io::read_config(folder.write("run.toml", sample_config(R"(["csv"])")));
}

app::RunOptions one_thread() {
    app::RunOptions options;
    options.threads = 1;
    return options;
}

app::SharedRun full_run(const Config& config) {
    app::Messages messages{true};
    std::vector<app::StageTime> times;
    return app::compute_shared(config, one_thread(), messages, times);
}

std::unique_ptr<scenario::WhatIf> what_if(const Config& config) {
    app::Messages messages{true};
    return app::what_if(config, one_thread(), messages);
}

/// The configuration with the sites that are there now, written into tables of their own.
Config with_present_sites(Config config, const scenario::WhatIf& what_if, const Folder& folder) {
    std::size_t p = 0;
    for (ServiceConfig& service : config.services) {
        for (ProviderConfig& provider : service.providers) {
            const SiteTable sites = what_if.sites().table(p++);
            std::string text = "id,generation,lon,lat,radius_m,azimuth,beamwidth\n";
            for (std::size_t s = 0; s < sites.size(); ++s) {
                text += fmt::format("{},5G,{:.17g},{:.17g},{:.17g},", s, sites.lon[s], sites.lat[s],
                                    sites.radius_m[s]);
                if (std::isnan(sites.azimuth[s])) {
                    text += ",\n";
                } else {
                    text += fmt::format("{:.17g},{:.17g}\n", sites.azimuth[s], sites.beamwidth[s]);
                }
            }
            provider.sites.clear();
            if (sites.size() == 0) continue;
            provider.sites = {folder.write(fmt::format("{}-{}.csv", service.id, provider.id), text)};
            provider.columns.id = "id";
            provider.columns.azimuth = "azimuth";
            provider.columns.beamwidth = "beamwidth";
            provider.columns.radius_m = "radius_m";
            if (provider.footprints.empty()) provider.where.clear();
        }
    }
    return config;
}

void check_same(const CoverageTable& a, const CoverageTable& b) {
    CHECK(a.totals == b.totals);
    CHECK(a.covered == b.covered);
    CHECK(a.left_out == b.left_out);
}

void check_same(const RunResult& a, const RunResult& b) {
    CHECK(a.measures.fraction == b.measures.fraction);
    CHECK(a.measures.centre == b.measures.centre);
    CHECK(a.measures.land == b.measures.land);
    CHECK(a.measures.land_fraction == b.measures.land_fraction);
    CHECK(a.measures.piece_begin == b.measures.piece_begin);
    CHECK(a.measures.piece_zone == b.measures.piece_zone);
    CHECK(a.measures.piece_area == b.measures.piece_area);
    CHECK(a.measures.piece_fraction == b.measures.piece_fraction);
    CHECK(a.cell_covered == b.cell_covered);
    CHECK(a.cell_zone == b.cell_zone);
    CHECK(a.zone_has_site == b.zone_has_site);
    check_same(a.zone_coverage, b.zone_coverage);
    check_same(a.prefecture_coverage, b.prefecture_coverage);
    check_same(a.city_coverage, b.city_coverage);
    check_same(a.group_coverage, b.group_coverage);
    check_same(a.nation_coverage, b.nation_coverage);
}

/// Seeded edits of all kinds on the sample's ground.
class Editor {
public:
    Editor(std::uint64_t seed, const scenario::WhatIf& what_if) : m_dice{seed}, m_what_if{what_if} {
        for (const ServiceConfig& s : what_if.run().config.services) {
            for (const ProviderConfig& p : s.providers) m_roles.push_back(s.id + "/" + p.id);
        }
    }
    Site site() {
        Site out;
        out.id = "new";
        out.lon = m_dice.between(141.10, 141.55);
        out.lat = m_dice.between(31.20, 31.45);
        out.radius_m = m_dice.below(20) == 0 ? m_dice.between(5000, 30'000) : m_dice.between(50, 2500);
        if (m_dice.below(2) == 0) {
            out.azimuth = m_dice.between(0, 360);
            out.beamwidth = m_dice.between(5, 300);
        }
        return out;
    }
    std::vector<Edit> edits() {
        std::vector<Edit> out{edit()};
        if (m_dice.below(6) == 0) {  // a mast of three sectors
            out = {Edit{out[0].provider, {}, site()}};
            for (const double azimuth : {0.0, 120.0, 240.0}) {
                Edit sector = out[0];
                sector.to->azimuth = azimuth;
                sector.to->beamwidth = 120.0;
                out.push_back(sector);
            }
        }
        return out;
    }

private:
    Edit edit() {
        const auto p = static_cast<std::uint32_t>(m_dice.below(m_roles.size()));
        Edit out{m_roles[p], {}, {}};
        const std::size_t count = m_what_if.sites().size(p);
        if (count == 0 || m_dice.below(3) == 0) {
            out.to = site();
            return out;
        }
        out.site = static_cast<std::uint32_t>(m_dice.below(count));
        const auto present = m_what_if.sites().site(p, *out.site);
        if (!present) {
            out.to = site();  // up again
        } else if (m_dice.below(2) == 0) {
            out.to = present;  // a little to the side
            out.to->lon += m_dice.between(-0.01, 0.01);
            out.to->lat += m_dice.between(-0.01, 0.01);
        }
        return out;
    }

    Dice m_dice;
    const scenario::WhatIf& m_what_if;
    std::vector<std::string> m_roles;
};

/// Applies edits, some of them taken back, and compares with full runs on the way.
void edit_and_compare(const Config& config, const Folder& folder, std::uint64_t seed, int edits, int every) {
    const auto changing = what_if(config);
    check_same(changing->run(), full_run(config).run);
    Editor editor{seed, *changing};
    for (int i = 1; i <= edits; ++i) {
        const auto change = changing->apply(editor.edits());
        if (i % 7 == 0) static_cast<void>(changing->apply(change.inverse));
        if (i % every != 0) continue;
        INFO("after edit " << i);
        check_same(changing->run(), full_run(with_present_sites(config, *changing, folder)).run);
    }
}

}  // namespace

TEST_CASE("after any of 200 edits of the sample everything is to the bit what a full run gives") {
    const Folder folder;
    edit_and_compare(sample(folder), folder, 1, 200, 25);
}

TEST_CASE("edits agree with full runs whatever the combination, rule, weight, area and cells") {
    const Folder folder;
    struct Variant {
        const char* name;
        std::function<void(Config&)> change;
    };
    const auto profile = [](Config& config) -> RuleProfile& { return config.services[0].profile; };
    const std::vector<Variant> variants{
        {"rule_first, half_cell", [&](Config& c) { profile(c).combine = Combine::rule_first; }},
        {"rule_first, area_share",
         [&](Config& c) {
             profile(c).combine = Combine::rule_first;
             profile(c).rule = Rule::area_share;
         }},
        {"k_of_n, strict",
         [&](Config& c) {
             profile(c).combine = Combine::k_of_n;
             profile(c).strict = true;
         }},
        {"max_single", [&](Config& c) { profile(c).combine = Combine::max_single; }},
        {"max_single, households, centroid, land",
         [&](Config& c) {
             profile(c).combine = Combine::max_single;
             profile(c).weight = "households";
             profile(c).rule = Rule::centroid;
             profile(c).area = FractionArea::land;
         }},
        {"land, upper, largest area",
         [&](Config& c) {
             profile(c).area = FractionArea::land;
             profile(c).rule = Rule::upper;
             c.zones.assign = ZoneAssign::max_area;
             c.zones.extent = Extent::all;
         }},
        {"populated, lower, centroid, nearest",
         [&](Config& c) {
             profile(c).cells = CellSelection::populated;
             profile(c).rule = Rule::lower;
             c.zones.assign = ZoneAssign::centroid;
             c.zones.extent = Extent::all;
         }},
        {"list, calibrated",
         [&](Config& c) {
             std::string codes;
             const auto run = full_run(c).run;
             for (std::size_t i = 0; i < run.population.cells.size(); i += 3)
                 codes += run.population.grid.code(run.population.cells[i]) + "\n";
             profile(c).cells = CellSelection::list;
             profile(c).cells_file = folder.write("cells.csv", "mesh_code\n" + codes);
             c.zones.calibrate = true;
             c.zones.calibrate_reach = 1;
         }},
    };
    const Variant& variant = variants[GENERATE(range(std::size_t{0}, std::size_t{8}))];
    INFO(variant.name);
    Config config = sample(folder);
    variant.change(config);
    edit_and_compare(config, folder, 7, 200, 100);
}

TEST_CASE("an edit's change is the difference of the runs before and after") {
    const Folder folder;
    const auto changing = what_if(sample(folder));
    Editor editor{3, *changing};
    for (int i = 0; i < 30; ++i) {
        const RunResult before = changing->run();
        const scenario::Change change = changing->apply(editor.edits());
        const RunResult& after = changing->run();
        const std::size_t layers = before.measures.layer_count;
        std::size_t changed = 0;
        for (std::size_t at = 0; at < before.measures.fraction.size(); ++at)
            changed += before.measures.fraction[at] != after.measures.fraction[at] ? 1 : 0;
        std::size_t told = 0;
        for (const auto& c : change.cells) {
            CHECK(c.fraction_before == before.measures.fraction[c.cell * layers + c.layer]);
            CHECK(c.fraction_after == after.measures.fraction[c.cell * layers + c.layer]);
            told += c.fraction_before != c.fraction_after ? 1 : 0;
            for (std::size_t s = 0; s < before.measures.services.size(); ++s) {
                if (before.measures.services[s].combined != c.layer) continue;
                CHECK(c.covered_before == (before.cell_covered[s][c.cell] != 0));
                CHECK(c.covered_after == (after.cell_covered[s][c.cell] != 0));
            }
        }
        CHECK(told == changed);
        for (std::size_t s = 0; s < before.config.services.size(); ++s) {
            const RuleProfile& profile = before.config.services[s].profile;
            const std::size_t w = profile.weight == "population" ? 0 : 1;
            const std::uint32_t layer = before.measures.services[s].combined;
            const Amount more = after.nation_coverage.at(0, w, layer, profile.rule) -
                                before.nation_coverage.at(0, w, layer, profile.rule);
            CHECK(change.services[s].newly_served >= 0);
            CHECK(change.services[s].newly_lost >= 0);
            CHECK(change.services[s].newly_served - change.services[s].newly_lost == more);
            std::size_t zones_changed = 0;
            for (std::size_t z = 0; z < before.zone_coverage.area_count; ++z)
                zones_changed += before.zone_coverage.at(z, w, layer, profile.rule) !=
                                         after.zone_coverage.at(z, w, layer, profile.rule)
                                     ? 1
                                     : 0;
            std::size_t zones_told = 0;
            for (const auto& a : change.areas) {
                if (a.kind != scenario::AreaKind::zone || a.layer != layer) continue;
                ++zones_told;
                CHECK(a.before == before.zone_coverage.at(a.area, w, layer, profile.rule));
                CHECK(a.after == after.zone_coverage.at(a.area, w, layer, profile.rule));
                CHECK(a.rate_after(9) ==
                      format_rate(a.after, after.zone_coverage.counted(a.area, w, layer), 9));
            }
            CHECK(zones_told == zones_changed);
        }
    }
}

TEST_CASE("max_single tells every cell and area that another provider's turn changes") {
    const Folder folder;
    Config config = sample(folder);
    config.services[0].profile.combine = Combine::max_single;
    const auto changing = what_if(config);
    Site everywhere;
    everywhere.lon = 141.3;
    everywhere.lat = 31.3;
    everywhere.radius_m = 100'000;
    const RunResult before = changing->run();
    const auto change = changing->apply(Edit{"5g/operator-c", {}, everywhere});
    const RunResult& after = changing->run();
    check_same(after, full_run(with_present_sites(config, *changing, folder)).run);
    std::size_t shown = 0;
    for (std::size_t c = 0; c < before.population.cells.size(); ++c)
        shown += before.cell_covered[0][c] != after.cell_covered[0][c] ? 1 : 0;
    CHECK(shown > 0);
    CHECK(std::count_if(change.cells.begin(), change.cells.end(), [](const scenario::CellChange& c) {
              return c.layer == 0 && c.covered_before != c.covered_after;
          }) == static_cast<std::ptrdiff_t>(shown));
    CHECK(change.services[0].newly_served - change.services[0].newly_lost ==
          after.nation_coverage.at(0, 0, 0, Rule::half_cell) -
              before.nation_coverage.at(0, 0, 0, Rule::half_cell));
    static_cast<void>(changing->apply(change.inverse));
    check_same(changing->run(), before);
}

TEST_CASE("inverse edits in reverse order lead back to the run that was") {
    const Folder folder;
    const auto changing = what_if(sample(folder));
    const RunResult before = changing->run();
    Editor editor{11, *changing};
    std::vector<std::vector<Edit>> inverses;
    for (int i = 0; i < 60; ++i) inverses.push_back(changing->apply(editor.edits()).inverse);
    CHECK(changing->run().zone_coverage.covered != before.zone_coverage.covered);
    for (auto it = inverses.rbegin(); it != inverses.rend(); ++it) static_cast<void>(changing->apply(*it));
    check_same(changing->run(), before);
    changing->update_sites();
    for (std::size_t p = 0; p < before.sites.size(); ++p) {
        CHECK(changing->run().sites[p].lon == before.sites[p].lon);
        CHECK(changing->run().sites[p].radius_m == before.sites[p].radius_m);
    }
}

TEST_CASE("a refused edit leaves everything as it was") {
    const Folder folder;
    const auto changing = what_if(sample(folder));
    const RunResult before = changing->run();
    const Site good{"x", 141.3, 31.3, 800.0};
    const auto refuses = [&](const std::vector<Edit>& edits, Errc code, const std::string& says) {
        INFO(says);
        try {
            static_cast<void>(changing->apply(edits));
            FAIL("not refused");
        } catch (const Error& error) {
            CHECK(error.code() == code);
            CHECK((error.where() + ": " + error.what()).find(says) != std::string::npos);
        }
        check_same(changing->run(), before);
        for (std::size_t p = 0; p < before.sites.size(); ++p)
            CHECK(changing->sites().table(p).lon == before.sites[p].lon);
    };
    const auto with = [&](auto change) {
        Site site = good;
        change(site);
        return std::vector<Edit>{{"5g/operator-a", {}, good}, {"5g/operator-a", {}, site}};
    };
    refuses({{"5g/operator-z", {}, good}}, Errc::usage, "5g/operator-z: is no provider of this run; it has");
    refuses({{"5g/operator-a", 1'000'000, good}}, Errc::usage, "site 1000000: is not there");
    refuses({{"5g/operator-a", {}, {}}}, Errc::usage, "needs the number of a site");
    refuses({{"5g/operator-a", 1, good}, {"5g/operator-a", 1, {}}}, Errc::usage, "two edits");
    refuses(with([](Site& s) { s.radius_m = 0.0; }), Errc::input, "radius 0");
    refuses(with([](Site& s) { s.radius_m = 250'000.0; }), Errc::input, "radius 250000");
    refuses(with([](Site& s) { s.radius_m = std::nan(""); }), Errc::input, "radius nan");
    refuses(with([](Site& s) {
                s.lat = 89.9;
                s.radius_m = 50'000;
            }),
            Errc::input, "pole");
    refuses(with([](Site& s) { s.lat = 91.0; }), Errc::input, "no longitude and latitude");
    refuses(with([](Site& s) { s.lon = std::nan(""); }), Errc::input, "no longitude and latitude");
    refuses(with([](Site& s) {
                s.azimuth = 10.0;
                s.beamwidth = -1.0;
            }),
            Errc::input, "beamwidth -1");

    const auto removed = changing->apply(Edit{"5g/operator-a", 1, {}});
    CHECK_THROWS_AS(changing->apply(Edit{"5g/operator-a", 1, {}}), Error);
    static_cast<void>(changing->apply(removed.inverse));
    check_same(changing->run(), before);
}

TEST_CASE("sites near a pole and beyond the antimeridian change nothing far away") {
    const Folder folder;
    const auto changing = what_if(sample(folder));
    const RunResult before = changing->run();
    for (const auto& [lon, lat] : {std::pair{179.99, 30.0}, std::pair{10.0, 85.0}, std::pair{-141.3, 31.3}}) {
        const auto change = changing->apply(Edit{"5g/operator-c", {}, Site{"far", lon, lat, 5000.0}});
        CHECK(change.cells.empty());
        CHECK(change.areas.empty());
        CHECK(change.stations.empty());
    }
    check_same(changing->run(), before);
}

TEST_CASE("edits on a raster in a plane agree with full runs") {
    const Folder folder;
    std::string raster = "ncols 60\nnrows 50\nxllcorner 130000\nyllcorner -530000\ncellsize 700\n";
    Dice dice{5};
    for (int row = 0; row < 50; ++row) {
        for (int column = 0; column < 60; ++column) raster += fmt::format("{} ", dice.below(200));
        raster += "\n";
    }
    Config config = sample(folder);
    config.projection.reset();  // it is of the sample's mesh
    config.population.files = {folder.write("people.asc", raster)};
    folder.write(
        "people.prj",
        R"(PROJCS["JGD2011 / Japan Plane Rectangular CS IX",GEOGCS["JGD2011",)"
        R"(DATUM["Japanese_Geodetic_Datum_2011",SPHEROID["GRS 1980",6378137,298.257222101]],)"
        R"(PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],)"
        R"(PARAMETER["latitude_of_origin",36],PARAMETER["central_meridian",139.833333333333],)"
        R"(PARAMETER["scale_factor",0.9999],PARAMETER["false_easting",0],)"
        R"(PARAMETER["false_northing",0],UNIT["metre",1]])");
    config.population.format = PopulationFormat::raster;
    config.population.columns = {{"population", "1"}};
    config.zones.census.reset();
    config.services.resize(1);
    edit_and_compare(config, folder, 9, 200, 100);
}
