#include "app/station_placer.hpp"

#include "core/municipal_code.hpp"
#include "io/licence_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <limits>
#include <map>
#include <numeric>
#include <set>
#include <utility>

namespace amaneku::app {

namespace {

constexpr double all_round = std::numeric_limits<double>::quiet_NaN();

/// The zones of a code: its own, those of a designated city's wards, or the city that a ward is part of.
std::vector<std::uint32_t> zones_of(const ZoneTable& table, const std::string& code) {
    std::vector<std::uint32_t> own;
    std::vector<std::uint32_t> wards;
    std::vector<std::uint32_t> city;
    const auto parent = city_of_ward(code);
    for (std::uint32_t z = 0; z < table.zones.size(); ++z) {
        const Zone& zone = table.zones[z];
        if (zone.code == code) own.push_back(z);
        if (zone.city_code == code) wards.push_back(z);
        if (parent && zone.code == parent->code) city.push_back(z);
    }
    return !own.empty() ? own : !wards.empty() ? wards : city;
}

/// Names zones that get no station because nobody says how many they have.
void tell_missing_rows(RunResult& result, const std::string& file, const std::set<std::uint32_t>& named) {
    for (std::uint32_t z = 0; z < result.zones.zones.size(); ++z) {
        const Zone& zone = result.zones.zones[z];
        if (!zone.reported || zone.code.empty() || named.contains(z)) continue;
        result.issues.push_back(
            {IssueKind::note, file, zone.code,
             fmt::format("{} has no row in the table of counts: no station is placed there",
                         zone.name.empty() ? zone.code : zone.name),
             std::nullopt});
    }
}

}  // namespace

StationPlacer::StationPlacer(RunResult& result, const ServiceConfig& service, const ProviderConfig& provider,
                             std::size_t weight)
    : m_population{result.population},
      m_provider{provider},
      m_role{service.id + "/" + provider.id},
      m_weight{weight},
      m_locator{result.zones} {
    if (!m_population.grid.is_geographic()) m_to_degrees.emplace(m_population.grid.crs(), "EPSG:6668");
    m_radius_m = provider.radius_m.value_or(0.0);
    m_azimuths = {all_round};
    if (provider.beamwidth) m_beamwidth = *provider.beamwidth;
    if (provider.radio) {
        const RadioConfig& radio = *provider.radio;
        const RadioClass* const band = radio.defaults.band(radio.band);
        const RadioClass* const type = radio.defaults.type(radio.type);
        m_radius_m = radio.defaults.radius_m(band == nullptr ? "" : band->id, type == nullptr ? "" : type->id)
                         .value_or(m_radius_m);
        if (radio.level == AccuracyLevel::sector && !radio.azimuths.empty()) m_azimuths = radio.azimuths;
        if (type != nullptr && type->values.beamwidth) m_beamwidth = *type->values.beamwidth;
        if (radio.fallback.beamwidth) m_beamwidth = *radio.fallback.beamwidth;
    }
    io::LicenceCounts counts = io::read_licence_counts(*provider.licences);
    std::move(counts.issues.begin(), counts.issues.end(), std::back_inserter(result.issues));
    for (const std::string& note : counts.notes) result.notes.push_back(m_role + ": " + note);
    const CandidateField field = candidate_field(result, *provider.licences, weight);
    m_candidates = field.total;
    if (field.in_no_zone + field.without_people > 0)
        result.notes.push_back(fmt::format(
            "{}: of the candidates for stations {} stand in no supplied zone, and {} of the other "
            "{} in no populated cell",
            m_role, field.in_no_zone, field.without_people, field.total));
    std::set<std::string> supplied;
    for (const Zone& zone : result.zones.zones) supplied.insert(zone.prefecture_code);
    std::set<std::uint32_t> named;
    std::uint64_t elsewhere = 0;
    for (const io::LicenceCount& row : counts.rows) {
        std::vector<std::uint32_t> zones = zones_of(result.zones, row.code);
        named.insert(zones.begin(), zones.end());
        if (!zones.empty()) {
            if (row.count > 0) add(result, row.code, row.count, row.line, std::move(zones), field);
        } else if (supplied.contains(row.code.substr(0, 2))) {
            result.issues.push_back(
                {IssueKind::rejected, provider.licences->counts, fmt::format("line {}", row.line),
                 fmt::format("no zone has the code {}: its {} stations are left out", row.code, row.count),
                 std::nullopt});
        } else {
            elsewhere += row.count;
        }
    }
    if (elsewhere > 0)
        result.notes.push_back(
            fmt::format("{}: {} stations of prefectures without a zone are left out", m_role, elsewhere));
    tell_missing_rows(result, provider.licences->counts, named);
}

void StationPlacer::add(RunResult& result, const std::string& code, std::uint64_t count, std::size_t line,
                        std::vector<std::uint32_t> zones, const CandidateField& field) {
    Municipality out{code, line, count, std::move(zones), {}, {}, {}, 0, 0};
    std::vector<double> people;
    for (const std::uint32_t zone : out.zones) {
        const ZoneCandidates& from = field.zones[zone];
        out.candidates.at.insert(out.candidates.at.end(), from.at.begin(), from.at.end());
        people.insert(people.end(), from.people.begin(), from.people.end());
        out.cells.insert(out.cells.end(), from.cells.begin(), from.cells.end());
    }
    const double attachment = m_provider.licences->attachment;
    out.candidates.weight = footprint::candidate_weights(people, attachment);
    if (out.cells.empty()) {
        result.issues.push_back({IssueKind::rejected, m_provider.licences->counts,
                                 fmt::format("line {}", line),
                                 fmt::format("{} holds the centre of no populated cell: its {} stations are "
                                             "left out",
                                             code, count),
                                 std::nullopt});
        return;
    }
    std::vector<double> of_cells;
    for (const std::uint32_t cell : out.cells)
        of_cells.push_back(to_double(m_population.weights[m_weight][cell]));
    out.cell_weight = footprint::candidate_weights(of_cells, attachment);
    m_municipalities.push_back(std::move(out));
}

SiteTable StationPlacer::place(std::size_t draw) {
    SiteTable out;
    for (Municipality& m : m_municipalities) append(m, draw, out);
    return out;
}

void StationPlacer::append(Municipality& of, std::size_t draw, SiteTable& out) const {
    const LicenceConfig& config = *m_provider.licences;
    footprint::DrawRandom random = footprint::draw_random(config.seed, draw + 1, m_provider.id, of.code);
    const footprint::StationDraw drawn =
        footprint::draw_stations(of.candidates, of.count, config.minimum_distance_m, random);
    of.beyond = of.count - drawn.taken.size();
    of.too_near = std::max(of.too_near, drawn.too_near);
    for (std::size_t i = 0; i < of.count; ++i) {
        const Point at = i < drawn.taken.size() ? of.candidates.at[drawn.taken[i]] : random_point(of, random);
        for (const double azimuth : m_azimuths) {
            out.id.push_back(fmt::format("{}-{:03}", of.code, i + 1));
            out.lon.push_back(at.x);
            out.lat.push_back(at.y);
            out.radius_m.push_back(m_radius_m);
            out.azimuth.push_back(azimuth);
            out.beamwidth.push_back(m_beamwidth);
        }
    }
}

/// A point of a populated cell that is drawn by its people, inside the municipality where a few tries find
/// one.
Point StationPlacer::random_point(const Municipality& of, footprint::DrawRandom& random) const {
    constexpr int tries = 64;
    const Grid& grid = m_population.grid;
    const std::uint64_t total =
        std::accumulate(of.cell_weight.begin(), of.cell_weight.end(), std::uint64_t{0});
    std::uint64_t value = random.below(total);
    std::size_t which = 0;
    while (value >= of.cell_weight[which]) value -= of.cell_weight[which++];
    const Cell cell = m_population.cells[of.cells[which]];
    const auto corners = grid.polygon(cell);
    Point at = grid.centre(cell);
    for (int i = 0; i < tries; ++i) {
        const double x = random.unit();
        const double y = random.unit();
        const Point p{corners[0].x + x * (corners[2].x - corners[0].x),
                      corners[0].y + y * (corners[2].y - corners[0].y)};
        if (std::any_of(of.zones.begin(), of.zones.end(),
                        [&](std::uint32_t zone) { return m_locator.zone_holds(zone, p); })) {
            at = p;
            break;
        }
    }
    return m_to_degrees ? (*m_to_degrees)(at) : at;
}

void StationPlacer::add_stations(std::vector<std::uint64_t>& by_zone) const {
    for (const Municipality& m : m_municipalities) {
        for (const std::uint32_t zone : m.zones) by_zone[zone] += m.count;
    }
}

PlacedProvider StationPlacer::report() const {
    PlacedProvider out;
    out.candidates = m_candidates;
    out.municipalities = m_municipalities.size();
    for (const Municipality& m : m_municipalities) {
        out.stations += m.count;
        out.beyond_candidates += m.beyond;
        out.too_near += m.too_near;
    }
    return out;
}

void StationPlacer::tell(RunResult& result) const {
    const LicenceConfig& config = *m_provider.licences;
    for (const Municipality& m : m_municipalities) {
        const auto note = [&](std::string reason) {
            result.issues.push_back({IssueKind::note, config.counts, fmt::format("line {}", m.line),
                                     std::move(reason), std::nullopt});
        };
        if (m.beyond > 0)
            note(
                fmt::format("{} has {} stations and {} candidates for them: {} of every draw stand at random "
                            "points of populated cells",
                            m.code, m.count, m.count - m.beyond, m.beyond));
        if (m.too_near > 0)
            note(
                fmt::format("{}: up to {} of its {} stations of a draw are nearer than {} m to another: its "
                            "candidates have no room for more",
                            m.code, m.too_near, m.count, config.minimum_distance_m));
    }
}

}  // namespace amaneku::app
