#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace amaneku::gdal {

/// Registers GDAL's drivers and quiets its console; to be called once before anything else of GDAL's.
void initialise();

/// GDAL's release, `3.6.2`.
[[nodiscard]] std::string version();

/// What GDAL opens for a name of the configuration: archives are looked into. A zip that holds the same layer
/// in several formats gives it once (shp, then GeoJSON, then GML); several different layers are all given.
/// @throws Error (Errc::input) for an archive that cannot be read or holds nothing of use
[[nodiscard]] std::vector<std::string> vector_sources(const std::string& name);

/// A whole file, unpacked where it is an archive's member or gzipped.
struct Text {
    std::string name;  ///< the path with the archive's member
    std::string content;
};

/// The table files in a name: a .zip's members (.txt, .csv), a .gz, or the file itself.
/// @throws Error (Errc::input)
[[nodiscard]] std::vector<Text> read_texts(const std::string& name);

/// From CP932 (Shift_JIS as Windows has it) to UTF-8.
[[nodiscard]] std::string from_cp932(const std::string& text);
[[nodiscard]] bool is_utf8(const std::string& text) noexcept;

/// GDAL's last message, for the text of an error.
[[nodiscard]] std::string last_error();

}  // namespace amaneku::gdal
