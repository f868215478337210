#include "core/path_loss_model.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace amaneku {

namespace {

constexpr std::array<std::string_view, 12> model_ids{
    "free-space", "tr38901-rma",          "tr38901-uma",      "tr38901-umi",
    "hata-urban", "hata-large-city",      "hata-suburban",    "hata-open",
    "cost231",    "cost231-metropolitan", "free-space-p2108", "p1812"};
constexpr std::array<std::string_view, 3> sight_ids{"los", "nlos", "probability"};

template <typename Value, std::size_t Size>
std::optional<Value> find(const std::array<std::string_view, Size>& ids, std::string_view id) noexcept {
    const auto found = std::find(ids.begin(), ids.end(), id);
    if (found == ids.end()) return std::nullopt;
    return static_cast<Value>(found - ids.begin());
}

}  // namespace

std::string_view path_loss_model_id(PathLossModel model) noexcept {
    return model_ids[static_cast<std::size_t>(model)];
}

std::optional<PathLossModel> parse_path_loss_model(std::string_view id) noexcept {
    return find<PathLossModel>(model_ids, id);
}

std::string_view line_of_sight_id(LineOfSight sight) noexcept {
    return sight_ids[static_cast<std::size_t>(sight)];
}

std::optional<LineOfSight> parse_line_of_sight(std::string_view id) noexcept {
    return find<LineOfSight>(sight_ids, id);
}

}  // namespace amaneku
