#include "app/layer_table.hpp"
#include "app/postgres_server.hpp"
#include "app/program.hpp"
#include "catch.hpp"

using namespace amaneku;
namespace fs = std::filesystem;

namespace {

const std::vector<std::string> layers{"mesh", "municipality", "prefecture", "group", "footprint", "site"};

Outcome run_into(const Folder& folder, const std::string& connection, const std::string& more_formats = "",
                 const std::string& from = "", const std::string& to = "") {
    std::string text = sample_config("[\"PG:" + connection + "\"" + more_formats + "]");
    if (!from.empty()) text = replaced(text, from, to);
    return run_amaneku("run " + folder.write("run.toml", text) + " --quiet");
}

/// A fingerprint of all rows of all tables.
std::string state(const PostgresServer& server) {
    std::string sql;
    for (const std::string& layer : layers)
        sql += "select '" + layer + "', count(*), md5(string_agg(t::text, '' order by fid)) from \"" + layer +
               "\" t;\n";
    return server.ask(sql);
}

}  // namespace

TEST_CASE("a database that is not there ends the run with status 5 and a message without the password") {
    const Folder folder;
    REQUIRE(run_amaneku("run " + folder.write("run.toml", sample_config(R"(["csv", "gpkg"])")) + " --quiet")
                .status == 0);
    const auto before = contents(folder / "out");
    // Nothing listens on port 1 of the loopback.
    const Outcome run = run_into(folder, "host=127.0.0.1 port=1 dbname=t user=test password='open sesame'",
                                 R"(, "csv", "gpkg")", "report = [\"90\"]", "report = [\"90201\"]");
    INFO(run.text);
    CHECK(run.status == 5);
    CHECK(run.text.find("PG:host=127.0.0.1 port=1 dbname=t user=test password=***") != std::string::npos);
    CHECK(run.text.find("see that the server runs") != std::string::npos);
    CHECK(run.text.find("sesame") == std::string::npos);
    CHECK(contents(folder / "out") == before);
}

namespace {

void compare_with_file(PostgresServer& server, const std::string& file_name) {
    auto file = read_layers(file_name);
    auto tables = read_layers("PG:" + server.connection());
    REQUIRE(file.size() == layers.size());
    REQUIRE(tables.size() == layers.size());
    for (const std::string& layer : layers) {
        INFO(layer);
        const LayerTable& expected = file[layer];
        const LayerTable& found = tables[layer];
        CHECK(found.fields == expected.fields);
        CHECK(found.types == expected.types);
        CHECK(found.geometry == expected.geometry);
        CHECK(found.crs == expected.crs);
        CHECK(!expected.rows.empty());
        REQUIRE(found.rows.size() == expected.rows.size());
        std::size_t same = 0;  // to the bit: values with 17 digits, geometries as WKB
        for (std::size_t i = 0; i < found.rows.size(); ++i)
            same +=
                found.rows[i].values == expected.rows[i].values && found.rows[i].wkb == expected.rows[i].wkb;
        CHECK(same == expected.rows.size());
        CHECK(server.ask("select count(*) from pg_indexes where tablename = '" + layer +
                         "' and indexdef like '%USING gist (geom)%'") == "1");
    }
    CHECK(server.ask("select string_agg(f_table_name || ' ' || type || ' ' || srid, ', ' order by "
                     "f_table_name) from geometry_columns") ==
          "footprint MULTIPOLYGON 6668, group MULTIPOLYGON 6668, mesh POLYGON 6668, municipality "
          "MULTIPOLYGON 6668, prefecture MULTIPOLYGON 6668, site POINT 6668");
    // Codes are text: those of the north begin with a zero.
    CHECK(server.ask("select string_agg(distinct data_type, ',') from information_schema.columns where "
                     "table_schema = 'public' and column_name in ('code', 'mesh_code', 'zone_code', "
                     "'prefecture_code', 'site_id')") == "character varying");
}

}  // namespace

TEST_CASE("tables in PostGIS hold what coverage.gpkg holds and are replaced in one transaction") {
    const auto programs = PostgresServer::programs();
    if (!programs) {
        WARN("skipped: no PostgreSQL with PostGIS in /usr/lib/postgresql (scripts/install_packages.sh test)");
        return;
    }
    const Folder folder;
    PostgresServer server{*programs};
    const std::string connection = server.connection();
    const auto fails = [&](const Outcome& run, const std::string& says) {
        INFO(run.text);
        CHECK(run.status == 5);
        CHECK(run.text.find(says) != std::string::npos);
        CHECK(run.text.find(PostgresServer::password) == std::string::npos);
    };

    const Outcome run = run_into(folder, connection, R"(, "gpkg", "json")");
    INFO(run.text);
    REQUIRE(run.status == 0);
    CHECK(run.text.find(PostgresServer::password) == std::string::npos);
    CHECK(content(folder / "out/summary.json").find(PostgresServer::password) == std::string::npos);
    compare_with_file(server, folder / "out/coverage.gpkg");

    // A second run of the same input gives the same tables; a layer that it lacks goes.
    const std::string first = state(server);
    REQUIRE(run_into(folder, connection).status == 0);
    CHECK(state(server) == first);
    REQUIRE(run_into(folder, connection, "", "groups = ", "# groups = ").status == 0);
    CHECK(server.ask("select count(*) from pg_tables where tablename = 'group'") == "0");
    REQUIRE(run_into(folder, connection).status == 0);

    // One that fails half-way, after the meshes and municipalities, leaves the tables and the files of
    // before.
    server.ask(
        "create function stop() returns event_trigger language plpgsql as $$ begin if exists (select from "
        "pg_event_trigger_ddl_commands() where object_identity = 'public.footprint') then raise exception "
        "'no more room'; end if; end $$; create event trigger stop on ddl_command_end when tag in ('CREATE "
        "TABLE') execute function stop()");
    const auto files = contents(folder / "out");
    fails(run_into(folder, connection, R"(, "gpkg", "json", "csv")", R"(report = ["90"])",
                   R"(report = ["90201"])"),
          "no more room");
    CHECK(state(server) == first);
    CHECK(contents(folder / "out") == files);
    server.ask("drop event trigger stop");

    // What somebody built upon a table, and somebody's own table, stay.
    server.ask("create view mine as select code, \"5g_rate\" from municipality");
    fails(run_into(folder, connection), "view mine depends on table municipality");
    CHECK(state(server) == first);
    server.ask("drop view mine; drop table site; create table site (name text)");
    fails(run_into(folder, connection), "there is a table public.\"site\" that amaneku did not write");
    server.ask("create schema coverage");
    CHECK(run_into(folder, connection + " active_schema=coverage").status == 0);
    CHECK(server.ask("select count(*) from coverage.municipality") == "12");
    CHECK(server.ask("select count(*) from public.site") == "0");

    fails(run_into(folder, server.connection("wrong-word")), "password authentication failed");
    CHECK(run_into(folder, server.connection("wrong-word")).text.find("wrong-word") == std::string::npos);
    fails(run_into(folder, server.connection(PostgresServer::password, "template1")),
          "CREATE EXTENSION postgis");
    const auto last = contents(folder / "out");
    server.stop();
    fails(run_into(folder, connection, R"(, "gpkg")"), "see that the server runs");
    CHECK(contents(folder / "out") == last);
}
