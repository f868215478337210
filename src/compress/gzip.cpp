#include "compress/gzip.hpp"

#include <amaneku/error.hpp>

#include <zlib.h>

#include <algorithm>
#include <array>
#include <cstddef>

namespace amaneku::compress {

namespace {

constexpr std::size_t most_at_once = 1U << 30U;  // zlib takes 32 bits of length at a time

/// zlib does not write to its input, but its interface does not say so.
Bytef* input(std::string_view bytes) noexcept {
    return reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
}

}  // namespace

std::string gzipped(std::string_view bytes, Effort effort) {
    constexpr int gzip_window = 15 + 16;
    z_stream stream{};
    if (deflateInit2(&stream, effort.level, Z_DEFLATED, gzip_window, effort.memory,
                     effort.is_filtered ? Z_FILTERED : Z_DEFAULT_STRATEGY) != Z_OK)
        throw Error{Errc::resources, "gzip", "no memory to compress"};
    std::string out;
    std::array<char, 1U << 16U> part{};
    int state = Z_OK;
    do {
        if (stream.avail_in == 0 && !bytes.empty()) {
            const std::string_view next = bytes.substr(0, most_at_once);
            stream.next_in = input(next);
            stream.avail_in = static_cast<uInt>(next.size());
            bytes.remove_prefix(next.size());
        }
        stream.next_out = reinterpret_cast<Bytef*>(part.data());
        stream.avail_out = static_cast<uInt>(part.size());
        state = deflate(&stream, bytes.empty() ? Z_FINISH : Z_NO_FLUSH);
        out.append(part.data(), part.size() - stream.avail_out);
    } while (state == Z_OK || state == Z_BUF_ERROR);
    deflateEnd(&stream);
    if (state != Z_STREAM_END) throw Error{Errc::internal, "gzip", "zlib could not compress"};
    return out;
}

std::uint32_t checksum(std::string_view bytes) noexcept {
    return static_cast<std::uint32_t>(crc32_z(0, input(bytes), bytes.size()));
}

}  // namespace amaneku::compress
