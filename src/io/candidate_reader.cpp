#include "io/candidate_reader.hpp"

#include "io/csv_rows.hpp"
#include <amaneku/error.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>
#include <string>
#include <utility>

namespace amaneku::io {

namespace {

constexpr double highest_latitude = 85.0;
constexpr double highest_cost = 1e15;

std::optional<double> number(const std::string& text) {
    double value = 0.0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value))
        return std::nullopt;
    return value;
}

/// A table's columns by name.
class CandidateTable {
public:
    CandidateTable(const PlanConfig& config, const CsvTable& table) : m_config{config}, m_table{table} {
        const CandidateColumns& c = config.columns;
        m_lon = needed(c.lon);
        m_lat = needed(c.lat);
        m_id = wanted(c.id);
        m_name = wanted(c.name);
        m_cost = wanted(c.cost);
        m_radius = wanted(c.radius_m);
        m_azimuth = wanted(c.azimuth);
        m_beamwidth = wanted(c.beamwidth);
        if (!m_radius && !config.radius_m)
            throw Error{Errc::configuration, config.place,
                        fmt::format("plan.radius_m is missing, and {} has no column '{}': say how far a site "
                                    "would reach, in metres",
                                    table.name, c.radius_m)};
        if (!m_cost && config.budget && config.cost_per_site <= 0.0)
            throw Error{Errc::configuration, config.place,
                        fmt::format("plan.budget needs costs, and {} has no column '{}': name it in "
                                    "plan.columns or give plan.cost_per_site",
                                    table.name, c.cost)};
    }

    [[nodiscard]] bool has_cost() const { return m_cost.has_value() || m_config.cost_per_site > 0.0; }

    /// Appends a row. @returns what is wrong with it, empty where nothing is
    [[nodiscard]] std::string take(const std::vector<std::string>& row, std::size_t line,
                                   Candidates& to) const {
        const auto lon = number(row[m_lon]);
        const auto lat = number(row[m_lat]);
        if (!lon || !lat || std::abs(*lon) > 180.0 || std::abs(*lat) > highest_latitude)
            return fmt::format("position '{}', '{}' must be degrees as decimal numbers", row[m_lon],
                               row[m_lat]);
        const auto value = [&](const std::optional<std::size_t>& column,
                               double other) -> std::optional<double> {
            return !column || row[*column].empty() ? std::optional{other} : number(row[*column]);
        };
        const auto radius = value(m_radius, m_config.radius_m.value_or(0.0));
        if (!radius || *radius <= 0.0 || *radius > longest_radius_m)
            return fmt::format("radius '{}' must be above 0 and at most {} m", m_radius ? row[*m_radius] : "",
                               longest_radius_m);
        const auto azimuth = value(m_azimuth, std::numeric_limits<double>::quiet_NaN());
        const auto beamwidth = value(m_beamwidth, m_config.beamwidth);
        if (!azimuth || !beamwidth || *beamwidth <= 0.0)
            return "azimuth and beamwidth must be degrees, beamwidth above 0";
        const auto cost = value(m_cost, m_config.cost_per_site);
        if (!cost || *cost > highest_cost || (has_cost() && std::llround(*cost) < 1))
            return fmt::format("cost '{}' must be a number of at least 1", m_cost ? row[*m_cost] : "");
        to.sites.id.push_back(m_id && !row[*m_id].empty() ? row[*m_id] : fmt::format("line-{}", line));
        to.sites.lon.push_back(*lon);
        to.sites.lat.push_back(*lat);
        to.sites.radius_m.push_back(*radius);
        to.sites.azimuth.push_back(*azimuth);
        to.sites.beamwidth.push_back(*beamwidth);
        to.name.push_back(m_name ? row[*m_name] : std::string{});
        to.cost.push_back(std::llround(*cost));
        return {};
    }

private:
    [[nodiscard]] std::size_t needed(const std::string& name) const { return m_table.column(name); }
    /// Nothing where there is none of a name that the configuration does not give.
    [[nodiscard]] std::optional<std::size_t> wanted(const std::string& name) const {
        const auto& given = m_config.columns.given;
        const auto found = std::find(m_table.header.begin(), m_table.header.end(), name);
        if (found != m_table.header.end()) return static_cast<std::size_t>(found - m_table.header.begin());
        if (std::find(given.begin(), given.end(), name) != given.end()) return needed(name);
        return std::nullopt;
    }

    const PlanConfig& m_config;
    const CsvTable& m_table;
    std::size_t m_lon = 0, m_lat = 0;
    std::optional<std::size_t> m_id, m_name, m_cost, m_radius, m_azimuth, m_beamwidth;
};

}  // namespace

Candidates read_candidates(const PlanConfig& config, std::vector<Issue>& issues) {
    const CsvTable table = read_csv_table(config.candidates);
    const CandidateTable columns{config, table};
    Candidates out;
    out.has_cost = columns.has_cost();
    std::string first;
    for (std::size_t r = 0; r < table.rows.size(); ++r) {
        const std::string problem = columns.take(table.rows[r], table.lines[r], out);
        if (problem.empty()) continue;
        issues.push_back({IssueKind::rejected, config.candidates, fmt::format("line {}", table.lines[r]),
                          problem, std::nullopt});
        if (first.empty()) first = fmt::format("line {}: {}", table.lines[r], problem);
    }
    if (out.size() == 0)
        throw Error{Errc::input, config.candidates,
                    first.empty() ? "has no row below its header" : "no row is a candidate; " + first};
    return out;
}

}  // namespace amaneku::io
