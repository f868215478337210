#include "http/byte_range.hpp"

#include <algorithm>
#include <charconv>

namespace amaneku::http {

namespace {

std::optional<std::uint64_t> number(std::string_view text) {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return {};
    return value;
}

}  // namespace

AskedRange asked_range(std::string_view header, std::uint64_t size) {
    constexpr std::string_view unit = "bytes=";
    if (!header.starts_with(unit)) return {};
    header.remove_prefix(unit.size());
    const std::size_t dash = header.find('-');
    if (dash == std::string_view::npos) return {};
    const std::string_view from = header.substr(0, dash);
    const std::string_view to = header.substr(dash + 1);
    if (from.empty()) {  // the last so many
        const auto last = number(to);
        if (!last) return {};
        if (*last == 0 || size == 0) return {RangeKind::beyond, {}};
        const std::uint64_t count = std::min(*last, size);
        return {RangeKind::some, {size - count, count}};
    }
    const auto first = number(from);
    const auto last = to.empty() ? std::optional{UINT64_MAX} : number(to);
    if (!first || !last || *last < *first) return {};
    if (*first >= size) return {RangeKind::beyond, {}};
    return {RangeKind::some, {*first, std::min(*last, size - 1) - *first + 1}};
}

}  // namespace amaneku::http
