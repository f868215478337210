#pragma once

#include "core/flag_config.hpp"
#include "core/gap_config.hpp"
#include <amaneku/mesh_code.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace amaneku {

/// How a cell's covered fraction becomes covered people. All are computed in every run.
enum class Rule : std::uint8_t { half_cell, area_share, centroid, lower, upper };
inline constexpr std::size_t rule_count = 5;
inline constexpr std::array<Rule, rule_count> rules{Rule::half_cell, Rule::area_share, Rule::centroid,
                                                    Rule::lower, Rule::upper};
[[nodiscard]] std::string_view rule_id(Rule rule) noexcept;

/// How the providers of a service are taken together.
enum class Combine : std::uint8_t { union_area_first, rule_first, k_of_n, max_single };
[[nodiscard]] std::string_view combine_id(Combine combine) noexcept;

/// What a fraction is a fraction of: the whole cell, or its part inside any zone.
enum class FractionArea : std::uint8_t { cell, land };

/// Which cells count. `populated` sets cells without people apart where cells are shown or counted; sums of
/// people are the same. `list` leaves the people of all other cells out of numerator and denominator.
enum class CellSelection : std::uint8_t { all, populated, list };
[[nodiscard]] std::string_view cells_id(CellSelection cells) noexcept;

/// An official way of counting, by name.
struct RuleProfile {
    std::string id;
    std::string name_ja;
    std::string name_en;
    std::string weight = "population";
    Rule rule = Rule::half_cell;
    double threshold = 0.5;
    bool strict = false;  ///< comparator ">" instead of ">="
    FractionArea area = FractionArea::cell;
    Combine combine = Combine::union_area_first;
    int k = 2;  ///< with k_of_n
    int decimals = 1;
    std::string assign;        ///< advice, empty: none
    double cell_size_m = 0.0;  ///< advice: the largest height of a cell, 0: none
    CellSelection cells = CellSelection::all;
    std::string cells_file;  ///< path, with list: mesh codes, of the population's level or coarser
    /// Of a mesh KPI, which counts cells of its own: their level; nothing: the service counts people.
    std::optional<MeshLevel> cell_level;
    bool by_presence = false;  ///< a cell with a site counts
    bool by_area = true;       ///< a cell covered to `threshold` counts
    std::string targets;       ///< the KPI of the targets table that the rate is of, empty: none
    GapRule gap;
    FlagRule flag;
    std::string source;
};

/// Comparisons of fractions allow this much, so that a fraction that is whole but for rounding counts as
/// whole.
inline constexpr double fraction_tolerance = 1e-12;

}  // namespace amaneku
