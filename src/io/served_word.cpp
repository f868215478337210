#include "io/served_word.hpp"

#include <algorithm>
#include <array>

namespace amaneku::io {

namespace {

constexpr std::array<std::string_view, 9> served{"1", "１", "true", "yes", "有", "あり", "○", "〇", "◯"};
constexpr std::array<std::string_view, 9> not_served{"0", "０", "false", "no", "無", "なし", "×", "✕", ""};

/// Without blanks at either end, ASCII and wide ones.
std::string_view trimmed(std::string_view text) {
    constexpr std::string_view wide = "　";
    while (true) {
        if (text.starts_with(' ') || text.starts_with('\t')) {
            text.remove_prefix(1);
        } else if (text.starts_with(wide)) {
            text.remove_prefix(wide.size());
        } else if (text.ends_with(' ') || text.ends_with('\t')) {
            text.remove_suffix(1);
        } else if (text.ends_with(wide)) {
            text.remove_suffix(wide.size());
        } else {
            return text;
        }
    }
}

}  // namespace

std::optional<bool> served_from(std::string_view text) {
    std::string word{trimmed(text)};
    std::transform(word.begin(), word.end(), word.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    const auto is_in = [&](const auto& words) {
        return std::find(words.begin(), words.end(), word) != words.end();
    };
    if (is_in(served)) return true;
    if (is_in(not_served)) return false;
    return std::nullopt;
}

}  // namespace amaneku::io
