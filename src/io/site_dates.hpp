#pragma once

#include "core/config.hpp"
#include "gdal/vector_source.hpp"

#include <cstdint>
#include <string>

namespace amaneku::io {

/// What a site is at a date.
enum class SiteState : std::uint8_t {
    there,
    later,    ///< on air, or planned, after the date
    gone,     ///< its `until` is past, or its status says so
    planned,  ///< not yet on air, and plans do not count
};

/// What a word of a column of states means; nothing for one that is not known.
[[nodiscard]] std::optional<SiteState> state_of_word(std::string_view word);

/// The columns of a layer that say since when and until when a site is there. A column that the configuration
/// names must be there; `on_air` and `until` are taken by these names too.
class SiteDates {
public:
    /// @throws Error (Errc::input) where a named column is missing
    SiteDates(const gdal::VectorSource& layer, const SiteColumns& columns, Date as_of, bool counts_planned);

    /// @returns what is wrong with the row's dates, else empty and `state` is set
    [[nodiscard]] std::string state(const gdal::FeatureView& feature, SiteState& state) const;

private:
    int m_status, m_planned, m_on_air, m_until;
    Date m_as_of;
    bool m_counts_planned;
};

}  // namespace amaneku::io
