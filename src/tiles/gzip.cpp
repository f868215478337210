#include "tiles/gzip.hpp"

#include "compress/gzip.hpp"

namespace amaneku::tiles {

std::string gzipped(std::string_view bytes) {
    // Of all Japan's tiles 0.6 % larger than by 6, in three quarters of the time.
    return compress::gzipped(bytes, {.level = 5});
}

}  // namespace amaneku::tiles
