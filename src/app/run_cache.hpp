#pragma once

#include "app/binning.hpp"
#include "app/messages.hpp"
#include "core/result.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace amaneku::app {

/// What cells and zones alone decide of the measures.
struct CachedPieces {
    std::vector<double> land;
    std::vector<std::uint64_t> piece_begin;
    std::vector<std::uint32_t> piece_zone;
    std::vector<double> piece_area;
    std::vector<std::uint8_t> piece_centre;
    std::uint64_t zones_out_of_reach = 0;
};

/// The measures of one service, and what was found in its files.
struct CachedService {
    std::uint32_t layer_count = 0;
    std::vector<double> fraction;  ///< as in Measures, of the service's layers alone
    std::vector<std::uint8_t> centre;
    std::vector<double> land_fraction;
    std::vector<double> piece_fraction;
    std::vector<ProviderFound> providers;
};

/// Intermediate results of runs in a folder, kept by what they were made from: bytes of the inputs, the keys
/// of the configuration that matter, versions of the program and its libraries. Nothing that is in the folder
/// or goes wrong with it can change a result: what does not fit is told of, made anew and written again.
class RunCache {
public:
    /// @param folder  empty: nothing is kept
    RunCache(std::string folder, Messages& messages);

    [[nodiscard]] bool is_on() const noexcept { return !m_folder.empty(); }

    /// Size and SHA-256 of a file; those of a file that is as it was in an earlier run are remembered.
    [[nodiscard]] InputFile digest(const std::string& role, const std::string& path);
    /// Writes down the digests of this run.
    void keep_digests();

    // Keys; empty where something is read that has no digest (a database, an address, a folder).
    [[nodiscard]] std::string population_key(const PopulationConfig& config);
    [[nodiscard]] std::string zones_key(const ZonesConfig& config, const Grid& grid);
    [[nodiscard]] std::string pieces_key(const Population& population, const ZoneTable& zones);
    /// @param service  of the run's configuration
    [[nodiscard]] std::string service_key(const std::string& pieces_key, const RunResult& run,
                                          std::size_t service, bool land_fraction, int other_k);

    [[nodiscard]] std::optional<Population> population(const std::string& key);
    [[nodiscard]] std::optional<ZoneTable> zones(const std::string& key);
    [[nodiscard]] std::optional<CachedPieces> pieces(const std::string& key);
    [[nodiscard]] std::optional<CachedService> service(const std::string& key);
    void keep(const std::string& key, const Population& population);
    void keep(const std::string& key, const ZoneTable& zones);
    void keep(const std::string& key, const CachedPieces& pieces);
    void keep(const std::string& key, const CachedService& service);

private:
    /// A file as the file system knows it.
    struct Stamp {
        std::uint64_t device = 0, inode = 0, size = 0;
        std::int64_t modified_s = 0, modified_ns = 0, changed_s = 0, changed_ns = 0;

        friend bool operator==(const Stamp&, const Stamp&) = default;
    };
    struct Known {
        Stamp stamp;
        std::string sha256;
    };
    class Key;
    static void add_radio(Key& key, const SiteColumns& columns, const RadioConfig& radio);

    static void add_counting(Key& key, const RunResult& run, std::size_t service);
    static void add_fiber(Key& key, const FiberConfig& fiber, const ZoneTable& zones);
    [[nodiscard]] static std::optional<Stamp> stamp_of(const std::string& path);
    template <typename T>
    [[nodiscard]] std::optional<T> load(std::string_view kind, const std::string& key);
    template <typename T>
    void store(std::string_view kind, const std::string& key, const T& value);
    void write(const std::string& path, std::string_view key, std::string_view payload);
    [[nodiscard]] std::string path_of(std::string_view kind, const std::string& key) const;
    void load_digests();
    /// Whether no file has changed since its digest was made: else what was read may not be what the key
    /// says.
    [[nodiscard]] bool inputs_are_as_they_were() const;

    std::string m_folder;
    Messages& m_messages;
    bool m_warned = false;
    bool m_new_digests = false;
    std::map<std::string, Known> m_known;  ///< by path
    std::set<std::string> m_used;          ///< paths that this run asked for
};

}  // namespace amaneku::app
