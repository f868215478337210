#include "app/lost_characters.hpp"

#include "io/csv_writer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace amaneku::app {

namespace {

/// The characters of UTF-8 text, one by one.
std::vector<std::string_view> characters(std::string_view text) {
    std::vector<std::string_view> out;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = at + 1;
        while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) ++end;
        out.push_back(text.substr(at, end - at));
        at = end;
    }
    return out;
}

/// `U+20BB7`
std::string code_point(std::string_view character) {
    static constexpr std::uint32_t first_bits[]{0x7F, 0x1F, 0x0F, 0x07};
    const std::size_t size = std::min<std::size_t>(character.size(), 4);
    std::uint32_t value = static_cast<unsigned char>(character[0]) & first_bits[size - 1];
    for (std::size_t i = 1; i < size; ++i)
        value = value << 6U | (static_cast<unsigned char>(character[i]) & 0x3FU);
    return fmt::format("U+{:04X}", value);
}

void note(RunResult& result, const char* file, const std::string& code, const std::string& name) {
    if (io::recode(name, Encoding::cp932).replaced == 0) return;
    std::string lost;
    for (const std::string_view c : characters(name)) {
        if (io::recode(std::string{c}, Encoding::cp932).replaced > 0)
            lost += (lost.empty() ? "" : ", ") + code_point(c);
    }
    result.issues.push_back(
        {IssueKind::note, file, code,
         fmt::format("name '{}': CP932 lacks {}, written as 〓; encoding = \"utf-8-bom\" keeps it", name,
                     lost),
         std::nullopt});
}

}  // namespace

void note_lost_characters(RunResult& result) {
    if (result.config.output.encoding != Encoding::cp932) return;
    for (const Zone& zone : result.zones.zones) {
        if (zone.reported) note(result, "municipalities.csv", zone.code, zone.name);
    }
    for (const Area& area : result.prefectures) note(result, "prefectures.csv", area.code, area.name);
    for (const Area& area : result.cities) note(result, "coverage.csv", area.code, area.name);
    for (const Area& area : result.groups) {
        note(result, "groups.csv", area.code, area.name);
        note(result, "groups.csv", area.code, area.kind);
    }
}

}  // namespace amaneku::app
