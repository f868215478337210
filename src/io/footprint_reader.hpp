#pragma once

#include "core/config.hpp"
#include "core/grid.hpp"
#include "io/provider_report.hpp"
#include <amaneku/geometry.hpp>

#include <cstddef>
#include <functional>
#include <memory>

namespace amaneku::io {

/// Hands work to any thread; the work's lane is never used by two at once.
using Submit = std::function<void(std::function<void(std::size_t lane)>)>;
/// Takes the polygons of a batch in the grid's CRS, in a lane; batches are counted from 0 in the order of the
/// files. The polygons may be moved from.
using FootprintSink = std::function<void(std::size_t batch, std::size_t lane, PolygonSet& polygons)>;

/// A provider's polygons: fetched on one thread, made on many.
class FootprintReader {
public:
    /// @param config  to outlive it, as the grid
    FootprintReader(const ProviderConfig& config, const Grid& grid);
    ~FootprintReader();
    FootprintReader(const FootprintReader&) = delete;
    FootprintReader& operator=(const FootprintReader&) = delete;
    FootprintReader(FootprintReader&&) = delete;
    FootprintReader& operator=(FootprintReader&&) = delete;

    /// Fetches all files and submits the work on them. An error of the files is kept for `report`, so that
    /// those of what was submitted before come first. To be called once.
    /// @param lanes  above every lane of the work
    /// @returns whether all was fetched
    bool read(std::size_t lanes, const Submit& submit, const FootprintSink& sink);

    /// What came of it, the same for any number of threads; to be asked once all work is done.
    /// @throws Error (Errc::input) where a file cannot be used or more than `max_bad_rows` of the features
    /// cannot
    [[nodiscard]] ProviderReport report() const;

private:
    struct State;
    std::unique_ptr<State> m_state;
};

/// Reads a provider's polygons on this thread alone.
/// @throws as `FootprintReader::report`; what is thrown by `sink`
ProviderReport read_footprints(const ProviderConfig& config, const Grid& grid,
                               const std::function<void(PolygonSet&)>& sink);

}  // namespace amaneku::io
