#include "radio/hata.hpp"

#include "catch.hpp"
#include "radio/cost231.hpp"
#include "radio/path_loss.hpp"
#include "radio/vectors.hpp"

#include <cmath>

using namespace amaneku;
using namespace amaneku::radio;

namespace {

HataArea area_of(const Row& row) {
    if (row.at("environment") == "suburban") return HataArea::suburban;
    if (row.at("environment") == "open") return HataArea::open;
    return row.at("city") == "large" ? HataArea::large_city : HataArea::small_city;
}

PathLossModel model_of(const Row& row) {
    if (row.at("model") == "cost231") {
        return row.at("city") == "metropolitan" ? PathLossModel::cost231_metropolitan
                                                : PathLossModel::cost231;
    }
    switch (area_of(row)) {
        case HataArea::small_city:
            return PathLossModel::hata_urban;
        case HataArea::large_city:
            return PathLossModel::hata_large_city;
        case HataArea::suburban:
            return PathLossModel::hata_suburban;
        case HataArea::open:
            break;
    }
    return PathLossModel::hata_open;
}

constexpr double tolerance_db = 1e-4;

}  // namespace

TEST_CASE("every loss of the Hata and COST 231 table is met within 1e-4 dB") {
    const auto table = vectors("hata.csv");
    REQUIRE(table.size() == 24);
    for (const Row& row : table) {
        INFO(described(row));
        const double f = number(row, "f_mhz");
        const double base = number(row, "h_base_m");
        const double mobile = number(row, "h_mobile_m");
        const double metres = 1000.0 * number(row, "d_km");
        const double formula = row.at("model") == "cost231"
                                   ? cost231_db(f, base, mobile, number(row, "c_db"), metres)
                                   : hata_db(area_of(row), f, base, mobile, metres);
        CHECK(std::abs(formula - number(row, "loss_db")) <= tolerance_db);
        const PathLoss model{model_of(row), LineOfSight::none, f, base, mobile};
        CHECK(std::abs(model.at(metres).db - number(row, "loss_db")) <= tolerance_db);
        CHECK(model.problem_at(metres).empty());
    }
}

TEST_CASE("the large city's correction changes its form at 300 MHz") {
    const double below = hata_db(HataArea::large_city, 299.999, 30.0, 1.5, 2000.0);
    const double at = hata_db(HataArea::large_city, 300.0, 30.0, 1.5, 2000.0);
    const double small_low = 8.29 * std::pow(std::log10(1.54 * 1.5), 2) - 1.1;
    const double small_high = 3.2 * std::pow(std::log10(11.75 * 1.5), 2) - 4.97;
    // What the frequency itself adds over 1 kHz is below 1e-4 dB.
    CHECK(at - below == Approx(small_low - small_high).margin(1e-4));
}

TEST_CASE("Hata and COST 231 never fall below free space") {
    const PathLoss open{PathLossModel::hata_open, LineOfSight::none, 900.0, 200.0, 10.0};
    const PathLoss free{PathLossModel::free_space, LineOfSight::none, 900.0, 200.0, 10.0};
    CHECK(hata_db(HataArea::open, 900.0, 200.0, 10.0, 1000.0) < free.at(1000.0).db);
    for (double d = 1.0; d < 20'000.0; d *= 1.3) CHECK(open.at(d).db >= free.at(d).db);
}
