#include "io/qa_report.hpp"

#include "core/footprint_text.hpp"
#include "core/weight.hpp"
#include "gdal/connection_name.hpp"
#include "io/csv_writer.hpp"
#include "io/place_table.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

namespace amaneku::io {

namespace {

constexpr const char* needs_sensitivity = "not looked for: it needs [sensitivity]";

/// The table's rows in the order of the points.
class QaReport {
public:
    explicit QaReport(const RunResult& result) : m_result{result} {
        for (const char* c : {"point", "item", "subject", "value", "unit", "detail"}) m_csv.field(c);
        m_csv.end_row();
    }

    std::string text() {
        cells();
        census();
        suppressed();
        unknown_age();
        zones();
        borders();
        sensitivity();
        footprints();
        datums();
        published();
        facilities();
        settings();
        return m_csv.text();
    }

private:
    void row(int point, std::string_view item, std::string_view subject, std::string_view value,
             std::string_view unit, std::string_view detail = {}) {
        m_csv.field(std::to_string(point)).field(item).name(subject).field(value).field(unit).name(detail);
        m_csv.end_row();
    }
    void row(int point, std::string_view item, std::string_view subject, std::uint64_t value,
             std::string_view unit, std::string_view detail = {}) {
        row(point, item, subject, std::to_string(value), unit, detail);
    }
    /// Issues of a kind whose reason or file passes.
    template <typename Passes>
    [[nodiscard]] std::uint64_t issues(const Passes& passes) const {
        return static_cast<std::uint64_t>(
            std::count_if(m_result.issues.begin(), m_result.issues.end(), passes));
    }
    static bool holds(std::string_view text, std::string_view part) {
        return text.find(part) != std::string_view::npos;
    }

    // 1. What was read.
    void cells() {
        const Population& p = m_result.population;
        row(1, "rows-read", "population", p.rows_read, "rows");
        row(1, "cells", "population", p.cells.size(), "cells",
            p.grid.level() ? fmt::format("level {}", mesh_level_id(*p.grid.level())) : "raster");
        for (const std::string& note : p.notes) {
            if (holds(note, "suppression state")) row(1, "states", "population", "", "", note);
        }
        row(1, "rows-rejected", "population", p.rows_rejected, "rows",
            "duplicate codes, codes that are none at their level, values that are no numbers: issues.csv has "
            "each with its reason");
        std::map<std::string, std::uint64_t> reasons;
        for (const Issue& issue : p.issues) {
            if (issue.kind == IssueKind::rejected) ++reasons[kind_of(issue.reason)];
        }
        for (const auto& [kind, count] : reasons)
            row(1, "rejected-" + kind, "population", count, "rows listed");
        row(1, "cells-outside-japan", "population", outside_japan(), "cells",
            "centre beyond 20 to 46 degrees north, 122 to 154 east; a raster in another plane is not looked "
            "at");
    }
    static std::string kind_of(std::string_view reason) {
        if (holds(reason, "twice") || holds(reason, "already") || holds(reason, "more than once") ||
            holds(reason, "repeat"))
            return "duplicate";
        if (holds(reason, "mesh code")) return "code";
        return "value";
    }
    [[nodiscard]] std::uint64_t outside_japan() const {
        const Grid& grid = m_result.population.grid;
        if (!grid.is_geographic() || m_result.population.cells.empty()) return 0;
        const auto is_outside = [&](const Cell& cell) {
            const Point at = grid.centre(cell);
            return at.y < 20.0 || at.y > 46.0 || at.x < 122.0 || at.x > 154.0;
        };
        // The corners tell of all cells, which may be millions.
        if (!is_outside({0, 0}) && !is_outside({grid.rows() - 1, grid.columns() - 1})) return 0;
        const auto& cells = m_result.population.cells;
        return static_cast<std::uint64_t>(std::count_if(cells.begin(), cells.end(), is_outside));
    }

    // 2. Sums against the census.
    void census() {
        if (!m_result.census) {
            row(2, "census", "nation", "", "", "not compared: it needs zones.census");
            return;
        }
        struct Sum {
            Amount people = 0, homes = 0;
            double census_people = 0.0, census_homes = 0.0;
        };
        std::map<std::string, Sum> sums;
        std::uint64_t differing = 0;
        for (const CensusLine& line : m_result.census->lines) {
            const bool homes = line.census_households >= 0.0;
            for (const std::string& key : {std::string{"00"}, line.code.substr(0, 2)}) {
                Sum& sum = sums[key];
                sum.people += line.computed_population;
                sum.census_people += line.census_population;
                if (homes) {
                    sum.homes += line.computed_households;
                    sum.census_homes += line.census_households;
                }
            }
            if (std::abs(to_double(line.computed_population) - line.census_population) >= 0.5) ++differing;
        }
        const auto compare = [&](const char* item, const std::string& subject, Amount computed,
                                 double census) {
            row(2, item, subject, format_amount(computed), "computed",
                fmt::format("census {:.0f}, difference {:+.1f}", census, to_double(computed) - census));
        };
        for (const auto& [key, sum] : sums) {
            const std::string subject = key == "00" ? "nation" : "prefecture " + key;
            compare("census-population", subject, sum.people, sum.census_people);
            if (sum.census_homes > 0.0) compare("census-households", subject, sum.homes, sum.census_homes);
        }
        row(2, "municipalities-that-differ", "nation", differing, "municipalities",
            "by half a person or more; qa.csv has each");
    }

    // 3. Suppressed breakdowns.
    void suppressed() {
        const Population& p = m_result.population;
        const auto bad = std::count_if(p.issues.begin(), p.issues.end(), [&](const Issue& issue) {
            return issue.kind == IssueKind::rejected && kind_of(issue.reason) == "value";
        });
        row(3, "unknown-tokens", "population", static_cast<std::uint64_t>(bad), "rows listed",
            "rejected; above population.max_bad_rows the run stops");
        std::uint64_t cells = 0;
        std::uint64_t across = 0;
        Amount people = 0;
        Amount people_across = 0;
        // Not by what else the run keeps of its cells: the report is the same for any formats.
        const bool looks_at_borders = m_result.sensitivity.has_value();
        for (auto at = std::find(p.estimated.begin(), p.estimated.end(), 1); at != p.estimated.end();
             at = std::find(at + 1, p.estimated.end(), 1)) {
            const auto cell = static_cast<std::size_t>(at - p.estimated.begin());
            ++cells;
            const Amount amount = p.weights.empty() ? 0 : p.weights[0][cell];
            people += amount;
            if (!looks_at_borders || !is_on_border(cell)) continue;
            ++across;
            people_across += amount;
        }
        row(3, "estimated-cells", "population", cells, "cells",
            fmt::format(
                "{} people in cells whose breakdowns are estimated from their suppression group; totals, "
                "sexes and households are exact",
                whole_units(people)));
        if (!looks_at_borders) {
            row(3, "estimated-cells-on-borders", "population", "", "", needs_sensitivity);
            return;
        }
        row(3, "estimated-cells-on-borders", "population", across, "cells",
            fmt::format(
                "{} people: estimated cells on a municipal or a coverage border, where the rest of their "
                "group may be on the other side",
                whole_units(people_across)));
    }
    /// Of a zone, or of what a service covers.
    [[nodiscard]] bool is_on_border(std::size_t cell) const {
        const Measures& m = m_result.measures;
        if (m.piece_begin[cell + 1] - m.piece_begin[cell] > 1) return true;
        return std::any_of(m.services.begin(), m.services.end(), [&](const ServiceLayers& s) {
            const double f = m.fraction[cell * m.layer_count + s.combined];
            return f > fraction_tolerance && f < 1.0 - fraction_tolerance;
        });
    }

    // 4. People of unknown age.
    void unknown_age() {
        const Population& p = m_result.population;
        const auto weight_of = [&](std::string_view column) {
            const auto& columns = m_result.config.population.columns;
            const auto at = std::find_if(columns.begin(), columns.end(),
                                         [&](const WeightColumn& c) { return c.column == column; });
            return at == columns.end() ? p.weight_names.size() : weight_index(p, at->weight);
        };
        const auto sum = [&](std::size_t w) {
            Amount out = 0;
            for (const CellAmount amount : p.weights[w]) out += amount;
            return out;
        };
        const std::size_t all = weight_index(p, "population");
        const std::size_t young = weight_of("T001141004");
        const std::size_t older = weight_of("T001141007");
        const std::size_t none = p.weight_names.size();
        if (all < none && young < none && older < none) {
            row(4, "unknown-age", "population", format_amount(sum(all) - sum(young) - sum(older)), "people",
                "all people less those of 0 to 14 and of 15 and more");
        } else {
            row(4, "unknown-age", "population", "", "",
                "not known: it needs T001141004 and T001141007 among population.columns");
        }
        if (weight_index(p, "age_65_plus") < none)
            row(4, "share-65-plus-of", "age_65_plus",
                m_result.config.equity ? m_result.config.equity->of : "population", "weight",
                "all people, those of unknown age too: shares are a little low");
    }

    // 5. Cells and municipalities that miss one another.
    void zones() {
        for (const LedgerLine& line : m_result.ledger) {
            row(5, "without-municipality", line.weight, format_amount(line.outside), "outside",
                "in cells that touch no supplied zone");
            row(5, "without-municipality", line.weight, format_amount(line.unassigned), "unassigned",
                "in cells with no zone within zones.nearest_m");
        }
        const auto& list = m_result.zones.zones;
        std::uint64_t bare = 0;
        for (std::size_t z = 0; z < list.size(); ++z) {
            if (list[z].code.empty()) ++bare;
            if (list[z].reported && !list[z].code.empty() && m_result.zone_coverage.weight_count > 0 &&
                m_result.zone_coverage.total(z, 0) == 0)
                row(5, "municipality-without-people", list[z].code, "0", "people", list[z].name);
        }
        row(5, "areas-without-code", "zones", bare, "zones",
            "所属未定地: they take their share of border cells and are not reported");
    }

    // 6. Border cells.
    void borders() {
        if (!m_result.sensitivity) {
            row(6, "border-cells", "nation", "", "", needs_sensitivity);
            return;
        }
        const SensitivityResult& s = *m_result.sensitivity;
        row(6, "border-cells", "nation", s.border_cells, "cells",
            fmt::format("{} people of reported zones in populated cells that touch two zones or more",
                        whole_units(s.border_people)));
        for (const SensitivityVariant& v : s.variants) {
            if (v.what == "assign") variant(6, v);
        }
        largest_changes();
    }
    /// The municipality that another assignment moves most, by service and way of sharing.
    void largest_changes() {
        std::vector<const SensitivityVariant*> own(m_result.config.services.size(), nullptr);
        for (const SensitivityVariant& v : m_result.sensitivity->variants) {
            if (v.what == "run") own[v.service] = &v;
            if (v.what != "assign" || own[v.service] == nullptr) continue;
            double most = 0.0;
            std::size_t at = v.counted.size();
            for (std::size_t z = 0; z < v.counted.size(); ++z) {
                const SensitivityVariant& run = *own[v.service];
                if (!m_result.zones.zones[z].reported || v.counted[z] == 0 || run.counted[z] == 0) continue;
                const double change =
                    points(v.covered[z], v.counted[z]) - points(run.covered[z], run.counted[z]);
                if (std::abs(change) <= std::abs(most)) continue;
                most = change;
                at = z;
            }
            if (at == v.counted.size()) continue;
            const Zone& zone = m_result.zones.zones[at];
            row(6, "largest-municipal-change", m_result.config.services[v.service].id,
                fmt::format("{:+.6f}", most), "points",
                fmt::format("assign {}: {} {}", v.value, zone.code, zone.name));
        }
    }
    static double points(Amount covered, Amount counted) {
        return 100.0 * to_double(covered) / to_double(counted);
    }
    void variant(int point, const SensitivityVariant& v) {
        Amount covered = 0;
        Amount counted = 0;
        for (std::size_t z = 0; z < v.covered.size(); ++z) {
            if (!m_result.zones.zones[z].reported) continue;
            covered += v.covered[z];
            counted += v.counted[z];
        }
        row(point, v.what, m_result.config.services[v.service].id, format_rate(covered, counted, 6),
            "percent", v.value);
    }

    // 7. What other ways of counting give for all reported zones together.
    void sensitivity() {
        if (!m_result.sensitivity) {
            row(7, "sensitivity", "nation", "", "", needs_sensitivity);
            return;
        }
        static const std::set<std::string> wanted{"run", "threshold", "comparator", "area", "combine"};
        for (const SensitivityVariant& v : m_result.sensitivity->variants) {
            if (wanted.contains(v.what)) variant(7, v);
        }
        for (std::uint32_t s = 0; s < m_result.config.services.size(); ++s) {
            std::map<std::uint32_t, Amount> people;  // a cell once, however many providers are near in it
            for (const NearCell& near : m_result.sensitivity->near_cells) {
                if (near.service == s) people[near.cell] = near.amount;
            }
            Amount sum = 0;
            for (const auto& [cell, amount] : people) sum += amount;
            row(7, "near-threshold", m_result.config.services[s].id, people.size(), "cells",
                fmt::format("{} {} within {} of the threshold; near_threshold.csv has each",
                            format_amount(sum), m_result.config.services[s].profile.weight,
                            m_result.config.sensitivity->near));
        }
    }

    // 8. Footprints.
    void footprints() {
        row(8, "repaired", "all inputs", issues([](const Issue& i) { return i.kind == IssueKind::repaired; }),
            "rows",
            "issues.csv has each with what was changed; rings that cross themselves are not rebuilt but "
            "counted "
            "by their winding, so that their area is as it was supplied");
        std::size_t provider = 0;
        for (const ServiceConfig& service : m_result.config.services) {
            for (const ProviderConfig& p : service.providers) {
                const std::string subject = service.id + "/" + p.id;
                const std::uint64_t features =
                    provider < m_result.provider_features.size() ? m_result.provider_features[provider] : 0;
                const MethodSentence how = footprint_sentence(m_result, provider++);
                row(8, features == 0 ? "operator-missing" : "features", subject, features, "areas and sites");
                const std::uint64_t repaired = issues([&](const Issue& i) {
                    return i.kind == IssueKind::repaired &&
                           (is_of(i.file, p.footprints) || is_of(i.file, p.sites) ||
                            (p.fiber && is_of(i.file, files_of(*p.fiber))));
                });
                row(8, "repaired", subject, repaired, "rows");
                row(8, "level", subject, how.id, "",
                    fmt::format("{}; date {}, licence {}, source {}", how.en.empty() ? "nothing" : how.en,
                                or_unknown(p.source.date), or_unknown(p.source.licence),
                                or_unknown(p.source.name)));
                calibration(service, p, subject);
            }
        }
    }
    void calibration(const ServiceConfig& service, const ProviderConfig& provider,
                     const std::string& subject) {
        for (const CalibrationLine& line : m_result.calibration) {
            const ServiceConfig& of = m_result.config.services[line.service];
            if (&of != &service || &of.providers[line.provider] != &provider) continue;
            row(8, "calibrated", subject, factor_text(line), line.is_offset() ? "dB" : "times",
                fmt::format(
                    "prefecture {} {}, {}, {} stations: {} % before, {} % after, published {} % of "
                    "{} ({}), residual {} points, {}; it says nothing new about the prefecture's total",
                    line.prefecture_code, line.prefecture,
                    line.band == "*" ? "all bands" : "band " + line.band, line.stations,
                    format_decimal(line.rate_before, 6), format_decimal(line.rate_after, 6),
                    format_decimal(line.published), line.year, or_unknown(line.source),
                    format_decimal(line.residual(), 6), calibration_status_id(line.status)));
        }
    }
    static std::string or_unknown(const std::string& text) { return text.empty() ? "not stated" : text; }

    // 9. Datums.
    void datums() {
        row(9, "grid", "cells", "", "",
            m_result.population.grid.level() ? "JGD2011 (EPSG:6668)" : "that of the raster");
        std::uint64_t told = 0;
        for (const std::string& note : m_result.notes) {
            if (!holds(note, "without a shift")) continue;
            ++told;
            row(9, "taken-without-shift", "inputs", "", "", note);
        }
        row(9, "transformed", "inputs", told, "notes",
            "inputs that are not named above are in the grid's datum or were transformed to it by PROJ; "
            "Tokyo "
            "datum (EPSG:4301) is refused");
    }

    // 10. Published rates of prefectures.
    void published() {
        std::uint64_t compared = 0;
        if (m_result.targets) {
            using Key = std::pair<std::string, std::string>;
            std::map<Key, const KpiActual*> computed;
            std::map<Key, const KpiActual*> latest;
            for (const SeriesPoint& point : m_result.targets->series) {
                const KpiActual& a = point.actual;
                if (!a.scope.starts_with("pref:") && a.scope != "national") continue;
                auto& to = (a.series == computed_series ? computed : latest)[{a.kpi, a.scope}];
                if (to == nullptr || a.fiscal_year >= to->fiscal_year) to = &a;
            }
            for (const auto& [key, own] : computed) {
                const auto at = latest.find(key);
                if (at == latest.end()) continue;
                ++compared;
                row(10, "published", key.first + " " + key.second,
                    format_decimal(own->value - at->second->value, 6), "points",
                    fmt::format("computed {} of FY{}, published {} of FY{} ({})",
                                format_decimal(own->value, 6), own->fiscal_year,
                                format_decimal(at->second->value), at->second->fiscal_year,
                                at->second->series));
            }
        }
        if (compared == 0)
            row(10, "published", "prefectures", "", "",
                "not compared: it needs [targets] with actuals of a KPI that a profile's targets names");
        row(10, "calibrated", "people of zones", m_result.config.zones.calibrate ? "1" : "0", "",
            "rates are never scaled to published ones; with 1 people are raked to the census table");
    }

    // 11. Facilities.
    void facilities() {
        if (!m_result.places) {
            row(11, "places", "all", "", "", "none: it needs [[place]]");
            return;
        }
        for (std::size_t t = 0; t < m_result.places->tables.size(); ++t) {
            const FeatureConfig& config = m_result.config.places[t];
            const std::uint64_t bad = issues(
                [&](const Issue& i) { return i.kind == IssueKind::rejected && is_of(i.file, config.files); });
            row(11, "places-counted", config.id, m_result.places->tables[t].size(), "places");
            row(11, "without-coordinates", config.id, bad, "rows", "rejected; issues.csv has each");
            row(11, "outside-region", config.id, m_result.places->tables[t].elsewhere, "places",
                "in no reported zone: left out");
        }
    }
    /// Whether an issue's file, which may be a member of an archive, is one of the paths.
    static bool is_of(std::string_view file, const std::vector<std::string>& paths) {
        return std::any_of(paths.begin(), paths.end(), [&](const std::string& path) {
            const std::string_view name = std::string_view{path}.substr(path.find_last_of('/') + 1);
            return holds(file, name);
        });
    }

    // 12. How the run was made.
    void settings() {
        for (const ServiceConfig& s : m_result.config.services) {
            const RuleProfile& p = s.profile;
            row(12, "profile", s.id, p.id, "",
                fmt::format("{} of {}, threshold {}, comparator {}, area {}, combine {}, cells {}",
                            rule_id(p.rule), p.weight, p.threshold,
                            p.strict ? ">" : ">=", p.area == FractionArea::land ? "land" : "cell",
                            combine_id(p.combine), cells_id(p.cells)));
            row(12, "changed-keys", s.id, s.changed_keys.size(), "keys",
                fmt::format("{}", fmt::join(s.changed_keys, ", ")));
        }
        row(12, "run", "zones.assign", assign_id(m_result.config.zones.assign), "");
        row(12, "run", "as_of", format_date(m_result.config.as_of), "");
        if (m_result.targets) {
            std::set<std::string> plans;
            for (const TargetRow& target : m_result.targets->rows) plans.insert(target.target.plan);
            for (const std::string& plan : plans) row(12, "target-plan", plan, "", "");
        }
        for (const InputFile& input : m_result.inputs)
            row(12, "input", input.role, input.sha256, "sha256",
                fmt::format("{}, {} bytes", gdal::without_password(input.path), input.size));
    }

    const RunResult& m_result;
    CsvWriter m_csv;
};

}  // namespace

std::string qa_report_csv(const RunResult& result) {
    return QaReport{result}.text();
}

}  // namespace amaneku::io
