#include "app/attribution.hpp"
#include "app/workbook_summary.hpp"
#include "app/workbook_table.hpp"
#include "core/footprint_text.hpp"
#include "core/method_text.hpp"
#include "gdal/connection_name.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>

namespace amaneku::app {

namespace {

using workbook::Cell;
using workbook::Table;

Table table(std::string title, const std::vector<const char*>& ids, const ColumnTitles& titles) {
    Table out;
    out.title = std::move(title);
    for (const char* id : ids) out.columns.push_back(workbook_column(id, titles));
    return out;
}

std::string combine_word(const RuleProfile& profile, const ColumnTitles& titles) {
    static constexpr std::array ja{"面積の和集合が先", "判定が先", "k社以上", "最良の1社"};
    const auto id = std::string{combine_id(profile.combine)};
    std::string out = titles.is_japanese()
                          ? fmt::format("{}（{}）", ja.at(static_cast<std::size_t>(profile.combine)), id)
                          : id;
    if (profile.combine == Combine::k_of_n) out += fmt::format(", k = {}", profile.k);
    return out;
}

Table profiles(const RunResult& result, const ColumnTitles& titles) {
    Table out = table(titles.word("サービスごとの数え方", "how each service is counted"),
                      {"service", "key", "value"}, titles);
    std::size_t number = 0;  // of the provider
    for (const ServiceConfig& s : result.config.services) {
        const RuleProfile& p = s.profile;
        const auto row = [&](const char* ja, const char* en, const std::string& value) {
            out.rows.push_back({Cell{shown_name(s)}, Cell{titles.word(ja, en)}, Cell{value}});
        };
        row("ルールプロファイル", "profile",
            fmt::format("{} ({})", p.id, titles.is_japanese() ? p.name_ja : p.name_en));
        const std::string weight = titles.of(p.weight);
        row("分母", "counted", weight.empty() ? p.weight : fmt::format("{} ({})", weight, p.weight));
        row("ルール", "rule", rule_word(p.rule, titles));
        if (p.rule == Rule::half_cell)
            row("しきい値", "threshold", fmt::format("{} {}", p.strict ? ">" : ">=", p.threshold));
        row("面積の基準", "fraction of",
            p.area == FractionArea::land ? titles.word("陸地 (land)", "land")
                                         : titles.word("セル (cell)", "cell"));
        row("事業者の合わせ方", "providers together", combine_word(p, titles));
        row("数えるセル", "cells", std::string{cells_id(p.cells)});
        row("小数の桁", "decimals", std::to_string(p.decimals));
        row("変更したキー", "changed keys",
            s.changed_keys.empty() ? titles.word("なし", "none")
                                   : fmt::format("{}", fmt::join(s.changed_keys, ", ")));
        row("根拠", "source of the rule", p.source);
        for (const ProviderConfig& provider : s.providers) {
            const MethodSentence how = footprint_sentence(result, number++);
            const std::string kind =
                how.id.empty() ? titles.word("エリアなし", "no area")
                               : fmt::format("{} ({})", titles.is_japanese() ? how.ja : how.en, how.id);
            row("事業者", "provider", fmt::format("{} ({}): {}", shown_name(provider), provider.id, kind));
        }
    }
    return out;
}

Table sentences(const RunResult& result, const ColumnTitles& titles) {
    Table out = table(titles.word("計算の方法", "method"), {"key", "value"}, titles);
    out.columns[1].title = titles.word("説明", "in words");
    for (const MethodSentence& s : all_sentences(result))
        out.rows.push_back({Cell{s.id}, Cell{titles.is_japanese() ? s.ja : s.en}});
    static constexpr std::array assigns{"land_share", "max_area", "list", "centroid"};
    out.rows.push_back(
        {Cell{"zones.assign"}, Cell{assigns.at(static_cast<std::size_t>(result.config.zones.assign))}});
    return out;
}

Table sources(const RunResult& result, const ColumnTitles& titles) {
    Table out = table(titles.word("出典・入力ファイル", "sources and input files"),
                      {"role", "source", "date", "licence", "file", "sha256"}, titles);
    for (const InputFile& i : result.inputs)
        out.rows.push_back({Cell{i.role}, Cell{i.source_name}, Cell{i.source_date}, Cell{i.source_licence},
                            Cell{gdal::without_password(i.path)}, Cell{i.sha256}});
    return out;
}

Table notes(const RunResult& result, const ColumnTitles& titles) {
    Table out = table(titles.word("注意と記録", "warnings and notes"), {"note"}, titles);
    for (const std::string& note : result.notes) out.rows.push_back({Cell{note}});
    return out;
}

}  // namespace

workbook::Sheet method_sheet(const RunResult& result, const ColumnTitles& titles) {
    workbook::Sheet out{titles.word("方法", "method"),
                        titles.word("方法と出典", "Method and sources"),
                        titles.word("このブックの数値がどのように、何から計算されたか。",
                                    "How every figure of this workbook is made, and from what."),
                        {}};
    out.tables = {profiles(result, titles), sentences(result, titles), sources(result, titles)};
    if (!result.notes.empty()) out.tables.push_back(notes(result, titles));
    return out;
}

}  // namespace amaneku::app
