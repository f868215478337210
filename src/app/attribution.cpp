#include "app/attribution.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <vector>

namespace amaneku::app {

std::string attribution(const RunResult& result, const ColumnTitles& titles) {
    std::vector<std::string> all;
    for (const InputFile& i : result.inputs) {
        if (i.source_name.empty()) continue;
        std::string one = i.source_name;
        std::string more = i.source_date;
        if (!i.source_licence.empty()) more += (more.empty() ? "" : ", ") + i.source_licence;
        if (!more.empty()) one += fmt::format(" ({})", more);
        if (std::find(all.begin(), all.end(), one) == all.end()) all.push_back(std::move(one));
    }
    if (all.empty()) return titles.word("設定に出典が書かれていません", "the configuration names none");
    std::string out;
    for (const std::string& one : all) out += (out.empty() ? "" : titles.word("・", "; ")) + one;
    return out;
}

std::string rule_word(Rule rule, const ColumnTitles& titles) {
    static constexpr std::array ja{"半分ルール", "面積按分", "中心点", "下限", "上限"};
    const auto id = std::string{rule_id(rule)};
    return titles.is_japanese() ? fmt::format("{}（{}）", ja.at(static_cast<std::size_t>(rule)), id) : id;
}

std::string rule_line(const ServiceConfig& service, const ColumnTitles& titles) {
    const RuleProfile& p = service.profile;
    const std::string weight = titles.of(p.weight).empty() ? p.weight : titles.of(p.weight);
    const std::string name = titles.is_japanese() ? p.name_ja : p.name_en;
    std::string out = fmt::format("{}: {}", shown_name(service), p.id);
    if (!name.empty()) out += fmt::format(" ({})", name);
    out += fmt::format(", {}, {}", weight, rule_word(p.rule, titles));
    if (p.rule == Rule::half_cell) out += fmt::format(" {} {}", p.strict ? ">" : ">=", p.threshold);
    if (!service.changed_keys.empty())
        out += titles.word("、変更したキー: ", ", changed keys: ") +
               fmt::format("{}", fmt::join(service.changed_keys, ", "));
    return out;
}

}  // namespace amaneku::app
