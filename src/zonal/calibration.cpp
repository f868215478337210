#include "zonal/calibration.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>

namespace amaneku::zonal {

namespace {

constexpr int fitting_rounds = 60;

/// People of a census table, which may have decimals; the whole part apart, so that no digit is lost.
Amount amount_of(double people) {
    const double whole = std::floor(people);
    return static_cast<Amount>(whole) * amount_per_unit +
           static_cast<Amount>(std::llround((people - whole) * amount_per_unit));
}

/// Zone totals of a weight.
std::vector<Amount> totals(const Allocation& allocation, std::size_t weight, std::size_t zones) {
    std::vector<Amount> sum(zones, 0);
    for (std::size_t e = 0; e < allocation.zone.size(); ++e)
        sum[allocation.zone[e]] += allocation.amount[weight][e];
    return sum;
}

/// Blocking flows (Dinic) from zones with too many people to zones with too few, through the cells they
/// share.
class Flow {
public:
    /// @param surplus  by zone: how many people too many; < 0: too few
    Flow(Allocation& allocation, std::size_t weight, std::vector<Amount> surplus)
        : m_allocation{allocation}, m_amount{allocation.amount[weight]}, m_surplus{std::move(surplus)} {
        m_zone_entries.resize(m_surplus.size());
        for (std::size_t cell = 0; cell + 1 < allocation.begin.size(); ++cell) {
            if (allocation.begin[cell + 1] - allocation.begin[cell] < 2) continue;
            for (std::uint64_t e = allocation.begin[cell]; e < allocation.begin[cell + 1]; ++e) {
                m_zone_entries[allocation.zone[e]].push_back({static_cast<std::uint32_t>(cell), e});
            }
        }
        m_zone_level.resize(m_surplus.size());
        m_cell_level.resize(allocation.begin.size());
        m_zone_next.resize(m_surplus.size());
        m_cell_next.resize(allocation.begin.size());
    }

    void set_surplus(std::size_t zone, Amount surplus) { m_surplus[zone] = surplus; }

    void run() {
        while (find_levels()) {
            std::fill(m_zone_next.begin(), m_zone_next.end(), std::size_t{0});
            std::copy(m_allocation.begin.begin(), m_allocation.begin.end(), m_cell_next.begin());
            for (std::uint32_t zone = 0; zone < m_surplus.size(); ++zone) {
                while (m_surplus[zone] > 0) {
                    const Amount sent = push(zone, m_surplus[zone]);
                    if (sent == 0) break;
                    m_surplus[zone] -= sent;
                }
            }
        }
    }

private:
    struct Entry {
        std::uint32_t cell;
        std::uint64_t entry;
    };

    bool find_levels() {
        constexpr int unseen = std::numeric_limits<int>::max();
        std::fill(m_zone_level.begin(), m_zone_level.end(), unseen);
        std::fill(m_cell_level.begin(), m_cell_level.end(), unseen);
        std::vector<std::uint32_t> front;
        for (std::uint32_t zone = 0; zone < m_surplus.size(); ++zone) {
            if (m_surplus[zone] > 0) {
                m_zone_level[zone] = 0;
                front.push_back(zone);
            }
        }
        bool reached = false;
        for (int level = 1; !front.empty() && !reached; ++level) {
            std::vector<std::uint32_t> next;
            for (const auto zone : front) {
                for (const Entry& at : m_zone_entries[zone]) {
                    if (m_amount[at.entry] == 0 || m_cell_level[at.cell] != unseen) continue;
                    m_cell_level[at.cell] = level;
                    for (std::uint64_t e = m_allocation.begin[at.cell]; e < m_allocation.begin[at.cell + 1];
                         ++e) {
                        const std::uint32_t to = m_allocation.zone[e];
                        if (m_zone_level[to] != unseen) continue;
                        m_zone_level[to] = level;
                        next.push_back(to);
                        reached = reached || m_surplus[to] < 0;
                    }
                }
            }
            front = std::move(next);
        }
        return reached;
    }

    /// Sends up to `limit` from a zone towards zones that lack people; returns what went.
    Amount push(std::uint32_t zone, Amount limit) {
        if (m_zone_level[zone] > 0 && m_surplus[zone] < 0) {
            const Amount taken = std::min(limit, -m_surplus[zone]);
            m_surplus[zone] += taken;
            return taken;
        }
        for (auto& next = m_zone_next[zone]; next < m_zone_entries[zone].size(); ++next) {
            const Entry& at = m_zone_entries[zone][next];
            if (m_amount[at.entry] == 0 || m_cell_level[at.cell] != m_zone_level[zone] + 1) continue;
            for (auto& e = m_cell_next[at.cell]; e < m_allocation.begin[at.cell + 1]; ++e) {
                const std::uint32_t to = m_allocation.zone[e];
                if (m_zone_level[to] != m_cell_level[at.cell] || to == zone) continue;
                const Amount sent = push(to, std::min<Amount>(limit, m_amount[at.entry]));
                if (sent == 0) continue;
                m_amount[at.entry] -= static_cast<CellAmount>(sent);
                m_amount[e] += static_cast<CellAmount>(sent);
                return sent;
            }
        }
        return 0;
    }

    Allocation& m_allocation;
    std::vector<CellAmount>& m_amount;
    std::vector<Amount> m_surplus;
    std::vector<std::vector<Entry>> m_zone_entries;
    std::vector<int> m_zone_level, m_cell_level;
    std::vector<std::size_t> m_zone_next;
    std::vector<std::uint64_t> m_cell_next;
};

/// Shares that come close to the targets and keep the pattern: scale zones, then cells, in turn.
void fit(const Population& population, Allocation& allocation, std::size_t weight,
         std::span<const double> targets) {
    std::vector<double> share = allocation.share;
    std::vector<double> sum(targets.size());
    const auto& people = population.weights[weight];
    for (int round = 0; round < fitting_rounds; ++round) {
        std::fill(sum.begin(), sum.end(), 0.0);
        for (std::size_t cell = 0; cell < people.size(); ++cell) {
            for (std::uint64_t e = allocation.begin[cell]; e < allocation.begin[cell + 1]; ++e) {
                sum[allocation.zone[e]] += share[e] * static_cast<double>(people[cell]);
            }
        }
        for (std::size_t cell = 0; cell < people.size(); ++cell) {
            double whole = 0.0;
            for (std::uint64_t e = allocation.begin[cell]; e < allocation.begin[cell + 1]; ++e) {
                const std::uint32_t zone = allocation.zone[e];
                if (targets[zone] >= 0.0 && sum[zone] > 0.0)
                    share[e] *= targets[zone] * amount_per_unit / sum[zone];
                whole += share[e];
            }
            for (std::uint64_t e = allocation.begin[cell]; e < allocation.begin[cell + 1]; ++e) {
                share[e] = whole > 0.0 ? share[e] / whole : allocation.share[e];
            }
        }
    }
    std::vector<CellAmount> parts;
    for (std::size_t cell = 0; cell < people.size(); ++cell) {
        const std::uint64_t begin = allocation.begin[cell];
        const std::uint64_t count = allocation.begin[cell + 1] - begin;
        if (count < 2) continue;
        parts.resize(count);
        split(people[cell], {share.data() + begin, count}, parts);
        std::copy(parts.begin(), parts.end(),
                  allocation.amount[weight].begin() + static_cast<std::ptrdiff_t>(begin));
    }
}

}  // namespace

void extend_reach(const Population& population, Allocation& allocation) {
    const auto& cells = population.cells;
    Allocation out;
    out.begin.assign(1, 0);
    out.is_outside = allocation.is_outside;
    out.amount.resize(allocation.amount.size());
    out.issues = std::move(allocation.issues);
    out.issue_cell = std::move(allocation.issue_cell);
    out.notes = std::move(allocation.notes);
    const auto find = [&](std::int32_t row, std::int32_t column) {
        const auto it = std::lower_bound(cells.begin(), cells.end(), Cell{row, column});
        return it != cells.end() && *it == Cell{row, column} ? static_cast<std::size_t>(it - cells.begin())
                                                             : cells.size();
    };
    struct Choice {
        std::uint64_t piece = no_piece;
        double share = 0.0;
        std::uint64_t entry = no_piece;
    };
    for (std::size_t cell = 0; cell < cells.size(); ++cell) {
        std::map<std::uint32_t, Choice> choices;
        if (allocation.begin[cell] < allocation.begin[cell + 1]) {
            for (std::int32_t dr = -1; dr <= 1; ++dr) {
                for (std::int32_t dc = -1; dc <= 1; ++dc) {
                    const std::size_t other = find(cells[cell].row + dr, cells[cell].column + dc);
                    if (other == cells.size()) continue;
                    for (std::uint64_t e = allocation.begin[other]; e < allocation.begin[other + 1]; ++e)
                        choices[allocation.zone[e]];
                }
            }
        }
        for (std::uint64_t e = allocation.begin[cell]; e < allocation.begin[cell + 1]; ++e) {
            choices[allocation.zone[e]] = {allocation.piece[e], allocation.share[e], e};
        }
        for (const auto& [zone, choice] : choices) {
            out.zone.push_back(zone);
            out.piece.push_back(choice.piece);
            out.share.push_back(choice.share);
            for (std::size_t w = 0; w < out.amount.size(); ++w) {
                out.amount[w].push_back(choice.entry == no_piece ? 0 : allocation.amount[w][choice.entry]);
            }
        }
        out.begin.push_back(out.zone.size());
    }
    allocation = std::move(out);
}

void rake(const Population& population, Allocation& allocation, std::size_t weight,
          std::span<const double> targets) {
    fit(population, allocation, weight, targets);
    const std::vector<Amount> fitted = totals(allocation, weight, targets.size());
    std::vector<Amount> surplus(targets.size(), 0);
    std::vector<std::size_t> without_target;
    for (std::size_t zone = 0; zone < surplus.size(); ++zone) {
        if (targets[zone] < 0.0) {
            without_target.push_back(zone);
        } else {
            surplus[zone] = fitted[zone] - amount_of(targets[zone]);
        }
    }
    // Zones without a target stand aside first, then give what others lack, then take what others have left
    // over. Later flows never take from a zone that an earlier one filled, so each stage stays a maximum.
    Flow flow{allocation, weight, std::move(surplus)};
    flow.run();
    if (without_target.empty()) return;
    for (const std::size_t zone : without_target) flow.set_surplus(zone, fitted[zone]);
    flow.run();
    const Amount everybody = std::accumulate(fitted.begin(), fitted.end(), Amount{0});
    for (const std::size_t zone : without_target) flow.set_surplus(zone, -everybody);
    flow.run();
}

void follow(const Population& population, Allocation& allocation, std::size_t weight, std::size_t reference) {
    std::vector<double> shares;
    std::vector<CellAmount> parts;
    for (std::size_t cell = 0; cell < population.cells.size(); ++cell) {
        const std::uint64_t begin = allocation.begin[cell];
        const std::uint64_t count = allocation.begin[cell + 1] - begin;
        if (count < 2 || population.weights[reference][cell] == 0) continue;
        shares.clear();
        for (std::uint64_t e = begin; e < begin + count; ++e)
            shares.push_back(static_cast<double>(allocation.amount[reference][e]));
        parts.resize(count);
        split(population.weights[weight][cell], shares, parts);
        std::copy(parts.begin(), parts.end(),
                  allocation.amount[weight].begin() + static_cast<std::ptrdiff_t>(begin));
    }
}

}  // namespace amaneku::zonal
