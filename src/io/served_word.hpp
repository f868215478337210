#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace amaneku::io {

/// What a flag's text says: served are `1`, `true`, `yes`, `有`, `あり`, `○` (also `〇`, `◯`), not served
/// `0`, `false`, `no`, `無`, `なし`, `×` (also `✕`), and what is blank; letters large or small, digits also
/// wide. Nothing for anything else.
[[nodiscard]] std::optional<bool> served_from(std::string_view text);

/// The words that `served_from` knows, for messages.
inline constexpr const char* served_words =
    "1, true, yes, 有, あり, ○ are served; 0, false, no, 無, なし, × and a blank are not";

}  // namespace amaneku::io
