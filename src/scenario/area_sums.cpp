#include "scenario/area_sums.hpp"

#include <utility>

namespace amaneku::scenario {

AreaSums::AreaSums(RunResult& run)
    : m_tables{&run.zone_coverage, &run.prefecture_coverage, &run.city_coverage, &run.group_coverage,
               &run.nation_coverage},
      m_areas_of(run.zones.zones.size()) {
    for (std::uint32_t zone = 0; zone < m_areas_of.size(); ++zone)
        m_areas_of[zone].push_back({AreaKind::zone, zone});
    for (const auto& [kind, areas] :
         {std::pair{AreaKind::prefecture, &run.prefectures}, std::pair{AreaKind::city, &run.cities},
          std::pair{AreaKind::group, &run.groups}}) {
        for (std::uint32_t area = 0; area < areas->size(); ++area) {
            for (const std::uint32_t zone : (*areas)[area].zones) m_areas_of[zone].push_back({kind, area});
        }
    }
    for (std::uint32_t zone = 0; zone < m_areas_of.size(); ++zone) {
        if (run.zones.zones[zone].reported) m_areas_of[zone].push_back({AreaKind::nation, 0});
    }
    for (std::size_t kind = 0; kind < m_tables.size(); ++kind) {
        for (std::uint32_t area = 0; area < m_tables[kind]->area_count; ++area)
            m_all.push_back({static_cast<AreaKind>(kind), area});
    }
}

void AreaSums::add(std::uint32_t zone, std::size_t place, Amount amount) {
    for (const AreaKey& key : m_areas_of[zone]) {
        CoverageTable& to = table(key.kind);
        to.covered[to.index(key.area, 0, 0, rules.front()) + place] += amount;
    }
}

std::vector<std::uint32_t> AreaSums::best_providers(const ServiceLayers& layers) {
    const CoverageTable& nation = table(AreaKind::nation);
    std::vector<std::uint32_t> best;
    for (std::size_t w = 0; w < nation.weight_count; ++w) {
        for (const Rule rule : rules) {
            std::uint32_t chosen = 0;
            for (std::uint32_t p = 1; p < layers.provider_count; ++p) {
                if (nation.at(0, w, layers.first_provider + p, rule) >
                    nation.at(0, w, layers.first_provider + chosen, rule))
                    chosen = p;
            }
            best.push_back(chosen);
        }
    }
    return best;
}

}  // namespace amaneku::scenario
