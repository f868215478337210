#pragma once

#include <string>

namespace amaneku::gdal {

/// A data source's name, or a text that holds some, as it may be shown: of `PG:…` without the password.
[[nodiscard]] std::string without_password(const std::string& text);

}  // namespace amaneku::gdal
