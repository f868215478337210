#include "footprint/loss_table.hpp"

#include "catch.hpp"

#include <cmath>

using namespace amaneku;
using footprint::LossTable;
using radio::PathLoss;

namespace {

/// The greatest difference from the model with its margin over distances up to 20 km, near a break of slope
/// (where a straight line over one step cannot follow) and elsewhere.
struct Worst {
    double near_break = 0.0;
    double elsewhere = 0.0;
};

Worst worst_of(const PathLoss& model, double margin) {
    const LossTable table{model, margin, 20'000.0};
    const auto exact = [&](double d) { return model.at(d).db + margin * model.sigma_db(d); };
    Worst worst;
    for (double d = 8.0; d <= 20'000.0; d *= 1.00037) {
        const double error = std::abs(table.at(static_cast<float>(d * d)) - exact(d));
        const double bend = exact(d * 1.004) - 2.0 * exact(d) + exact(d / 1.004);
        double& kind = std::abs(bend) > 0.003 ? worst.near_break : worst.elsewhere;
        kind = std::max(kind, error);
    }
    return worst;
}

}  // namespace

TEST_CASE("the table is within 0.003 dB of the models where slopes break and 0.0001 dB elsewhere") {
    const auto model = GENERATE(PathLossModel::free_space, PathLossModel::uma, PathLossModel::umi,
                                PathLossModel::hata_urban, PathLossModel::cost231, PathLossModel::rma);
    const auto sight = GENERATE(LineOfSight::line_of_sight, LineOfSight::none, LineOfSight::mean);
    const Worst worst =
        worst_of({model, sight, 1800.0, 30.0, 1.5}, model == PathLossModel::rma ? 0.0 : 1.2816);
    CHECK(worst.near_break < 0.003);
    CHECK(worst.elsewhere < 0.0001);
}

TEST_CASE("a table knows where its model is stated, to a millimetre") {
    const LossTable table{{PathLossModel::hata_urban, LineOfSight::none, 900.0, 40.0, 1.5}, 0.0, 30'000.0};
    const auto is_outside = [&](double d) { return table.is_outside(static_cast<float>(d * d)); };
    CHECK(is_outside(999.99));
    CHECK_FALSE(is_outside(1000.01));
    CHECK_FALSE(is_outside(19'999.9));
    CHECK(is_outside(20'000.1));
    CHECK(is_outside(50.0));

    const LossTable near{{PathLossModel::uma, LineOfSight::none, 3500.0, 25.0, 1.5}, 0.0, 2'000.0};
    CHECK_FALSE(near.is_outside(1.0F));
    CHECK_FALSE(near.is_outside(4e6F));

    const LossTable never{{PathLossModel::hata_urban, LineOfSight::none, 3500.0, 40.0, 1.5}, 0.0, 2'000.0};
    CHECK(never.is_outside(1.5e6F));
}

TEST_CASE("beyond the last distance within a loss every loss is above it") {
    const PathLoss model{PathLossModel::uma, LineOfSight::none, 3500.0, 25.0, 1.5};
    const LossTable table{model, 1.0, 5'000.0};
    const double last = table.last_within(140.0);
    CHECK(table.at(static_cast<float>(1.003 * last * last)) > 140.0F);
    CHECK(table.at(static_cast<float>(0.99 * last * last)) < 140.0F);
    CHECK(table.last_within(10'000.0) == 5'000.0);
    CHECK(table.last_within(10.0) == 0.0);
}
