#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace amaneku::terrain {

/// Where the posts of a source are: rows from the north, columns from the west.
struct PostGrid {
    double west = 0.0;    ///< longitude of the first column's posts: for pixels their centres
    double north = 0.0;   ///< latitude of the first row's posts
    double step_x = 0.0;  ///< degrees eastward, above 0
    double step_y = 0.0;  ///< degrees southward, above 0
    std::int32_t columns = 0;
    std::int32_t rows = 0;
};

/// A rectangle of posts.
struct PostBlock {
    std::int32_t column = 0;
    std::int32_t row = 0;
    std::int32_t columns = 0;
    std::int32_t rows = 0;
};

/// Something the user should know of posts.
struct PostRemark {
    std::string text;         ///< the same for the same thing, so that posts of all tiles can be counted
    std::uint64_t posts = 0;  ///< how many it concerns
};

/// Posts that were read.
struct TilePosts {
    std::vector<float> heights;  ///< row by row; NaN: unknown
    std::vector<PostRemark> remarks;
};

/// Something with heights (or clutter heights, or classes) at regular posts, read a tile at a time.
struct TileSource {
    std::string name;  ///< as shown to users
    PostGrid grid;
    std::int32_t tile_columns = 0;  ///< the shape in which it is read; the last tiles may be smaller
    std::int32_t tile_rows = 0;
    /// Called from any thread, by several at once. @throws Error (Errc::input) where the file is damaged
    std::function<TilePosts(const PostBlock&)> read;
};

}  // namespace amaneku::terrain
