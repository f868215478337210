#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace amaneku::gdal {

/// Registers GDAL's drivers and quiets its console; to be called once before anything else of GDAL's.
void initialise();

/// GDAL's release, `3.6.2`.
[[nodiscard]] std::string version();

/// What GDAL opens for a name of the configuration: archives are looked into. A zip that holds the same layer
/// in several formats gives it once (shp, then GeoJSON, then GML); several different layers are all given.
/// @throws Error (Errc::input) for an archive that cannot be read or holds nothing of use, and for a folder
[[nodiscard]] std::vector<std::string> vector_sources(const std::string& name);

/// The tables (.txt, .csv) in a name, as GDAL opens them: a .zip's members, a .gz, or the file itself.
/// @throws Error (Errc::input) as `vector_sources`
[[nodiscard]] std::vector<std::string> table_sources(const std::string& name);

/// What the user wrote for a source: `file.zip/inner.shp` for `/vsizip/file.zip/inner.shp`.
[[nodiscard]] std::string shown_name(const std::string& source);
/// The same inside a sentence, such as a message of GDAL's.
[[nodiscard]] std::string shown_text(std::string text);

/// The names of the files in a zip, in order. @throws Error (Errc::input)
[[nodiscard]] std::vector<std::string> zip_members(const std::string& zip);

/// A file read a piece at a time, unpacked on the way.
class FilePieces {
public:
    /// @param source  a name from `vector_sources` or `table_sources`
    /// @throws Error (Errc::input) where it cannot be opened
    explicit FilePieces(const std::string& source);
    ~FilePieces();
    FilePieces(const FilePieces&) = delete;
    FilePieces& operator=(const FilePieces&) = delete;
    FilePieces(FilePieces&&) = delete;
    FilePieces& operator=(FilePieces&&) = delete;

    /// Appends up to `size` bytes to `to`; false where none are left.
    /// @throws Error (Errc::input) where the file is damaged or ends early
    bool read(std::string& to, std::size_t size = std::size_t{1} << 20);

private:
    struct State;
    std::unique_ptr<State> m_state;
};

/// A text as a file in GDAL's memory, gone with its owner.
class MemoryFile {
public:
    /// @param text    kept by the caller as long as the file is there
    /// @param ending  of its name: `.geojson`
    MemoryFile(std::string_view text, const std::string& ending);
    ~MemoryFile();
    MemoryFile(const MemoryFile&) = delete;
    MemoryFile& operator=(const MemoryFile&) = delete;
    MemoryFile(MemoryFile&&) = delete;
    MemoryFile& operator=(MemoryFile&&) = delete;

    [[nodiscard]] const std::string& name() const noexcept { return m_name; }

private:
    std::string m_name;
};

/// A source's first bytes, as many as there are up to `size`. @throws Error (Errc::input)
[[nodiscard]] std::string read_head(const std::string& source, std::size_t size);
/// The whole of a source. @throws Error (Errc::input)
[[nodiscard]] std::string read_text(const std::string& source);

/// A whole file, unpacked where it is an archive's member or gzipped.
struct Text {
    std::string name;  ///< the path with the archive's member
    std::string content;
};

/// The contents of all of a name's `table_sources`.
/// @throws Error (Errc::input)
[[nodiscard]] std::vector<Text> read_texts(const std::string& name);

/// From CP932 (Shift_JIS as Windows has it) to UTF-8.
[[nodiscard]] std::string from_cp932(const std::string& text);
[[nodiscard]] bool is_utf8(const std::string& text) noexcept;

/// GDAL's last message, for the text of an error.
[[nodiscard]] std::string last_error();

}  // namespace amaneku::gdal
