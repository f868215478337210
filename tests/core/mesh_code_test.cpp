#include "catch.hpp"
#include <amaneku/mesh_code.hpp>

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

using namespace amaneku;

namespace {

std::vector<std::vector<std::string>> rows(const std::string& name) {
    std::ifstream file{std::string{AMANEKU_SOURCE_DIR} + "/tests/data/" + name};
    std::vector<std::vector<std::string>> out;
    std::string line;
    std::getline(file, line);
    while (std::getline(file, line)) {
        std::vector<std::string> fields;
        std::istringstream in{line};
        for (std::string field; std::getline(in, field, ',');) fields.push_back(field);
        out.push_back(std::move(fields));
    }
    return out;
}

}  // namespace

TEST_CASE("every point of the table lies in the square the table names") {
    const auto table = rows("mesh_codes.csv");
    CHECK(table.size() == 525);
    for (const auto& row : table) {
        INFO(row[0] << "," << row[1] << " " << row[2]);
        const auto level = mesh_level_from_id(row[2]);
        REQUIRE(level);
        const auto code = MeshCode::encode(std::stod(row[0]), std::stod(row[1]), *level);
        REQUIRE(code);
        CHECK(code->text() == row[3]);
        CHECK(MeshCode::parse(row[3], *level) == code);
    }
}

TEST_CASE("edges of the table's squares are exact and the south-west corner encodes to the square") {
    const auto table = rows("mesh_bounds.csv");
    CHECK(table.size() == 65);
    for (const auto& row : table) {
        INFO(row[0] << " " << row[1]);
        const auto level = mesh_level_from_id(row[1]);
        REQUIRE(level);
        const auto code = MeshCode::parse(row[0], *level);
        REQUIRE(code);
        const MeshBounds bounds = code->bounds();
        const auto equals = [](std::int64_t units, const std::string& fraction) {
            const std::size_t slash = fraction.find('/');
            return units * std::stoll(fraction.substr(slash + 1)) ==
                   std::stoll(fraction.substr(0, slash)) * mesh_units_per_degree;
        };
        CHECK(equals(bounds.south, row[2]));
        CHECK(equals(bounds.west, row[3]));
        CHECK(equals(bounds.north, row[4]));
        CHECK(equals(bounds.east, row[5]));
        const Point corner = code->polygon()[0];
        CHECK(MeshCode::encode(corner.y, corner.x, *level) == code);
    }
}

TEST_CASE("children fill their parent") {
    const auto third = *MeshCode::parse("53393599");
    for (const MeshLevel level : {MeshLevel::half, MeshLevel::quarter, MeshLevel::eighth, MeshLevel::tenth}) {
        const auto children = third.children(level);
        CHECK(children.size() == (level == MeshLevel::half      ? 4
                                  : level == MeshLevel::quarter ? 16
                                  : level == MeshLevel::eighth  ? 64
                                                                : 100));
        for (const MeshCode& child : children) CHECK(child.parent(MeshLevel::third) == third);
    }
    CHECK(third.neighbours().size() == 8);
}

TEST_CASE("what may be two levels is refused with a way out") {
    CHECK(!MeshCode::parse("5339359911"));
    CHECK(MeshCode::parse("5339359911", MeshLevel::quarter));
    CHECK(MeshCode::parse("5339359911", MeshLevel::tenth));
    CHECK(mesh_code_problem("5339359911").find("say which") != std::string::npos);
    CHECK(MeshCode::parse("5339359909")->level() == MeshLevel::tenth);
    CHECK(mesh_code_problem("533").find("3 digits") != std::string::npos);
    CHECK(mesh_code_problem("53393x").find("only digits") != std::string::npos);
    CHECK(!MeshCode::parse("533989"));  // 2nd digits are 0 to 7
}
