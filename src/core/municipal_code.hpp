#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace amaneku {

/// The sixth digit of a municipal code (全国地方公共団体コード) of five digits.
[[nodiscard]] int municipal_check_digit(std::string_view code5) noexcept;

/// A code of five digits as it stands, one of six reduced to five; nothing for a wrong check digit or
/// anything else.
[[nodiscard]] std::optional<std::string> municipal_code5(std::string_view code);

/// A designated city (政令指定都市).
struct City {
    std::string code;
    std::string name;
};

/// The designated city that a ward belongs to; nothing for any other code. Tokyo's special wards are
/// municipalities.
[[nodiscard]] std::optional<City> city_of_ward(std::string_view code);

/// `奈良県` for `29`; empty for what is no prefecture's code.
[[nodiscard]] std::string_view prefecture_name(std::string_view prefecture_code) noexcept;

/// 色丹村 to 蘂取村: no census rows, so no rates.
[[nodiscard]] bool is_northern_territory(std::string_view code) noexcept;

/// A town's or village's name without its county (郡), which only some files put before it.
[[nodiscard]] std::string without_county(const std::string& name);

}  // namespace amaneku
