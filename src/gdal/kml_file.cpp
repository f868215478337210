#include "gdal/kml_file.hpp"

#include <amaneku/error.hpp>

#include <fmt/format.h>

#include <cerrno>
#include <iterator>
#include <system_error>
#include <utility>

namespace amaneku::gdal {

namespace {

std::string kml_text(const std::string& text) {
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '<') {
            out += "\uFF1C";
        } else if (c == '>') {
            out += "\uFF1E";
        } else if (c == '&') {
            out += "&amp;";
        } else if (c == '"') {
            out += "&quot;";
        } else if (byte < 0x20 && c != '\n' && c != '\t') {
            out += "\uFFFD";  // XML has no such character
        } else {
            out += c;
        }
    }
    return out;
}

}  // namespace

KmlFile::KmlFile(std::string path, const std::string& title, const std::string& description)
    : m_path{std::move(path)}, m_file{m_path, std::ios::binary} {
    if (!m_file)
        throw Error{Errc::output, m_path,
                    fmt::format("cannot be written: {}", std::generic_category().message(errno))};
    m_file << "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<kml "
              "xmlns=\"http://www.opengis.net/kml/2.2\">\n<Document>\n"
           << "<name>" << kml_text(title) << "</name>\n<description>" << kml_text(description)
           << "</description>\n";
}

void KmlFile::begin_folder(const std::string& title, std::vector<KmlColumn> columns,
                           std::size_t name_column) {
    if (m_in_folder) m_file << "</Folder>\n";
    m_in_folder = true;
    m_columns = std::move(columns);
    for (KmlColumn& column : m_columns) column = {kml_text(column.id), kml_text(column.title)};
    m_name = name_column;
    m_file << "<Folder>\n<name>" << kml_text(title) << "</name>\n";
}

void KmlFile::begin_placemark(std::span<const std::string> values, const std::string& style) {
    m_file << "<Placemark>";
    if (m_name < values.size() && !values[m_name].empty())
        m_file << "<name>" << kml_text(values[m_name]) << "</name>";
    m_file << style << "\n<ExtendedData>";
    for (std::size_t c = 0; c < values.size(); ++c) {
        if (c == m_name || values[c].empty()) continue;
        m_file << "<Data name=\"" << m_columns[c].id << "\"><displayName>" << m_columns[c].title
               << "</displayName><value>" << kml_text(values[c]) << "</value></Data>";
    }
    m_file << "</ExtendedData>\n";
}

void KmlFile::put_ring(std::span<const Point> ring) {
    fmt::memory_buffer text;
    const auto put = [&](Point p) { fmt::format_to(std::back_inserter(text), "{:.7f},{:.7f} ", p.x, p.y); };
    for (const Point p : ring) put(p);
    const bool is_closed =
        !ring.empty() && ring.front().x == ring.back().x && ring.front().y == ring.back().y;
    if (!ring.empty() && !is_closed) put(ring.front());
    m_file << "<LinearRing><coordinates>" << std::string_view{text.data(), text.size()}
           << "</coordinates></LinearRing>";
}

void KmlFile::add(const PolygonSet& polygons, std::span<const std::string> values, const std::string& style) {
    begin_placemark(values, style);
    m_file << "<MultiGeometry>";
    for (std::size_t part = 0; part < polygons.part_count(); ++part) {
        m_file << "<Polygon>";
        for (std::size_t r = polygons.part_begin[part]; r < polygons.part_begin[part + 1]; ++r) {
            const char* element = r == polygons.part_begin[part] ? "outerBoundaryIs" : "innerBoundaryIs";
            m_file << '<' << element << '>';
            put_ring(polygons.ring(r));
            m_file << "</" << element << '>';
        }
        m_file << "</Polygon>";
    }
    m_file << "</MultiGeometry></Placemark>\n";
}

void KmlFile::add_point(Point at, std::span<const std::string> values, const std::string& style) {
    begin_placemark(values, style);
    m_file << fmt::format("<Point><coordinates>{:.7f},{:.7f}</coordinates></Point></Placemark>\n", at.x,
                          at.y);
}

void KmlFile::close() {
    if (m_in_folder) m_file << "</Folder>\n";
    m_file << "</Document>\n</kml>\n";
    m_file.close();
    if (!m_file) throw Error{Errc::output, m_path, "cannot be written whole: is the disk full?"};
}

}  // namespace amaneku::gdal
