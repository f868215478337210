#include "io/zip_file.hpp"

#include "compress/gzip.hpp"

#include <cstddef>
#include <cstdint>

namespace amaneku::io {

namespace {

/// The lowest byte first; beyond the eight of a value zeros.
void put(std::string& to, std::uint64_t value, int bytes) {
    for (int i = 0; i < bytes; ++i) {
        to += static_cast<char>(value & 0xFFU);
        value >>= 8;
    }
}

/// What local and central headers of a member have in common, from the version to the length of the extra
/// field.
std::string description(const ZipMember& member) {
    constexpr std::uint64_t first_of_1980 = 1 << 5 | 1;
    std::string out;
    put(out, 20, 2);       // version that can read it
    put(out, 1 << 11, 2);  // the name is UTF-8
    put(out, 0, 2);        // stored
    put(out, 0, 2);        // midnight
    put(out, first_of_1980, 2);
    put(out, compress::checksum(member.bytes), 4);
    put(out, member.bytes.size(), 4);
    put(out, member.bytes.size(), 4);
    put(out, member.name.size(), 2);
    put(out, 0, 2);
    return out;
}

}  // namespace

std::string zip_bytes(const std::vector<ZipMember>& members) {
    std::string out;
    std::string directory;
    for (const ZipMember& member : members) {
        const std::string what = description(member);
        directory += "PK\x01\x02";
        put(directory, 20, 2);  // version that wrote it
        directory += what;
        put(directory, 0, 10);  // no comment, first disk, no attributes
        put(directory, out.size(), 4);
        directory += member.name;
        out += "PK\x03\x04" + what + member.name + member.bytes;
    }
    const std::size_t at = out.size();
    out += directory + "PK\x05\x06";
    put(out, 0, 4);
    put(out, members.size(), 2);
    put(out, members.size(), 2);
    put(out, directory.size(), 4);
    put(out, at, 4);
    put(out, 0, 2);
    return out;
}

}  // namespace amaneku::io
