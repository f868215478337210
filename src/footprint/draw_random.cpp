#include "footprint/draw_random.hpp"

namespace amaneku::footprint {

namespace {

/// FNV-1a, which is the same everywhere; std::hash is not.
std::uint64_t hash_of(std::string_view text) noexcept {
    std::uint64_t hash = 0xcbf29ce484222325ULL;
    for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
    return hash;
}

}  // namespace

DrawRandom draw_random(std::uint64_t seed, std::uint64_t draw, std::string_view provider,
                       std::string_view municipality) noexcept {
    std::uint64_t state = DrawRandom::mixed(seed + 0x9e3779b97f4a7c15ULL);
    for (const std::uint64_t part : {draw, hash_of(provider), hash_of(municipality)})
        state = DrawRandom::mixed(state + 0x9e3779b97f4a7c15ULL + part);
    return DrawRandom{state};
}

}  // namespace amaneku::footprint
