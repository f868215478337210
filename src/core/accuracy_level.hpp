#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace amaneku {

/// How an area was found, from the ladder of methods: the higher the more is computed. It orders methods, not
/// truth: L0 is the operator's own statement.
enum class AccuracyLevel : std::uint8_t {
    supplied,       ///< L0: polygons or rasters as supplied
    circle,         ///< L1: circles by band and type of station
    sector,         ///< L2: sectors
    path_loss,      ///< L3: received power by an empirical path loss
    terrain,        ///< L4: the same over terrain
    path_specific,  ///< L5: ITU-R P.1812 path by path
};

/// `L0` … `L5`.
[[nodiscard]] std::string_view level_id(AccuracyLevel level) noexcept;
/// `L1`, also `l1`; nothing for anything else.
[[nodiscard]] std::optional<AccuracyLevel> parse_level(std::string_view text) noexcept;

/// How many areas and sites were found by each method.
struct LevelCounts {
    std::array<std::uint64_t, 6> of{};

    [[nodiscard]] std::uint64_t& operator[](AccuracyLevel level) {
        return of[static_cast<std::size_t>(level)];
    }
    [[nodiscard]] std::uint64_t total() const noexcept;
    LevelCounts& operator+=(const LevelCounts& other) noexcept;
    /// The lowest there is: what a mix is worth. Nothing where there is nothing.
    [[nodiscard]] std::optional<AccuracyLevel> lowest() const noexcept;
    /// `L2`, or of a mix the lowest with the shares: `L1 (L1 25.0 %, L2 75.0 %)`; empty where there is
    /// nothing.
    [[nodiscard]] std::string text() const;
};

}  // namespace amaneku
