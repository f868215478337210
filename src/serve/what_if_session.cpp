#include "serve/what_if_session.hpp"

#include <amaneku/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

namespace amaneku::serve {

namespace {

constexpr double all_round = std::numeric_limits<double>::quiet_NaN();
constexpr double usual_beamwidth = 65.0;
constexpr std::size_t longest_memory = 1000;  // steps of undo
constexpr std::size_t most_added = 20'000;    // sites over the run's, for their numbers are never used again

bool same(double a, double b) noexcept {
    return a == b || (std::isnan(a) && std::isnan(b));
}

bool same(const scenario::Site& a, const scenario::Site& b) noexcept {
    return same(a.lon, b.lon) && same(a.lat, b.lat) && same(a.radius_m, b.radius_m) &&
           same(a.azimuth, b.azimuth) && same(a.beamwidth, b.beamwidth);
}

scenario::Site row_of(const SiteTable& table, std::size_t row) {
    return {table.id[row],       table.lon[row],     table.lat[row],
            table.radius_m[row], table.azimuth[row], table.beamwidth[row]};
}

std::optional<double> given(double value) {
    return std::isnan(value) ? std::nullopt : std::optional{value};
}

/// The value that all sites of a mast have from now on, where one of them gets another: what `[[move]]` can
/// say. Nothing where they differ.
class CommonMove {
public:
    CommonMove(std::span<const scenario::Site> before, std::span<const scenario::Site> after)
        : m_before{before}, m_after{after} {}

    std::optional<double> of(double scenario::Site::*field) {
        bool is_changed = false;
        for (std::size_t i = 0; i < m_before.size(); ++i) {
            is_changed = is_changed || !same(m_before[i].*field, m_after[i].*field);
            m_possible = m_possible && (!is_changed || !std::isnan(m_after[i].*field));
        }
        if (!is_changed) return {};
        for (const scenario::Site& site : m_after)
            m_possible = m_possible && same(site.*field, m_after.front().*field);
        return given(m_after.front().*field);
    }
    [[nodiscard]] bool is_possible() const noexcept { return m_possible; }

private:
    std::span<const scenario::Site> m_before, m_after;
    bool m_possible = true;
};

}  // namespace

WhatIfSession::WhatIfSession(std::unique_ptr<scenario::WhatIf> engine) : m_engine{std::move(engine)} {
    const RunResult& result = run();
    for (std::uint32_t s = 0; s < result.config.services.size(); ++s) {
        for (const ProviderConfig& p : result.config.services[s].providers) {
            m_roles.push_back(result.config.services[s].id + "/" + p.id);
            m_service.push_back(s);
        }
    }
    m_base_covered = result.cell_covered;
    m_covered = result.cell_covered;
}

std::pair<std::uint32_t, std::uint32_t> WhatIfSession::layer(std::uint32_t layer) const {
    const auto& services = run().measures.services;
    for (std::uint32_t s = 0; s < services.size(); ++s) {
        if (layer == services[s].combined) return {s, 0};
        if (layer >= services[s].first_provider &&
            layer < services[s].first_provider + services[s].provider_count)
            return {s, layer - services[s].first_provider + 1};
    }
    throw Error{Errc::internal, "layer", fmt::format("{} is of no service", layer)};
}

std::optional<scenario::Site> WhatIfSession::site_in_run(SiteKey key) const {
    const SiteTable& table = run().sites[key.provider];
    if (key.site >= table.size()) return {};
    scenario::Site site = row_of(table, key.site);
    return site;
}

LiveSite WhatIfSession::site(SiteKey key) const {
    const auto in_run = site_in_run(key);
    const auto now = m_engine->sites().site(key.provider, key.site);
    if (!now) return {key, in_run.value_or(scenario::Site{}), SiteState::removed};
    if (!in_run) return {key, *now, SiteState::added};
    return {key, *now, same(*now, *in_run) ? SiteState::as_run : SiteState::changed};
}

std::vector<LiveSite> WhatIfSession::changed_sites() const {
    std::vector<LiveSite> out;
    for (const SiteKey& key : m_touched) {
        LiveSite one = site(key);
        const bool never_was = one.state == SiteState::removed && !site_in_run(key);
        if (one.state != SiteState::as_run && !never_was) out.push_back(std::move(one));
    }
    return out;
}

std::vector<LiveSite> WhatIfSession::sites_in(const std::array<double, 4>& box, const std::string& provider,
                                              bool with_removed) const {
    std::vector<LiveSite> out;
    const auto inside = [&](double lon, double lat) {
        return lon >= box[0] && lat >= box[1] && lon <= box[2] && lat <= box[3];
    };
    for (std::uint32_t p = 0; p < m_roles.size(); ++p) {
        if (!provider.empty() && m_roles[p] != provider) continue;
        const SiteTable& table = run().sites[p];
        for (std::uint32_t s = 0; s < m_engine->sites().size(p); ++s) {
            const SiteKey key{p, s};
            if (s < table.size() && !m_touched.contains(key)) {
                if (inside(table.lon[s], table.lat[s]))
                    out.push_back({key, row_of(table, s), SiteState::as_run});
                continue;
            }
            LiveSite one = site(key);
            const bool is_gone = one.state == SiteState::removed && (!with_removed || s >= table.size());
            if (!is_gone && inside(one.site.lon, one.site.lat)) out.push_back(std::move(one));
        }
    }
    return out;
}

/// Sites that stand or are named together with one, as they are now.
std::vector<std::uint32_t> WhatIfSession::mast_of(std::uint32_t provider, std::uint32_t number) const {
    const auto& sites = m_engine->sites();
    const auto wanted = sites.site(provider, number);
    std::vector<std::uint32_t> out;
    if (!wanted) return {number};
    for (std::uint32_t s = 0; s < sites.size(provider); ++s) {
        const auto one = sites.site(provider, s);
        if (!one) continue;
        const bool is_it = wanted->id.empty()
                               ? one->id.empty() && one->lon == wanted->lon && one->lat == wanted->lat
                               : one->id == wanted->id;
        if (is_it) out.push_back(s);
    }
    return out;
}

scenario::Site WhatIfSession::changed(const scenario::Site& from, const SiteEdit& edit) const {
    scenario::Site to = from;
    to.lon = edit.lon.value_or(from.lon);
    to.lat = edit.lat.value_or(from.lat);
    to.radius_m = edit.radius_m.value_or(from.radius_m);
    to.azimuth = edit.is_all_round ? all_round : edit.azimuth.value_or(from.azimuth);
    to.beamwidth = edit.beamwidth.value_or(from.beamwidth);
    if (!std::isfinite(to.beamwidth) || to.beamwidth <= 0.0) to.beamwidth = usual_beamwidth;
    return to;
}

std::vector<scenario::Edit> WhatIfSession::edits_of(const SiteEdit& edit) {
    const std::uint32_t provider = m_engine->provider(edit.provider);
    const auto& sites = m_engine->sites();
    if (edit.verb == SiteEdit::Verb::add) {
        if (sites.size(provider) >= run().sites[provider].size() + most_added)
            throw Error{Errc::usage, edit.provider,
                        fmt::format("{} sites were added since the server was started, more it does not keep: "
                                    "save the scenario and start it again",
                                    most_added)};
        scenario::Site site = changed({"", 0.0, 0.0, 0.0, all_round, usual_beamwidth}, edit);
        site.id = edit.id.empty() ? fmt::format("new-{}", ++m_made_up) : edit.id;
        return {{edit.provider, {}, site}};
    }
    if (edit.site >= sites.size(provider))
        throw Error{Errc::usage, fmt::format("{}: site {}", edit.provider, edit.site),
                    fmt::format("is not there: there are {}", sites.size(provider))};
    std::vector<std::uint32_t> numbers{edit.site};
    if (edit.whole_mast) numbers = mast_of(provider, edit.site);
    std::vector<scenario::Edit> out;
    for (const std::uint32_t number : numbers) {
        scenario::Edit one{edit.provider, number, {}};
        const auto now = sites.site(provider, number);
        if (edit.verb == SiteEdit::Verb::restore) {
            one.to = site_in_run({provider, number});
            if (!one.to && !now) continue;  // added and taken away again: nothing is to be done
        } else if (!now) {
            throw Error{Errc::usage, fmt::format("{}: site {}", edit.provider, number),
                        "is removed: restore it first"};
        } else if (edit.verb == SiteEdit::Verb::set) {
            one.to = changed(*now, edit);
        }
        out.push_back(std::move(one));
    }
    return out;
}

/// The cells that a service counts otherwise, by service.
std::vector<std::vector<std::uint32_t>> WhatIfSession::turned(
    std::span<const scenario::CellChange> cells) const {
    std::vector<std::vector<std::uint32_t>> out(m_base_covered.size());
    for (const scenario::CellChange& c : cells) {
        if (c.covered_before == c.covered_after) continue;
        const auto [service, provider] = layer(c.layer);
        if (provider == 0) out[service].push_back(c.cell);
    }
    return out;
}

std::vector<GapChange> WhatIfSession::gaps_since(const std::vector<std::vector<std::uint8_t>>& before,
                                                 const std::vector<std::vector<std::uint32_t>>& cells) const {
    const auto& shares = m_engine->allocation();
    std::vector<GapChange> out;
    for (std::uint32_t s = 0; s < cells.size(); ++s) {
        auto changes = gap_changes(run(), {shares.begin, shares.zone, shares.share, shares.amount}, s,
                                   before[s], run().cell_covered[s], cells[s]);
        std::move(changes.begin(), changes.end(), std::back_inserter(out));
    }
    return out;
}

/// Keeps what the run had of everything that a step changed, and forgets what is as it was.
void WhatIfSession::note(const scenario::Change& change) {
    for (const scenario::CellChange& c : change.cells) {
        const auto [known, is_new] = m_cells.emplace(Place{c.cell, c.layer}, c);
        scenario::CellChange& kept = known->second;
        kept.fraction_after = c.fraction_after;
        kept.covered_after = c.covered_after;
        if (kept.fraction_before == kept.fraction_after && kept.covered_before == kept.covered_after)
            m_cells.erase(known);
    }
    for (const scenario::AreaChange& a : change.areas) {
        const auto key = std::pair{static_cast<std::uint8_t>(a.kind), Place{a.area, a.layer}};
        const auto [known, is_new] = m_areas.emplace(key, a);
        known->second.after = a.after;
        if (known->second.before == known->second.after) m_areas.erase(known);
    }
    for (const scenario::ServedEntry& e : change.entries) {
        const auto [known, is_new] = m_entries.emplace(std::pair{e.service, e.entry}, e);
        known->second.after = e.after;
        if (known->second.before == known->second.after) m_entries.erase(known);
    }
    for (const scenario::StationChange& s : change.stations) {
        const auto [known, is_new] = m_stations.emplace(Place{s.service, s.zone}, s.has_site);
        if (!is_new) m_stations.erase(known);  // it has two states: this is the run's again
    }
}

WhatIfSession::Applied WhatIfSession::run_edits(std::span<const scenario::Edit> edits,
                                                std::vector<scenario::Edit>& inverse) {
    scenario::Change change = m_engine->apply(edits);
    Applied out;
    for (std::size_t i = 0; i < edits.size(); ++i)
        out.sites.push_back({m_engine->provider(edits[i].provider), change.sites[i]});
    m_touched.insert(out.sites.begin(), out.sites.end());
    note(change);
    const auto cells = turned(change.cells);
    out.change.gaps = gaps_since(m_covered, cells);
    for (std::size_t s = 0; s < cells.size(); ++s) {
        for (const std::uint32_t cell : cells[s]) m_covered[s][cell] = run().cell_covered[s][cell];
    }
    inverse = std::move(change.inverse);
    out.change.services = std::move(change.services);
    out.change.areas = std::move(change.areas);
    out.change.cells = std::move(change.cells);
    out.change.stations = std::move(change.stations);
    ++m_revision;
    return out;
}

void WhatIfSession::remember(std::vector<scenario::Edit> inverse, bool merges) {
    if (!merges || m_undo.empty()) {
        m_undo.push_back(std::move(inverse));
        if (m_undo.size() > longest_memory) m_undo.erase(m_undo.begin());
        return;
    }
    // The step before knows best what its own sites were.
    std::vector<scenario::Edit>& step = m_undo.back();
    for (scenario::Edit& edit : inverse) {
        const bool known = std::any_of(step.begin(), step.end(), [&](const scenario::Edit& e) {
            return e.provider == edit.provider && e.site == edit.site;
        });
        if (!known) step.push_back(std::move(edit));
    }
}

WhatIfSession::Applied WhatIfSession::apply(std::span<const SiteEdit> edits, bool merges) {
    std::vector<scenario::Edit> all;
    std::vector<std::size_t> from;
    const std::uint32_t made_up = m_made_up;
    for (std::size_t i = 0; i < edits.size(); ++i) {
        try {
            for (scenario::Edit& one : edits_of(edits[i])) {
                all.push_back(std::move(one));
                from.push_back(i);
            }
        } catch (const Error& error) {
            m_made_up = made_up;
            throw Error{error.code(), fmt::format("edits[{}]: {}", i, error.where()), error.what()};
        }
    }
    std::vector<scenario::Edit> inverse;
    Applied out;
    try {
        out = run_edits(all, inverse);
    } catch (...) {
        m_made_up = made_up;
        throw;
    }
    remember(std::move(inverse), merges);
    return out;
}

std::optional<WhatIfSession::Applied> WhatIfSession::undo() {
    if (m_undo.empty()) return {};
    // A site that was added and taken away again within the step is nowhere: there is nothing to take back.
    std::vector<scenario::Edit> step;
    for (const scenario::Edit& edit : m_undo.back()) {
        if (edit.to || m_engine->sites().site(m_engine->provider(edit.provider), *edit.site))
            step.push_back(edit);
    }
    std::vector<scenario::Edit> ignored;
    Applied out = run_edits(step, ignored);
    m_undo.pop_back();
    return out;
}

WhatIfSession::Applied WhatIfSession::reset() {
    std::vector<scenario::Edit> edits;
    for (const LiveSite& site : changed_sites())
        edits.push_back({m_roles[site.key.provider], site.key.site, site_in_run(site.key)});
    std::vector<scenario::Edit> ignored;
    Applied out = run_edits(edits, ignored);
    m_undo.clear();
    return out;
}

std::vector<scenario::CellChange> WhatIfSession::changed_cells() const {
    std::vector<scenario::CellChange> out;
    out.reserve(m_cells.size());
    for (const auto& [at, change] : m_cells) out.push_back(change);
    return out;
}

std::vector<scenario::CellChange> WhatIfSession::changes_of(std::uint32_t cell) const {
    std::vector<scenario::CellChange> out;
    for (auto at = m_cells.lower_bound({cell, 0}); at != m_cells.end() && at->first.first == cell; ++at)
        out.push_back(at->second);
    return out;
}

Delta WhatIfSession::total() const {
    Delta out;
    out.services.resize(m_base_covered.size());
    for (const auto& [at, e] : m_entries) {
        const Amount more = Amount{e.after} - e.before;
        (more > 0 ? out.services[e.service].newly_served : out.services[e.service].newly_lost) +=
            more > 0 ? more : -more;
    }
    for (const auto& [at, change] : m_areas) out.areas.push_back(change);
    out.cells = changed_cells();
    out.gaps = gaps_since(m_base_covered, turned(out.cells));
    for (const auto& [at, has] : m_stations) out.stations.push_back({at.first, at.second, has});
    return out;
}

/// Rows of the run's table that a scenario file names together with one.
std::vector<std::uint32_t> WhatIfSession::rows_like(std::uint32_t provider, std::uint32_t row) const {
    const SiteTable& table = run().sites[provider];
    std::vector<std::uint32_t> out;
    for (std::uint32_t s = 0; s < table.size(); ++s) {
        const bool is_it = table.id[row].empty()
                               ? table.lon[s] == table.lon[row] && table.lat[s] == table.lat[row]
                               : table.id[s] == table.id[row];
        if (is_it) out.push_back(s);
    }
    return out;
}

namespace {

ScenarioAdd added_site(const std::string& role, const scenario::Site& site) {
    ScenarioAdd out;
    out.provider = role;
    out.id = site.id;
    out.lon = site.lon;
    out.lat = site.lat;
    out.radius_m = site.radius_m;
    out.azimuth = given(site.azimuth);
    if (out.azimuth) out.beamwidth = site.beamwidth;
    return out;
}

}  // namespace

void WhatIfSession::append_mast(std::uint32_t provider, std::span<const std::uint32_t> rows,
                                ScenarioConfig& out) const {
    const SiteTable& table = run().sites[provider];
    ScenarioSite named;
    named.provider = m_roles[provider];
    named.id = table.id[rows.front()];
    if (named.id.empty()) {
        named.at_lon = table.lon[rows.front()];
        named.at_lat = table.lat[rows.front()];
    }
    std::vector<scenario::Site> before;
    std::vector<scenario::Site> after;
    for (const std::uint32_t row : rows) {
        before.push_back(row_of(table, row));
        if (const auto now = m_engine->sites().site(provider, row)) after.push_back(*now);
    }
    if (after.size() == before.size()) {
        CommonMove move{before, after};
        named.lon = move.of(&scenario::Site::lon);
        named.lat = move.of(&scenario::Site::lat);
        named.radius_m = move.of(&scenario::Site::radius_m);
        named.azimuth = move.of(&scenario::Site::azimuth);
        named.beamwidth = move.of(&scenario::Site::beamwidth);
        if (move.is_possible()) {
            out.changed.push_back(named);
            return;
        }
        named.lon = named.lat = named.radius_m = named.azimuth = named.beamwidth = std::nullopt;
    }
    // What cannot be said of all at once: all go, and those that stay come anew.
    named.is_removed = true;
    out.changed.push_back(named);
    for (const scenario::Site& site : after) out.added.push_back(added_site(m_roles[provider], site));
}

ScenarioConfig WhatIfSession::as_scenario(const std::string& title) const {
    ScenarioConfig out;
    out.title = title;
    std::set<SiteKey> done;
    for (const LiveSite& changed : changed_sites()) {
        if (changed.state == SiteState::added) {
            out.added.push_back(added_site(m_roles[changed.key.provider], changed.site));
            continue;
        }
        if (done.contains(changed.key)) continue;
        const std::vector<std::uint32_t> rows = rows_like(changed.key.provider, changed.key.site);
        for (const std::uint32_t row : rows) done.insert({changed.key.provider, row});
        append_mast(changed.key.provider, rows, out);
    }
    return out;
}

}  // namespace amaneku::serve
