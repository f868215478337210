#pragma once

#include <cstdint>
#include <string_view>

namespace amaneku::footprint {

/// Random numbers that are the same on every machine: SplitMix64 (Steele, Lea, Flood, 2014) and integer
/// methods of our own, since the distributions of the standard library differ between its makers.
class DrawRandom {
public:
    explicit DrawRandom(std::uint64_t state) noexcept : m_state{state} {}

    /// Uniform among all values of 64 bits.
    [[nodiscard]] std::uint64_t next() noexcept {
        m_state += 0x9e3779b97f4a7c15ULL;
        return mixed(m_state);
    }
    /// Uniform in [0, bound), without the bias of a remainder. @param bound  at least 1
    [[nodiscard]] std::uint64_t below(std::uint64_t bound) noexcept {
        const std::uint64_t refused = (0 - bound) % bound;  // 2^64 mod bound values at the low end
        for (;;) {
            const std::uint64_t value = next();
            if (value >= refused) return value % bound;
        }
    }
    /// Uniform in [0, 1), a multiple of 2^-53.
    [[nodiscard]] double unit() noexcept { return static_cast<double>(next() >> 11U) * 0x1.0p-53; }

    [[nodiscard]] static constexpr std::uint64_t mixed(std::uint64_t z) noexcept {
        z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9ULL;
        z = (z ^ (z >> 27U)) * 0x94d049bb133111ebULL;
        return z ^ (z >> 31U);
    }

private:
    std::uint64_t m_state;
};

/// The generator of one municipality's stations in one draw: it depends on nothing else, so neither the order
/// of the work nor other municipalities can change a draw.
/// @param provider  id; two operators do not get the same places though they share a seed
[[nodiscard]] DrawRandom draw_random(std::uint64_t seed, std::uint64_t draw, std::string_view provider,
                                     std::string_view municipality) noexcept;

}  // namespace amaneku::footprint
