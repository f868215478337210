#include "tiles/gzip.hpp"

#include <amaneku/error.hpp>

#include <zlib.h>

namespace amaneku::tiles {

std::string gzipped(std::string_view bytes) {
    constexpr int gzip_window = 15 + 16;
    constexpr int memory = 8;
    constexpr int level = 5;  // of all Japan's tiles 0.6 % larger than by 6, in three quarters of the time
    z_stream stream{};
    if (deflateInit2(&stream, level, Z_DEFLATED, gzip_window, memory, Z_DEFAULT_STRATEGY) != Z_OK)
        throw Error{Errc::resources, "gzip", "no memory to compress a tile"};
    std::string out(deflateBound(&stream, bytes.size()), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    const int status = deflate(&stream, Z_FINISH);
    const std::size_t size = stream.total_out;
    deflateEnd(&stream);
    if (status != Z_STREAM_END) throw Error{Errc::internal, "gzip", "a tile could not be compressed"};
    out.resize(size);
    return out;
}

}  // namespace amaneku::tiles
