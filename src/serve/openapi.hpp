#pragma once

#include <string>

namespace amaneku::serve {

/// The description of the API (OpenAPI 3.0.3), written by hand in openapi.cpp.
[[nodiscard]] std::string openapi_json();

}  // namespace amaneku::serve
