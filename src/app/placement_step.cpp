#include "app/placement_step.hpp"

#include "app/judging.hpp"
#include "app/run_cache.hpp"
#include "app/station_placer.hpp"
#include "core/method_text.hpp"
#include "core/weight.hpp"
#include "zonal/judge.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <numeric>
#include <span>
#include <utility>

namespace amaneku::app {

namespace {

/// Draws that are overlaid together: what is the same in all of them is read and measured once.
constexpr std::size_t draws_at_once = 16;

std::vector<std::uint8_t> reported_zones(const ZoneTable& zones) {
    std::vector<std::uint8_t> out;
    for (const Zone& zone : zones.zones) out.push_back(zone.reported ? 1 : 0);
    return out;
}

/// One service whose stations are placed.
class ServiceDraws {
public:
    ServiceDraws(RunResult& result, std::size_t service)
        : m_result{result}, m_service{service}, m_config{result.config.services[service]} {
        for (std::size_t s = 0; s < service; ++s) m_first += result.config.services[s].providers.size();
        const std::size_t weight = weight_index(result.population, m_config.profile.weight);
        m_range.service = static_cast<std::uint32_t>(service);
        m_range.zone_count = result.zones.zones.size();
        m_range.weight_count = result.population.weight_names.size();
        m_range.zone_stations.resize(m_range.zone_count);
        for (std::uint32_t p = 0; p < m_config.providers.size(); ++p) {
            if (!m_config.providers[p].licences) continue;
            m_range.draw_count = static_cast<std::size_t>(m_config.providers[p].licences->draws);
            StationPlacer& placer = m_placers.emplace_back(result, m_config, m_config.providers[p], weight);
            placer.add_stations(m_range.zone_stations);
            m_range.providers.push_back(placer.report());
            m_range.providers.back().provider = p;
        }
        m_range.covered.resize(m_range.index(m_range.draw_count, 0, 0, 0, rules.front()));
    }

    void run(const RunOptions& options, const zonal::CensusTotals& census, Messages& messages) {
        for (std::size_t begin = 0; begin < m_range.draw_count; begin += draws_at_once)
            measure(begin, std::min(begin + draws_at_once, m_range.draw_count), options, census, messages);
        find_median();
        for (std::size_t i = 0; i < m_placers.size(); ++i) {
            const std::uint32_t p = m_range.providers[i].provider;
            m_result.placed[m_first + p] = m_placers[i].place(m_range.median_draw);
            m_range.providers[i] = m_placers[i].report();
            m_range.providers[i].provider = p;
            m_placers[i].tell(m_result);
        }
        m_result.ranges.push_back(std::move(m_range));
    }

private:
    /// A run of nothing but some draws, each a service of its own; areas and sites of the other providers are
    /// those of the first.
    [[nodiscard]] RunResult draws_run(std::size_t begin, std::size_t end) {
        RunResult out;
        out.config = m_result.config;
        out.config.services.clear();
        out.config.mesh_kpis.clear();
        out.config.combinations.reset();
        out.config.sensitivity.reset();
        for (std::size_t draw = begin; draw < end; ++draw) {
            ServiceConfig& service = out.config.services.emplace_back(m_config);
            service.id += fmt::format("-draw-{}", draw + 1);
            for (std::size_t p = 0; p < service.providers.size(); ++p) {
                ProviderConfig& provider = service.providers[p];
                out.placed.emplace_back();
                if (provider.licences || draw == begin) continue;
                provider = {};
                provider.id = m_config.providers[p].id;
                provider.segments = m_config.providers[p].segments;
                provider.same_as = p;
            }
            for (std::size_t i = 0; i < m_placers.size(); ++i)
                out.placed[(draw - begin) * service.providers.size() + m_range.providers[i].provider] =
                    m_placers[i].place(draw);
            out.cell_counted.push_back(m_result.cell_counted.empty() ? std::vector<std::uint8_t>{}
                                                                     : m_result.cell_counted[m_service]);
        }
        return out;
    }
    void measure(std::size_t begin, std::size_t end, const RunOptions& options,
                 const zonal::CensusTotals& census, Messages& messages) {
        RunResult draws = draws_run(begin, end);
        std::swap(draws.population, m_result.population);
        std::swap(draws.zones, m_result.zones);
        try {
            overlay(draws, options, census, messages);
        } catch (...) {
            std::swap(draws.population, m_result.population);
            std::swap(draws.zones, m_result.zones);
            throw;
        }
        std::swap(draws.population, m_result.population);
        std::swap(draws.zones, m_result.zones);
        const auto providers = static_cast<std::uint32_t>(m_config.providers.size());
        const auto reported = reported_zones(m_result.zones);
        for (std::size_t draw = begin; draw < end; ++draw) {
            const auto combined = static_cast<std::uint32_t>((draw - begin) * (1 + providers));
            if (m_config.profile.combine == Combine::max_single)
                static_cast<void>(zonal::choose_single_provider(draws.zone_coverage, reported,
                                                                {combined, combined + 1, providers, false}));
            take(draws.zone_coverage, draw, combined);
        }
    }
    static void overlay(RunResult& draws, const RunOptions& options, const zonal::CensusTotals& census,
                        Messages& messages) {
        RunCache no_cache{"", messages};
        const ZonesConfig& zones = draws.config.zones;
        const Keep keep = zones.census && zones.calibrate ? Keep::measures : Keep::zones;
        static_cast<void>(overlay_and_judge(draws, keep, options, no_cache, census, messages,
                                            [](const std::string&) { throw_if_stopped(); }));
    }
    void take(const CoverageTable& table, std::size_t draw, std::uint32_t combined) {
        for (std::size_t z = 0; z < m_range.zone_count; ++z) {
            for (std::size_t w = 0; w < m_range.weight_count; ++w) {
                for (const Rule rule : rules) {
                    m_range.covered[m_range.index(draw, z, w, 0, rule)] =
                        static_cast<CellAmount>(table.at(z, w, combined, rule));
                    for (std::size_t i = 0; i < m_range.providers.size(); ++i)
                        m_range.covered[m_range.index(draw, z, w, 1 + i, rule)] = static_cast<CellAmount>(
                            table.at(z, w, combined + 1 + m_range.providers[i].provider, rule));
                }
            }
        }
    }
    /// The draw with the lower median of what the service's own rule counts in the reported zones; of equal
    /// ones the first.
    void find_median() {
        std::vector<std::uint32_t> reported;
        for (std::uint32_t z = 0; z < m_result.zones.zones.size(); ++z) {
            if (m_result.zones.zones[z].reported) reported.push_back(z);
        }
        const std::size_t weight = weight_index(m_result.population, m_config.profile.weight);
        const auto covered = covered_by_draw(m_range, reported, weight, 0, m_config.profile.rule);
        std::vector<std::size_t> order(covered.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        std::stable_sort(order.begin(), order.end(),
                         [&](std::size_t a, std::size_t b) { return covered[a] < covered[b]; });
        m_range.median_draw = order[nearest_rank(order.size(), 50)];
    }

    RunResult& m_result;
    std::size_t m_service;
    const ServiceConfig& m_config;
    std::size_t m_first = 0;  ///< of the service's providers, in the run
    PlacementRange m_range;
    std::deque<StationPlacer> m_placers;
};

MethodSentence method_of(const PlacementRange& range, const PlacedProvider& placed,
                         const ProviderConfig& provider, const std::string& weight) {
    const LicenceConfig& config = *provider.licences;
    const bool has_files = !config.candidates.empty();
    return {
        "placed",
        fmt::format(
            "市区町村ごとの局数（免許数）{}局を、候補{}か所（{}）から、セルの{}の{}乗に比例して{}"
            "回（乱数の種{}）"
            "抽選して置いた推定。実際の局の位置ではない。個々の数値は中央値となる{}回目の抽選のもので、"
            "幅は ranges.csv にある",
            placed.stations, placed.candidates, has_files ? "道路・施設など" : "人のいるセルの中心", weight,
            config.attachment, range.draw_count, config.seed, range.median_draw + 1),
        fmt::format("an estimate: {} stations, known as numbers by municipality, are placed at {} candidates "
                    "({}), in proportion to the {} of the cell to the power {}, in {} draws from seed {}. "
                    "They are not where real stations are. Single figures are those of draw {}, the median; "
                    "ranges.csv has the spread",
                    placed.stations, placed.candidates,
                    has_files ? "roads, facilities and the like" : "centres of populated cells", weight,
                    config.attachment, range.draw_count, config.seed, range.median_draw + 1)};
}

}  // namespace

bool has_placed_stations(const ServiceConfig& service) {
    return std::any_of(service.providers.begin(), service.providers.end(),
                       [](const ProviderConfig& p) { return p.licences.has_value(); });
}

void place_stations(RunResult& result, const RunOptions& options, const zonal::CensusTotals& census,
                    Messages& messages) {
    std::size_t providers = 0;
    for (const ServiceConfig& s : result.config.services) providers += s.providers.size();
    result.placed.resize(providers);
    for (std::size_t s = 0; s < result.config.services.size(); ++s) {
        if (has_placed_stations(result.config.services[s]))
            ServiceDraws{result, s}.run(options, census, messages);
    }
}

void describe_placed_stations(RunResult& result) {
    for (const PlacementRange& range : result.ranges) {
        const ServiceConfig& service = result.config.services[range.service];
        std::size_t first = 0;
        for (std::size_t s = 0; s < range.service; ++s) first += result.config.services[s].providers.size();
        for (const PlacedProvider& placed : range.providers) {
            const ProviderConfig& provider = service.providers[placed.provider];
            const MethodSentence sentence = method_of(range, placed, provider, service.profile.weight);
            ModelledArea& area = result.modelled[first + placed.provider];
            const auto before = [](const std::string& text, const char* join, const std::string& more) {
                return more.empty() ? text : text + join + more;
            };
            area.method_ja = before(sentence.ja, "。", area.method_ja);  // what is said of radii comes after
            area.method_en = before(sentence.en, "; ", area.method_en);
            result.notes.push_back(fmt::format("{}/{}: {}", service.id, provider.id, sentence.en));
        }
    }
}

}  // namespace amaneku::app
