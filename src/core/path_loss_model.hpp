#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace amaneku {

/// How the loss between a base station and a receiver is computed.
enum class PathLossModel : std::uint8_t {
    free_space,            ///< nothing in the way: a lower bound
    rma,                   ///< 3GPP TR 38.901, rural macro
    uma,                   ///< 3GPP TR 38.901, urban macro
    umi,                   ///< 3GPP TR 38.901, street canyon
    hata_urban,            ///< Okumura-Hata, small or medium city
    hata_large_city,       ///< Okumura-Hata, large city
    hata_suburban,         ///< Okumura-Hata, suburban
    hata_open,             ///< Okumura-Hata, open country
    cost231,               ///< COST 231-Hata, medium city and suburban
    cost231_metropolitan,  ///< COST 231-Hata, metropolitan centre
    free_space_p2108,      ///< free space, and what clutter costs by ITU-R P.2108
    p1812,                 ///< ITU-R P.1812, along the terrain's profile
};

/// Which of a model's two cases is taken; without meaning for models that have one only.
enum class LineOfSight : std::uint8_t {
    line_of_sight,  ///< `los`: the receiver sees the antenna
    none,           ///< `nlos`: it does not
    mean,           ///< `probability`: both, weighted by the probability of sight
};

/// `tr38901-rma`, `hata-urban`, … as configurations spell it.
[[nodiscard]] std::string_view path_loss_model_id(PathLossModel model) noexcept;
[[nodiscard]] std::optional<PathLossModel> parse_path_loss_model(std::string_view id) noexcept;

/// `los`, `nlos` or `probability`.
[[nodiscard]] std::string_view line_of_sight_id(LineOfSight sight) noexcept;
[[nodiscard]] std::optional<LineOfSight> parse_line_of_sight(std::string_view id) noexcept;

}  // namespace amaneku
