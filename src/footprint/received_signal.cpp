#include "footprint/received_signal.hpp"

#include "footprint/signal_bytes.hpp"
#include "parallel/loop.hpp"
#include "proj/transform.hpp"
#include <amaneku/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <mutex>
#include <numeric>
#include <tuple>

namespace amaneku::footprint {

namespace {

/// Both ways between a grid's CRS and degrees, for one thread; of a mesh the same.
class PlaneOfGrid {
public:
    explicit PlaneOfGrid(const Grid& grid) {
        constexpr const char* degrees = "EPSG:6668";
        if (grid.level()) return;
        m_from = std::make_unique<proj::Transform>(degrees, grid.crs());
        m_to = std::make_unique<proj::Transform>(grid.crs(), degrees);
        m_plane = {[from = m_from.get()](Point p) { return (*from)(p); },
                   [to = m_to.get()](Point p) { return (*to)(p); }};
    }
    [[nodiscard]] const GridPlane& plane() const noexcept { return m_plane; }

private:
    std::unique_ptr<proj::Transform> m_from;
    std::unique_ptr<proj::Transform> m_to;
    GridPlane m_plane;
};

/// Transmitters in strips from west to east, so that those that follow one another share terrain.
std::vector<std::size_t> in_strips(std::span<const Transmitter> transmitters) {
    constexpr double strip_degrees = 0.1;
    std::vector<std::size_t> order(transmitters.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    const auto key = [&](std::size_t i) {
        const Transmitter& t = transmitters[i];
        const auto finite = [](double v) { return std::isfinite(v) ? v : 0.0; };
        const double lat = finite(t.lat);
        return std::tuple{std::floor(lat / strip_degrees), finite(t.lon), lat, finite(t.height_m),
                          finite(t.frequency_mhz)};
    };
    std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) { return key(a) < key(b); });
    return order;
}

/// Where in that order masts begin: sectors of one place and frequency follow one another.
std::vector<std::size_t> mast_begins(std::span<const Transmitter> transmitters,
                                     const std::vector<std::size_t>& order) {
    std::vector<std::size_t> begins;
    for (std::size_t k = 0; k < order.size(); ++k) {
        const Transmitter& t = transmitters[order[k]];
        const Transmitter& before = transmitters[order[k > 0 ? k - 1 : 0]];
        if (k == 0 || t.lon != before.lon || t.lat != before.lat || t.height_m != before.height_m ||
            t.frequency_mhz != before.frequency_mhz)
            begins.push_back(k);
    }
    begins.push_back(order.size());
    return begins;
}

/// Whether anything is at the threshold in the outermost rows and columns of a patch but one: the cells that
/// lie at the reach.
bool is_served_at_the_rim(const SignalPatch& patch, double threshold_dbm) {
    const auto rows = static_cast<std::size_t>(patch.window.rows);
    const auto columns = static_cast<std::size_t>(patch.window.columns);
    const auto at = [&](std::size_t row, std::size_t column) {
        return patch.dbm[row * columns + column] >= static_cast<float>(threshold_dbm);
    };
    if (rows < 5 || columns < 5) return false;
    for (std::size_t r = 0; r < rows; ++r) {
        for (const std::size_t c :
             {std::size_t{0}, std::size_t{1}, std::size_t{2}, columns - 3, columns - 2, columns - 1}) {
            if (at(r, c)) return true;
        }
    }
    for (std::size_t c = 0; c < columns; ++c) {
        for (const std::size_t r :
             {std::size_t{0}, std::size_t{1}, std::size_t{2}, rows - 3, rows - 2, rows - 1}) {
            if (at(r, c)) return true;
        }
    }
    return false;
}

/// What is served as far as anything is computed may be served beyond.
std::string reach_note(const SignalSettings& settings) {
    return fmt::format("serves as far as reach_m, {:g} m, where computing ends: raise it", settings.reach_m);
}

/// A transmitter's signal from the store, or computed and put there.
class Stored {
public:
    Stored(const SignalModel& model, const SignalStore& store)
        : m_model{model},
          m_store{store},
          // At L3 it takes longer to read a signal than to compute it.
          m_is_used{store.get && store.put && model.settings().level != AccuracyLevel::path_loss},
          m_key{m_is_used ? model.key() : std::string{}} {}

    [[nodiscard]] TransmitterSignal signal(const Transmitter& t, const GridPlane& plane, LastShadow& last,
                                           int threads) const {
        if (!m_is_used) return m_model.signal(t, plane, last, threads);
        const std::string key = m_key + " transmitter " + key_of(t);
        if (const auto bytes = m_store.get(key)) {
            if (auto known = signal_from_bytes(*bytes)) return std::move(*known);
        }
        TransmitterSignal made = m_model.signal(t, plane, last, threads);
        // What the ground's files have to tell is told when they are read: a signal from the store would hide
        // it.
        if (!m_model.ground_has_issues()) m_store.put(key, to_bytes(made));
        return made;
    }

private:
    const SignalModel& m_model;
    const SignalStore& m_store;
    bool m_is_used;
    std::string m_key;
};

}  // namespace

ReceivedSignal received_signal(std::span<const Transmitter> transmitters, const SignalSettings& settings,
                               const SubGrid& cells, Ground ground, const SignalStore& store,
                               const Progress& progress) {
    const SignalModel model{settings, cells, ground};
    const Stored stored{model, store};
    ReceivedSignal out{SignalGrid{cells, settings.threshold_dbm},
                       std::vector<TransmitterReport>(transmitters.size())};
    // A path-specific patch keeps all threads busy by itself.
    const bool is_shared = settings.level == AccuracyLevel::path_specific;
    const int outer = is_shared ? 1 : settings.threads;
    const int inner = is_shared ? settings.threads : 1;
    std::vector<PlaneOfGrid> planes;
    for (std::size_t i = 0; i < parallel::worker_count(outer); ++i) planes.emplace_back(cells.grid());
    const std::vector<std::size_t> order = in_strips(transmitters);
    const std::vector<std::size_t> begins = mast_begins(transmitters, order);
    std::vector<std::size_t> masts(begins.size() - 1);
    std::iota(masts.begin(), masts.end(), std::size_t{0});
    std::mutex lock;
    std::uint64_t done = 0;
    parallel::for_each(masts, outer, [&](std::size_t worker, std::size_t mast) {
        LastShadow last;
        for (std::size_t k = begins[mast]; k < begins[mast + 1]; ++k) {
            const std::size_t i = order[k];
            TransmitterSignal signal = stored.signal(transmitters[i], planes[worker].plane(), last, inner);
            if (is_served_at_the_rim(signal.patch, settings.threshold_dbm))
                signal.report.note += (signal.report.note.empty() ? "" : "; ") + reach_note(settings);
            const std::lock_guard guard{lock};
            out.grid.add(static_cast<std::uint32_t>(i), signal.patch);
            out.reports[i] = std::move(signal.report);
            if (progress) progress("signal", ++done, transmitters.size());
        }
    });
    return out;
}

}  // namespace amaneku::footprint
