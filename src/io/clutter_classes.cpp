#include "io/clutter_classes.hpp"

#include "io/csv_rows.hpp"
#include <amaneku/error.hpp>

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <optional>
#include <string_view>
#include <utility>

namespace amaneku::io {

namespace {

template <typename Number>
std::optional<Number> number(std::string_view text) noexcept {
    Number value{};
    const auto [next, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || next != text.data() + text.size()) return std::nullopt;
    return value;
}

}  // namespace

ClutterClasses read_clutter_classes(const std::string& path) {
    const CsvTable table = read_csv_table(path);
    const std::size_t class_column = table.column("class");
    const std::size_t height_column = table.column("clutter_m");
    ClutterClasses classes{table.name, {}};
    constexpr double highest_m = 200.0;
    for (std::size_t r = 0; r < table.rows.size(); ++r) {
        const std::string where = fmt::format("{}:{}", table.name, table.lines[r]);
        const auto code = number<int>(table.rows[r][class_column]);
        if (!code) {
            throw Error{Errc::input, where,
                        fmt::format("class '{}' must be a whole number", table.rows[r][class_column])};
        }
        const auto height = number<double>(table.rows[r][height_column]);
        if (!height || !(*height >= 0.0 && *height <= highest_m)) {
            throw Error{Errc::input, where,
                        fmt::format("clutter_m '{}' must be metres from 0 to {:.0f}",
                                    table.rows[r][height_column], highest_m)};
        }
        if (!classes.height_m.emplace(*code, static_cast<float>(*height)).second)
            throw Error{Errc::input, where, fmt::format("class {} is there twice", *code)};
    }
    if (classes.height_m.empty()) throw Error{Errc::input, path, "has no class"};
    return classes;
}

terrain::TileSource ClutterClasses::heights_of(terrain::TileSource classes) const {
    const auto read = std::move(classes.read);
    classes.read = [read, table = *this](const terrain::PostBlock& block) {
        terrain::TilePosts posts = read(block);
        std::map<float, std::uint64_t> strange;
        for (float& value : posts.heights) {
            if (std::isnan(value)) continue;
            const auto at = value == std::floor(value) && std::abs(value) < 1e6F
                                ? table.height_m.find(static_cast<int>(value))
                                : table.height_m.end();
            if (at == table.height_m.end()) ++strange[value];
            value = at == table.height_m.end() ? 0.0F : at->second;
        }
        for (const auto& [value, count] : strange) {
            posts.remarks.push_back(
                {fmt::format("class {} is not in {}: taken as 0 m of clutter", value, table.file), count});
        }
        return posts;
    };
    return classes;
}

}  // namespace amaneku::io
