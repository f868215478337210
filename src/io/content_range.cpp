#include "io/content_range.hpp"

#include <charconv>
#include <system_error>

namespace amaneku::io {

std::optional<ContentRange> parse_content_range(std::string_view text) {
    constexpr std::string_view unit = "bytes ";
    if (!text.starts_with(unit)) return std::nullopt;
    text.remove_prefix(unit.size());
    ContentRange range;
    const auto number = [](std::string_view digits, std::uint64_t& value) {
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
        return error == std::errc{} && end == digits.data() + digits.size();
    };
    const std::size_t dash = text.find('-');
    const std::size_t slash = text.find('/');
    if (dash == std::string_view::npos || slash == std::string_view::npos ||
        !number(text.substr(0, dash), range.first)) {
        return std::nullopt;
    }
    std::uint64_t total = 0;
    if (number(text.substr(slash + 1), total)) range.total = total;
    return range;
}

}  // namespace amaneku::io
