#include "terrain/land_cover.hpp"

#include "terrain/mosaic.hpp"

#include <utility>

namespace amaneku::terrain {

struct LandCover::State {
    Mosaic mosaic;
    std::string digest;
};

LandCover::LandCover(std::vector<TileSource> sources, std::string digest, std::size_t memory)
    : m_state{new State{{std::move(sources), Resampling::nearest, memory, 0.0}, std::move(digest)}} {}

LandCover::~LandCover() = default;
LandCover::LandCover(LandCover&&) noexcept = default;
LandCover& LandCover::operator=(LandCover&&) noexcept = default;

ClutterWindow LandCover::window(const Box& box) const {
    HeightWindow posts = m_state->mosaic.window(box);
    return {posts.west,
            posts.north,
            posts.step_x,
            posts.step_y,
            posts.columns,
            posts.rows,
            std::move(posts.heights)};
}

std::string LandCover::digest() const {
    return m_state->digest;
}

std::vector<Issue> LandCover::issues() const {
    return m_state->mosaic.issues();
}

}  // namespace amaneku::terrain
