#include "gdal/zip_check.hpp"

#include <cpl_error.h>
#include <cpl_string.h>
#include <cpl_vsi.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace amaneku::gdal {

namespace {

using Bytes = std::vector<unsigned char>;

struct FileCloser {
    void operator()(VSILFILE* file) const noexcept { VSIFCloseL(file); }
};
using FileHandle = std::unique_ptr<VSILFILE, FileCloser>;

/// Length and CRC-32 of a member.
using Member = std::pair<std::uint64_t, std::uint32_t>;

std::uint32_t crc_after(std::uint32_t crc, std::span<const unsigned char> bytes) noexcept {
    static const auto table = [] {
        std::array<std::uint32_t, 256> t{};
        for (std::uint32_t i = 0; i < 256; ++i) {
            std::uint32_t c = i;
            for (int k = 0; k < 8; ++k) c = (c & 1U) != 0 ? 0xEDB88320U ^ (c >> 1U) : c >> 1U;
            t[i] = c;
        }
        return t;
    }();
    crc = ~crc;
    for (const unsigned char b : bytes) crc = table[(crc ^ b) & 0xFFU] ^ (crc >> 8U);
    return ~crc;
}

std::uint32_t number(const Bytes& bytes, std::size_t at, std::size_t width) noexcept {
    std::uint32_t value = 0;
    for (std::size_t i = width; i-- > 0;) value = value << 8U | bytes[at + i];
    return value;
}

Bytes read_at(VSILFILE* file, std::uint64_t at, std::size_t size) {
    Bytes bytes(size);
    if (VSIFSeekL(file, at, SEEK_SET) != 0) return {};
    bytes.resize(VSIFReadL(bytes.data(), 1, size, file));
    return bytes;
}

/// The members by the archive's own directory, for GDAL does not check the sums of members that are stored
/// unpacked. Nothing where the directory is cut off, damaged or of the 64-bit kind.
std::optional<std::vector<Member>> listed_members(const std::string& path) {
    constexpr std::size_t end_size = 22;    // of the end record, without the comment of up to 65535 bytes
    constexpr std::size_t entry_size = 46;  // of a directory entry, without name, extra field and comment
    constexpr std::uint32_t end_mark = 0x06054b50;
    constexpr std::uint32_t entry_mark = 0x02014b50;
    const FileHandle file{VSIFOpenL(path.c_str(), "rb")};
    if (!file || VSIFSeekL(file.get(), 0, SEEK_END) != 0) return std::nullopt;
    const std::uint64_t size = VSIFTellL(file.get());
    const auto tail_size = static_cast<std::size_t>(std::min<std::uint64_t>(size, end_size + 0xFFFF));
    const Bytes tail = read_at(file.get(), size - tail_size, tail_size);
    if (tail.size() < end_size) return std::nullopt;
    std::size_t end = tail.size() - end_size;
    while (end > 0 && number(tail, end, 4) != end_mark) --end;
    if (number(tail, end, 4) != end_mark) return std::nullopt;

    const std::size_t directory_size = number(tail, end + 12, 4);
    const std::uint64_t directory_at = number(tail, end + 16, 4);
    if (directory_at + directory_size > size) return std::nullopt;
    const Bytes directory = read_at(file.get(), directory_at, directory_size);
    std::vector<Member> members;
    for (std::size_t at = 0; at + entry_size <= directory.size();) {
        if (number(directory, at, 4) != entry_mark) return std::nullopt;
        const std::size_t name_size = number(directory, at + 28, 2);
        const std::size_t next =
            at + entry_size + name_size + number(directory, at + 30, 2) + number(directory, at + 32, 2);
        if (next > directory.size()) return std::nullopt;
        const bool is_folder = name_size > 0 && directory[at + entry_size + name_size - 1] == '/';
        if (!is_folder) members.emplace_back(number(directory, at + 24, 4), number(directory, at + 16, 4));
        at = next;
    }
    if (members.size() >= 0xFFFF) return std::nullopt;
    return members;
}

/// A member as it unpacks; nothing where it does not.
std::optional<Member> unpacked(const std::string& name) {
    const FileHandle file{VSIFOpenL(name.c_str(), "rb")};
    VSIStatBufL status{};
    if (!file || VSIStatL(name.c_str(), &status) != 0) return std::nullopt;
    CPLErrorReset();
    auto [size, crc] = Member{};
    Bytes piece(std::size_t{1} << 18U);
    for (std::size_t got = piece.size(); got == piece.size();) {
        got = VSIFReadL(piece.data(), 1, piece.size(), file.get());
        crc = crc_after(crc, {piece.data(), got});
        size += got;
    }
    if (CPLGetLastErrorType() >= CE_Failure || size != static_cast<std::uint64_t>(status.st_size))
        return std::nullopt;
    return Member{size, crc};
}

}  // namespace

std::optional<std::string> zip_problem(const std::string& path) {
    const CPLErrorHandlerPusher quiet{CPLQuietErrorHandler};
    auto listed = listed_members(path);
    if (!listed) return "the zip's directory at its end is missing or damaged";
    const std::string archive = fmt::format("/vsizip/{{{}}}", path);
    const CPLStringList names{VSIReadDirRecursive(archive.c_str())};
    std::vector<Member> found;
    for (const char* name : std::span{names.List(), static_cast<std::size_t>(names.Count())}) {
        if (std::string_view{name}.ends_with('/')) continue;
        const auto member = unpacked(fmt::format("{}/{}", archive, name));
        if (!member) return fmt::format("the zip's member {} cannot be unpacked", name);
        found.push_back(*member);
    }
    if (listed->empty() || found.empty()) return "the zip holds no file";
    std::sort(listed->begin(), listed->end());
    std::sort(found.begin(), found.end());
    if (*listed != found)
        return "the zip's members do not have the lengths and checksums that its directory gives";
    return std::nullopt;
}

}  // namespace amaneku::gdal
