#include "radio/validity.hpp"

#include <fmt/format.h>

namespace amaneku::radio {

namespace {

constexpr Range any{};

Validity hata(Range frequency_mhz) noexcept {
    return {frequency_mhz, {30.0, 200.0}, {1.0, 10.0}, {1000.0, 20'000.0}, any, any};
}

}  // namespace

Validity validity(PathLossModel model, LineOfSight sight) noexcept {
    switch (model) {
        case PathLossModel::rma:
            return {{500.0, 30'000.0}, {10.0, 150.0},
                    {1.0, 10.0},       {10.0, sight == LineOfSight::line_of_sight ? 10'000.0 : 5000.0},
                    {5.0, 50.0},       {5.0, 50.0}};
        case PathLossModel::uma:
            return {{500.0, 100'000.0}, {25.0, 25.0}, {1.5, 22.5}, {10.0, 5000.0}, any, any};
        case PathLossModel::umi:
            return {{500.0, 100'000.0}, {10.0, 10.0}, {1.5, 22.5}, {10.0, 5000.0}, any, any};
        case PathLossModel::hata_urban:
        case PathLossModel::hata_large_city:
        case PathLossModel::hata_suburban:
        case PathLossModel::hata_open:
            return hata({150.0, 1500.0});
        case PathLossModel::cost231:
        case PathLossModel::cost231_metropolitan:
            return hata({1500.0, 2000.0});
        case PathLossModel::free_space_p2108:
            return {.frequency_mhz = {500.0, 67'000.0},
                    .base_height_m = {},
                    .mobile_height_m = {},
                    .distance_m = {250.0},
                    .building_height_m = {},
                    .street_width_m = {}};
        case PathLossModel::free_space:
        case PathLossModel::p1812:
            break;
    }
    return {};
}

std::string broken_range(std::string_view quantity, double value, const Range& range, std::string_view unit) {
    if (range.holds(value)) return {};
    if (range.min == range.max) {
        return fmt::format("{} {:g} {}, stated for {:g} {}", quantity, value, unit, range.min, unit);
    }
    return fmt::format("{} {:g} {}, stated for {:g} to {:g} {}", quantity, value, unit, range.min, range.max,
                       unit);
}

}  // namespace amaneku::radio
