#include "app/flag_step.hpp"

#include "app/weights.hpp"
#include "core/range_rates.hpp"
#include "core/weight.hpp"
#include "core/whole_people.hpp"
#include "io/earlier_run.hpp"
#include "io/flag_table.hpp"
#include "io/tables.hpp"
#include "planning/due_target.hpp"
#include "planning/flags.hpp"
#include <amaneku/error.hpp>

#include <algorithm>
#include <array>
#include <numeric>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace amaneku::app {

namespace {

using planning::Coverage;

/// An area of a level with its amounts.
struct AreaAt {
    AreaLevel level;
    std::uint32_t index;
    const CoverageTable& table;
    std::vector<std::uint32_t> zones;
};

class FlagFinder {
public:
    explicit FlagFinder(RunResult& result)
        : m_result{result}, m_people{whole_people(result)}, m_earlier{earlier_of(result)} {}

    void add(const AreaAt& at) {
        const auto no_station = io::without_station(m_result, at.zones);
        const AreaPeople whole = area_people(m_result, at.table, at.index, m_people, at.zones);
        for (std::uint32_t s = 0; s < m_result.config.services.size(); ++s) {
            const ServiceConfig& service = m_result.config.services[s];
            const std::uint32_t layer = m_result.measures.services[s].combined;
            const bool anybody = whole.services[s].counted() != 0;
            const Amount total = anybody ? at.table.counted(at.index, weight_of(s), layer) : Amount{0};
            const Amount covered =
                std::min(at.table.at(at.index, weight_of(s), layer, service.profile.rule), total);
            for (const std::string& word : io::base_flags(m_result, s, covered, total, no_station[s] != 0)) {
                const bool rounds = word == "rounds-to-100";
                add(at, s, {word, rounds ? std::to_string(whole.services[s].uncovered) : "", ""});
            }
            if (const PlacementRange* range = range_of(m_result, s);
                range != nullptr && has_placement_range(m_result, *range, at.zones))
                add(at, s, {"placement-range", range_rates(m_result, *range, at.zones).text(), ""});
            FlagRule rule = service.profile.flag;
            const KpiTarget* due = rule.target ? nullptr : target_of(at, service);
            if (due != nullptr) rule.target = to_double(*due->value);
            for (planning::FlagWord& word : planning::flag_words(rule, facts(at, s, {covered, total}))) {
                // What tables print of the service's own weight are rests that add up to the area's people.
                const std::string& weight = service.profile.weight;
                if ((word.word == "uncovered-people" && weight == "population") ||
                    (word.word == "uncovered-households" && weight == "households"))
                    word.value = std::to_string(whole.services[s].uncovered);
                add(at, s, word);
                if (due != nullptr && word.word == "below-target") {
                    m_flags.back().target_fy = due->fiscal_year;
                    m_flags.back().target_scope = due->scope;
                }
            }
        }
    }
    [[nodiscard]] std::vector<Flag> take() { return std::move(m_flags); }

private:
    static std::optional<io::EarlierRun> earlier_of(const RunResult& result) {
        const auto& services = result.config.services;
        const bool asked = std::any_of(services.begin(), services.end(), [](const ServiceConfig& s) {
            return s.profile.flag.fell_points.has_value();
        });
        if (!asked || result.config.earlier_run.empty()) return std::nullopt;
        return io::EarlierRun::read(result.config.earlier_run);
    }
    [[nodiscard]] std::size_t weight_of(std::uint32_t service) const {
        return weight_index(m_result.population, m_result.config.services[service].profile.weight);
    }
    /// The target that is due for an area: its own, else that of the prefecture that holds it, else the
    /// nation's.
    [[nodiscard]] const KpiTarget* target_of(const AreaAt& at, const ServiceConfig& service) const {
        if (!m_result.targets || service.profile.targets.empty() || at.zones.empty()) return nullptr;
        const auto& zones = m_result.zones.zones;
        const Zone& first = zones[at.zones.front()];
        std::vector<std::string> scopes;
        if (at.level == AreaLevel::municipality) {
            scopes.push_back("municipality:" + first.code);
            if (!first.city_code.empty()) scopes.push_back("municipality:" + first.city_code);
        } else if (at.level == AreaLevel::city) {
            scopes.push_back("municipality:" + m_result.cities[at.index].code);
        } else if (at.level == AreaLevel::group) {
            scopes.push_back("group:" + m_result.groups[at.index].code);
        }
        const bool is_in_one = !first.prefecture_code.empty() &&
                               std::all_of(at.zones.begin(), at.zones.end(), [&](std::uint32_t z) {
                                   return zones[z].prefecture_code == first.prefecture_code;
                               });
        if (is_in_one) {
            scopes.push_back("pref:" + first.prefecture_code);
            scopes.emplace_back("each_prefecture");
        }
        scopes.emplace_back("national");
        return planning::due_target(m_result.targets->targets, service.profile.targets,
                                    fiscal_year(m_result.config.as_of), scopes);
    }
    void add(const AreaAt& at, std::uint32_t service, const planning::FlagWord& word) {
        m_flags.push_back({at.level, at.index, service, word.word, word.value, word.limit, 0, {}});
    }
    [[nodiscard]] Coverage coverage(const CoverageTable& table, std::size_t area,
                                    std::uint32_t service) const {
        const std::uint32_t layer = m_result.measures.services[service].combined;
        const RuleProfile& profile = m_result.config.services[service].profile;
        return {table.at(area, weight_of(service), layer, profile.rule),
                table.counted(area, weight_of(service), layer)};
    }
    [[nodiscard]] std::optional<Amount> uncovered(const AreaAt& at, std::uint32_t service,
                                                  const char* name) const {
        const std::size_t w = weight_index(m_result.population, name);
        if (w == m_result.population.weight_names.size()) return std::nullopt;
        const std::uint32_t layer = m_result.measures.services[service].combined;
        return at.table.counted(at.index, w, layer) -
               at.table.at(at.index, w, layer, m_result.config.services[service].profile.rule);
    }
    [[nodiscard]] planning::FlagFacts facts(const AreaAt& at, std::uint32_t s, Coverage area) const {
        const ServiceConfig& service = m_result.config.services[s];
        planning::FlagFacts out;
        out.area = area;
        out.decimals = service.profile.decimals;
        out.uncovered_people = uncovered(at, s, "population");
        out.uncovered_households = uncovered(at, s, "households");
        if (at.level != AreaLevel::nation) out.nation = coverage(m_result.nation_coverage, 0, s);
        if (at.level == AreaLevel::municipality || at.level == AreaLevel::city) {
            const std::string& code = m_result.zones.zones[at.zones.front()].prefecture_code;
            for (std::size_t p = 0; p < m_result.prefectures.size(); ++p) {
                if (m_result.prefectures[p].code == code)
                    out.prefecture = coverage(m_result.prefecture_coverage, p, s);
            }
        }
        out.providers = service.providers.size();
        for (std::uint32_t p = 0; p < service.providers.size(); ++p) {
            const std::uint32_t layer = m_result.measures.services[s].first_provider + p;
            if (at.table.at(at.index, weight_of(s), layer, service.profile.rule) > 0)
                out.reaching.push_back(service.providers[p].name);
        }
        if (m_earlier) {
            const std::string code = io::flag_area(m_result, {at.level, at.index, s, {}, {}, {}, 0, {}}).code;
            const auto* found =
                m_earlier->find(std::string{area_level_id(at.level)}, code, service.id,
                                service.profile.weight, std::string{rule_id(service.profile.rule)});
            if (found != nullptr) out.earlier = Coverage{found->covered, found->total};
        }
        return out;
    }

    RunResult& m_result;
    std::vector<AreaPeople> m_people;
    std::optional<io::EarlierRun> m_earlier;
    std::vector<Flag> m_flags;
};

}  // namespace

void find_flags(RunResult& result) {
    for (const ServiceConfig& service : result.config.services) {
        if (service.profile.flag.fell_points && result.config.earlier_run.empty()) {
            throw Error{Errc::configuration, service.place,
                        "flag.fell_points needs an earlier run: give its folder as before = \"…\" in "
                        "[compare] or as --before"};
        }
    }
    FlagFinder finder{result};
    std::vector<std::uint32_t> reported;
    for (std::uint32_t z = 0; z < result.zones.zones.size(); ++z) {
        if (result.zones.zones[z].reported) reported.push_back(z);
    }
    finder.add({AreaLevel::nation, 0, result.nation_coverage, reported});
    const auto areas = [&](AreaLevel level, const std::vector<Area>& list, const CoverageTable& table) {
        for (std::uint32_t a = 0; a < list.size(); ++a) finder.add({level, a, table, list[a].zones});
    };
    areas(AreaLevel::prefecture, result.prefectures, result.prefecture_coverage);
    areas(AreaLevel::city, result.cities, result.city_coverage);
    for (const std::uint32_t z : reported)
        finder.add({AreaLevel::municipality, z, result.zone_coverage, {z}});
    areas(AreaLevel::group, result.groups, result.group_coverage);
    result.flags = finder.take();
}

}  // namespace amaneku::app
