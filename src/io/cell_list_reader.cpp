#include "io/cell_list_reader.hpp"

#include "io/csv_rows.hpp"
#include <amaneku/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace amaneku::io {

namespace {

/// Whether squares of `finest` lie whole in each of `level`.
bool holds_cells(MeshLevel level, MeshLevel finest) {
    const MeshStep coarse = mesh_step(level);
    const MeshStep fine = mesh_step(finest);
    return coarse.lat % fine.lat == 0 && coarse.lon % fine.lon == 0;
}

/// Ten digits may name a quarter or a tenth: beside cells of another level only a quarter can be meant.
std::optional<MeshCode> parse(const std::string& text, MeshLevel finest) {
    auto code = MeshCode::parse(text, finest);
    if (!code) code = MeshCode::parse(text);
    if (!code) code = MeshCode::parse(text, MeshLevel::quarter);
    return code;
}

/// A first row that begins with a digit is no header, but a code that may be wrong.
bool is_header(const std::string& text) {
    return text.empty() || text.front() < '0' || text.front() > '9';
}

}  // namespace

std::vector<MeshCode> read_cell_list(const std::string& path, MeshLevel finest) {
    const CsvTable table = read_csv_table(path);
    std::vector<MeshCode> out;
    const auto add = [&](const std::string& text, std::size_t line) {
        const auto code = parse(text, finest);
        const std::string where = fmt::format("{}:{}", path, line);
        if (!code) throw Error{Errc::input, where, mesh_code_problem(text)};
        if (!holds_cells(code->level(), finest))
            throw Error{Errc::input, where,
                        fmt::format("mesh code {} is of level {}: a list must have codes of the population's "
                                    "level, {}, or of a coarser one",
                                    text, mesh_level_id(code->level()), mesh_level_id(finest))};
        out.push_back(*code);
    };
    if (!is_header(table.header.front())) add(table.header.front(), 1);
    for (std::size_t r = 0; r < table.rows.size(); ++r) add(table.rows[r].front(), table.lines[r]);
    if (out.empty()) throw Error{Errc::input, path, "lists no mesh code: no cell would count"};
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

}  // namespace amaneku::io
