#pragma once

#include "core/config.hpp"
#include "gdal/vector_source.hpp"

#include <optional>
#include <string>

namespace amaneku::io {

/// A column of a table of sites by the name that the configuration gives, else its usual one; -1 where there
/// is none. @throws Error (Errc::input) where a name that the configuration gave is not there
[[nodiscard]] int site_field(const gdal::VectorSource& layer, const SiteColumns& columns,
                             const std::string& name, const char* usual);

/// The number in a field: nothing where it is blank or there is no such field, NaN where it is none.
[[nodiscard]] std::optional<double> number_in(const gdal::FeatureView& feature, int field);

/// A text without the spaces around it.
[[nodiscard]] std::string trimmed(const std::string& text);

}  // namespace amaneku::io
