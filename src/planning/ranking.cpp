#include "planning/ranking.hpp"

#include "core/weight.hpp"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <utility>

namespace amaneku::planning {

namespace {

/// An area with a rate.
struct Ranked {
    std::string code, name;
    Amount total = 0, covered = 0;
    std::int64_t rate = 0;  ///< as printed, without its point
    std::uint32_t index = 0;
};

std::int64_t printed_rate(Amount covered, Amount total, int decimals) {
    std::string text = format_rate(covered, total, decimals);
    text.erase(std::remove(text.begin(), text.end(), '.'), text.end());
    return std::stoll(text);
}

/// A service's figures by its own weight and rule.
struct ServiceFigures {
    const RunResult& result;
    std::size_t service;

    [[nodiscard]] const RuleProfile& profile() const { return result.config.services[service].profile; }
    [[nodiscard]] std::vector<Ranked> ranked(
        const CoverageTable& table, std::size_t count,
        const std::function<std::pair<std::string, std::string>(std::size_t)>& code_and_name) const {
        const std::size_t w = weight_index(result.population, profile().weight);
        const std::uint32_t layer = result.measures.services[service].combined;
        std::vector<Ranked> out;
        for (std::size_t a = 0; a < count; ++a) {
            auto [code, name] = code_and_name(a);
            const Amount total = table.counted(a, w, layer);
            if (code.empty() || whole_units(total) == 0) continue;
            const Amount covered = std::min(total, table.at(a, w, layer, profile().rule));
            out.push_back({std::move(code), std::move(name), total, covered,
                           printed_rate(covered, total, profile().decimals), static_cast<std::uint32_t>(a)});
        }
        return out;
    }
};

/// The line of one area among a set that holds it.
RankingRow row_of(const Ranked& area, std::span<const Ranked* const> set) {
    RankingRow row;
    row.code = area.code;
    row.name = area.name;
    row.total = area.total;
    row.covered = area.covered;
    row.count = set.size();
    row.rank = 1;
    for (const Ranked* other : set) {
        if (other->rate > area.rate) ++row.rank;
        row.set_total += other->total;
        row.set_covered += other->covered;
    }
    return row;
}

/// Collects the lines of a level and service.
class Lines {
public:
    Lines(std::string level, const ServiceConfig& service, std::vector<RankingRow>& out)
        : m_level{std::move(level)}, m_service{service}, m_out{out} {}

    void add(const Ranked& area, const std::vector<Ranked>& all, const std::string& among,
             const std::string& among_code, const std::function<bool(const Ranked&)>& belongs) {
        std::vector<const Ranked*> set;
        for (const Ranked& other : all) {
            if (belongs(other)) set.push_back(&other);
        }
        RankingRow row = row_of(area, set);
        row.level = m_level;
        row.service = m_service.id;
        row.decimals = m_service.profile.decimals;
        row.among = among;
        row.among_code = among_code;
        m_out.push_back(std::move(row));
    }

private:
    std::string m_level;
    const ServiceConfig& m_service;
    std::vector<RankingRow>& m_out;
};

/// The zones of a group are in ascending order.
bool holds(const Area& area, std::uint32_t zone) {
    return std::binary_search(area.zones.begin(), area.zones.end(), zone);
}

const auto any = [](const Ranked&) { return true; };

std::function<bool(const Ranked&)> peers_of(const Ranked& area) {
    return [&area](const Ranked& other) { return are_peers(area.total, other.total); };
}

void rank_prefectures(const ServiceFigures& figures, std::vector<RankingRow>& out) {
    const RunResult& result = figures.result;
    const auto all =
        figures.ranked(result.prefecture_coverage, result.prefectures.size(), [&](std::size_t a) {
            return std::pair{result.prefectures[a].code, result.prefectures[a].name};
        });
    Lines lines{"prefecture", result.config.services[figures.service], out};
    for (const Ranked& area : all) lines.add(area, all, "all", "", any);
}

void rank_municipalities(const ServiceFigures& figures, std::vector<RankingRow>& out) {
    const RunResult& result = figures.result;
    const auto& zones = result.zones.zones;
    const auto all = figures.ranked(result.zone_coverage, zones.size(), [&](std::size_t z) {
        return zones[z].reported ? std::pair{zones[z].code, zones[z].name}
                                 : std::pair<std::string, std::string>{};
    });
    Lines lines{"municipality", result.config.services[figures.service], out};
    for (const Ranked& area : all) {
        const std::string& prefecture = zones[area.index].prefecture_code;
        lines.add(area, all, "all", "", any);
        lines.add(area, all, "peers", "", peers_of(area));
        if (!prefecture.empty())
            lines.add(area, all, "prefecture", prefecture,
                      [&](const Ranked& other) { return zones[other.index].prefecture_code == prefecture; });
        for (const Area& group : result.groups) {
            if (holds(group, area.index))
                lines.add(area, all, "group", group.code,
                          [&](const Ranked& other) { return holds(group, other.index); });
        }
    }
}

void rank_groups(const ServiceFigures& figures, std::vector<RankingRow>& out) {
    const RunResult& result = figures.result;
    const auto& groups = result.groups;
    const auto all = figures.ranked(result.group_coverage, groups.size(), [&](std::size_t g) {
        return std::pair{groups[g].code, groups[g].name};
    });
    Lines lines{"group", result.config.services[figures.service], out};
    for (const Ranked& area : all) {
        const std::string& kind = groups[area.index].kind;
        const auto of_kind = [&](const Ranked& other) { return groups[other.index].kind == kind; };
        lines.add(area, all, "kind", kind, of_kind);
        lines.add(area, all, "peers", kind,
                  [&](const Ranked& other) { return of_kind(other) && are_peers(area.total, other.total); });
    }
}

}  // namespace

bool are_peers(Amount people, Amount others) noexcept {
    return others * 2 >= people && others <= people * 2;
}

std::vector<RankingRow> ranking(const RunResult& result) {
    std::vector<RankingRow> out;
    for (std::size_t s = 0; s < result.config.services.size(); ++s) {
        const ServiceFigures figures{result, s};
        rank_prefectures(figures, out);
        rank_municipalities(figures, out);
        rank_groups(figures, out);
    }
    return out;
}

}  // namespace amaneku::planning
