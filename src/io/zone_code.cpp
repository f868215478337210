#include "io/zone_code.hpp"

#include "core/municipal_code.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace amaneku::io {

namespace {

/// Below this many codes of five digits it may be chance that all of them are the rest of codes of six.
constexpr std::size_t enough_to_tell = 3;

bool is_digits(std::string_view text) noexcept {
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// Whether five digits can be a municipality, or its prefecture as a whole (pp000).
bool looks_municipal(std::string_view code5) noexcept {
    return !prefecture_name(code5.substr(0, 2)).empty() &&
           ((code5[2] >= '1' && code5[2] <= '7') || code5.ends_with("000"));
}

}  // namespace

std::string zone_code_problem(std::string_view code) {
    if (code.size() != 6 || !is_digits(code) || municipal_code5(code)) return {};
    return fmt::format(
        "code '{}': six digits are a municipal code with its check digit, which would be {}, not {}; give "
        "the "
        "code of five digits, or let codes of your own have another length or a letter",
        code, municipal_check_digit(code), code[5]);
}

int zone_code_digits(const std::set<std::string>& codes, bool is_municipal) {
    const auto is_of = [](std::size_t shortest, std::size_t longest) {
        return
            [=](const std::string& c) { return is_digits(c) && c.size() >= shortest && c.size() <= longest; };
    };
    if (codes.empty() || !std::all_of(codes.begin(), codes.end(), is_of(4, 6))) return 0;
    if (std::any_of(codes.begin(), codes.end(), is_of(6, 6)))
        return std::all_of(codes.begin(), codes.end(), is_of(5, 6)) ? 6 : 0;
    const auto is_cut_of_six = [](const std::string& c) {
        return c.size() == 5 && municipal_code5("0" + c) && looks_municipal("0" + c);
    };
    if (codes.size() >= enough_to_tell && std::all_of(codes.begin(), codes.end(), is_cut_of_six)) return -1;
    const bool are_municipal =
        is_municipal || std::all_of(codes.begin(), codes.end(), [](const std::string& c) {
            return looks_municipal(with_leading_zeros(c, 5));
        });
    return are_municipal ? 5 : 0;
}

std::string with_leading_zeros(std::string code, int digits) {
    if (is_digits(code) && code.size() < static_cast<std::size_t>(digits))
        code.insert(0, static_cast<std::size_t>(digits) - code.size(), '0');
    return code;
}

}  // namespace amaneku::io
