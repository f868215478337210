#include "footprint/signal_grid.hpp"

#include "catch.hpp"
#include "overlay/overlay_case.hpp"

#include <vector>

using namespace amaneku;
using namespace amaneku::footprint;

namespace {

SubGrid unit_cells() {
    return {Grid::raster({0.0, 512.0}, 1.0, 1.0, 512, 512, "EPSG:6674", false), 1};
}

SignalPatch one_cell(Cell cell, float dbm) {
    return {{cell, 1, 1}, {dbm}};
}

}  // namespace

TEST_CASE("a cell has its strongest power, whose that is, and how many reach the threshold") {
    SignalGrid signal{unit_cells(), -110.0};
    const Cell at{7, 9};
    CHECK(signal.best_dbm(at) == no_signal_dbm);
    CHECK(signal.server(at) == no_server);
    signal.add(5, one_cell(at, -105.0F));
    signal.add(2, one_cell(at, -110.0F));
    signal.add(9, one_cell(at, -112.0F));
    CHECK(signal.best_dbm(at) == -105.0F);
    CHECK(signal.server(at) == 5);
    CHECK(signal.servers(at) == 2);
}

TEST_CASE("of equal powers the smallest index serves, whatever the order") {
    for (const auto& order : {std::vector<std::uint32_t>{1, 2, 3}, {3, 2, 1}, {2, 3, 1}}) {
        SignalGrid signal{unit_cells(), -110.0};
        for (const auto i : order) signal.add(i, one_cell({0, 0}, -100.0F));
        CHECK(signal.server({0, 0}) == 1);
        CHECK(signal.servers({0, 0}) == 3);
    }
}

TEST_CASE("patches across tiles, on negative rows too, keep every cell in its place") {
    SignalGrid signal{unit_cells(), -110.0};
    const CellWindow window{{-300, -270}, 620, 600};
    SignalPatch patch{window, std::vector<float>(window.size())};
    for (std::size_t i = 0; i < patch.dbm.size(); ++i)
        patch.dbm[i] = i % 7 == 3 ? no_signal_dbm : -static_cast<float>(i % 1000);
    signal.add(4, patch);
    std::size_t wrong = 0;
    for (std::int32_t r = 0; r < window.rows; ++r) {
        for (std::int32_t c = 0; c < window.columns; ++c) {
            const float expected = patch.dbm[static_cast<std::size_t>(r * window.columns + c)];
            const Cell cell{window.first.row + r, window.first.column + c};
            const bool is_heard = expected > no_signal_dbm;
            wrong += signal.best_dbm(cell) == expected && (signal.server(cell) == 4) == is_heard ? 0 : 1;
        }
    }
    CHECK(wrong == 0);
    CHECK(signal.tiles().size() == 110);  // 10 by 11
}

TEST_CASE("a patch without signal makes no tile") {
    SignalGrid signal{unit_cells(), -110.0};
    signal.add(0, one_cell({1, 1}, no_signal_dbm));
    CHECK(signal.tiles().empty());
}
