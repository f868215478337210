#pragma once

#include "io/fetch_sources.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace amaneku::io {

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

/// The plan for prefectures given as code (`42`), name (`長崎県`, `長崎`) or romaji (`nagasaki`), in any
/// order.
/// @throws Error (Errc::usage) for one that is not in the table
[[nodiscard]] FetchPlan plan_fetch(const FetchSources& sources, const std::vector<std::string>& prefectures,
                                   const std::string& directory);

}  // namespace amaneku::io
