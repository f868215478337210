#include "app/run_cache.hpp"

#include "app/calibration_step.hpp"
#include "core/radio_text.hpp"
#include "core/version.hpp"
#include "gdal/vsi.hpp"
#include "io/cache_file.hpp"
#include "io/digest.hpp"
#include "io/packed.hpp"
#include "proj/geodesic.hpp"
#include <amaneku/error.hpp>

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <filesystem>
#include <new>
#include <utility>

namespace amaneku {

namespace fs = std::filesystem;
using io::Packer;
using io::Unpacker;

// How values lie in the files. Whatever changes here or in a reader's results raises `layout_version`.
namespace {
constexpr std::uint32_t layout_version = 3;
}

static void pack(Packer& to, const Issue& v) {
    to.put(v.kind);
    to.put(v.file);
    to.put(v.place);
    to.put(v.reason);
    to.put(v.people);
}
static void unpack(Unpacker& from, Issue& v) {
    from.get(v.kind);
    from.get(v.file);
    from.get(v.place);
    from.get(v.reason);
    from.get(v.people);
}

static void pack(Packer& to, const Grid& v) {
    to.put(static_cast<std::uint8_t>(v.level() ? 1 : 0));
    to.put(v.level().value_or(MeshLevel::first));
    to.put(v.frame());
    to.put(v.columns());
    to.put(v.rows());
    to.put(v.crs());
    to.put(static_cast<std::uint8_t>(v.is_geographic() ? 1 : 0));
}
static void unpack(Unpacker& from, Grid& v) {
    std::uint8_t is_mesh = 0;
    std::uint8_t is_geographic = 0;
    MeshLevel level{};
    Grid::Frame frame;
    std::int32_t columns = 0;
    std::int32_t rows = 0;
    std::string crs;
    from.get(is_mesh);
    from.get(level);
    from.get(frame);
    from.get(columns);
    from.get(rows);
    from.get(crs);
    from.get(is_geographic);
    if (!from.is_good()) return;
    v = is_mesh != 0 ? Grid::mesh(level)
                     : Grid::raster(frame.origin, frame.cell_width, frame.cell_height, columns, rows, crs,
                                    is_geographic != 0);
}

static void pack(Packer& to, const Population& v) {
    to.put(v.grid);
    to.put(v.cells);
    to.put(v.weight_names);
    to.put(v.weights);
    to.put(v.estimated);
    to.put(v.sources);
    to.put(v.rows_read);
    to.put(v.rows_rejected);
    to.put(v.issues);
    to.put(v.notes);
    to.put(v.cut_by_prefecture);
}
static void unpack(Unpacker& from, Population& v) {
    from.get(v.grid);
    from.get(v.cells);
    from.get(v.weight_names);
    from.get(v.weights);
    from.get(v.estimated);
    from.get(v.sources);
    from.get(v.rows_read);
    from.get(v.rows_rejected);
    from.get(v.issues);
    from.get(v.notes);
    from.get(v.cut_by_prefecture);
}

static void pack(Packer& to, const Zone& v) {
    for (const std::string* text :
         {&v.code, &v.name, &v.prefecture_code, &v.prefecture, &v.city_code, &v.city})
        to.put(*text);
    to.put(static_cast<std::uint8_t>(v.reported ? 1 : 0));
}
static void unpack(Unpacker& from, Zone& v) {
    for (std::string* text : {&v.code, &v.name, &v.prefecture_code, &v.prefecture, &v.city_code, &v.city})
        from.get(*text);
    std::uint8_t reported = 0;
    from.get(reported);
    v.reported = reported != 0;
}

static void pack(Packer& to, const PolygonSet& v) {
    to.put(v.points);
    to.put(v.ring_begin);
    to.put(v.part_begin);
}
static void unpack(Unpacker& from, PolygonSet& v) {
    from.get(v.points);
    from.get(v.ring_begin);
    from.get(v.part_begin);
}

static void pack(Packer& to, const ZoneTable& v) {
    to.put(v.zones);
    to.put(v.polygons);
    to.put(v.part_zone);
    to.put(v.issues);
    to.put(v.notes);
    to.put(v.warnings);
}
static void unpack(Unpacker& from, ZoneTable& v) {
    from.get(v.zones);
    from.get(v.polygons);
    from.get(v.part_zone);
    from.get(v.issues);
    from.get(v.notes);
    from.get(v.warnings);
}

static void pack(Packer& to, const SiteTable& v) {
    to.put(v.id);
    for (const auto* column : {&v.lon, &v.lat, &v.radius_m, &v.azimuth, &v.beamwidth}) to.put(*column);
}
static void unpack(Unpacker& from, SiteTable& v) {
    from.get(v.id);
    for (auto* column : {&v.lon, &v.lat, &v.radius_m, &v.azimuth, &v.beamwidth}) from.get(*column);
}

static void pack(Packer& to, const ModelledArea& v) {
    to.put(v.polygons);
    to.put(v.part_id);
    to.put(v.part_level);
    to.put(v.features.of);
    to.put(v.method_ja);
    to.put(v.method_en);
}
static void unpack(Unpacker& from, ModelledArea& v) {
    from.get(v.polygons);
    from.get(v.part_id);
    from.get(v.part_level);
    from.get(v.features.of);
    from.get(v.method_ja);
    from.get(v.method_en);
}

static void pack(Packer& to, const CalibrationLine& v) {
    for (const std::string* text : {&v.prefecture_code, &v.prefecture, &v.band, &v.year, &v.source})
        to.put(*text);
    to.put(v.level);
    to.put(v.factor);
    for (const Amount rate : {v.rate_before, v.rate_after, v.published})
        to.put(static_cast<std::int64_t>(rate));  // percent: 1e11 at most
    to.put(v.stations);
    to.put(v.status);
}
static void unpack(Unpacker& from, CalibrationLine& v) {
    for (std::string* text : {&v.prefecture_code, &v.prefecture, &v.band, &v.year, &v.source})
        from.get(*text);
    from.get(v.level);
    from.get(v.factor);
    for (Amount* rate : {&v.rate_before, &v.rate_after, &v.published}) {
        std::int64_t packed = 0;
        from.get(packed);
        *rate = packed;
    }
    from.get(v.stations);
    from.get(v.status);
}

namespace app {

static void pack(Packer& to, const FilesFound& v) {
    to.put(static_cast<std::uint8_t>(v.were_read ? 1 : 0));
    to.put(v.taken);
    to.put(v.issues);
    to.put(v.notes);
}
static void unpack(Unpacker& from, FilesFound& v) {
    std::uint8_t were_read = 0;
    from.get(were_read);
    v.were_read = were_read != 0;
    from.get(v.taken);
    from.get(v.issues);
    from.get(v.notes);
}

static void pack(Packer& to, const ProviderFound& v) {
    to.put(v.area);
    to.put(v.model_files);
    to.put(v.sites);
    to.put(v.footprints);
    to.put(v.site_files);
    to.put(v.calibration);
    to.put(v.out_of_reach);
}
static void unpack(Unpacker& from, ProviderFound& v) {
    from.get(v.area);
    from.get(v.model_files);
    from.get(v.sites);
    from.get(v.footprints);
    from.get(v.site_files);
    from.get(v.calibration);
    from.get(v.out_of_reach);
}

static void pack(Packer& to, const CachedPieces& v) {
    to.put(v.land);
    to.put(v.piece_begin);
    to.put(v.piece_zone);
    to.put(v.piece_area);
    to.put(v.piece_centre);
    to.put(v.zones_out_of_reach);
}
static void unpack(Unpacker& from, CachedPieces& v) {
    from.get(v.land);
    from.get(v.piece_begin);
    from.get(v.piece_zone);
    from.get(v.piece_area);
    from.get(v.piece_centre);
    from.get(v.zones_out_of_reach);
}

static void pack(Packer& to, const CachedService& v) {
    to.put(v.layer_count);
    to.put(v.fraction);
    to.put(v.centre);
    to.put(v.land_fraction);
    to.put(v.piece_fraction);
    to.put(v.providers);
}
static void unpack(Unpacker& from, CachedService& v) {
    from.get(v.layer_count);
    from.get(v.fraction);
    from.get(v.centre);
    from.get(v.land_fraction);
    from.get(v.piece_fraction);
    from.get(v.providers);
}

namespace {

/// Kinds of files whose content lies in others too.
constexpr std::array many_files{".vrt", ".gdb", ".gti"};
/// Endings of files beside a file that are read with it.
constexpr std::array companions{".shx", ".dbf", ".prj", ".cpg",     ".qpj", ".cst", ".csvt",
                                ".gfs", ".xsd", ".tfw", ".wld",     ".mid", ".dat", ".map",
                                ".id",  ".ind", ".hdr", ".aux.xml", ".ovr", ".msk"};

}  // namespace

/// Everything that a result depends on, put together.
class RunCache::Key {
public:
    Key(RunCache& cache, std::string_view kind) : m_cache{cache} {
        m_parts.put(kind);
        m_parts.put(layout_version);
        m_parts.put(version);
        m_parts.put(gdal::version());
        m_parts.put(proj::version());
    }
    template <typename T>
    Key& add(const T& value) {
        m_parts.put(value);
        return *this;
    }
    /// A file by name and bytes, with those that are read beside it.
    Key& add_file(const std::string& name) {
        const std::size_t zip = name.find(".zip/");
        const fs::path path = zip == std::string::npos ? name : name.substr(0, zip + 4);
        add_bytes(path, name);
        for (const char* ending : many_files) m_has_all = m_has_all && path.extension() != ending;
        for (const char* ending : companions) {
            fs::path beside = path;
            for (const fs::path& other :
                 {fs::path{path.string() + ending}, beside.replace_extension(ending)}) {
                std::error_code ignored;
                if (other != path && fs::is_regular_file(other, ignored)) add_bytes(other, other.string());
            }
        }
        std::error_code ignored;
        if (fs::exists(path.string() + "-wal", ignored)) m_has_all = false;  // a database at work
        return *this;
    }
    Key& add_files(const std::vector<std::string>& names) {
        m_parts.put(static_cast<std::uint64_t>(names.size()));
        for (const std::string& name : names) add_file(name);
        return *this;
    }
    [[nodiscard]] std::string text() const { return m_has_all ? io::sha256(m_parts.bytes()) : std::string{}; }

private:
    void add_bytes(const fs::path& path, const std::string& name) {
        std::error_code ignored;
        const InputFile file = m_cache.digest("", path.string());
        m_has_all = m_has_all && fs::is_regular_file(path, ignored) && !file.sha256.empty();
        m_parts.put(name);
        m_parts.put(file.size);
        m_parts.put(file.sha256);
    }

    RunCache& m_cache;
    Packer m_parts;
    bool m_has_all = true;
};

RunCache::RunCache(std::string folder, Messages& messages)
    : m_folder{std::move(folder)}, m_messages{messages} {
    if (m_folder.empty()) return;
    std::error_code error;
    fs::create_directories(m_folder, error);
    if (error) {
        m_messages.warn(fmt::format("{}: the cache's folder cannot be made: {}; the run goes on without",
                                    m_folder, error.message()));
        m_folder.clear();
        return;
    }
    load_digests();
}

std::optional<RunCache::Stamp> RunCache::stamp_of(const std::string& path) {
    struct stat s {};
    if (::stat(path.c_str(), &s) != 0 || !S_ISREG(s.st_mode)) return std::nullopt;
    return Stamp{s.st_dev,         s.st_ino,          static_cast<std::uint64_t>(s.st_size),
                 s.st_mtim.tv_sec, s.st_mtim.tv_nsec, s.st_ctim.tv_sec,
                 s.st_ctim.tv_nsec};
}

InputFile RunCache::digest(const std::string& role, const std::string& path) {
    const std::size_t zip = path.find(".zip/");
    const std::string file = zip == std::string::npos ? path : path.substr(0, zip + 4);
    const auto stamp = is_on() ? stamp_of(file) : std::nullopt;
    if (stamp) {
        m_used.insert(file);
        const auto known = m_known.find(file);
        if (known != m_known.end() && known->second.stamp == *stamp)
            return {role, path, stamp->size, known->second.sha256, {}, {}, {}};
    }
    InputFile out = io::digest(role, path);
    // A file that was changed just now may change again within the clock's step.
    constexpr std::int64_t settled_s = 3;
    if (stamp && stamp == stamp_of(file)) {
        m_known[file] = {*stamp, out.sha256};
        if (std::time(nullptr) - stamp->changed_s > settled_s) m_new_digests = true;
    }
    return out;
}

void RunCache::load_digests() {
    const std::string key = io::sha256(fmt::format("digests {}", layout_version));
    const io::CacheFile file = io::read_cache_file(path_of("digests", ""), key);
    if (!file.problem.empty()) {
        m_messages.info(fmt::format("{}: {}; it is made anew", path_of("digests", ""), file.problem));
        return;
    }
    if (!file.is_good) return;
    Unpacker from{file.payload()};
    std::uint64_t count = 0;
    from.get(count);
    for (std::uint64_t i = 0; i < count && from.is_good(); ++i) {
        std::string path;
        Known known;
        from.get(path);
        from.get(known.stamp);
        from.get(known.sha256);
        m_known[path] = known;
    }
    if (!from.is_done()) m_known.clear();
}

void RunCache::keep_digests() {
    if (!is_on() || !m_new_digests) return;
    constexpr std::int64_t settled_s = 3;
    const std::time_t now = std::time(nullptr);
    std::erase_if(m_known, [&](const auto& known) {
        return now - known.second.stamp.changed_s <= settled_s || stamp_of(known.first) != known.second.stamp;
    });
    Packer to;
    to.put(static_cast<std::uint64_t>(m_known.size()));
    for (const auto& [path, known] : m_known) {
        to.put(path);
        to.put(known.stamp);
        to.put(known.sha256);
    }
    write(path_of("digests", ""), io::sha256(fmt::format("digests {}", layout_version)), to.bytes());
}

bool RunCache::inputs_are_as_they_were() const {
    return std::all_of(m_used.begin(), m_used.end(), [&](const std::string& path) {
        const auto known = m_known.find(path);
        return known != m_known.end() && stamp_of(path) == known->second.stamp;
    });
}

std::string RunCache::population_key(const PopulationConfig& config) {
    if (!is_on()) return {};
    Key key{*this, "population"};
    key.add(config.format)
        .add(config.level)
        .add(config.code_column)
        .add(config.year)
        .add(config.max_bad_rows);
    key.add(static_cast<std::uint64_t>(config.columns.size()));
    for (const WeightColumn& c : config.columns) key.add(c.weight).add(c.column);
    return key.add_files(config.files).text();
}

std::string RunCache::zones_key(const ZonesConfig& config, const Grid& grid) {
    if (!is_on()) return {};
    Key key{*this, "zones"};
    key.add(grid).add(config.code).add(config.name).add(config.report).add(config.wards);
    return key.add_files(config.files).text();
}

std::string RunCache::pieces_key(const Population& population, const ZoneTable& zones) {
    if (!is_on()) return {};
    Key key{*this, "pieces"};
    Packer shape;  // the bytes, so that other weights or names of zones do not matter
    shape.put(population.cells);
    shape.put(zones.polygons);
    shape.put(zones.part_zone);
    key.add(population.grid).add(io::sha256(shape.bytes()));
    return key.add(static_cast<std::uint64_t>(zones.zones.size())).text();
}

void RunCache::add_fiber(Key& key, const FiberConfig& fiber, const ZoneTable& zones) {
    const CableConfig& cables = fiber.cables;
    const ClosureConfig& closures = fiber.closures;
    const TownConfig& towns = fiber.towns;
    key.add(cables.distance_m).add(cables.distance_column).add_files(cables.files);
    key.add(closures.drop_m).add(closures.drop_column).add(closures.roads_where);
    key.add(closures.drop_to_road_m).add(closures.road_width_m);
    key.add_files(closures.files).add_files(closures.roads);
    key.add(towns.served).add(towns.served_rate).add(towns.unit).add(towns.served_at);
    key.add(towns.code_column).add(towns.prefecture_column).add(towns.city_column);
    key.add_files(towns.areas).add_files(towns.points);
    key.add(fiber.id_column).add(fiber.lon_column).add(fiber.lat_column).add(fiber.given);
    if (towns.points.empty()) return;
    for (const Zone& zone : zones.zones) key.add(zone.code).add(zone.name).add(zone.prefecture);
}

void RunCache::add_radio(Key& key, const SiteColumns& columns, const RadioConfig& radio) {
    key.add(radio_key(radio));
    const SiteColumns& c = columns;
    for (const std::string* column : {&c.band, &c.type, &c.frequency_mhz, &c.bandwidth_mhz, &c.power_dbm,
                                      &c.gain_dbi, &c.feeder_loss_db, &c.height_m, &c.tilt})
        key.add(*column);
    key.add_files(radio.terrain).add_files(radio.land_cover);
    if (!radio.clutter.empty()) key.add_file(radio.clutter);
    if (radio.calibration) key.add_file(radio.calibration->file);
}

/// What a computed rate depends on beside footprints: people, zones, how they share cells, the rule.
void RunCache::add_counting(Key& key, const RunResult& run, std::size_t service) {
    Packer people;
    people.put(run.population.weight_names);
    people.put(run.population.weights);
    if (!run.cell_counted.empty()) people.put(run.cell_counted[service]);
    key.add(io::sha256(people.bytes()));
    for (const Zone& zone : run.zones.zones)
        key.add(zone.code)
            .add(zone.prefecture_code)
            .add(zone.prefecture)
            .add(static_cast<std::uint8_t>(zone.reported ? 1 : 0));
    const ZonesConfig& zones = run.config.zones;
    key.add(zones.assign).add(zones.extent).add(zones.nearest_m).add_files(zones.list);
    key.add(static_cast<std::uint8_t>(zones.calibrate ? 1 : 0));
    key.add(static_cast<std::int32_t>(zones.calibrate_reach));
    if (zones.calibrate && zones.census)
        key.add(zones.census->code)
            .add(zones.census->population)
            .add(zones.census->households)
            .add_file(zones.census->file);
    const RuleProfile& profile = run.config.services[service].profile;
    key.add(profile.weight).add(profile.rule).add(profile.threshold).add(profile.area).add(profile.cells);
    key.add(static_cast<std::uint8_t>(profile.strict ? 1 : 0));
    key.add(static_cast<std::int32_t>(profile.decimals));
}

std::string RunCache::service_key(const std::string& pieces_key, const RunResult& run, std::size_t number,
                                  bool land_fraction, int other_k) {
    if (!is_on() || pieces_key.empty()) return {};
    const ServiceConfig& service = run.config.services[number];
    const ZoneTable& zones = run.zones;
    const Date as_of = run.config.as_of;
    Key key{*this, "service"};
    const bool k_of_n = service.profile.combine == Combine::k_of_n;
    key.add(pieces_key).add(static_cast<std::int32_t>(k_of_n ? service.profile.k : 0));
    if (other_k > 0) key.add(static_cast<std::int32_t>(-other_k));
    key.add(static_cast<std::uint8_t>(land_fraction ? 1 : 0)).add(as_of);
    for (const ProviderConfig& p : service.providers) {
        const SiteColumns& c = p.columns;
        key.add(p.id).add(p.where).add(p.radius_m).add(p.beamwidth).add(p.segments).add(p.max_bad_rows);
        for (const std::string* column : {&c.id, &c.lon, &c.lat, &c.azimuth, &c.beamwidth, &c.radius_m,
                                          &c.status, &c.planned, &c.on_air, &c.until})
            key.add(*column);
        key.add(static_cast<std::uint8_t>(p.counts_planned ? 1 : 0));
        if (p.radio) add_radio(key, c, *p.radio);
        key.add(c.given).add_files(p.footprints).add_files(p.sites);
        if (p.fiber) add_fiber(key, *p.fiber, zones);
        if (is_calibrated(p)) add_counting(key, run, number);
    }
    return key.text();
}

std::string RunCache::path_of(std::string_view kind, const std::string& key) const {
    constexpr std::size_t enough = 32;
    return (fs::path{m_folder} / (key.empty() ? fmt::format("{}.bin", kind)
                                              : fmt::format("{}-{}.bin", kind, key.substr(0, enough))))
        .string();
}

template <typename T>
std::optional<T> RunCache::load(std::string_view kind, const std::string& key) {
    if (key.empty()) return std::nullopt;
    const std::string path = path_of(kind, key);
    const io::CacheFile file = io::read_cache_file(path, key);
    std::string problem = file.problem;
    if (file.is_good) {
        T value;
        Unpacker from{file.payload()};
        from.get(value);
        if (from.is_done()) return value;
        problem = "does not hold what it should";
    }
    if (!problem.empty()) m_messages.info(fmt::format("{}: {}; it is made anew", path, problem));
    return std::nullopt;
}

template <typename T>
void RunCache::store(std::string_view kind, const std::string& key, const T& value) {
    if (key.empty() || !inputs_are_as_they_were()) return;
    Packer to;
    to.put(value);
    write(path_of(kind, key), key, to.bytes());
}

void RunCache::write(const std::string& path, std::string_view key, std::string_view payload) {
    try {
        io::write_cache_file(path, key, payload);
    } catch (const Error& error) {
        if (!m_warned)
            m_messages.warn(fmt::format("{}: {}; the run goes on without", error.where(), error.what()));
        m_warned = true;
    }
}

std::optional<Population> RunCache::population(const std::string& key) {
    return load<Population>("population", key);
}
std::optional<ZoneTable> RunCache::zones(const std::string& key) {
    return load<ZoneTable>("zones", key);
}
std::optional<CachedPieces> RunCache::pieces(const std::string& key) {
    return load<CachedPieces>("pieces", key);
}
std::optional<CachedService> RunCache::service(const std::string& key) {
    return load<CachedService>("service", key);
}
void RunCache::keep(const std::string& key, const Population& population) {
    store("population", key, population);
}
void RunCache::keep(const std::string& key, const ZoneTable& zones) {
    store("zones", key, zones);
}
void RunCache::keep(const std::string& key, const CachedPieces& pieces) {
    store("pieces", key, pieces);
}
void RunCache::keep(const std::string& key, const CachedService& service) {
    store("service", key, service);
}

}  // namespace app

}  // namespace amaneku
