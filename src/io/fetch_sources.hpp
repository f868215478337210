#pragma once

#include "io/http_download.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace amaneku::io {

/// What stands in a source's addresses and file names for the code of a first mesh, and of a prefecture.
inline constexpr std::string_view mesh1_place = "{mesh1}";
inline constexpr std::string_view pref_place = "{pref}";

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

/// The table of sources: `given` where it is not empty, else `sources.toml` in the first of config_dirs()
/// that has it.
/// @throws Error (Errc::configuration) where there is none
[[nodiscard]] std::string find_sources_file(const std::string& given);

/// @throws Error (Errc::configuration) that lists everything wrong with the file
[[nodiscard]] FetchSources read_fetch_sources(const std::string& path);

}  // namespace amaneku::io
