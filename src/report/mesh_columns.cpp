#include "report/mesh_columns.hpp"

#include "report/layer_list.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace amaneku::report {

namespace {

constexpr double whole_fraction = 10'000.0;

/// 0 only where nothing is covered, 10000 only where all is.
std::uint16_t fraction_steps(double fraction) {
    if (fraction <= fraction_tolerance) return 0;
    if (fraction >= 1.0 - fraction_tolerance) return static_cast<std::uint16_t>(whole_fraction);
    return static_cast<std::uint16_t>(
        std::clamp(std::round(fraction * whole_fraction), 1.0, whole_fraction - 1.0));
}

/// The columns of one result, written one after the other.
class Writer {
public:
    Writer(const RunResult& result, const std::vector<std::uint16_t>& municipality)
        : m_result{result}, m_municipality{municipality} {
        const auto& cells = result.population.cells;
        for (std::size_t c = 0; c < cells.size(); ++c) {
            if (result.cell_is_shown[c] != 0) m_shown.push_back(c);
        }
        m_out.cells = m_shown.size();
    }

    MeshColumns write() {
        if (m_shown.empty()) return std::move(m_out);
        window();
        index();
        column("zone", "u16", 2, [&](std::size_t c) {
            const std::uint32_t zone = m_result.cell_zone[c];
            return zone == no_zone ? no_municipality : m_municipality[zone];
        });
        column("estimated", "u8", 1, [&](std::size_t c) { return m_result.population.estimated[c]; });
        for (std::size_t w = 0; w < m_result.population.weights.size(); ++w) weight(w);
        const auto layers = layer_list(m_result);
        for (std::size_t l = 0; l < layers.size(); ++l) {
            column("fraction:" + std::to_string(l), "u16", 2, [&](std::size_t c) {
                return fraction_steps(
                    m_result.measures.fraction[c * m_result.measures.layer_count + layers[l].layer]);
            });
        }
        for (std::size_t s = 0; s < m_result.config.services.size(); ++s) covered(s);
        gaps();
        return std::move(m_out);
    }

private:
    /// The lowest bytes of all values, then the next: much smaller when packed than value after value.
    template <class Value>
    void column(std::string name, std::string type, std::size_t size, Value value) {
        m_out.layout.emplace_back(std::move(name), std::move(type));
        const std::size_t begin = m_out.bytes.size();
        m_out.bytes.resize(begin + size * m_shown.size());
        for (std::size_t i = 0; i < m_shown.size(); ++i) {
            const auto bits = static_cast<std::uint64_t>(value(m_shown[i]));
            for (std::size_t plane = 0; plane < size; ++plane)
                m_out.bytes[begin + plane * m_shown.size() + i] =
                    static_cast<char>(bits >> (8 * plane) & 0xffU);
        }
    }
    void window() {
        const auto& cells = m_result.population.cells;
        Cell low = cells[m_shown.front()];
        Cell high = low;
        for (const std::size_t c : m_shown) {
            low = {std::min(low.row, cells[c].row), std::min(low.column, cells[c].column)};
            high = {std::max(high.row, cells[c].row), std::max(high.column, cells[c].column)};
        }
        m_out.first_row = low.row;
        m_out.first_column = low.column;
        m_out.rows = high.row - low.row + 1;
        m_out.columns = high.column - low.column + 1;
    }
    void index() {
        std::uint64_t before = 0;
        column("index", "u32", 4, [&](std::size_t c) {
            const Cell cell = m_result.population.cells[c];
            const std::uint64_t at = static_cast<std::uint64_t>(cell.row - m_out.first_row) * m_out.columns +
                                     static_cast<std::uint64_t>(cell.column - m_out.first_column);
            const std::uint64_t step = at - before;
            before = at;
            return step;
        });
    }
    void weight(std::size_t w) {
        column("weight:" + m_result.population.weight_names[w], "f32", 4, [&](std::size_t c) {
            return std::bit_cast<std::uint32_t>(
                static_cast<float>(to_double(m_result.population.weights[w][c])));
        });
    }
    void covered(std::size_t s) {
        column("covered:" + std::to_string(s), "u8", 1, [&](std::size_t c) -> std::uint8_t {
            return m_result.counts_cell(s, c) ? m_result.cell_covered[s][c] : 2;
        });
    }
    void gaps() {
        constexpr std::size_t most = 65534;
        if (!m_result.gaps || m_result.gaps->gaps.size() > most) return;
        const auto& all = m_result.gaps->gaps;
        for (std::size_t s = 0; s < m_result.config.services.size(); ++s) {
            std::vector<std::uint16_t> of(m_result.population.cells.size(), 0);
            for (std::size_t g = 0; g < all.size(); ++g) {
                if (all[g].service != s) continue;
                for (const std::uint32_t c : all[g].cells) of[c] = static_cast<std::uint16_t>(g + 1);
            }
            column("gap:" + std::to_string(s), "u16", 2, [&](std::size_t c) { return of[c]; });
        }
    }

    const RunResult& m_result;
    const std::vector<std::uint16_t>& m_municipality;
    std::vector<std::size_t> m_shown;
    MeshColumns m_out;
};

}  // namespace

MeshColumns mesh_columns(const RunResult& result, const std::vector<std::uint16_t>& municipality) {
    return Writer{result, municipality}.write();
}

}  // namespace amaneku::report
