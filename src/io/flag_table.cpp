#include "io/flag_table.hpp"

#include "io/csv_writer.hpp"

#include <fmt/format.h>

#include <string_view>

namespace amaneku::io {

namespace {

/// What a service counts: 人, 世帯, or the weight's name.
FlagReason counted(const RunResult& result, std::uint32_t service) {
    const std::string& weight = result.config.services[service].profile.weight;
    if (weight == "population") return {"人", "people"};
    if (weight == "households") return {"世帯", "households"};
    return {fmt::format("（{}）", weight), weight};
}

/// A whole number with commas between thousands; other texts as they are.
std::string grouped(std::string text) {
    if (text.empty() || text.find_first_not_of("0123456789") != std::string::npos) return text;
    for (std::size_t at = text.size(); at > 3;) text.insert(at -= 3, ",");
    return text;
}

/// Whose target it is.
FlagReason target_scope(const std::string& scope) {
    if (scope.starts_with("municipality:")) return {"市区町村", "municipality"};
    if (scope.starts_with("group:")) return {"圏域", "group"};
    if (scope == "national") return {"全国", "nation"};
    return {"都道府県", "prefecture"};
}

}  // namespace

FlagReason flag_reason(const RunResult& result, const Flag& flag) {
    const ServiceConfig& service = result.config.services[flag.service];
    const std::string& name = service.name;
    const std::string_view word = flag.word;
    const auto both = [&](const char* ja, const char* en) {
        const std::string value = grouped(flag.value);
        const std::string limit = grouped(flag.limit);
        return FlagReason{fmt::format(fmt::runtime(ja), fmt::arg("service", name), fmt::arg("value", value),
                                      fmt::arg("limit", limit)),
                          fmt::format(fmt::runtime(en), fmt::arg("service", name), fmt::arg("value", value),
                                      fmt::arg("limit", limit))};
    };
    if (word == "no-station")
        return both("区域内に{service}の基地局がありません。", "No station of {service} stands in the area.");
    if (word == "rounds-to-100") {
        const FlagReason unit = counted(result, flag.service);
        return {fmt::format("{}のカバー率は100%と表示されますが、{}{}が圏外に残っています。", name,
                            grouped(flag.value), unit.ja),
                fmt::format("The rate of {} prints as 100 %, yet {} {} are left out.", name,
                            grouped(flag.value), unit.en)};
    }
    if (word == "placement-range")
        return both(
            "{service}"
            "の基地局は市区町村ごとの局数だけが分かり、位置は抽選で置いた推定です。カバー率は置き方に"
            "より{value}%になります（表示は中央値の抽選）。",
            "Of stations of {service} only numbers by municipality are known: they were placed by "
            "draws, and the rate is {value} % depending on them (what is shown is the median draw).");
    if (word == "below-target" && flag.target_fy != 0) {
        const FlagReason scope = target_scope(flag.target_scope);
        return {fmt::format("{}のカバー率{}%は{}年度の目標（{}）の{}%を下回っています。", name, flag.value,
                            flag.target_fy, scope.ja, flag.limit),
                fmt::format("The rate of {}, {} %, is below the target of {} % for FY{} ({}).", name,
                            flag.value, flag.limit, flag.target_fy, scope.en)};
    }
    if (word == "below-target")
        return both("{service}のカバー率{value}%は目標の{limit}%を下回っています。",
                    "The rate of {service}, {value} %, is below the target of {limit} %.");
    if (word == "below-prefecture")
        return both("{service}のカバー率{value}%は都道府県全体の{limit}%を下回っています。",
                    "The rate of {service}, {value} %, is below the prefecture's {limit} %.");
    if (word == "below-nation")
        return both("{service}のカバー率{value}%は対象地域計の{limit}%を下回っています。",
                    "The rate of {service}, {value} %, is below the {limit} % of all reported zones.");
    if (word == "uncovered-people")
        return both("{service}の圏外人口{value}人は基準の{limit}人を超えています。",
                    "{service} leaves {value} people out, more than the limit of {limit}.");
    if (word == "uncovered-households")
        return both("{service}の圏外世帯{value}世帯は基準の{limit}世帯を超えています。",
                    "{service} leaves {value} households out, more than the limit of {limit}.");
    if (word == "single-operator")
        return both("区域内で{service}をカバーしている事業者は{value}だけです。",
                    "Only one operator, {value}, covers anybody of the area with {service}.");
    if (word == "rate-fell")
        return both("{service}のカバー率は前回の{limit}%から{value}%に下がりました。",
                    "The rate of {service} fell from {limit} % in the earlier run to {value} %.");
    return {flag.word, flag.word};
}

FlagArea flag_area(const RunResult& result, const Flag& flag) {
    switch (flag.level) {
        case AreaLevel::nation:
            return {"00", result.config.language == "ja" ? "対象地域計" : "all reported zones"};
        case AreaLevel::prefecture:
            return {result.prefectures[flag.area].code, result.prefectures[flag.area].name};
        case AreaLevel::city:
            return {result.cities[flag.area].code, result.cities[flag.area].name};
        case AreaLevel::group:
            return {result.groups[flag.area].code, result.groups[flag.area].name};
        case AreaLevel::municipality:
            break;
    }
    return {result.zones.zones[flag.area].code, result.zones.zones[flag.area].name};
}

std::string flags_csv(const RunResult& result) {
    CsvWriter csv;
    for (const char* c : {"zone_level", "zone_code", "zone_name", "service", "flag", "value", "limit",
                          "reason_ja", "reason_en"})
        csv.field(c);
    csv.end_row();
    for (const Flag& flag : *result.flags) {
        const FlagArea area = flag_area(result, flag);
        const FlagReason reason = flag_reason(result, flag);
        csv.field(area_level_id(flag.level)).field(area.code).name(area.name);
        csv.field(result.config.services[flag.service].id)
            .field(flag.word)
            .name(flag.value)
            .field(flag.limit);
        csv.name(reason.ja).name(reason.en);
        csv.end_row();
    }
    return csv.text();
}

}  // namespace amaneku::io
