#pragma once

#include "gdal/vector_source.hpp"
#include "io/geojson_text.hpp"

#include <cstdint>
#include <cstdio>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace amaneku::io {

/// A file of GeoJSON features, a collection or a sequence, read without GDAL where it is plain: the text is
/// cut between features here, a window at a time, and parsed where the batches are worked on.
class GeoJsonFile {
public:
    /// @returns nothing for what GDAL has to read: no plain file, no GeoJSON, single features, members that
    /// change the meaning
    [[nodiscard]] static std::unique_ptr<GeoJsonFile> open(const std::string& source);

    /// The CRS as PROJ knows it.
    [[nodiscard]] const std::string& crs() const noexcept { return m_crs; }
    /// Hands all features on. @returns false where the text is not plain from some place on: GDAL has to read
    /// the features behind the first `feature_count()`
    [[nodiscard]] bool read(const std::function<void(std::unique_ptr<gdal::FeatureBatch>)>& visit);
    [[nodiscard]] std::uint64_t feature_count() const noexcept { return m_features; }

private:
    struct Closer {
        void operator()(std::FILE* file) const noexcept { static_cast<void>(std::fclose(file)); }
    };

    GeoJsonFile(std::string source, std::FILE* file) : m_source{std::move(source)}, m_file{file} {}

    /// Appends up to `size` bytes. @returns how many
    std::size_t fill(TextWindow& window, std::size_t size);
    [[nodiscard]] bool ends_well(TextWindow& window, std::size_t at);

    std::string m_source;
    std::unique_ptr<std::FILE, Closer> m_file;
    std::string m_crs = "EPSG:4326";
    FeatureFraming m_framing = FeatureFraming::collection;
    std::uint64_t m_begin = 0;  // where the features begin
    bool m_has_type = true;     // it is said before them that they are a collection
    std::uint64_t m_features = 0;
};

}  // namespace amaneku::io
