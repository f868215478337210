#pragma once

#include "core/progress.hpp"
#include "io/http_download.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace amaneku::io {

/// A data set that can be fetched file by file.
struct FetchSource {
    std::string id;
    std::string title;
    std::string page;  ///< where a person finds the files
    std::string attribution;
    std::string licence;
    std::string date;
    std::string url;   ///< with {mesh1} or {pref}
    std::string file;  ///< where it goes, in the data folder; with the same
    std::uint64_t minimal_bytes = 0;
    std::vector<std::pair<std::string, std::string>>
        columns;  ///< weight and column; empty: the format's defaults
};

struct FetchPrefecture {
    std::string code;  ///< two digits
    std::string name;
    std::string romaji;
    std::vector<std::string> mesh1;       ///< first meshes that cover it
    std::vector<std::string> neighbours;  ///< codes of prefectures that may share a cell with it
};

/// The table of sources, `configs/sources.toml`.
struct FetchSources {
    std::string path;  ///< of the file itself
    HttpSettings http;
    FetchSource population;
    FetchSource zones;
    std::vector<FetchPrefecture> prefectures;
};

/// One file to download.
struct FetchItem {
    std::string url;
    std::string file;    ///< relative to the data folder
    std::string target;  ///< with the data folder
    std::string page;
    std::uint64_t minimal_bytes = 0;
};

/// What a configuration of some prefectures needs.
struct FetchPlan {
    std::string directory;
    std::vector<FetchPrefecture> prefectures;  ///< to be reported, by code
    std::vector<FetchPrefecture> neighbours;   ///< whose boundaries are needed too, by code
    std::vector<FetchItem> population;         ///< by first mesh
    std::vector<FetchItem> zones;              ///< those of `prefectures`, then those of `neighbours`

    [[nodiscard]] std::vector<FetchItem> items() const;
};

struct FetchFailure {
    FetchItem item;
    DownloadProblem problem;
};

struct FetchResult {
    std::size_t present = 0;  ///< were there and sound already
    std::size_t fetched = 0;
    std::vector<FetchFailure> failures;  ///< in the order of the plan
};

/// Calls come from any thread, but never two at once.
struct FetchHooks {
    Progress progress;                             ///< files done; may throw to stop
    std::function<void(const std::string&)> note;  ///< what was found, came or is tried again
};

/// What became of the configuration file.
enum class FetchConfig : std::uint8_t { written, same, kept };

/// The table of sources: `given` where it is not empty, else `sources.toml` in the first of config_dirs()
/// that has it.
/// @throws Error (Errc::configuration) where there is none
[[nodiscard]] std::string find_sources_file(const std::string& given);

/// @throws Error (Errc::configuration) that lists everything wrong with the file
[[nodiscard]] FetchSources read_fetch_sources(const std::string& path);

/// The plan for prefectures given as code (`42`), name (`長崎県`, `長崎`) or romaji (`nagasaki`), in any
/// order.
/// @throws Error (Errc::usage) for one that is not in the table
[[nodiscard]] FetchPlan plan_fetch(const FetchSources& sources, const std::vector<std::string>& prefectures,
                                   const std::string& directory);

/// What keeps a file from being used: too small, a page instead of a zip, a damaged zip; nothing where it is
/// sound.
[[nodiscard]] std::optional<DownloadProblem> file_problem(const std::string& path,
                                                          std::uint64_t minimal_bytes);

/// Downloads what is not there yet or not sound, `jobs` files at once. A file that does not come does not
/// stop the others.
/// @throws Error (Errc::output) when the folder or a file cannot be written, and what the hooks throw
[[nodiscard]] FetchResult run_fetch(const FetchPlan& plan, const HttpSettings& http, int jobs,
                                    const FetchHooks& hooks);

/// `amaneku-42.toml` in the plan's folder; the codes of several prefectures are joined by `-`.
[[nodiscard]] std::string fetch_config_path(const FetchPlan& plan);

/// The text of a configuration over the plan's files; it lacks only a service, of which it holds an example
/// in comments.
[[nodiscard]] std::string fetch_config_text(const FetchSources& sources, const FetchPlan& plan);

/// Writes the configuration, but never over one that reads differently: that may have been worked on.
/// @throws Error (Errc::output)
[[nodiscard]] FetchConfig write_fetch_config(const FetchSources& sources, const FetchPlan& plan);

}  // namespace amaneku::io
