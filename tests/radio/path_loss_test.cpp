#include "radio/path_loss.hpp"

#include "catch.hpp"
#include "radio/free_space.hpp"
#include "radio/link_budget.hpp"
#include "radio/tr38901.hpp"

#include <array>
#include <cmath>
#include <limits>

using namespace amaneku;
using namespace amaneku::radio;
using Catch::Matchers::Contains;

namespace {

constexpr std::array models{PathLossModel::free_space,    PathLossModel::rma,
                            PathLossModel::uma,           PathLossModel::umi,
                            PathLossModel::hata_urban,    PathLossModel::hata_large_city,
                            PathLossModel::hata_suburban, PathLossModel::hata_open,
                            PathLossModel::cost231,       PathLossModel::cost231_metropolitan};
constexpr std::array sights{LineOfSight::line_of_sight, LineOfSight::none, LineOfSight::mean};

struct Carrier {
    double frequency_mhz;
    double bandwidth_mhz;
    double subcarrier_khz;
    double power_dbm;
    double gain_dbi;
};

/// Distance at which the power without sight falls to the threshold, by halving.
double radius_m(PathLossModel model, double base_m, const Carrier& carrier, double threshold_dbm) {
    const PathLoss loss{model, LineOfSight::none, carrier.frequency_mhz, base_m, 1.5};
    const int blocks =
        resource_blocks(carrier.bandwidth_mhz, carrier.subcarrier_khz, carrier.frequency_mhz).value();
    const double reference = reference_power_dbm(carrier.power_dbm, blocks, carrier.gain_dbi, 0.0);
    double near = 10.0;
    double far = 50'000.0;
    while (far - near > 1e-6) {
        const double middle = 0.5 * (near + far);
        const bool is_served = rsrp_dbm(reference, 0.0, loss.at(middle).db) - 7.7 >= threshold_dbm;
        (is_served ? near : far) = middle;
    }
    return near;
}

}  // namespace

TEST_CASE("the illustrative radii follow from their assumptions within a metre") {
    struct Case {
        Carrier carrier;
        double uma, uma_105, rma, rma_105, umi, umi_105;
    };
    const auto [carrier, uma, uma_105, rma, rma_105, umi, umi_105] =
        GENERATE(Case{{750, 10, 15, 46, 15}, 1516, 1129, 2979, 2211, 1884, 1360},
                 Case{{1800, 20, 15, 46, 17}, 908, 676, 1773, 1316, 1034, 746},
                 Case{{2350, 40, 30, 46, 18}, 840, 626, 1640, 1217, 940, 678},
                 Case{{3750, 100, 30, 49, 24}, 883, 657, 1723, 1279, 975, 704},
                 Case{{4550, 100, 30, 49, 24}, 799, 595, 1559, 1157, 868, 626},
                 Case{{28'000, 100, 120, 30, 30}, 210, 155, 404, 299, 185, 134});
    INFO(carrier.frequency_mhz << " MHz");
    CHECK(std::abs(radius_m(PathLossModel::uma, 25, carrier, -110) - uma) <= 1.0);
    CHECK(std::abs(radius_m(PathLossModel::uma, 25, carrier, -105) - uma_105) <= 1.0);
    CHECK(std::abs(radius_m(PathLossModel::rma, 35, carrier, -110) - rma) <= 1.0);
    CHECK(std::abs(radius_m(PathLossModel::rma, 35, carrier, -105) - rma_105) <= 1.0);
    CHECK(std::abs(radius_m(PathLossModel::umi, 10, carrier, -110) - umi) <= 1.0);
    CHECK(std::abs(radius_m(PathLossModel::umi, 10, carrier, -105) - umi_105) <= 1.0);
}

TEST_CASE("the loss rises with the distance beyond the mast's foot, whatever the model and the sight") {
    for (const PathLossModel model : models) {
        for (const LineOfSight sight : sights) {
            INFO(path_loss_model_id(model) << " " << line_of_sight_id(sight));
            const PathLoss loss{model, sight, 1500.0, 30.0, 1.5};
            double before = loss.at(10.0).db;
            for (double d = 10.1; d < 20'000.0; d *= 1.01) {
                const double now = loss.at(d).db;
                CHECK(now > before);
                before = now;
            }
        }
    }
}

TEST_CASE("below 10 m the loss is that at 10 m and a place is not outside for that") {
    const PathLoss loss{PathLossModel::uma, LineOfSight::none, 3750.0, 25.0, 1.5};
    CHECK(loss.at(0.0).db == loss.at(10.0).db);
    CHECK(loss.at(9.0).db == loss.at(10.0).db);
    CHECK(loss.at(10.5).db > loss.at(10.0).db);
    CHECK_FALSE(loss.at(0.0).is_outside);
    CHECK(loss.problem_at(0.0).empty());
}

TEST_CASE("free space goes over the line between the antennas") {
    const PathLoss loss{PathLossModel::free_space, LineOfSight::mean, 3750.0, 401.5, 1.5};
    CHECK(loss.at(300.0).db == Approx(free_space_db(3750.0, 500.0)).epsilon(1e-14));
    CHECK(loss.sigma_db(300.0) == 0.0);
    CHECK(loss.problem_at(1e6).empty());
}

TEST_CASE("the mean of both cases is the mean of their decibels by the probability of sight") {
    const PathLoss sight{PathLossModel::umi, LineOfSight::line_of_sight, 3750.0, 10.0, 1.5};
    const PathLoss hidden{PathLossModel::umi, LineOfSight::none, 3750.0, 10.0, 1.5};
    const PathLoss mean{PathLossModel::umi, LineOfSight::mean, 3750.0, 10.0, 1.5};
    CHECK(mean.at(15.0).db == sight.at(15.0).db);
    const double p = tr38901::sight_probability(tr38901::Scenario::umi, 100.0, 1.5);
    CHECK(mean.at(100.0).db ==
          Approx(p * sight.at(100.0).db + (1.0 - p) * hidden.at(100.0).db).epsilon(1e-14));
    const double gap = hidden.at(100.0).db - sight.at(100.0).db;
    const double variance = p * 16.0 + (1.0 - p) * 7.82 * 7.82 + p * (1.0 - p) * gap * gap;
    CHECK(mean.sigma_db(100.0) == Approx(std::sqrt(variance)).epsilon(1e-14));
}

TEST_CASE("the spread is the model's own") {
    const auto sigma = [](PathLossModel model, LineOfSight sight, double distance_m) {
        return PathLoss{model, sight, 3750.0, 35.0, 1.5}.sigma_db(distance_m);
    };
    const double break_m = 2.0 * 3.14159265358979 * 35.0 * 1.5 * 3.75e9 / 3e8;
    CHECK(sigma(PathLossModel::rma, LineOfSight::line_of_sight, break_m - 1.0) == 4.0);
    CHECK(sigma(PathLossModel::rma, LineOfSight::line_of_sight, break_m + 1.0) == 6.0);
    CHECK(sigma(PathLossModel::rma, LineOfSight::none, 1000.0) == 8.0);
    CHECK(sigma(PathLossModel::uma, LineOfSight::line_of_sight, 1000.0) == 4.0);
    CHECK(sigma(PathLossModel::uma, LineOfSight::none, 1000.0) == 6.0);
    CHECK(sigma(PathLossModel::umi, LineOfSight::none, 1000.0) == 7.82);
    CHECK(sigma(PathLossModel::hata_open, LineOfSight::line_of_sight, 1000.0) == 8.0);
}

TEST_CASE("what is out of a model's range is named with its value and the range") {
    const PathLoss high{PathLossModel::uma, LineOfSight::none, 400.0, 30.0, 1.5};
    CHECK(high.problem() ==
          "frequency 400 MHz, stated for 500 to 100000 MHz; base height 30 m, stated for 25 m");
    CHECK(high.at(100.0).is_outside);
    const PathLoss hata{PathLossModel::hata_urban, LineOfSight::none, 900.0, 30.0, 1.5};
    CHECK(hata.problem().empty());
    CHECK(hata.problem_at(500.0) == "distance 500 m, stated for 1000 to 20000 m");
    CHECK_THAT(hata.problem_at(20'001.0), Contains("distance 20001 m"));
    CHECK(hata.problem_at(1000.0).empty());
    const PathLoss streets{PathLossModel::rma, LineOfSight::none, 700.0, 35.0, 11.0, {4.0, 60.0}};
    CHECK_THAT(streets.problem(), Contains("receiver height 11 m, stated for 1 to 10 m"));
    CHECK_THAT(streets.problem(), Contains("building height 4 m"));
    CHECK_THAT(streets.problem(), Contains("street width 60 m"));
}

TEST_CASE("the rural model reaches 10 km with sight and 5 km without") {
    const PathLoss sight{PathLossModel::rma, LineOfSight::line_of_sight, 700.0, 35.0, 1.5};
    const PathLoss hidden{PathLossModel::rma, LineOfSight::none, 700.0, 35.0, 1.5};
    const PathLoss mean{PathLossModel::rma, LineOfSight::mean, 700.0, 35.0, 1.5};
    CHECK_FALSE(sight.at(10'000.0).is_outside);
    CHECK(sight.at(10'001.0).is_outside);
    CHECK_FALSE(hidden.at(5000.0).is_outside);
    CHECK(hidden.at(5001.0).is_outside);
    CHECK(mean.at(5001.0).is_outside);
}

TEST_CASE("a place is called outside exactly where the reason can be told") {
    for (const PathLossModel model : models) {
        for (const double f : {100.0, 900.0, 1800.0, 28'000.0}) {
            for (const double base : {5.0, 10.0, 25.0, 40.0}) {
                const PathLoss loss{model, LineOfSight::none, f, base, 1.5};
                for (const double d : {1.0, 200.0, 1000.0, 7000.0, 30'000.0}) {
                    CHECK(loss.at(d).is_outside == !loss.problem_at(d).empty());
                }
            }
        }
    }
}

TEST_CASE("values that are no numbers above 0 serve nowhere and are told of") {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const double infinity = std::numeric_limits<double>::infinity();
    for (const double bad : {0.0, -1.0, nan, infinity}) {
        for (const PathLossModel model : models) {
            const std::array losses{PathLoss{model, LineOfSight::none, bad, 30.0, 1.5},
                                    PathLoss{model, LineOfSight::none, 1500.0, bad, 1.5},
                                    PathLoss{model, LineOfSight::none, 1500.0, 30.0, bad}};
            for (const PathLoss& loss : losses) {
                CHECK(loss.at(100.0).db == infinity);
                CHECK(loss.at(100.0).is_outside);
                CHECK_THAT(loss.problem(), Contains("must be above 0"));
            }
        }
    }
    const PathLoss streets{PathLossModel::rma, LineOfSight::none, 700.0, 35.0, 1.5, {0.0, 20.0}};
    CHECK(streets.at(100.0).db == infinity);
    CHECK_THAT(streets.problem(), Contains("building height 0 m"));
    const PathLoss urban{PathLossModel::uma, LineOfSight::none, 700.0, 25.0, 1.5, {0.0, 20.0}};
    CHECK(urban.problem().empty());
}

TEST_CASE("equal heights of both antennas keep every model finite") {
    for (const PathLossModel model : models) {
        for (const LineOfSight sight : sights) {
            const PathLoss loss{model, sight, 1500.0, 1.0, 1.0};
            for (const double d : {0.0, 10.0, 1000.0}) {
                CHECK(std::isfinite(loss.at(d).db));
                CHECK(std::isfinite(loss.sigma_db(d)));
            }
        }
    }
}

TEST_CASE("P.1812 is told to need a profile") {
    const PathLoss loss{PathLossModel::p1812, LineOfSight::none, 700.0, 35.0, 1.5};
    CHECK(loss.problem() == "p1812 needs a terrain profile");
    CHECK(loss.at(100.0).is_outside);
}
