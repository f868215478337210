#pragma once

#include <amaneku/geometry.hpp>

#include <cstddef>
#include <fstream>
#include <span>
#include <string>
#include <vector>

namespace amaneku::gdal {

/// A column of a feature's table in KML: its id for programs, its title for people.
struct KmlColumn {
    std::string id;
    std::string title;
};

/// Writes a KML document of folders, a placemark after the other. GDAL's own driver takes minutes for the
/// municipalities of a nation and lets names through that are no XML.
///
/// Positions are longitude and latitude with 7 decimals. In texts `<` and `>` become ＜ and ＞, for globes
/// take them for HTML.
class KmlFile {
public:
    /// @throws Error (Errc::output) where the file cannot be made
    KmlFile(std::string path, const std::string& title, const std::string& description);

    /// @param name_column  the one that names features; of `columns.size()`: none
    void begin_folder(const std::string& title, std::vector<KmlColumn> columns, std::size_t name_column);
    /// @param values  as text, empty where there is none
    /// @param style   an element Style, or empty
    void add(const PolygonSet& polygons, std::span<const std::string> values, const std::string& style);
    void add_point(Point at, std::span<const std::string> values, const std::string& style);
    /// Ends the document. @throws Error (Errc::output) where it could not be written whole
    void close();

private:
    void begin_placemark(std::span<const std::string> values, const std::string& style);
    void put_ring(std::span<const Point> ring);

    std::string m_path;
    std::ofstream m_file;
    std::vector<KmlColumn> m_columns;
    std::size_t m_name = 0;
    bool m_in_folder = false;
};

}  // namespace amaneku::gdal
