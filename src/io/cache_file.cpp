#include "io/cache_file.hpp"

#include "io/atomic_file.hpp"
#include "io/packed.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <fstream>

namespace amaneku::io {

namespace {

constexpr std::string_view magic = "amaneku\n";
constexpr std::uint32_t format_version = 1;
constexpr std::size_t key_size = 64;

/// Finds damage, not malice: four lanes of multiply and rotate.
std::uint64_t sum_of(std::string_view bytes) noexcept {
    constexpr std::uint64_t odd = 0x9e3779b97f4a7c15ULL;
    constexpr std::size_t word = sizeof(std::uint64_t);
    std::array<std::uint64_t, 4> lanes{1, 2, 3, 4};
    const auto mix = [&](std::size_t lane, std::uint64_t value) {
        lanes[lane] = std::rotl((lanes[lane] ^ value) * odd, 29);
    };
    std::size_t at = 0;
    for (; at + 4 * word <= bytes.size(); at += 4 * word) {
        for (std::size_t lane = 0; lane < 4; ++lane) {
            std::uint64_t value = 0;
            std::memcpy(&value, bytes.data() + at + lane * word, word);
            mix(lane, value);
        }
    }
    for (; at < bytes.size(); ++at) mix(0, static_cast<unsigned char>(bytes[at]));
    mix(0, bytes.size());
    for (std::size_t lane = 1; lane < 4; ++lane) mix(0, lanes[lane]);
    return lanes[0];
}

struct Header {
    std::array<char, magic.size()> mark{};
    std::uint32_t version = 0;
    std::uint32_t word_size = 0;  ///< also tells another byte order
    std::array<char, key_size> key{};
    std::uint64_t size = 0;
    std::uint64_t sum = 0;
};
static_assert(std::is_trivially_copyable_v<Header> && std::has_unique_object_representations_v<Header>);

}  // namespace

CacheFile read_cache_file(const std::string& path, std::string_view key) {
    CacheFile out;
    std::ifstream file{path, std::ios::binary | std::ios::ate};
    if (!file) return out;
    const std::streamoff size = file.tellg();
    if (size < 0) {
        out.problem = "cannot be read";
        return out;
    }
    out.content.resize(static_cast<std::size_t>(size));
    file.seekg(0);
    if (!file.read(out.content.data(), size)) {
        out.problem = "cannot be read";
        return out;
    }
    Header header;
    if (out.content.size() < sizeof header) {
        out.problem = "is shorter than its header";
        return out;
    }
    std::memcpy(&header, out.content.data(), sizeof header);
    out.offset = sizeof header;
    if (std::string_view{header.mark.data(), magic.size()} != magic) {
        out.problem = "is no cache file";
    } else if (header.version != format_version || header.word_size != sizeof(std::size_t)) {
        out.problem = "is of another version";
    } else if (std::string_view{header.key.data(), key_size} != key) {
        out.problem = "is of other inputs";
    } else if (header.size != out.payload().size()) {
        out.problem = fmt::format("has {} bytes where {} were written", out.payload().size(), header.size);
    } else if (header.sum != sum_of(out.payload())) {
        out.problem = "is damaged: its sum is wrong";
    } else {
        out.is_good = true;
    }
    return out;
}

void write_cache_file(const std::string& path, std::string_view key, std::string_view payload) {
    Header header;
    std::copy(magic.begin(), magic.end(), header.mark.begin());
    header.version = format_version;
    header.word_size = sizeof(std::size_t);
    std::copy_n(key.begin(), std::min(key.size(), key_size), header.key.begin());
    header.size = payload.size();
    header.sum = sum_of(payload);
    std::string content(sizeof header + payload.size(), '\0');
    std::memcpy(content.data(), &header, sizeof header);
    std::memcpy(content.data() + sizeof header, payload.data(), payload.size());
    write_whole(path, content);
}

}  // namespace amaneku::io
