#include "core/path_loss_model.hpp"

#include "catch.hpp"
#include "core/diffraction.hpp"

#include <string>

using namespace amaneku;

TEST_CASE("every path loss model, sight and diffraction is read from the word it is written as") {
    for (int i = 0; i <= static_cast<int>(PathLossModel::p1812); ++i) {
        const auto model = static_cast<PathLossModel>(i);
        CHECK(parse_path_loss_model(path_loss_model_id(model)) == model);
    }
    for (int i = 0; i <= static_cast<int>(LineOfSight::mean); ++i) {
        const auto sight = static_cast<LineOfSight>(i);
        CHECK(parse_line_of_sight(line_of_sight_id(sight)) == sight);
    }
    for (int i = 0; i <= static_cast<int>(Diffraction::deygout); ++i) {
        const auto diffraction = static_cast<Diffraction>(i);
        CHECK(parse_diffraction(diffraction_id(diffraction)) == diffraction);
    }
    CHECK(parse_path_loss_model("tr38901-uma") == PathLossModel::uma);
    CHECK(parse_path_loss_model("cost231-metropolitan") == PathLossModel::cost231_metropolitan);
    CHECK(parse_line_of_sight("probability") == LineOfSight::mean);
    CHECK(parse_diffraction("bullington") == Diffraction::bullington);
}

TEST_CASE("a word that is no model is none") {
    CHECK(parse_path_loss_model("uma") == std::nullopt);
    CHECK(parse_path_loss_model("") == std::nullopt);
    CHECK(parse_line_of_sight("LOS") == std::nullopt);
    CHECK(parse_diffraction("p1812") == std::nullopt);
}
