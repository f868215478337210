#pragma once

#include "core/result.hpp"
#include "scenario/edit.hpp"

#include <array>
#include <cstdint>
#include <vector>

namespace amaneku::scenario {

/// An area of a run.
struct AreaKey {
    AreaKind kind = AreaKind::zone;
    std::uint32_t area = 0;

    friend auto operator<=>(const AreaKey&, const AreaKey&) = default;
};

/// The coverage tables of a run as one: what is added to a zone goes to every area that counts it.
class AreaSums {
public:
    /// @param run  must stay where it is; its tables are changed
    explicit AreaSums(RunResult& run);

    /// The zone and every area that counts it, ascending.
    [[nodiscard]] const std::vector<AreaKey>& areas_of(std::uint32_t zone) const { return m_areas_of[zone]; }
    /// Every area there is, ascending.
    [[nodiscard]] const std::vector<AreaKey>& all() const noexcept { return m_all; }
    /// Adds to the covered amount of a place in `CoverageTable::covered`, counted from the area's first.
    void add(std::uint32_t zone, std::size_t place, Amount amount);
    /// Covered amounts of an area.
    [[nodiscard]] Amount& at(AreaKey key, std::size_t weight, std::size_t layer, Rule rule) {
        return table(key.kind).at(key.area, weight, layer, rule);
    }
    /// The denominator.
    [[nodiscard]] Amount counted(AreaKey key, std::size_t weight, std::size_t layer) {
        return table(key.kind).counted(key.area, weight, layer);
    }
    /// `max_single`: for every weight and rule the provider that covers most of the nation, the first of
    /// those.
    [[nodiscard]] std::vector<std::uint32_t> best_providers(const ServiceLayers& layers);

private:
    [[nodiscard]] CoverageTable& table(AreaKind kind) { return *m_tables[static_cast<std::size_t>(kind)]; }

    std::array<CoverageTable*, 5> m_tables;
    std::vector<std::vector<AreaKey>> m_areas_of;
    std::vector<AreaKey> m_all;
};

}  // namespace amaneku::scenario
