#pragma once

#include "core/result.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace amaneku::report {

/// The mesh of a result as columns of bytes, and the window of the grid that they are in.
struct MeshColumns {
    std::int32_t first_row = 0;  ///< of the grid, counted from the south
    std::int32_t first_column = 0;
    std::int32_t rows = 0;
    std::int32_t columns = 0;
    std::size_t cells = 0;
    std::vector<std::pair<std::string, std::string>> layout;  ///< name and type: u8, u16, u32, f32
    std::string bytes;  ///< column after column, each in planes of bytes, the lowest first
};

/// Cells that touch or are of reported zones.
/// @param municipality  by zone: its place among the page's municipalities, or none
[[nodiscard]] MeshColumns mesh_columns(const RunResult& result,
                                       const std::vector<std::uint16_t>& municipality);

inline constexpr std::uint16_t no_municipality = 65535;

}  // namespace amaneku::report
