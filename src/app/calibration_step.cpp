#include "app/calibration_step.hpp"

#include "core/kpi.hpp"
#include "footprint/moved_signal.hpp"
#include "proj/transform.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>
#include <utility>

namespace amaneku::app {

namespace {

/// A prefecture of the reported zones.
struct Prefecture {
    std::string name;
    std::vector<std::uint32_t> zones;
    bool is_whole = true;  ///< no supplied zone of it goes unreported
};

std::map<std::string, Prefecture> prefectures_of(const ZoneTable& zones) {
    std::map<std::string, Prefecture> out;
    for (std::uint32_t z = 0; z < zones.zones.size(); ++z) {
        const Zone& zone = zones.zones[z];
        if (!zone.reported || zone.prefecture_code.empty()) continue;
        Prefecture& to = out[zone.prefecture_code];
        if (to.name.empty()) to.name = zone.prefecture;
        to.zones.push_back(z);
    }
    for (const Zone& zone : zones.zones) {
        const auto found = out.find(zone.prefecture_code);
        if (!zone.reported && !zone.code.empty() && found != out.end()) found->second.is_whole = false;
    }
    return out;
}

std::string band_words(const std::string& band) {
    return band == "*" ? "all bands" : "band " + band;
}

FactorBounds bounds_of(const RadioConfig& radio) {
    const CalibrationConfig& config = *radio.calibration;
    if (radio.is_by_signal()) return {0.0, -config.most_db, config.most_db, 1e4, 1e-3};
    return {1.0, config.lowest, config.highest, 1e6, 1e-5};
}

/// A radius times a factor, as far as a circle may reach.
double scaled(double radius_m, double factor, double latitude) {
    constexpr double metres_per_degree = 111'000.0;  // a little less than of any meridian
    const double to_pole = 0.999 * (90.0 - std::abs(latitude)) * metres_per_degree;
    return std::min({radius_m * factor, longest_radius_m, std::max(to_pole, radius_m)});
}

/// From degrees into the grid's CRS, where that is another.
class ToGrid {
public:
    explicit ToGrid(const Grid& grid) {
        if (!grid.is_geographic()) m_transform.emplace("EPSG:6668", grid.crs());
    }
    [[nodiscard]] bool is_needed() const noexcept { return m_transform.has_value(); }
    void move(PolygonSet& polygons) const {
        if (!m_transform) return;
        for (Point& p : polygons.points) p = (*m_transform)(p);
    }
    /// A box that holds what a box in degrees becomes, whose edges bend a little.
    [[nodiscard]] std::array<Point, 2> box(const std::array<Point, 2>& degrees) const {
        if (!m_transform) return degrees;
        const auto& [a, b] = degrees;
        std::array<Point, 2> out{(*m_transform)(a), (*m_transform)(a)};
        for (const Point p : {b, Point{a.x, b.y}, Point{b.x, a.y}}) {
            const Point q = (*m_transform)(p);
            out[0] = {std::min(out[0].x, q.x), std::min(out[0].y, q.y)};
            out[1] = {std::max(out[1].x, q.x), std::max(out[1].y, q.y)};
        }
        constexpr double bend = 0.05;
        const double dx = bend * (out[1].x - out[0].x);
        const double dy = bend * (out[1].y - out[0].y);
        return {Point{out[0].x - dx, out[0].y - dy}, Point{out[1].x + dx, out[1].y + dy}};
    }

private:
    std::optional<proj::Transform> m_transform;
};

/// What circles and sectors cover of a target's people, their radii scaled.
class ScaledSites {
public:
    ScaledSites(const RunResult& run, const ProviderConfig& provider, const CalibrationPlan& plan,
                const SiteTable& sites, std::span<const SectorRadio> radio)
        : m_plan{plan},
          m_sites{sites},
          m_scaled{sites},
          m_directions{provider.segments},
          m_to_grid{run.population.grid} {
        const double highest = provider.radio->calibration->highest;
        for (std::uint32_t t = 0; t < plan.targets.size(); ++t) {
            std::vector<std::uint32_t>& near = m_near.emplace_back();
            for (std::uint32_t s = 0; s < sites.size(); ++s) {
                if (!plan.is_of(t, radio[s].band)) continue;
                scale(s, plan.target_of[s] == no_target ? 1.0 : highest);
                const auto box = footprint::extent(m_scaled, s);
                if (!box || plan.targets[t].people->may_touch(m_to_grid.box(*box))) near.push_back(s);
            }
        }
    }
    [[nodiscard]] CoveredPeople covered(std::size_t target, std::span<const double> factors) {
        for (const std::uint32_t s : m_near[target]) scale(s, factor_of(s, factors));
        const auto fill = [&](overlay::TileBins& bins, std::uint32_t to) {
            for (const std::uint32_t s : m_near[target]) add(bins, s, to);
        };
        return m_plan.targets[target].people->covered(
            fill,
            [&](const overlay::TileShape& shape, PolygonSet& out) {
                footprint::append_footprint(m_scaled, shape.index, m_directions, out);
            },
            [&](const overlay::TileShape& shape) {
                return footprint::round_bounds(m_scaled, shape.index, m_directions);
            });
    }
    /// The radii with factors as found.
    [[nodiscard]] std::vector<double> radii(std::span<const double> factors) {
        for (std::uint32_t s = 0; s < m_sites.size(); ++s) scale(s, factor_of(s, factors));
        return m_scaled.radius_m;
    }

private:
    [[nodiscard]] double factor_of(std::uint32_t s, std::span<const double> factors) const {
        return m_plan.target_of[s] == no_target ? 1.0 : factors[m_plan.target_of[s]];
    }
    void scale(std::uint32_t s, double factor) {
        m_scaled.radius_m[s] =
            factor == 1.0 ? m_sites.radius_m[s] : scaled(m_sites.radius_m[s], factor, m_sites.lat[s]);
    }
    /// As a run bins it.
    void add(overlay::TileBins& bins, std::uint32_t s, std::uint32_t to) const {
        if (!m_to_grid.is_needed()) {
            if (const auto box = footprint::extent(m_scaled, s)) {
                bins.add_shape(*box, to, s);
                return;
            }
        }
        PolygonSet shape;
        footprint::append_footprint(m_scaled, s, m_directions, shape);
        m_to_grid.move(shape);
        bins.add(shape, 0, to, true);
    }

    const CalibrationPlan& m_plan;
    const SiteTable& m_sites;
    SiteTable m_scaled;
    footprint::Directions m_directions;
    ToGrid m_to_grid;
    std::vector<std::vector<std::uint32_t>> m_near;  ///< by target: stations that may reach its cells
};

/// What received power at or above the threshold covers of a target's people, the power moved by offsets.
class MovedGroups {
public:
    MovedGroups(const RunResult& run, const ProviderConfig& provider, const CalibrationPlan& plan,
                std::span<const footprint::ReceivedSignal> signals)
        : m_plan{plan},
          m_signals{signals},
          m_threshold_dbm{provider.radio->threshold_dbm},
          m_to_grid{run.population.grid},
          m_wanted(plan.targets.size()) {
        for (std::size_t t = 0; t < plan.targets.size(); ++t) {
            for (const footprint::ReceivedSignal& signal : signals) {
                for (const auto& [key, tile] : signal.grid.tiles()) {
                    if (plan.targets[t].people->may_touch(m_to_grid.box(box_of(signal.grid.cells(), key))))
                        m_wanted[t].insert(key);
                }
            }
        }
    }
    [[nodiscard]] CoveredPeople covered(std::size_t target, std::span<const double> factors) const {
        const auto moved = signals(factors, [&](const CalibrationPlan::Group& group) {
            return m_plan.is_of(static_cast<std::uint32_t>(target), group.band);
        });
        const auto& wanted = m_wanted[target];
        PolygonSet area = footprint::served_area(moved, m_threshold_dbm,
                                                 [&](const auto& key) { return wanted.contains(key); });
        m_to_grid.move(area);
        return m_plan.targets[target].people->covered([&](overlay::TileBins& bins, std::uint32_t to) {
            for (std::size_t part = 0; part < area.part_count(); ++part) bins.add(area, part, to);
        });
    }
    [[nodiscard]] PolygonSet area(std::span<const double> factors) const {
        return footprint::served_area(signals(factors, [](const auto&) { return true; }), m_threshold_dbm);
    }

private:
    template <typename Wants>
    [[nodiscard]] std::vector<footprint::MovedSignal> signals(std::span<const double> factors,
                                                              const Wants& wants) const {
        std::vector<footprint::MovedSignal> out;
        for (std::size_t g = 0; g < m_signals.size(); ++g) {
            const CalibrationPlan::Group& group = m_plan.groups[g];
            if (wants(group))
                out.push_back({&m_signals[g].grid, group.target == no_target ? 0.0 : factors[group.target]});
        }
        return out;
    }
    static std::array<Point, 2> box_of(const footprint::SubGrid& cells,
                                       const footprint::SignalGrid::TileKey& key) {
        constexpr std::int64_t side = footprint::SignalTile::side;
        const std::int64_t row = key.first * side;
        const std::int64_t column = key.second * side;
        return {Point{cells.x_edge(column), cells.y_edge(row)},
                Point{cells.x_edge(column + side), cells.y_edge(row + side)}};
    }

    const CalibrationPlan& m_plan;
    std::span<const footprint::ReceivedSignal> m_signals;
    double m_threshold_dbm;
    ToGrid m_to_grid;
    std::vector<std::set<footprint::SignalGrid::TileKey>> m_wanted;  ///< by target
};

std::string japanese_line(const CalibrationLine& line) {
    return fmt::format("{} {} {}：{}{}{}（{}年の公表値{}%）", line.prefecture_code, line.prefecture,
                       line.band == "*" ? "全帯域" : line.band, line.is_offset() ? "" : "×",
                       factor_text(line), line.is_offset() ? " dB" : "", line.year,
                       format_decimal(line.published));
}
std::string english_line(const CalibrationLine& line) {
    return fmt::format("{} {}, {}: {}{}{} for {} % of {}", line.prefecture_code, line.prefecture,
                       band_words(line.band), line.is_offset() ? "" : "× ", factor_text(line),
                       line.is_offset() ? " dB" : "", format_decimal(line.published), line.year);
}

void describe_method(const std::vector<CalibrationLine>& lines, ModelledArea& area) {
    constexpr std::size_t most_listed = 3;
    std::string ja;
    std::string en;
    for (std::size_t i = 0; i < std::min(lines.size(), most_listed); ++i) {
        ja += (i > 0 ? "、" : "") + japanese_line(lines[i]);
        en += (i > 0 ? "; " : "") + english_line(lines[i]);
    }
    if (lines.size() > most_listed) {
        ja += fmt::format("、ほか{}件は calibration.csv", lines.size() - most_listed);
        en += fmt::format("; {} more in calibration.csv", lines.size() - most_listed);
    }
    const bool is_offset = lines.front().is_offset();
    area.method_ja += fmt::format(
        "。都道府県・周波数帯ごとの{}により公表値に合わせた（{}"
        "）。都道府県全体の値については何も新しく示さず、"
        "その内側の分布だけを示す",
        is_offset ? "受信電力への一定の加算" : "半径への一つの係数", ja);
    area.method_en += fmt::format(
        "; calibrated to published rates by one {} a prefecture and band ({}): says nothing new about the "
        "prefecture's total, only about the pattern inside",
        is_offset ? "offset of received power" : "factor on radii", en);
}

}  // namespace

bool is_calibrated(const ProviderConfig& provider) {
    return provider.radio && provider.radio->calibration;
}

const PrefecturePeople& Calibration::people_of(std::size_t service, const std::string& prefecture,
                                               const std::vector<std::uint32_t>& zones) {
    for (const KnownPeople& known : m_people) {
        if (known.service == service && known.prefecture == prefecture) return known.people;
    }
    if (!m_shared) m_shared = share_people(m_run, m_threads, m_messages);
    return m_people
        .emplace_back(KnownPeople{service, prefecture, {m_run, *m_shared, service, zones, m_threads}})
        .people;
}

CalibrationPlan Calibration::plan(std::size_t service, const ProviderConfig& provider,
                                  std::span<const SectorRadio> radio, ProviderFound& found) {
    const std::string& file = provider.radio->calibration->file;
    io::PublishedRates published = io::read_published_rates(file, provider.radio->defaults);
    std::vector<Issue>& issues = found.site_files.issues;
    issues.insert(issues.end(), published.issues.begin(), published.issues.end());
    const auto tell = [&](IssueKind kind, const io::PublishedRate& rate, std::string reason) {
        issues.push_back({kind, file, fmt::format("line {}", rate.line), std::move(reason), std::nullopt});
    };
    const std::map<std::string, Prefecture> prefectures = prefectures_of(m_run.zones);
    if (!m_finder) m_finder.emplace(m_run);
    std::vector<std::string> prefecture_of(radio.size());
    for (std::size_t s = 0; s < radio.size(); ++s) {
        if (const auto zone = m_finder->reported_zone({found.sites.lon[s], found.sites.lat[s]}))
            prefecture_of[s] = m_run.zones.zones[*zone].prefecture_code;
    }
    CalibrationPlan out;
    out.target_of.assign(radio.size(), no_target);
    // Backwards: of a prefecture `*` comes last, and takes the stations that no line of a band has.
    for (auto rate = published.rates.rbegin(); rate != published.rates.rend(); ++rate) {
        const std::string what =
            fmt::format("prefecture {}, {}", rate->prefecture_code, band_words(rate->band));
        const auto prefecture = prefectures.find(rate->prefecture_code);
        if (prefecture == prefectures.end()) {
            tell(IssueKind::rejected, *rate, what + ": no reported zone is of that prefecture");
            continue;
        }
        const auto target = static_cast<std::uint32_t>(out.targets.size());
        std::uint64_t stations = 0;
        for (std::size_t s = 0; s < radio.size(); ++s) {
            if (prefecture_of[s] != rate->prefecture_code || out.target_of[s] != no_target) continue;
            if (rate->band != "*" && rate->band != radio[s].band) continue;
            out.target_of[s] = target;
            ++stations;
        }
        if (stations == 0) {
            tell(
                IssueKind::rejected, *rate,
                what + (rate->band == "*" ? ": no station stands there, but of bands with a line of their own"
                                          : ": no station of that band stands there"));
            continue;
        }
        const PrefecturePeople& people = people_of(service, rate->prefecture_code, prefecture->second.zones);
        if (people.covered([](overlay::TileBins&, std::uint32_t) {}).counted == 0) {
            std::ranges::replace(out.target_of, target, no_target);
            tell(IssueKind::rejected, *rate, what + ": nobody is counted there, so there is no rate");
            continue;
        }
        if (!prefecture->second.is_whole)
            tell(IssueKind::note, *rate,
                 what +
                     ": some of its zones are not reported; the published rate is compared with that of "
                     "the reported ones");
        out.targets.push_back({*rate, prefecture->second.name, stations, &people});
    }
    std::map<std::pair<std::string, std::uint32_t>, std::uint32_t> groups;
    for (std::size_t s = 0; s < radio.size(); ++s) {
        const auto [at, is_new] = groups.emplace(std::pair{radio[s].band, out.target_of[s]},
                                                 static_cast<std::uint32_t>(out.groups.size()));
        if (is_new) out.groups.push_back({radio[s].band, out.target_of[s]});
        out.group_of.push_back(at->second);
    }
    return out;
}

std::vector<double> Calibration::find(std::size_t service, const ProviderConfig& provider,
                                      const CalibrationPlan& plan, const RateOf& rate_of,
                                      ProviderFound& found) {
    const FactorBounds bounds = bounds_of(*provider.radio);
    const Progress progress = m_messages.progress();
    std::vector<double> factors(plan.targets.size(), bounds.neutral);
    const std::vector<double> neutral = factors;
    std::vector<CalibrationLine> lines(plan.targets.size());
    // A band alone is of no account to another; `*` comes last, on top of all of them.
    std::map<std::pair<bool, std::string>, std::vector<std::size_t>> passes;
    for (std::size_t t = 0; t < plan.targets.size(); ++t) {
        const std::string& band = plan.targets[t].published.band;
        passes[{band == "*", band}].push_back(t);
    }
    std::size_t done = 0;
    for (const auto& [band, targets] : passes) {
        std::vector<RateTarget> wanted;
        for (const std::size_t t : targets)
            wanted.push_back(
                {plan.targets[t].published.rate, m_run.config.services[service].profile.decimals});
        const auto found_factors =
            find_factors(wanted, bounds, [&](std::size_t target, std::span<const double> values) {
                if (progress) progress("calibration", done, plan.targets.size());
                for (std::size_t i = 0; i < targets.size(); ++i) factors[targets[i]] = values[i];
                return rate_of(targets[target], factors);
            });
        for (std::size_t i = 0; i < targets.size(); ++i, ++done) {
            const std::size_t t = targets[i];
            const CalibrationPlan::Target& target = plan.targets[t];
            const FoundFactor& of = found_factors[i];
            factors[t] = of.factor;
            // Before means before any factor, of other bands too.
            lines[t] = {0,
                        0,
                        target.published.prefecture_code,
                        target.prefecture,
                        target.published.band,
                        provider.radio->level,
                        of.factor,
                        rate_of(t, neutral).rate(),
                        of.rate_after,
                        target.published.rate,
                        target.published.year,
                        target.published.source,
                        target.stations,
                        of.status};
        }
    }
    std::ranges::sort(lines, [](const CalibrationLine& a, const CalibrationLine& b) {
        return std::tie(a.prefecture_code, a.band) < std::tie(b.prefecture_code, b.band);
    });
    found.calibration = std::move(lines);
    return factors;
}

void Calibration::scale_radii(std::size_t service, const ProviderConfig& provider,
                              std::span<const SectorRadio> radio, ProviderFound& found) {
    const CalibrationPlan plan = this->plan(service, provider, radio, found);
    ScaledSites sites{m_run, provider, plan, found.sites, radio};
    const std::vector<double> factors = find(
        service, provider, plan,
        [&](std::size_t target, std::span<const double> values) { return sites.covered(target, values); },
        found);
    found.sites.radius_m = sites.radii(factors);
}

PolygonSet Calibration::move_power(std::size_t service, const ProviderConfig& provider,
                                   const CalibrationPlan& plan,
                                   std::span<const footprint::ReceivedSignal> signals, ProviderFound& found) {
    const MovedGroups groups{m_run, provider, plan, signals};
    const std::vector<double> factors = find(
        service, provider, plan,
        [&](std::size_t target, std::span<const double> values) { return groups.covered(target, values); },
        found);
    return groups.area(factors);
}

void describe_calibration(const ProviderConfig& provider, ProviderFound& found) {
    std::vector<std::string>& notes = found.site_files.notes;
    const std::vector<CalibrationLine>& lines = found.calibration;
    if (lines.empty()) {
        notes.push_back(provider.id +
                        ": calibrate: no line of published rates is of its stations; nothing is calibrated");
        return;
    }
    describe_method(lines, found.area);
    notes.push_back(
        fmt::format("{}: calibrated to published rates ({} in calibration.csv): it says nothing new "
                    "about a prefecture's total, only about the pattern inside",
                    provider.id, lines.size()));
    constexpr std::size_t most_told = 3;
    for (std::size_t i = 0; i < std::min(lines.size(), most_told); ++i) {
        const CalibrationLine& line = lines[i];
        notes.push_back(fmt::format(
            "{}: {} {}, {}: {}{}{} brings {} % to {} %; published {} % of {}, residual {} points ({})",
            provider.id, line.prefecture_code, line.prefecture, band_words(line.band),
            line.is_offset() ? "power " : "radii × ", factor_text(line), line.is_offset() ? " dB" : "",
            format_decimal(line.rate_before, 3), format_decimal(line.rate_after, 3),
            format_decimal(line.published), line.year, format_decimal(line.residual(), 3),
            calibration_status_id(line.status)));
    }
}

}  // namespace amaneku::app
