#pragma once

#include "http/message.hpp"
#include <amaneku/geometry.hpp>

#include <array>
#include <cstddef>
#include <optional>
#include <string>

namespace amaneku::serve {

/// A number of the query. @throws Problem where it is none, or out of range
[[nodiscard]] std::optional<double> number_parameter(const http::Request& request, const char* name,
                                                     double low, double high);
[[nodiscard]] std::size_t count_parameter(const http::Request& request, const char* name,
                                          std::size_t usual, std::size_t most);
/// `bbox=west,south,east,north`.
[[nodiscard]] std::optional<std::array<double, 4>> box_parameter(const http::Request& request);
/// `lon` and `lat`. @throws Problem where one is missing
[[nodiscard]] Point place_parameter(const http::Request& request);
[[nodiscard]] std::string text_parameter(const http::Request& request, const char* name);
[[nodiscard]] bool flag_parameter(const http::Request& request, const char* name);

}  // namespace amaneku::serve
