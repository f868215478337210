#pragma once

#include "terrain/tile_source.hpp"
#include <amaneku/issue.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace amaneku::io {

/// What the head of an elevation file of GSI's 基盤地図情報 (JPGIS as GML: `FG-GML-5339-46-DEM10B-….xml`)
/// says.
struct JpgisHead {
    terrain::PostGrid grid;  ///< posts are the centres of the cells
    std::int64_t low_column = 0;
    std::int64_t low_row = 0;
    std::string mesh;         ///< `533946`; empty where the file names none
    std::string datum;        ///< `jgd2011`, as the file has it; empty where it names none
    std::string cut_problem;  ///< what the XML reader says of the text; empty where it is whole and sound
};

/// Reads what stands before the heights, from the first bytes of a file or from all of it.
/// @param shown   the file, for messages
/// @param issues  gets what disagrees without making the heights useless
/// @throws Error (Errc::input): no such file, mesh, envelope and grid that disagree, Tokyo datum
[[nodiscard]] JpgisHead read_jpgis_head(std::string_view text, const std::string& shown, bool is_whole,
                                        std::vector<Issue>& issues);

/// Reads the heights of a whole file on the grid of its head.
///
/// Posts before the start point, after a list that ends early, of type データなし and of -9999 are unknown;
/// 海水面 without a height is 0 m, 海水底面 too, for waves run over the water; 内水底面 is unknown, for the
/// level of the lake is not in the file. Types that the specification has not are taken with a remark.
/// @throws Error (Errc::input): cut off, damaged, more heights than posts, a tuple that is none, another
/// order
[[nodiscard]] terrain::TilePosts read_jpgis_posts(std::string_view text, const std::string& shown,
                                                  const JpgisHead& head);

/// What a file's name says: `FG-GML-5339-46-00-DEM5A-20161001.xml`.
struct JpgisName {
    std::string mesh;     ///< `53394600`
    std::string product;  ///< `DEM5A`
    std::string date;     ///< `20161001`

    /// Nothing is empty but perhaps the date where the name is one of GSI's elevation files.
    explicit JpgisName(std::string_view path);
    [[nodiscard]] bool is_dem() const noexcept { return !mesh.empty() && !product.empty(); }
};

}  // namespace amaneku::io
