#pragma once

#include "gdal/polygon_taker.hpp"
#include <amaneku/geometry.hpp>
#include <amaneku/issue.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace amaneku::gdal {

/// One feature while it is read; valid until the next.
class FeatureView {
public:
    virtual ~FeatureView() = default;
    [[nodiscard]] virtual std::int64_t fid() const = 0;
    /// A field's text, UTF-8; nothing where it is null or not there.
    [[nodiscard]] virtual std::optional<std::string> text(int field) const = 0;
    /// A field of numbers, with all its digits; nothing where it is null or not there.
    [[nodiscard]] virtual std::optional<double> number(int field) const = 0;
    /// Appends the feature's polygon parts in the target CRS to `out`.
    /// @returns what is wrong, empty where nothing is; then `out` is as it was
    [[nodiscard]] virtual std::string polygons(PolygonSet& out) const = 0;
    /// The feature's point in the target CRS; nothing where it has none.
    [[nodiscard]] virtual std::optional<Point> point() const = 0;
    /// The feature's lines in the target CRS; empty where it has none, or one with a position that has no
    /// image there.
    [[nodiscard]] virtual std::vector<std::vector<Point>> lines() const = 0;
};

/// Features as they were fetched: their polygons are still to be taken, on any one thread.
class FeatureBatch {
public:
    FeatureBatch() = default;
    virtual ~FeatureBatch() = default;
    FeatureBatch(const FeatureBatch&) = delete;
    FeatureBatch& operator=(const FeatureBatch&) = delete;
    FeatureBatch(FeatureBatch&&) = delete;
    FeatureBatch& operator=(FeatureBatch&&) = delete;

    [[nodiscard]] virtual std::size_t size() const = 0;
    [[nodiscard]] virtual std::int64_t fid(std::size_t i) const = 0;
    /// Whether `fid` gives a feature's place in its layer, where `VectorSource::fids_at` knows its id; to be
    /// asked after `polygons` was called for all.
    [[nodiscard]] virtual bool gives_places() const { return false; }
    /// Appends a feature's polygon parts to `out`.
    /// @returns what is wrong, empty where nothing is; then `out` is as it was
    /// @throws Error (Errc::input) where the file is damaged there
    [[nodiscard]] virtual std::string polygons(std::size_t i, PolygonTaker& taker, PolygonSet& out) = 0;
};

/// A layer of any OGR format, read feature by feature or in batches.
class VectorSource {
public:
    /// @param source      a name from `vector_sources`
    /// @param target_crs  positions are given in this CRS; empty: no CRS is asked for (tables)
    /// @param layer       of several; empty: the first
    /// @throws Error (Errc::input): no such file, layer or CRS, Tokyo datum, an empty layer
    VectorSource(const std::string& source, const std::string& target_crs, const std::string& layer = {});
    ~VectorSource();
    VectorSource(const VectorSource&) = delete;
    VectorSource& operator=(const VectorSource&) = delete;
    VectorSource(VectorSource&&) = delete;
    VectorSource& operator=(VectorSource&&) = delete;

    /// Keeps only features that meet an OGR SQL condition. @throws Error (Errc::configuration) with OGR's
    /// text
    void filter(const std::string& where);
    /// The index of a field, -1: there is none.
    [[nodiscard]] int field(const std::string& name) const;
    [[nodiscard]] std::vector<std::string> fields() const;
    /// Whether a field's type is a number: it cannot hold a leading zero.
    [[nodiscard]] bool is_numeric(int field) const;
    [[nodiscard]] bool is_whole(int field) const;
    /// What was done about layers and projection, in a sentence; empty: nothing.
    [[nodiscard]] const std::string& crs_note() const;
    /// `WGS 84 is taken as JGD2011`, where the datum is another than the target's and nothing was done about
    /// it.
    [[nodiscard]] const std::string& datum_note() const;
    /// What the user wrote for the source, for messages.
    [[nodiscard]] const std::string& shown() const;
    /// Whether the layer has geometries at all.
    [[nodiscard]] bool has_geometry() const;
    void for_each(const std::function<void(const FeatureView&)>& visit);
    /// Fetches the features without looking at them, a few megabytes a batch, in the order of `for_each`,
    /// after leaving out the first `skip`. What is given to `visit` may outlive the source.
    void for_each_batch(const std::function<void(std::unique_ptr<FeatureBatch>)>& visit,
                        std::uint64_t skip = 0);
    /// The way of its positions, for `FeatureBatch::polygons`.
    [[nodiscard]] const PolygonTaker& taker() const;
    /// The ids of the features at these places (counted from 0, ascending).
    [[nodiscard]] std::vector<std::int64_t> fids_at(const std::vector<std::uint64_t>& places);

private:
    struct State;
    std::unique_ptr<State> m_state;
};

}  // namespace amaneku::gdal
