#pragma once

#include "core/scenario_config.hpp"
#include "scenario/what_if.hpp"
#include "serve/gap_changes.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace amaneku::serve {

/// A site of a provider by its number.
struct SiteKey {
    std::uint32_t provider = 0;
    std::uint32_t site = 0;

    friend auto operator<=>(const SiteKey&, const SiteKey&) = default;
};

enum class SiteState : std::uint8_t { as_run, changed, added, removed };

/// A site as the scenario has it.
struct LiveSite {
    SiteKey key;
    scenario::Site site;  ///< of one removed: as it was last in the run
    SiteState state = SiteState::as_run;
};

/// What a user asks of a site.
struct SiteEdit {
    enum class Verb : std::uint8_t { add, set, remove, restore };
    Verb verb = Verb::add;
    std::string provider;  ///< `5g/operator-a`
    std::uint32_t site = 0;
    std::optional<double> lon, lat, radius_m, beamwidth;
    std::optional<double> azimuth;
    bool is_all_round = false;  ///< no azimuth from now on
    std::string id;             ///< of an added one; empty: one is made up
    bool whole_mast = false;    ///< every site with the same id, or, without ids, at the same place
};

/// What one step changes, or the scenario of the run.
struct Delta {
    std::vector<scenario::ServedChange> services;  ///< by service
    std::vector<scenario::AreaChange> areas;
    std::vector<scenario::CellChange> cells;
    std::vector<GapChange> gaps;
    std::vector<scenario::StationChange> stations;
};

/// One scenario that grows by edits and can be taken back step by step. Not for several threads at once.
class WhatIfSession {
public:
    explicit WhatIfSession(std::unique_ptr<scenario::WhatIf> engine);

    struct Applied {
        Delta change;
        std::vector<SiteKey> sites;  ///< those that were edited
    };
    /// Applies edits together, as one step of undo.
    /// @param merges  the step before and this one are one step
    /// @throws Error (Errc::usage) for a provider or site that is not there, (Errc::input) for a site that
    ///         makes no footprint; `where()` names the edit, nothing is changed then
    Applied apply(std::span<const SiteEdit> edits, bool merges);
    /// Takes the last step back; nothing where there is none.
    std::optional<Applied> undo();
    /// Back to the run, and no step to undo.
    Applied reset();

    /// What differs from the run.
    [[nodiscard]] Delta total() const;
    [[nodiscard]] std::vector<scenario::CellChange> changed_cells() const;
    /// Of one cell, by layer; empty where it is as in the run.
    [[nodiscard]] std::vector<scenario::CellChange> changes_of(std::uint32_t cell) const;
    [[nodiscard]] std::vector<LiveSite> changed_sites() const;
    /// Sites in a box of degrees (west, south, east, north), by number; `provider` empty: all.
    [[nodiscard]] std::vector<LiveSite> sites_in(const std::array<double, 4>& box,
                                                 const std::string& provider, bool with_removed) const;
    [[nodiscard]] LiveSite site(SiteKey key) const;
    /// The site in the run; nothing of an added one.
    [[nodiscard]] std::optional<scenario::Site> site_in_run(SiteKey key) const;
    /// The edits as `amaneku run --scenario` takes them: that run gives the same figures.
    [[nodiscard]] ScenarioConfig as_scenario(const std::string& title) const;

    [[nodiscard]] std::uint64_t revision() const noexcept { return m_revision; }
    [[nodiscard]] std::size_t steps() const noexcept { return m_undo.size(); }
    [[nodiscard]] const RunResult& run() const noexcept { return m_engine->run(); }
    /// By provider: `5g/operator-a`.
    [[nodiscard]] const std::vector<std::string>& roles() const noexcept { return m_roles; }
    [[nodiscard]] std::uint32_t service_of(std::uint32_t provider) const { return m_service[provider]; }
    /// Service and, from 1, provider of a layer; provider 0 is the service as a whole.
    [[nodiscard]] std::pair<std::uint32_t, std::uint32_t> layer(std::uint32_t layer) const;

private:
    [[nodiscard]] std::vector<scenario::Edit> edits_of(const SiteEdit& edit);
    [[nodiscard]] scenario::Site changed(const scenario::Site& from, const SiteEdit& edit) const;
    [[nodiscard]] std::vector<std::uint32_t> mast_of(std::uint32_t provider, std::uint32_t site) const;
    [[nodiscard]] std::vector<std::uint32_t> rows_like(std::uint32_t provider, std::uint32_t site) const;
    Applied run_edits(std::span<const scenario::Edit> edits, std::vector<scenario::Edit>& inverse);
    void remember(std::vector<scenario::Edit> inverse, bool merges);
    void note(const scenario::Change& change);
    [[nodiscard]] std::vector<GapChange> gaps_since(const std::vector<std::vector<std::uint8_t>>& before,
                                                    const std::vector<std::vector<std::uint32_t>>& cells) const;
    [[nodiscard]] std::vector<std::vector<std::uint32_t>> turned(
        std::span<const scenario::CellChange> cells) const;
    void append_mast(std::uint32_t provider, std::span<const std::uint32_t> rows, ScenarioConfig& out) const;

    using Place = std::pair<std::uint32_t, std::uint32_t>;
    std::unique_ptr<scenario::WhatIf> m_engine;
    std::vector<std::string> m_roles;
    std::vector<std::uint32_t> m_service;                    ///< by provider
    std::vector<std::vector<std::uint8_t>> m_base_covered;   ///< by service and cell, in the run
    std::vector<std::vector<std::uint8_t>> m_covered;        ///< and before the step at hand
    std::set<SiteKey> m_touched;
    std::map<Place, scenario::CellChange> m_cells;           ///< [cell, layer] since the run
    std::map<std::pair<std::uint8_t, Place>, scenario::AreaChange> m_areas;  ///< [kind, area, layer]
    std::map<std::pair<std::uint32_t, std::uint64_t>, scenario::ServedEntry> m_entries;
    std::map<Place, bool> m_stations;                        ///< [service, zone]: what it has now
    std::vector<std::vector<scenario::Edit>> m_undo;
    std::uint64_t m_revision = 0;
    std::uint32_t m_made_up = 0;                             ///< ids of added sites
};

}  // namespace amaneku::serve
