#include "io/footprint_reader.hpp"

#include "gdal/vector_source.hpp"
#include "gdal/vsi.hpp"
#include "io/datum_notes.hpp"
#include "io/geojson_file.hpp"
#include <amaneku/error.hpp>

#include <fmt/format.h>

#include <atomic>
#include <deque>
#include <exception>
#include <limits>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace amaneku::io {

namespace {

/// A feature that cannot be taken.
struct Rejected {
    std::int64_t fid = 0;
    std::string reason;
};

/// What came of a batch.
struct BatchReport {
    std::uint64_t read = 0;
    std::uint64_t rejected = 0;
    std::vector<Rejected> listed;
    bool gives_places = false;
    Placement placement;
    std::optional<Error> failure;

    explicit BatchReport(const Grid& grid) : placement{grid} {}
};

/// A layer's way into the grid, a copy a lane.
class LaneTakers {
public:
    LaneTakers(const gdal::PolygonTaker& first, std::size_t lanes) : m_first{first.copy()}, m_lanes(lanes) {}

    gdal::PolygonTaker& of(std::size_t lane) {
        if (!m_lanes[lane]) {
            const std::lock_guard lock{m_mutex};
            m_lanes[lane].emplace(m_first.copy());
        }
        return *m_lanes[lane];
    }

private:
    std::mutex m_mutex;
    gdal::PolygonTaker m_first;  // only copied, under the mutex
    std::vector<std::optional<gdal::PolygonTaker>> m_lanes;
};

/// What came of a layer.
struct LayerReport {
    std::string name;
    std::string shown;
    std::string note;
    std::string datum;
    std::deque<BatchReport> batches;  // a deque: those at work stay in place
    bool is_whole = false;
};

/// Makes a batch's polygons.
PolygonSet polygons_of(gdal::FeatureBatch& batch, gdal::PolygonTaker& taker, BatchReport& report) {
    PolygonSet out;
    for (std::size_t i = 0; i < batch.size(); ++i) {
        const std::size_t before = out.points.size();
        std::string problem = batch.polygons(i, taker, out);
        ++report.read;
        if (!problem.empty() && ++report.rejected <= ProviderReport::most_listed)
            report.listed.push_back({batch.fid(i), std::move(problem)});
        report.placement.add(out, before);
    }
    report.gives_places = batch.gives_places();
    return out;
}

/// Puts ids where there are places, by reading the layer again.
std::vector<Rejected> with_fids(const LayerReport& layer) {
    std::vector<Rejected> all;
    std::vector<std::uint64_t> places;
    std::vector<std::size_t> at;
    for (const BatchReport& batch : layer.batches) {
        for (const Rejected& one : batch.listed) {
            if (all.size() >= ProviderReport::most_listed) break;
            if (batch.gives_places) {
                places.push_back(static_cast<std::uint64_t>(one.fid));
                at.push_back(all.size());
            }
            all.push_back(one);
        }
    }
    if (places.empty()) return all;
    gdal::VectorSource again{layer.name, ""};
    const std::vector<std::int64_t> fids = again.fids_at(places);
    for (std::size_t i = 0; i < fids.size(); ++i) all[at[i]].fid = fids[i];
    return all;
}

}  // namespace

struct FootprintReader::State {
    const ProviderConfig& config;
    const Grid& grid;
    std::deque<LayerReport> layers;
    std::exception_ptr failure;
    std::atomic<std::size_t> first_failed{std::numeric_limits<std::size_t>::max()};  // of the batches
    std::size_t batch_count = 0;
    FootprintSink sink;

    State(const ProviderConfig& c, const Grid& g) : config{c}, grid{g} {}

    void read_layer(const std::string& name, std::size_t lanes, const Submit& submit);
    [[nodiscard]] auto fetched(LayerReport& layer, std::shared_ptr<LaneTakers> takers, const Submit& submit);
    void make(std::size_t number, std::size_t lane, gdal::FeatureBatch& batch, LaneTakers& takers,
              BatchReport& report);
    [[nodiscard]] bool has_failed() const { return first_failed != std::numeric_limits<std::size_t>::max(); }
    void add_to(ProviderReport& report, const LayerReport& layer) const;
};

/// Makes a batch's polygons and hands them on, in a lane.
void FootprintReader::State::make(std::size_t number, std::size_t lane, gdal::FeatureBatch& batch,
                                  LaneTakers& takers, BatchReport& report) {
    // Batches before the first that failed are made all the same: one of them may be the first.
    if (number > first_failed) return;
    PolygonSet polygons;
    try {
        polygons = polygons_of(batch, takers.of(lane), report);
    } catch (const Error& error) {
        report.failure = error;
        std::size_t before = first_failed;
        while (number < before && !first_failed.compare_exchange_weak(before, number)) {
        }
        return;
    }
    if (polygons.part_count() > 0) sink(number, lane, polygons);
}

/// What is done with a fetched batch.
auto FootprintReader::State::fetched(LayerReport& layer, std::shared_ptr<LaneTakers> takers,
                                     const Submit& submit) {
    return [this, &layer, takers = std::move(takers), &submit](std::unique_ptr<gdal::FeatureBatch> unique) {
        BatchReport& report = layer.batches.emplace_back(grid);
        submit([this, takers, &report, number = batch_count++,
                batch = std::shared_ptr<gdal::FeatureBatch>{std::move(unique)}](std::size_t lane) {
            make(number, lane, *batch, *takers, report);
        });
    };
}

void FootprintReader::State::read_layer(const std::string& name, std::size_t lanes, const Submit& submit) {
    LayerReport& layer = layers.emplace_back();
    layer.name = name;
    layer.shown = gdal::shown_name(name);
    std::uint64_t done = 0;
    const auto json = config.where.empty() ? GeoJsonFile::open(name) : nullptr;
    if (json && gdal::knows_crs(json->crs())) {
        gdal::CrsRoute route{json->crs(), grid.crs(), layer.shown};
        layer.note = std::move(route.note);
        layer.datum = std::move(route.datum);
        const auto takers = std::make_shared<LaneTakers>(route.taker, lanes);
        layer.is_whole = json->read(fetched(layer, takers, submit));
        if (layer.is_whole) return;
        done = json->feature_count();  // from where it is not plain GeoJSON any more
    }
    gdal::VectorSource source{name, grid.crs()};
    if (!source.has_geometry()) {
        throw Error{Errc::input, layer.shown,
                    fmt::format("has no geometry; it has {}: footprints are polygons (in a csv a column "
                                "WKT), points belong to sites",
                                fmt::join(source.fields(), ", "))};
    }
    source.filter(config.where);
    layer.note = source.crs_note();
    layer.datum = source.datum_note();
    const auto takers = std::make_shared<LaneTakers>(source.taker(), lanes);
    source.for_each_batch(fetched(layer, takers, submit), done);
    layer.is_whole = true;
}

void FootprintReader::State::add_to(ProviderReport& report, const LayerReport& layer) const {
    if (!layer.note.empty()) report.notes.push_back(layer.note);
    std::uint64_t matched = 0;
    std::uint64_t rejected = 0;
    Placement placement{grid};
    for (const BatchReport& batch : layer.batches) {
        if (batch.failure) throw Error{*batch.failure};
        matched += batch.read;
        rejected += batch.rejected;
        placement.add(batch.placement);
    }
    if (!layer.is_whole) return;
    report.read += matched;
    std::vector<Rejected> listed = with_fids(layer);
    for (Rejected& one : listed) report.reject(layer.shown, one.fid, std::move(one.reason));
    report.rejected += rejected - listed.size();
    report.check_placement(placement, layer.shown);
    if (matched == 0)
        report.notes.push_back(fmt::format("{}: no feature meets where = \"{}\"", layer.shown, config.where));
}

FootprintReader::FootprintReader(const ProviderConfig& config, const Grid& grid)
    : m_state{std::make_unique<State>(config, grid)} {}
FootprintReader::~FootprintReader() = default;

bool FootprintReader::read(std::size_t lanes, const Submit& submit, const FootprintSink& sink) {
    gdal::initialise();
    m_state->sink = sink;
    try {
        for (const std::string& path : m_state->config.footprints) {
            for (const std::string& name : gdal::vector_sources(path)) {
                if (m_state->has_failed()) return false;
                m_state->read_layer(name, lanes, submit);
            }
        }
    } catch (const Error&) {
        m_state->failure = std::current_exception();
    }
    return !m_state->failure && !m_state->has_failed();
}

ProviderReport FootprintReader::report() const {
    ProviderReport report;
    DatumNotes datums;
    for (const LayerReport& layer : m_state->layers) {
        datums.add(layer.datum, layer.shown);
        m_state->add_to(report, layer);
    }
    if (m_state->failure) std::rethrow_exception(m_state->failure);
    datums.append_to(report.notes);
    report.check_bad_rows(m_state->config);
    return report;
}

ProviderReport read_footprints(const ProviderConfig& config, const Grid& grid,
                               const std::function<void(PolygonSet&)>& sink) {
    FootprintReader reader{config, grid};
    reader.read(
        1, [](const auto& work) { work(0); },
        [&](std::size_t, std::size_t, PolygonSet& polygons) { sink(polygons); });
    return reader.report();
}

}  // namespace amaneku::io
