#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace amaneku::overlay {

/// One bit for each cell of each tile. Several threads may set bits at a time.
class TileCells {
public:
    TileCells() = default;
    TileCells(std::size_t tiles, std::size_t cells_a_tile)
        : m_words{(cells_a_tile + 63) / 64}, m_bits(tiles * m_words) {}

    void set(std::size_t tile, std::uint32_t cell) noexcept {
        std::atomic<std::uint64_t>& word = m_bits[tile * m_words + cell / 64];
        const std::uint64_t bit = std::uint64_t{1} << (cell % 64);
        if ((word.load(std::memory_order_relaxed) & bit) == 0) word.fetch_or(bit, std::memory_order_relaxed);
    }
    [[nodiscard]] bool has(std::size_t tile, std::uint32_t cell) const noexcept {
        const std::uint64_t word = m_bits[tile * m_words + cell / 64].load(std::memory_order_relaxed);
        return (word >> (cell % 64) & 1) != 0;
    }

private:
    std::size_t m_words = 0;
    std::vector<std::atomic<std::uint64_t>> m_bits;
};

}  // namespace amaneku::overlay
