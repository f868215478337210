#include "io/published_rates.hpp"

#include "catch.hpp"
#include "input_folder.hpp"
#include <amaneku/error.hpp>

using namespace amaneku;

namespace {

RadioDefaults defaults() {
    RadioDefaults out;
    out.id = "mine";
    out.bands = {{"700", {"platinum"}, {}, ""}, {"3700", {"sub6"}, {}, ""}};
    return out;
}

}  // namespace

TEST_CASE("published rates name bands by id or name, and lines that cannot be are told by number") {
    const InputFolder folder;
    const std::string file = folder.write("published.csv",
                                          "prefecture_code,band,rate,year,source\n"
                                          "29,sub6,98.4,2024,made up\n"
                                          "5,*,60,2024,made up\n"
                                          "29,3700,97,2024,again\n"
                                          "29,1700,97,2024,unknown band\n"
                                          "30,*,100.1,2024,too much\n"
                                          "30,*,-1,2024,too little\n"
                                          "30,*,sixty,2024,no number\n"
                                          "300,*,60,2024,no prefecture\n"
                                          "31,*,60,,no year\n"
                                          "32,*,100,2024,all\n");
    const io::PublishedRates read = io::read_published_rates(file, defaults());
    REQUIRE(read.rates.size() == 3);
    CHECK(read.rates[0].prefecture_code == "05");
    CHECK(read.rates[0].band == "*");
    CHECK(read.rates[1].band == "3700");
    CHECK(read.rates[1].rate == Amount{98'400'000'000});
    CHECK(read.rates[1].line == 2);
    CHECK(read.rates[2].rate == Amount{100} * amount_per_unit);
    REQUIRE(read.issues.size() == 7);
    CHECK(read.issues[0].place == "line 4");
    CHECK(read.issues[0].reason.find("in line 2 already") != std::string::npos);
    CHECK(read.issues[1].reason.find("'1700' is none of 'mine': *, 700, 3700") != std::string::npos);
    CHECK(read.issues[2].reason.find("rate '100.1'") != std::string::npos);
    CHECK(read.issues[5].reason.find("'300'") != std::string::npos);
    CHECK(read.issues[6].place == "line 10");
}

TEST_CASE("a table without any usable published rate is an error") {
    const InputFolder folder;
    const std::string file =
        folder.write("published.csv", "prefecture_code,band,rate,year,source\n29,9999,98.4,2024,x\n");
    CHECK_THROWS_AS(io::read_published_rates(file, defaults()), Error);
    const std::string bare = folder.write("bare.csv", "prefecture_code,band,rate,source\n29,*,98.4,x\n");
    CHECK_THROWS_AS(io::read_published_rates(bare, defaults()), Error);
}
