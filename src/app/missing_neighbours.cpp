#include "app/missing_neighbours.hpp"

#include "core/municipal_code.hpp"
#include "io/prefecture_neighbours.hpp"
#include "zonal/block_judge.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>
#include <set>

namespace amaneku::app {

namespace {

using Codes = std::set<std::string>;

Codes prefectures_of(const ZoneTable& table, bool reported_only) {
    Codes out;
    for (const Zone& zone : table.zones) {
        if (!zone.code.empty() && (zone.reported || !reported_only)) out.insert(zone.prefecture_code);
    }
    return out;
}

std::string names_of(const Codes& prefectures) {
    std::vector<std::string_view> names;
    names.reserve(prefectures.size());
    for (const std::string& code : prefectures) names.push_back(prefecture_name(code));
    return fmt::format("{}", fmt::join(names, ", "));
}

/// Where cells stand beside the zones, and who lives in them.
class Border {
public:
    /// @param cells  zonal::CellBorder by cell
    Border(const RunResult& result, std::span<const std::uint8_t> cells) : m_result{result}, m_cells{cells} {}

    [[nodiscard]] bool has_people_beyond() const {
        for (std::size_t cell = 0; cell < m_cells.size(); ++cell) {
            if (!has(cell, zonal::touches_zone) && has_people(cell)) return true;
        }
        return false;
    }
    /// People of cells of reported zones that reach beyond all zones.
    /// @param beside_people_only  only where a neighbour cell has people and touches no zone: not a coast
    [[nodiscard]] Amount people(bool beside_people_only) const {
        Amount sum = 0;
        for (std::size_t cell = 0; cell < m_cells.size(); ++cell) {
            if (!has(cell, zonal::reaches_beyond_zones) || !has(cell, zonal::is_of_reported_zone)) continue;
            if (!beside_people_only || is_beside_people_beyond(cell))
                sum += m_result.population.weights.front()[cell];
        }
        return sum;
    }

private:
    [[nodiscard]] bool has(std::size_t cell, zonal::CellBorder bit) const {
        return (m_cells[cell] & bit) != 0;
    }
    [[nodiscard]] bool has_people(std::size_t cell) const {
        return m_result.population.weights.front()[cell] > 0;
    }
    [[nodiscard]] bool is_beside_people_beyond(std::size_t cell) const {
        const auto& cells = m_result.population.cells;
        for (std::int32_t row = -1; row <= 1; ++row) {
            for (std::int32_t column = -1; column <= 1; ++column) {
                const Cell wanted{cells[cell].row + row, cells[cell].column + column};
                const auto at = std::lower_bound(cells.begin(), cells.end(), wanted);
                if (at == cells.end() || *at != wanted) continue;
                const auto beside = static_cast<std::size_t>(at - cells.begin());
                if (!has(beside, zonal::touches_zone) && has_people(beside)) return true;
            }
        }
        return false;
    }

    const RunResult& m_result;
    std::span<const std::uint8_t> m_cells;
};

}  // namespace

void warn_missing_neighbours(RunResult& result, std::span<const std::uint8_t> cell_border) {
    if (result.config.zones.extent == Extent::all) return;
    const Border border{result, cell_border};
    const auto neighbours = io::prefecture_neighbours();
    const Codes reported = prefectures_of(result.zones, true);
    const bool are_known = std::all_of(reported.begin(), reported.end(),
                                       [&](const std::string& code) { return neighbours.contains(code); });
    if (!are_known) {
        const Amount people = border.people(true);
        if (people == 0) return;
        result.warnings.push_back(fmt::format(
            "up to {} people of border cells live beyond the supplied zones and are counted "
            "inside: add the neighbours' boundaries to zones.files, and name yours in zones.report",
            whole_units(people)));
        return;
    }
    const Codes supplied = prefectures_of(result.zones, false);
    const auto& cut = result.population.cut_by_prefecture;
    Codes missing;
    for (const std::string& code : reported) {
        for (const std::string& n : neighbours.at(code)) {
            const bool is_read = cut.empty() || std::find(cut.begin(), cut.end(), n) != cut.end();
            if (is_read && !supplied.contains(n)) missing.insert(n);
        }
    }
    if (missing.empty()) return;
    const Amount people = border.people(border.has_people_beyond());
    if (people == 0) return;
    result.warnings.push_back(fmt::format(
        "the boundaries of {} are not supplied: up to {} people of border cells, some of whom live "
        "there, are counted inside; add them to zones.files, and name yours in zones.report",
        names_of(missing), whole_units(people)));
}

void warn_cut_population(RunResult& result) {
    const auto& cut = result.population.cut_by_prefecture;
    if (cut.empty()) return;
    const Codes held{cut.begin(), cut.end()};
    const std::size_t weights = result.population.weight_names.size();
    Codes takers;
    Amount people = 0;
    for (std::size_t z = 0; z < result.zones.zones.size(); ++z) {
        const Zone& zone = result.zones.zones[z];
        if (weights == 0 || prefecture_name(zone.prefecture_code).empty() ||
            held.contains(zone.prefecture_code) || result.zone_coverage.total(z, 0) == 0)
            continue;
        takers.insert(zone.prefecture_code);
        people += result.zone_coverage.total(z, 0);
    }
    if (takers.empty()) return;
    result.warnings.push_back(fmt::format(
        "the population is cut by prefecture: its border cells hold people of {} only, but {} of them went "
        "to "
        "{}, whose boundaries are supplied; leave those boundaries out, or add those prefectures' population",
        names_of(held), whole_units(people), names_of(takers)));
}

}  // namespace amaneku::app
