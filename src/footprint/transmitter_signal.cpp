#include "footprint/transmitter_signal.hpp"

#include "footprint/p1812_rows.hpp"
#include "footprint/signal_rows.hpp"
#include "parallel/loop.hpp"
#include "radio/free_space.hpp"
#include "radio/normal.hpp"
#include "radio/path_loss.hpp"
#include <amaneku/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>
#include <optional>

namespace amaneku::footprint {

namespace {

TransmitterSignal not_computed(AccuracyLevel level, std::string why) {
    TransmitterSignal out;
    out.report.level = level;
    out.report.note = std::move(why);
    return out;
}

/// Why an antenna is none, in words; empty where it is one.
std::string problem_of(const Transmitter& t) {
    const auto is_positive = [](double v) { return std::isfinite(v) && v > 0.0; };
    if (!is_positive(t.height_m)) return fmt::format("antenna height {} m: must be above 0", t.height_m);
    if (!is_positive(t.frequency_mhz))
        return fmt::format("frequency {} MHz: must be above 0", t.frequency_mhz);
    if (!std::isfinite(t.reference_power_dbm + t.offset_db))
        return fmt::format("power {} dBm: must be a number", t.reference_power_dbm + t.offset_db);
    if (std::isinf(t.azimuth)) return "azimuth: must be degrees from north, or empty";
    if (!is_positive(t.beamwidth) || !is_positive(t.vertical_beamwidth))
        return fmt::format("beamwidth {} by {} degrees: must be above 0", t.beamwidth, t.vertical_beamwidth);
    if (!std::isfinite(t.tilt)) return "tilt: must be degrees";
    return {};
}

void append(std::string& note, std::string_view more) {
    if (!note.empty() && !more.empty()) note += "; ";
    note += more;
}

/// With room for the cells.
TransmitterSignal to_compute(const CellOffsets& cells, AccuracyLevel level, const std::string& note) {
    return {{cells.window(), std::vector<float>(cells.window().size())}, {level, true, 0, 0, 0, note}};
}

/// As many that neighbours are no more than a cell apart at the reach.
std::size_t radials_for(double reach_m, double cell_m) {
    return static_cast<std::size_t>(std::ceil(2.0 * std::numbers::pi * reach_m / cell_m)) + 1;
}

/// Where cells lie, or why they lie nowhere.
struct Offsets {
    std::optional<CellOffsets> cells;
    std::string problem;
};

Offsets offsets_of(const Transmitter& t, double reach_m, const SubGrid& cells, const GridPlane& plane) {
    try {
        return {CellOffsets{{t.lon, t.lat}, reach_m, cells, plane}, {}};
    } catch (const Error& error) {
        return {std::nullopt, fmt::format("{}: {}", error.where(), error.what())};
    }
}

std::span<float> row_of(SignalPatch& patch, std::int32_t row) {
    const auto columns = static_cast<std::size_t>(patch.window.columns);
    return std::span{patch.dbm}.subspan(static_cast<std::size_t>(row) * columns, columns);
}

void take(const CellCount& count, TransmitterReport& report) {
    report.cells = count.heard;
    report.outside_cells = count.outside;
}

constexpr const char* too_weak = "no cell within reach receives as much as the floor";

}  // namespace

SignalModel::SignalModel(const SignalSettings& settings, const SubGrid& cells, Ground ground)
    : m_settings{settings}, m_cells{cells}, m_ground{ground}, m_margin{} {
    check(settings, cells, ground.terrain != nullptr);
    m_margin = radio::inverse_normal(settings.reliability);
}

std::shared_ptr<const LossTable> SignalModel::table_of(const radio::PathLoss& model,
                                                       const TableKey& key) const {
    constexpr std::size_t most_tables = 1000;
    {
        const std::lock_guard guard{m_lock};
        if (const auto found = m_tables.find(key); found != m_tables.end()) return found->second;
    }
    auto made = std::make_shared<const LossTable>(model, m_margin, m_settings.reach_m);
    const std::lock_guard guard{m_lock};
    if (m_tables.size() < most_tables) m_tables.emplace(key, made);
    return made;
}

TransmitterSignal SignalModel::signal(const Transmitter& t, const GridPlane& plane, LastShadow& last,
                                      int threads) const {
    if (const std::string problem = problem_of(t); !problem.empty())
        return not_computed(m_settings.level, problem);
    return m_settings.level == AccuracyLevel::path_specific ? by_p1812(t, plane, last, threads)
                                                            : by_path_loss(t, plane, m_settings.level, last);
}

void SignalModel::look_around(const Transmitter& t, double reach_m, double cell_m, LastShadow& last) const {
    const Point at{t.lon, t.lat};
    const double step = m_settings.profile_step_m > 0.0 ? m_settings.profile_step_m : 0.5 * cell_m;
    const TerrainShadow::Settings settings{reach_m,
                                           step,
                                           radials_for(reach_m, cell_m),
                                           t.height_m,
                                           m_settings.receiver_height_m,
                                           t.frequency_mhz,
                                           m_settings.diffraction,
                                           m_settings.fresnel};
    if (last.is_set && last.at == at && last.settings == settings) return;
    const PathGround ground{at, reach_m + 2.0 * step, *m_ground.terrain, m_ground.land_cover};
    last = {at, settings, nullptr, ground.height_at_start(), true};
    if (!std::isnan(last.ground_m)) last.shadow = std::make_shared<const TerrainShadow>(ground, settings);
}

TransmitterSignal SignalModel::by_path_loss(const Transmitter& t, const GridPlane& plane, AccuracyLevel level,
                                            LastShadow& last) const {
    const bool has_cover = level == AccuracyLevel::terrain && m_ground.land_cover != nullptr;
    const LineOfSight sight = has_cover ? LineOfSight::line_of_sight : t.sight;
    const radio::PathLoss model{
        t.model, sight, t.frequency_mhz, t.height_m, m_settings.receiver_height_m, t.surroundings};
    if (t.model == PathLossModel::p1812) return not_computed(level, "p1812 goes with level L5");
    const std::string problem = model.problem();
    if (m_settings.refuses_outside && !problem.empty()) return not_computed(level, problem);
    const auto table =
        table_of(model, {static_cast<int>(t.model), static_cast<int>(sight), t.frequency_mhz, t.height_m,
                         t.surroundings.building_height_m, t.surroundings.street_width_m});
    const double power = t.reference_power_dbm + t.offset_db;
    const double reach = table->last_within(power - m_settings.floor_dbm);
    if (!(reach > 0.0)) return not_computed(level, too_weak);
    const Offsets offsets = offsets_of(t, reach, m_cells, plane);
    if (!offsets.cells) return not_computed(level, offsets.problem);

    TransmitterSignal out = to_compute(*offsets.cells, level, problem);
    PatchTask task{*offsets.cells,
                   Beam{t},
                   *table,
                   power,
                   reach,
                   m_settings.floor_dbm,
                   m_settings.refuses_outside,
                   static_cast<float>(t.height_m),
                   static_cast<float>(m_settings.receiver_height_m)};
    if (level == AccuracyLevel::terrain) {
        look_around(t, reach, offsets.cells->shorter_side_m(), last);
        if (last.shadow == nullptr) {
            TransmitterSignal lower = by_path_loss(t, plane, AccuracyLevel::path_loss, last);
            append(lower.report.note, "height of the ground is not known there: done at L3");
            return lower;
        }
        out.report.filled_heights = last.shadow->filled();
        task.antenna_m += last.ground_m;
        task.shadow = last.shadow.get();
    }
    SignalRows rows{task};
    CellCount count;
    for (std::int32_t r = 0; r < out.patch.window.rows; ++r) count += rows.compute(r, row_of(out.patch, r));
    take(count, out.report);
    return out;
}

TransmitterSignal SignalModel::by_p1812(const Transmitter& t, const GridPlane& plane, LastShadow& last,
                                        int threads) const {
    constexpr AccuracyLevel level = AccuracyLevel::path_specific;
    const auto lower = [&](AccuracyLevel to, const std::string& why) {
        if (t.model == PathLossModel::p1812) return not_computed(level, why);
        TransmitterSignal out = by_path_loss(t, plane, to, last);
        append(out.report.note, fmt::format("{}: done at {}", why, level_id(to)));
        return out;
    };
    if (const auto problem = p1812_problem(t, m_settings)) return lower(AccuracyLevel::terrain, *problem);
    const double power = t.reference_power_dbm + t.offset_db;
    const LossTable free_space{radio::PathLoss{PathLossModel::free_space, LineOfSight::line_of_sight,
                                               t.frequency_mhz, t.height_m, m_settings.receiver_height_m},
                               0.0, m_settings.reach_m};
    const double reach = free_space.last_within(power + p1812_gain_db - m_settings.floor_dbm);
    if (!(reach > 0.0)) return not_computed(level, too_weak);
    const Offsets offsets = offsets_of(t, reach, m_cells, plane);
    if (!offsets.cells) return not_computed(level, offsets.problem);
    const double step =
        m_settings.profile_step_m > 0.0 ? m_settings.profile_step_m : 0.5 * offsets.cells->shorter_side_m();
    const PathGround ground{{t.lon, t.lat}, reach, *m_ground.terrain, m_ground.land_cover};
    if (std::isnan(ground.height_at_start()))
        return lower(AccuracyLevel::path_loss, "height of the ground is not known there");

    TransmitterSignal out = to_compute(*offsets.cells, level, {});
    const P1812Task task{*offsets.cells, ground, t, m_settings, Beam{t}, m_margin, reach, step};
    std::vector<P1812Rows> workers(parallel::worker_count(threads), P1812Rows{task});
    std::vector<CellCount> counts(workers.size());
    std::vector<std::size_t> items(static_cast<std::size_t>(out.patch.window.rows));
    std::iota(items.begin(), items.end(), std::size_t{0});
    parallel::for_each(items, threads, [&](std::size_t worker, std::size_t r) {
        const auto row = static_cast<std::int32_t>(r);
        counts[worker] += workers[worker].compute(row, row_of(out.patch, row));
    });
    CellCount count;
    for (const CellCount& c : counts) count += c;
    for (const P1812Rows& w : workers) out.report.filled_heights += w.filled();
    take(count, out.report);
    return out;
}

bool SignalModel::ground_has_issues() const {
    return (m_ground.terrain != nullptr && !m_ground.terrain->issues().empty()) ||
           (m_ground.land_cover != nullptr && !m_ground.land_cover->issues().empty());
}

std::string SignalModel::key() const {
    const SignalSettings& s = m_settings;
    return fmt::format(
        "signal 1 {} {:a} {:a} {:a} {:a} {} {:a} {:a} {} p1812 {:a} {:a} {:a} {:a} {} grid {} terrain "
        "{} "
        "cover {}",
        level_id(s.level), s.reach_m, s.floor_dbm, s.reliability, s.receiver_height_m,
        static_cast<int>(s.diffraction), s.fresnel, s.profile_step_m, s.refuses_outside, s.p1812.time_percent,
        s.p1812.location_sigma_db, s.p1812.dn, s.p1812.n0, static_cast<int>(s.p1812.polarisation),
        m_cells.key(), m_ground.terrain != nullptr ? m_ground.terrain->digest() : std::string{},
        m_ground.land_cover != nullptr ? m_ground.land_cover->digest() : std::string{});
}

std::string key_of(const Transmitter& t) {
    return fmt::format("{:a} {:a} {:a} {:a} {:a} {:a} {:a} {:a} {:a} {} {} {:a} {:a} {:a}", t.lon, t.lat,
                       t.height_m, t.frequency_mhz, t.reference_power_dbm, t.azimuth, t.beamwidth,
                       t.vertical_beamwidth, t.tilt, path_loss_model_id(t.model), line_of_sight_id(t.sight),
                       t.surroundings.building_height_m, t.surroundings.street_width_m, t.offset_db);
}

}  // namespace amaneku::footprint
