#include "io/population_reader.hpp"

#include "catch.hpp"
#include "input_folder.hpp"
#include "io/csv_rows.hpp"

#include <gdal_priv.h>

#include <array>
#include <cmath>
#include <map>

using namespace amaneku;

namespace {

Population read(std::vector<std::string> files, double max_bad_rows = 0.001) {
    PopulationConfig config;
    config.files = std::move(files);
    config.max_bad_rows = max_bad_rows;
    return io::read_population(config);
}

Amount total(const Population& population, std::size_t weight) {
    Amount sum = 0;
    for (const CellAmount a : population.weights.at(weight)) sum += a;
    return sum;
}

CellAmount amount_of(const Population& population, std::size_t weight, const std::string& code) {
    for (std::size_t i = 0; i < population.cells.size(); ++i) {
        if (population.grid.code(population.cells[i]) == code) return population.weights.at(weight)[i];
    }
    return -1;
}

std::size_t rejected(const Population& population) {
    return static_cast<std::size_t>(
        std::count_if(population.issues.begin(), population.issues.end(),
                      [](const Issue& i) { return i.kind == IssueKind::rejected; }));
}

constexpr CellAmount one = amount_per_unit;

const std::string estat_header = "KEY_CODE,HTKSYORI,HTKSAKI,GASSAN,T001141001,T001141019,T001141034\r\n";

// Two suppressed cells of 3 and 4 people added to one of 3: the group's 65+ of 5 is shared out by 10 people.
const std::string estat_group =
    "513200111,1,,513200112;513200113,3,5,1\r\n513200112,2,513200111,,3,*,1\r\n513200113,2,513200111,,4,*,"
    "2\r\n";

void write_raster(const std::string& path, double west, double north, const std::vector<float>& values,
                  int columns, double no_data = -1.0) {
    GDALDriver* driver = GetGDALDriverManager()->GetDriverByName("GTiff");
    const int rows = static_cast<int>(values.size()) / columns;
    const GDALDatasetUniquePtr data{driver->Create(path.c_str(), columns, rows, 1, GDT_Float32, nullptr)};
    std::array<double, 6> transform{west, 1000.0, 0.0, north, 0.0, -1000.0};
    data->SetGeoTransform(transform.data());
    OGRSpatialReference crs;
    crs.SetFromUserInput("EPSG:6690");
    data->SetSpatialRef(&crs);
    data->GetRasterBand(1)->SetNoDataValue(no_data);
    std::vector<float> copy = values;
    REQUIRE(data->GetRasterBand(1)->RasterIO(GF_Write, 0, 0, columns, rows, copy.data(), columns, rows,
                                             GDT_Float32, 0, 0, nullptr) == CE_None);
}

std::string ksj(const std::string& id, const std::string& ptn) {
    return R"({"type":"FeatureCollection","features":[{"type":"Feature","properties":{"MESH_ID":)" + id +
           R"(,"PTN_2030":)" + ptn +
           R"(,"PTC_2030":1.5},"geometry":{"type":"Point","coordinates":[135.8,34.7]}}]})";
}

}  // namespace

TEST_CASE("e-Stat tables are read with one header row or two") {
    const InputFolder folder;
    const std::string labels =
        GENERATE(std::string{}, std::string{",,,,\x90l\x8C\xFB,65,\x90\xA2\x91\xD1\r\n"});
    const auto file = folder.write("tblT001141H5132.txt", estat_header + labels + "513200111,0,,,12,3,5\r\n");
    const Population population = read({file});
    CHECK(population.rows_read == 1);
    CHECK(population.weight_names == std::vector<std::string>{"population", "households", "age_65_plus"});
    CHECK(population.weights == std::vector<std::vector<CellAmount>>{{12 * one}, {5 * one}, {3 * one}});
    CHECK(population.estimated == std::vector<std::uint8_t>{0});
}

TEST_CASE("the suppressed column of a group is shared out exactly in proportion to its people") {
    const InputFolder folder;
    const Population population = read({folder.write("tblT001141H5132.txt", estat_header + estat_group)});
    CHECK(total(population, 2) == 5 * one);
    CHECK(amount_of(population, 2, "513200111") == 1'500'000'000);
    CHECK(amount_of(population, 2, "513200112") == 1'500'000'000);
    CHECK(amount_of(population, 2, "513200113") == 2'000'000'000);
    CHECK(population.estimated == std::vector<std::uint8_t>{1, 1, 1});
    CHECK(total(population, 0) == 10 * one);
}

TEST_CASE("equal remainders go to the smallest code whatever the order of the rows") {
    const InputFolder folder;
    // 1 person over three cells of one person each; the destination is the last code.
    std::vector<std::string> rows{"513200113,1,,513200111;513200112,1,1,1\r\n",
                                  "513200111,2,513200113,,1,*,1\r\n", "513200112,2,513200113,,1,*,1\r\n"};
    std::sort(rows.begin(), rows.end());
    do {
        const std::string text = estat_header + rows[0] + rows[1] + rows[2];
        const Population population = read({folder.write("tblT001141H5132.txt", text)});
        CHECK(amount_of(population, 2, "513200111") == 333'333'334);
        CHECK(amount_of(population, 2, "513200112") == 333'333'333);
        CHECK(amount_of(population, 2, "513200113") == 333'333'333);
    } while (std::next_permutation(rows.begin(), rows.end()));
}

TEST_CASE("only 0 is zero in an e-Stat table") {
    const InputFolder folder;
    const std::string token = GENERATE("-", "X", "...", "", "*", "-3", "1e99");
    const auto file =
        folder.write("a.txt", estat_header + "513200111,0,,,12,3,5\r\n513200112,0,,," + token + ",3,5\r\n");
    const Population population = read({file}, 1.0);
    CHECK(population.rows_rejected == 1);
    CHECK(population.cells.size() == 1);
    REQUIRE(rejected(population) == 1);
    CHECK(population.issues.front().place == "line 3");
    const Failure failure = failure_of([&] { read({file}); });
    CHECK(failure.code == Errc::input);
    CHECK(failure.says("1 of 2 rows"));
    CHECK(failure.where.find("line 3") != std::string::npos);
}

TEST_CASE("a suppression state that is none is a rejected row") {
    const InputFolder folder;
    const Population population =
        read({folder.write("a.txt", estat_header + "513200111,0,,,12,3,5\r\n513200112,7,,,1,3,5\r\n")}, 1.0);
    CHECK(population.rows_rejected == 1);
}

TEST_CASE("border cells of two prefecture files are added, equal parts too") {
    const InputFolder folder;
    const auto a = folder.write("tblT001141H29.txt", estat_header + "513200111,0,,,5,1,2\r\n");
    const auto b =
        folder.write("tblT001141H30.txt", estat_header + "513200111,0,,,5,1,2\r\n513200112,0,,,1,0,1\r\n");
    const Population population = read({a, b});
    CHECK(population.cells.size() == 2);
    CHECK(amount_of(population, 0, "513200111") == 10 * one);
    CHECK(rejected(population) == 0);
}

TEST_CASE("files that would count people twice are an error that names both") {
    const InputFolder folder;
    const std::string row = estat_header + "513200111,0,,,5,1,2\r\n";
    const auto mesh = folder.write("tblT001141H5132.txt", row);
    SECTION("the same bytes under another name") {
        const Failure failure = failure_of([&] { read({mesh, folder.write("copy.txt", row)}); });
        CHECK(failure.code == Errc::input);
        CHECK(failure.where.find("copy.txt") != std::string::npos);
        CHECK(failure.says("tblT001141H5132.txt"));
    }
    SECTION("the same area, in an archive") {
        const auto zip =
            folder.write_zip("z.zip", {{"tblT001141H5132.txt", row + "513200112,0,,,5,1,2\r\n"}});
        CHECK(failure_of([&] { read({mesh, zip}); }).says("same area 5132"));
    }
    SECTION("by first mesh and by prefecture") {
        const auto other = folder.write("tblT001141H30.txt", row + "513200112,0,,,5,1,2\r\n");
        const Failure failure = failure_of([&] { read({mesh, other}); });
        CHECK(failure.where.find("H30") != std::string::npos);
        CHECK(failure.says("H5132"));
    }
}

TEST_CASE("two members of one archive are two files") {
    const InputFolder folder;
    const auto zip =
        folder.write_zip("z.zip", {{"tblT001141H5132.txt", estat_header + "513200111,0,,,5,1,2\r\n"},
                                   {"tblT001141H5133.txt", estat_header + "513300111,0,,,5,1,2\r\n"}});
    const Population population = read({zip + "/tblT001141H5132.txt", zip + "/tblT001141H5133.txt"});
    CHECK(total(population, 0) == 10 * one);
}

TEST_CASE("a table named as one of the Tokyo datum is refused") {
    const InputFolder folder;
    CHECK(failure_of([&] {
              read({folder.write("mesh2005J.csv", "code,population\n513200111,1\n")});
          }).says("Tokyo datum"));
}

TEST_CASE("a CSV is read in UTF-8 and CP932, with BOM, quotes and line breaks") {
    const InputFolder folder;
    const std::string text = GENERATE(
        std::string{
            "\xEF\xBB\xBFmesh_code,memo,population\n513200111,\"a,\n\"\"b\"\"\",1.25\n513200112,x,2\n"},
        std::string{"code,\x94\xF5\x8D\x6C,population\r\n513200111,\"\x93\xDE\r\n\x97\xC7\",1."
                    "25\r\n513200112,,2\r\n"});
    const Population population = read({folder.write("p.csv", text)});
    CHECK(population.weight_names == std::vector<std::string>{"population"});
    CHECK(amount_of(population, 0, "513200111") == 1'250'000'000);
    CHECK(total(population, 0) == 3'250'000'000);
}

TEST_CASE("a CSV row that cannot be used is rejected with its reason") {
    const InputFolder folder;
    const std::string row = GENERATE("513200111,3", "51320011,3", "9,3", "513200112,nan", "513200112,inf",
                                     "513200112,9.1e9", "513200112,-1", "513200112,", "513200112");
    const Population population =
        read({folder.write("p.csv", std::string{"code,population\n513200111,1\n"} + row + "\n")}, 1.0);
    CAPTURE(row);
    CHECK(population.rows_rejected == 1);
    REQUIRE(rejected(population) == 1);
    CHECK_FALSE(population.issues.front().reason.empty());
    CHECK(total(population, 0) == 1 * one);
}

TEST_CASE("a quote that is never closed is an error, not the end of the table") {
    const InputFolder folder;
    std::string text = "code,memo,population\n513200111,a,1\n513200112,\"b,1\n";
    for (const char* code : {"513200113", "513200114", "513200121", "513200122"})
        text += std::string{code} + ",c,1\n";
    const Failure failure = failure_of([&] { read({folder.write("p.csv", text)}, 0.5); });
    CHECK(failure.code == Errc::input);
    CHECK(failure.where.find(":3") != std::string::npos);
}

TEST_CASE("a table cut short in its archive is an error") {
    const InputFolder folder;
    std::string text = "code,population\n";
    for (int i = 0; i < 4000; ++i)
        text += std::to_string(513200000 + (i / 4) * 10 + i % 4 + 1) + "," + std::to_string(i * 7919 % 1000) +
                "\n";
    const std::string whole = folder.write_gz("p.csv.gz", text);
    const auto size = std::filesystem::file_size(whole);
    CHECK(failure_of([&] { static_cast<void>(gdal::read_texts(whole)); }).code == Errc::done);
    std::filesystem::resize_file(whole, GENERATE_COPY(size / 2, size - 4, size - 8, size - 20));
    CHECK(failure_of([&] { static_cast<void>(gdal::read_texts(whole)); }).code == Errc::input);
}

TEST_CASE("a damaged zip is an error") {
    const InputFolder folder;
    std::string text = "code,population\n";
    for (int i = 0; i < 4000; ++i) text += std::to_string(i * 7919 % 10007) + "\n";
    const std::string zip = folder.write_zip("p.zip", {{"p.csv", text}});
    VSILFILE* file = VSIFOpenL(zip.c_str(), "r+b");
    VSIFSeekL(file, 3000, SEEK_SET);
    const std::string noise(200, '\x5A');
    VSIFWriteL(noise.data(), 1, noise.size(), file);
    VSIFCloseL(file);
    CHECK(failure_of([&] { static_cast<void>(gdal::read_texts(zip)); }).code == Errc::input);
    CHECK(failure_of([&] {
              static_cast<void>(gdal::read_texts(folder.write("no.zip", "PK nonsense")));
          }).code == Errc::input);
    CHECK(failure_of([&] { static_cast<void>(gdal::read_texts(folder.path("absent.csv"))); }).code ==
          Errc::input);
}

TEST_CASE("projected population keeps its level and takes the year asked for") {
    const InputFolder folder;
    PopulationConfig config;
    config.format = PopulationFormat::ksj;
    config.year = 2030;
    SECTION("500 m") {
        config.files = {folder.write("a.geojson", ksj("513200111", "10.25"))};
        const Population population = io::read_population(config);
        CHECK(population.grid.level() == MeshLevel::half);
        CHECK(population.weight_names == std::vector<std::string>{"population", "age_65_plus"});
        CHECK(amount_of(population, 0, "513200111") == 10'250'000'000);
    }
    SECTION("no year") {
        config.year = 0;
        config.files = {folder.write("a.geojson", ksj("513200111", "10"))};
        CHECK(failure_of([&] { static_cast<void>(io::read_population(config)); }).says("2030"));
    }
    SECTION("two prefectures") {
        config.files = {folder.write("a.geojson", ksj("513200111", "10")),
                        folder.write("b.geojson", ksj("513200111", "4"))};
        CHECK(total(io::read_population(config), 0) == 14 * one);
    }
}

TEST_CASE("projected population of 1 km cells keeps its codes") {
    const InputFolder folder;
    PopulationConfig config;
    config.year = 2030;
    config.files = {folder.write("a.geojson", ksj("51320011", "10.25"))};
    const Population population = io::read_population(config);
    CHECK(population.grid.level() == MeshLevel::third);
    CHECK(amount_of(population, 0, "51320011") == 10'250'000'000);
}

TEST_CASE("any number of threads reads the same population from many files") {
    const InputFolder folder;
    std::vector<std::string> files;
    for (int f = 0; f < 60; ++f) {
        // Prefecture files share cells; every seventh row is wrong, some 9,000 in all: more than are listed.
        std::string text = estat_header;
        for (int row = 0; row < 1'000; ++row) {
            const std::string code = "5132" + std::to_string((f + row) % 8) + std::to_string(row % 8) +
                                     std::to_string(row / 8 % 10) + std::to_string(row / 80 % 10) +
                                     std::to_string(row % 4 + 1);
            const std::string people = row % 7 == 0 ? "x" : std::to_string(f + 3);
            text += code + ",0,,," + people + ",1,2\r\n";
        }
        if (f % 10 == 3) text += "513299991,2,513299992,,4,*,2\r\n";  // a note among the rejected rows
        const std::string name = "tblT001141H" + std::to_string(f + 10);
        files.push_back(f % 4 == 0 ? folder.write_zip(name + ".zip", {{name + ".txt", text}})
                                   : folder.write(name + ".txt", text));
    }
    const auto with = [&](int threads) {
        PopulationConfig config;
        config.files = files;
        config.max_bad_rows = 1.0;
        return io::read_population(config, {}, threads);
    };
    const Population one_thread = with(1);
    CHECK(one_thread.rows_read == 60'006);
    CHECK(one_thread.rows_rejected > 5'000);
    CHECK(one_thread.cells.size() > 1'000);
    const auto words = [](const Population& population) {
        std::vector<std::string> out = population.notes;
        for (const Issue& i : population.issues) {
            out.push_back(std::to_string(static_cast<int>(i.kind)) + i.file + i.place + i.reason);
        }
        return out;
    };
    CHECK(words(one_thread).size() > 5'000);
    for (const int threads : {2, 8}) {
        INFO(threads);
        const Population many = with(threads);
        CHECK(many.cells == one_thread.cells);
        CHECK(many.weights == one_thread.weights);
        CHECK(many.estimated == one_thread.estimated);
        CHECK(many.sources == one_thread.sources);
        CHECK(many.rows_read == one_thread.rows_read);
        CHECK(many.rows_rejected == one_thread.rows_rejected);
        CHECK(words(many) == words(one_thread));
    }
}

TEST_CASE("of several files that cannot be read the first is told, with any number of threads") {
    const InputFolder folder;
    std::vector<std::string> files;
    for (int f = 0; f < 40; ++f) {
        files.push_back(folder.write("tblT001141H" + std::to_string(f + 10) + ".txt",
                                     estat_header + "513200" + std::to_string(111 + f) + ",0,,,5,1,2\r\n"));
    }
    const auto told = [&](int threads) {
        PopulationConfig config;
        config.files = files;
        config.max_bad_rows = 1.0;
        return failure_of([&] { static_cast<void>(io::read_population(config, {}, threads)); }).where;
    };
    folder.write("tblT001141H30.txt", "no table\n");
    folder.write("tblT001141H40.txt", "KEY_CODE,HTKSYORI,HTKSAKI\n");
    for (const int threads : {1, 2, 8}) CHECK(told(threads).find("H30") != std::string::npos);
    // What only the order of files can show stands before what a later file shows by itself.
    files[10] = folder.write("tblT001141H11.TXT", estat_header + "513200199,0,,,5,1,2\r\n");
    for (const int threads : {1, 2, 8}) CHECK(told(threads).find("H11.TXT") != std::string::npos);
}

TEST_CASE("the same bytes twice are an error in any format") {
    const InputFolder folder;
    PopulationConfig config;
    config.year = 2030;
    config.files = {folder.write("a.geojson", ksj("513200111", "10")),
                    folder.write("b.geojson", ksj("513200111", "10"))};
    CHECK(failure_of([&] { static_cast<void>(io::read_population(config)); }).code == Errc::input);
}

TEST_CASE("a CSV row with more fields than the header is rejected, empty ones aside") {
    const InputFolder folder;
    const Population population =
        read({folder.write("p.csv", "code,population\n513200111,1,,\n513200112,1,234\n")}, 1.0);
    CHECK(population.rows_rejected == 1);
    CHECK(total(population, 0) == 1 * one);
}

TEST_CASE("a raster's cells are counted from its north-west corner") {
    const InputFolder folder;
    const auto a = folder.path("a.tif");
    write_raster(a, 500'000, 3'900'000, {1.5F, -1.0F, 0.0F, 4.0F}, 2);
    const Population one_file = read({a});
    CHECK(one_file.cells.size() == 2);
    CHECK_FALSE(one_file.grid.level());
    CHECK(total(one_file, 0) == 5'500'000'000);
    CHECK(one_file.rows_rejected == 0);
    SECTION("a neighbour on the same grid") {
        write_raster(folder.path("b.tif"), 502'000, 3'901'000, {2.0F, 3.0F}, 1);
        const Population both = read({a, folder.path("b.tif")});
        CHECK(both.grid.columns() == 3);
        CHECK(both.grid.rows() == 3);
        CHECK(total(both, 0) == 10'500'000'000);
    }
    SECTION("another grid") {
        write_raster(folder.path("b.tif"), 502'300, 3'900'000, {2.0F, 3.0F}, 1);
        CHECK(failure_of([&] { read({a, folder.path("b.tif")}); }).says("another grid"));
    }
    SECTION("negative people") {
        write_raster(folder.path("b.tif"), 500'000, 3'900'000, {2.0F, -3.0F}, 1);
        CHECK(read({folder.path("b.tif")}, 1.0).rows_rejected == 1);
        CHECK(failure_of([&] { read({folder.path("b.tif")}); }).code == Errc::input);
    }
}

TEST_CASE("a table without the columns names those it has") {
    const InputFolder folder;
    CHECK(failure_of([&] { read({folder.write("p.csv", "id,people\n1,2\n")}); }).says("id, people"));
    CHECK(failure_of([&] { read({folder.write("q.csv", "code,people\n1,2\n")}); }).says("people"));
    CHECK(failure_of([&] { read({folder.write("e.csv", "")}); }).code == Errc::input);
    CHECK(failure_of([&] { read({folder.write("h.csv", "code,population\n")}); }).code == Errc::input);
    CHECK(failure_of([&] { read({folder.write("tblT001141H5132.txt", estat_header)}); }).code == Errc::input);
}

TEST_CASE("an e-Stat table that a spreadsheet saved again is read as the original") {
    const InputFolder folder;
    const std::string end = GENERATE("\r\n", "\n", "\r");
    const std::string mark = GENERATE("", "\xEF\xBB\xBF");
    const std::string quoted =
        mark +
        "\"KEY_CODE\",\"HTKSYORI\",\"HTKSAKI\",\"GASSAN\",\"T001141001\",\"T001141019\",\"T001141034\"" +
        end + "\"\",\"\",\"\",\"\",\"people, all\",\"65\",\"homes\"" + end +
        "\"513200111\",\"1\",\"\",\"513200112;513200113\",\"3\",\"5\",\"1\"" + end +
        "513200112,2,513200111,,3,*,1" + end + "\"513200113\",2,\"513200111\",,4,\"*\",2" + end +
        "513200114,0,,,-1,1,2" + end;
    const auto file = folder.write("tblT001141H5132.txt", quoted);
    const Population population = read({file}, 1.0);
    CHECK(total(population, 0) == 10 * one);
    CHECK(total(population, 2) == 5 * one);
    CHECK(amount_of(population, 2, "513200113") == 2 * one);
    REQUIRE(rejected(population) == 1);
    CHECK(population.issues.front().place == "line 6");
}

TEST_CASE("the format of a population file is seen in its content") {
    const InputFolder folder;
    PopulationConfig config;
    config.year = 2030;
    const auto people = [&](const std::string& file) {
        config.files = {file};
        return total(io::read_population(config), 0);
    };
    CHECK(people(folder.write_gz("a.geojson.gz", ksj("513200111", "10"))) == 10 * one);
    CHECK(people(folder.write("b.dat", ksj("513200111", "11"))) == 11 * one);
    CHECK(people(folder.write_zip("c.zip", {{"a.geojson", ksj("513200111", "12")}, {"readme.txt", "x"}})) ==
          12 * one);
    CHECK(people(folder.write_zip("d.zip", {{"d/a.geojson", ksj("513200111", "13")}}) + "/d/a.geojson") ==
          13 * one);
    CHECK(people(folder.write_gz("e.csv.gz", "code,population\n513200111,14\n")) == 14 * one);
    CHECK(people(folder.write_gz("f.txt.gz", estat_header + "513200111,0,,,15,1,2\r\n")) == 15 * one);
    CHECK(people(folder.write_zip("g.zip", {{"a.csv", "code,population\n513200111,16\n"}})) == 16 * one);
    const auto tif = folder.path("h.tif");
    write_raster(tif, 500'000, 3'900'000, {17.0F}, 1);
    CHECK(people(tif) == 17 * one);
    std::filesystem::rename(tif, folder.path("h.bin"));
    CHECK(people(folder.path("h.bin")) == 17 * one);
}

TEST_CASE("a band of a raster is chosen by number or description") {
    const InputFolder folder;
    const auto file = folder.path("a.tif");
    GDALDriver* driver = GetGDALDriverManager()->GetDriverByName("GTiff");
    {
        const GDALDatasetUniquePtr data{driver->Create(file.c_str(), 3, 1, 2, GDT_Float32, nullptr)};
        std::array<double, 6> transform{500'000, 1000.0, 0.0, 3'900'000, 0.0, -1000.0};
        data->SetGeoTransform(transform.data());
        OGRSpatialReference crs;
        crs.SetFromUserInput("EPSG:6690");
        data->SetSpatialRef(&crs);
        std::array<float, 3> people{1.0F, 2.0F, -99999.9F};
        std::array<float, 3> homes{0.0F, 4.0F, std::nanf("")};
        for (auto [band, values] : {std::pair{1, &people}, std::pair{2, &homes}}) {
            data->GetRasterBand(band)->SetNoDataValue(-99999.9);
            REQUIRE(data->GetRasterBand(band)->RasterIO(GF_Write, 0, 0, 3, 1, values->data(), 3, 1,
                                                        GDT_Float32, 0, 0, nullptr) == CE_None);
        }
        data->GetRasterBand(2)->SetDescription("homes");
    }
    PopulationConfig config;
    config.files = {file};
    const Population first = io::read_population(config);
    CHECK(total(first, 0) == 3 * one);
    REQUIRE(first.notes.size() == 1);
    CHECK(first.notes[0].find("2 bands (1, 2 'homes')") != std::string::npos);
    CHECK(first.issues.empty());

    config.columns = {{"households", "homes"}, {"population", "1"}};
    const Population both = io::read_population(config);
    CHECK(both.weight_names == std::vector<std::string>{"households", "population"});
    CHECK(total(both, 0) == 4 * one);
    CHECK(total(both, 1) == 3 * one);
    CHECK(both.notes.empty());
    REQUIRE(both.issues.size() == 1);
    CHECK(both.issues[0].reason.find("1 values are NaN") != std::string::npos);

    config.columns = {{"population", "3"}};
    const Failure failure = failure_of([&] { static_cast<void>(io::read_population(config)); });
    CHECK(failure.code == Errc::input);
    CHECK(failure.says("no band '3'"));
    CHECK(failure.says("2 'homes'"));
}

TEST_CASE("negative people of a raster are rejected, listed and counted") {
    const InputFolder folder;
    const auto file = folder.path("a.tif");
    std::vector<float> values(6000, -9.0F);
    values[0] = 5.0F;
    write_raster(file, 500'000, 3'900'000, values, 100);
    const Population population = read({file}, 1.0);
    CHECK(population.rows_rejected == 5'999);
    REQUIRE(rejected(population) == 5'001);  // and one that counts the rest
    CHECK(population.issues.front().place == "row 0 column 1");
    CHECK(population.issues.back().reason.find("999 further rows") != std::string::npos);
    CHECK(failure_of([&] { read({file}); }).says("5999 of 6000"));
}

TEST_CASE("population files that cannot be read say what is wrong with them") {
    const InputFolder folder;
    const auto failure = [&](const std::string& file) { return failure_of([&] { read({file}); }); };
    const auto says = [&](const std::string& file, std::string_view text) {
        const Failure f = failure(file);
        CAPTURE(file, f.where, f.what);
        CHECK(f.code == Errc::input);
        CHECK(f.where.find("/vsi") == std::string::npos);
        CHECK(f.where.starts_with(file));
        CHECK(f.says(text));
        CHECK_FALSE(f.says("/vsi"));
    };
    using namespace std::string_literals;
    says(folder.path("absent.csv"), "No such file");
    says(folder.path("."), "is a folder");
    says(folder.write("empty.csv", ""), "is empty");
    says(folder.write("header.csv", "code,population\n"), "no row under its header");
    says(folder.write("header.txt", estat_header), "no row under its header");
    says(folder.write("semicolon.csv", "code;population\n513200111;1\n"), "separated by ';'");
    says(folder.write("utf16.csv",
                      "\xFF\xFE"
                      "c\0,\0\n\0"s),
         "UTF-16");
    says(folder.write("long.csv", "code,population\n51320011111111,1\n"), "14 digits");
    says(folder.write("negative.csv", "code,population\n513200111,-1\n"), "population '-1' is negative");
    says(folder.write("nan.csv", "code,population\n513200111,nan\n"), "'nan' is no number");
    says(folder.write_zip("nothing.zip", {{"readme.md", "x"}}), "holds no layer");
    says(folder.write("broken.tif", "II*"), "cannot be read as a raster");
    says(folder.write("broken.geojson", R"({"type":"FeatureCollection","features":[{)"),
         "cannot be read as a layer");
    const auto zip = folder.write_zip("cut.zip", {{"p.csv", "code,population\n513200111,1\n"}});
    std::filesystem::resize_file(zip, std::filesystem::file_size(zip) - 30);
    says(zip, "directory at its end is missing");
}

TEST_CASE("a big table is read a piece at a time, its last line in the first's encoding") {
    const InputFolder folder;
    std::string text = "code,memo,population\n";
    const std::string filler(200, 'x');
    std::size_t rows = 0;
    for (int second = 0; second < 64; ++second) {
        for (int third = 0; third < 100; ++third) {
            text += "5132" + std::to_string(second / 8) + std::to_string(second % 8) +
                    (third < 10 ? "0" : "") + std::to_string(third) + ",\"" + filler + "\n\",2\n";
            ++rows;
        }
    }
    REQUIRE(text.size() > std::size_t{1} << 20);
    const Population population = read({folder.write("big.csv", text)});
    CHECK(population.rows_read == rows);
    CHECK(total(population, 0) == Amount{2} * one * static_cast<Amount>(rows));
    CHECK(total(read({folder.write_gz("big.csv.gz", text + "53390000,\x93\xDE,5\n")}), 0) ==
          (Amount{2} * static_cast<Amount>(rows) + 5) * one);
}

TEST_CASE("all of Japan sums to the census of 2020, to the person", "[real]") {
    const auto data = real_data();
    if (!data) {
        WARN("the real data are not here");
        return;
    }
    const Population population = read(files_in(*data / "population" / "estat_T001141_500m_2020"));
    CHECK(population.cells.size() == 466'145);
    CHECK(population.rows_rejected == 0);
    CHECK(total(population, 0) == Amount{126'146'099} * one);
    CHECK(total(population, 1) == Amount{55'830'154} * one);
    CHECK(total(population, 2) == Amount{35'335'805} * one);
    CHECK(std::is_sorted(population.cells.begin(), population.cells.end()));
    CHECK(std::adjacent_find(population.cells.begin(), population.cells.end()) == population.cells.end());

    // Per first mesh, against sums made by another program.
    std::map<std::string, std::array<Amount, 4>> sums;
    for (std::size_t i = 0; i < population.cells.size(); ++i) {
        auto& sum = sums[population.grid.code(population.cells[i]).substr(0, 4)];
        sum[0] += 1;
        for (std::size_t w = 0; w < 3; ++w) sum[w + 1] += population.weights[w][i];
    }
    const auto table =
        io::read_csv_table(std::string{AMANEKU_SOURCE_DIR} + "/tests/data/estat_t001141_totals.csv");
    const auto number = [](const std::string& text) { return static_cast<Amount>(std::stoll(text)); };
    std::size_t compared = 0;
    for (const auto& row : table.rows) {
        if (row[0] == "ALL") continue;
        CAPTURE(row[0]);
        CHECK((sums[row[0]][0] == number(row[table.column("rows")])));
        CHECK((sums[row[0]][1] == number(row[table.column("population")]) * one));
        CHECK((sums[row[0]][2] == number(row[table.column("households")]) * one));
        CHECK((sums[row[0]][3] == number(row[table.column("population_65plus")]) * one));
        ++compared;
    }
    CHECK(compared > 30);
}

TEST_CASE("the projected population of one prefecture is read from its zip", "[real]") {
    const auto data = real_data();
    if (!data) {
        WARN("the real data are not here");
        return;
    }
    PopulationConfig config;
    config.files = {(*data / "population" / "500m_mesh_suikei_2018_shape_29.zip").string()};
    config.year = 2030;
    const Population population = io::read_population(config);
    CHECK(population.cells.size() == 4'331);
    CHECK(population.rows_rejected == 0);
    CHECK(population.weight_names == std::vector<std::string>{"population", "age_65_plus"});
}
