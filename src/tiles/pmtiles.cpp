#include "tiles/pmtiles.hpp"

#include "tiles/gzip.hpp"
#include "tiles/tile_id.hpp"
#include "tiles/tile_json.hpp"
#include <amaneku/error.hpp>

#include <fcntl.h>
#include <fmt/format.h>
#include <protozero/buffer_string.hpp>
#include <protozero/varint.hpp>
#include <unistd.h>

#include <cassert>
#include <cerrno>
#include <cmath>
#include <span>
#include <string_view>
#include <system_error>
#include <utility>

namespace amaneku::tiles {

namespace {

using Entry = PmtilesArchive::Entry;

constexpr std::size_t header_size = 127;
constexpr std::size_t first_read = 16384;  // what readers fetch at once: header and root must be in it

/// The same on every machine, unlike std::hash.
std::uint64_t hash_of(std::string_view bytes) noexcept {
    std::uint64_t hash = 0xcbf29ce484222325U;
    for (const char c : bytes) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
    return hash;
}

std::string directory(std::span<const Entry> entries) {
    std::string out;
    const auto put = [&](std::uint64_t value) { protozero::add_varint_to_buffer(&out, value); };
    put(entries.size());
    std::uint64_t last = 0;
    for (const Entry& e : entries) put(e.id - std::exchange(last, e.id));
    for (const Entry& e : entries) put(e.run);
    for (const Entry& e : entries) put(e.length);
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const bool follows = i > 0 && entries[i].offset == entries[i - 1].offset + entries[i - 1].length;
        put(follows ? 0 : entries[i].offset + 1);
    }
    return gzipped(out);
}

struct Directories {
    std::string root;
    std::string leaves;
};

/// The root with everything, or with leaves as large as it takes for the root to be read at once.
Directories directories(const std::vector<Entry>& entries) {
    Directories out{directory(entries), {}};
    for (std::size_t size = 4096; header_size + out.root.size() > first_read; size += size / 4) {
        out.leaves.clear();
        std::vector<Entry> roots;
        for (std::size_t begin = 0; begin < entries.size(); begin += size) {
            const std::size_t end = std::min(begin + size, entries.size());
            const std::string leaf = directory(std::span{entries}.subspan(begin, end - begin));
            roots.push_back(
                {entries[begin].id, out.leaves.size(), static_cast<std::uint32_t>(leaf.size()), 0});
            out.leaves += leaf;
        }
        out.root = directory(roots);
    }
    return out;
}

class HeaderWriter {
public:
    void byte(int value) { m_bytes += static_cast<char>(value); }
    void number(std::uint64_t value) { little(value, 8); }
    void position(double longitude, double latitude) {
        for (const double degrees : {longitude, latitude})
            little(static_cast<std::uint32_t>(static_cast<std::int32_t>(std::lround(degrees * 1e7))), 4);
    }
    [[nodiscard]] const std::string& bytes() const noexcept { return m_bytes; }

private:
    void little(std::uint64_t value, int size) {
        for (int i = 0; i < size; ++i) byte(static_cast<int>(value >> (8 * i) & 0xffU));
    }
    std::string m_bytes = "PMTiles";
};

/// A file that is written once from its beginning.
class OutputFile {
public:
    explicit OutputFile(const std::string& path)
        : m_path{path}, m_file{::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644)} {
        if (m_file < 0) fail();
    }
    ~OutputFile() {
        if (m_file >= 0) ::close(m_file);
    }
    OutputFile(const OutputFile&) = delete;
    OutputFile& operator=(const OutputFile&) = delete;
    OutputFile(OutputFile&&) = delete;
    OutputFile& operator=(OutputFile&&) = delete;

    void write(std::string_view bytes) {
        if (m_waiting.size() + bytes.size() > most_waiting) flush();
        m_waiting += bytes;
    }
    void close() {
        flush();
        if (::fsync(m_file) != 0) fail();
        if (::close(std::exchange(m_file, -1)) != 0) fail();
    }

private:
    static constexpr std::size_t most_waiting = 1 << 20;

    void flush() {
        for (std::string_view left = m_waiting; !left.empty();) {
            const ssize_t n = ::write(m_file, left.data(), left.size());
            if (n < 0 && errno == EINTR) continue;
            if (n < 0) fail();
            left.remove_prefix(static_cast<std::size_t>(n));
        }
        m_waiting.clear();
    }
    [[noreturn]] void fail() const {
        throw Error{Errc::output, m_path,
                    fmt::format("cannot be written: {}", std::generic_category().message(errno))};
    }

    std::string m_path;
    std::string m_waiting;
    int m_file = -1;
};

std::string metadata(const TileSetInfo& info) {
    return gzipped(fmt::format(
        R"({{"name":{},"description":{},"attribution":{},"type":"overlay","version":"1.0.0","vector_layers":{}}})",
        json_text(info.name), json_text(info.description), json_text(info.attribution),
        vector_layers_json(info)));
}

}  // namespace

void PmtilesArchive::add(const TileAddress& tile, std::string gzip) {
    const std::uint64_t id = tile_id(tile);
    assert(m_entries.empty() || id >= m_entries.back().id + m_entries.back().run);
    ++m_tiles;
    const auto length = static_cast<std::uint32_t>(gzip.size());
    std::uint64_t offset = m_size;
    bool is_known = false;
    const std::uint64_t hash = hash_of(gzip);
    for (auto [it, end] = m_known.equal_range(hash); it != end && !is_known; ++it) {
        is_known = m_contents[it->second.second] == gzip;
        if (is_known) offset = it->second.first;
    }
    if (!is_known) {
        m_known.emplace(hash, std::pair{offset, m_contents.size()});
        m_contents.push_back(std::move(gzip));
        m_size += length;
    }
    if (!m_entries.empty()) {
        Entry& last = m_entries.back();
        if (last.offset == offset && last.length == length && last.id + last.run == id) {
            ++last.run;
            return;
        }
    }
    m_entries.push_back({id, offset, length, 1});
}

void PmtilesArchive::write(const std::string& path, const TileSetInfo& info) const {
    const Directories index = directories(m_entries);
    const std::string about = metadata(info);
    constexpr int is_clustered = 1;
    constexpr int is_gzip = 2;
    constexpr int is_mvt = 1;
    HeaderWriter header;
    header.byte(3);
    std::uint64_t at = header_size;
    for (const std::uint64_t size : {std::uint64_t{index.root.size()}, std::uint64_t{about.size()},
                                     std::uint64_t{index.leaves.size()}, m_size}) {
        header.number(at);
        header.number(size);
        at += size;
    }
    header.number(m_tiles);
    header.number(m_entries.size());
    header.number(m_contents.size());
    header.byte(is_clustered);
    header.byte(is_gzip);
    header.byte(is_gzip);
    header.byte(is_mvt);
    header.byte(info.minzoom);
    header.byte(info.maxzoom);
    const auto& b = info.bounds;
    header.position(b[0], b[1]);
    header.position(b[2], b[3]);
    header.byte(info.minzoom);
    header.position((b[0] + b[2]) / 2.0, (b[1] + b[3]) / 2.0);
    assert(header.bytes().size() == header_size);
    OutputFile file{path};
    for (const std::string* piece : {&header.bytes(), &index.root, &about, &index.leaves}) file.write(*piece);
    for (const std::string& content : m_contents) file.write(content);
    file.close();
}

}  // namespace amaneku::tiles
