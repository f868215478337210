#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace amaneku::workbook {

/// Characters that a cell can hold, as spreadsheets count them (in UTF-16).
inline constexpr std::size_t longest_text = 32'767;

/// A text as a workbook can hold it: characters that XML forbids and bytes that are no UTF-8 become U+FFFD, a
/// carriage return a line feed, `_x0041_` is kept from being read as `A`; what is longer than `longest` ends
/// in `cut_mark`.
[[nodiscard]] std::string cell_text(std::string_view text, std::string_view cut_mark,
                                    std::size_t longest = longest_text);

/// Width of a text in halves of a Japanese character; of several lines the longest.
[[nodiscard]] std::size_t display_width(std::string_view text) noexcept;

}  // namespace amaneku::workbook
