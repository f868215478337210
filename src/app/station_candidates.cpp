#include "app/station_candidates.hpp"

#include "app/messages.hpp"
#include "footprint/line_points.hpp"
#include "io/station_place_reader.hpp"
#include "planning/gaps.hpp"
#include "proj/transform.hpp"
#include "zonal/zone_locator.hpp"

#include <algorithm>
#include <iterator>
#include <optional>

namespace amaneku::app {

namespace {

/// Sorts positions into zones.
class Field {
public:
    Field(const RunResult& result, std::size_t weight)
        : m_population{result.population}, m_weight{weight}, m_locator{result.zones} {
        m_out.zones.resize(result.zones.zones.size());
        if (!m_population.grid.is_geographic()) m_transform.emplace("EPSG:6668", m_population.grid.crs());
    }

    /// The populated cells; their centres are candidates where nothing else is.
    void add_cells(bool are_candidates) {
        const planning::CellGround ground{m_population.grid};
        for (std::uint32_t cell = 0; cell < m_population.cells.size(); ++cell) {
            const double people = people_of(cell);
            if (people <= 0.0) continue;
            const auto zones = m_locator.zones_at(m_population.grid.centre(m_population.cells[cell]));
            if (zones.empty()) continue;
            ZoneCandidates& to = m_out.zones[zones.front()];
            to.cells.push_back(cell);
            if (!are_candidates) continue;
            to.at.push_back(ground.centre(m_population.cells[cell]));
            to.people.push_back(people);
            ++m_out.total;
        }
    }
    void add(Point at) {
        const Point plane = m_transform ? (*m_transform)(at) : at;
        const auto zones = m_locator.zones_at(plane);
        if (zones.empty()) {
            ++m_out.in_no_zone;
            return;
        }
        double people = 0.0;
        if (const auto cell = m_population.grid.cell_of(plane)) {
            const auto found = std::lower_bound(m_population.cells.begin(), m_population.cells.end(), *cell);
            if (found != m_population.cells.end() && *found == *cell)
                people = people_of(static_cast<std::size_t>(found - m_population.cells.begin()));
        }
        ZoneCandidates& to = m_out.zones[zones.front()];
        to.at.push_back(at);
        to.people.push_back(people);
        ++m_out.total;
        if (people <= 0.0) ++m_out.without_people;
    }
    [[nodiscard]] CandidateField take() { return std::move(m_out); }

private:
    [[nodiscard]] double people_of(std::size_t cell) const {
        return to_double(m_population.weights[m_weight][cell]);
    }

    const Population& m_population;
    std::size_t m_weight;
    zonal::ZoneLocator m_locator;
    std::optional<proj::Transform> m_transform;
    CandidateField m_out;
};

}  // namespace

CandidateField candidate_field(RunResult& result, const LicenceConfig& config, std::size_t weight) {
    Field field{result, weight};
    field.add_cells(config.candidates.empty());
    if (config.candidates.empty()) return field.take();
    io::StationPlaces places = io::read_station_places(config);
    std::move(places.issues.begin(), places.issues.end(), std::back_inserter(result.issues));
    std::move(places.notes.begin(), places.notes.end(), std::back_inserter(result.notes));
    std::vector<Point> points = std::move(places.points);
    for (const auto& line : places.lines) footprint::append_line_points(line, config.spacing_m, points);
    for (std::size_t i = 0; i < points.size(); ++i) {
        if (i % 4096 == 0) throw_if_stopped();
        field.add(points[i]);
    }
    return field.take();
}

}  // namespace amaneku::app
