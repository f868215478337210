#include "app/column_titles.hpp"

#include <fmt/format.h>

#include <array>

namespace amaneku::app {

namespace {

struct Word {
    const char *column, *ja, *en;
};

constexpr std::array words{
    Word{"mesh_code", "メッシュコード", "mesh code"},
    Word{"population", "人口", "population"},
    Word{"households", "世帯数", "households"},
    Word{"age_65_plus", "65歳以上人口", "population 65+"},
    Word{"age_65_plus_percent", "65歳以上の割合 (%)", "65+ (%)"},
    Word{"estimated", "推計を含む", "estimated"},
    Word{"zone_code", "区域コード", "zone code"},
    Word{"zone_name", "区域", "zone"},
    Word{"zone_level", "区域の段階", "level of zone"},
    Word{"reported_share", "対象地域分の割合", "part in reported zones"},
    Word{"code", "コード", "code"},
    Word{"id", "ID", "id"},
    Word{"name", "名称", "name"},
    Word{"kind", "種別", "kind"},
    Word{"group_id", "圏域ID", "group"},
    Word{"group_name", "圏域", "group name"},
    Word{"prefecture_code", "都道府県コード", "prefecture code"},
    Word{"prefecture", "都道府県", "prefecture"},
    Word{"area_km2", "面積 (km²)", "area (km²)"},
    Word{"service", "サービス", "service"},
    Word{"provider", "事業者", "provider"},
    Word{"weight", "分母", "counted"},
    Word{"counted", "対象数", "total"},
    Word{"rate", "カバー率 (%)", "rate (%)"},
    Word{"covered", "カバー", "covered"},
    Word{"uncovered", "圏外", "uncovered"},
    Word{"area_share_rate", "面積按分率 (%)", "area share (%)"},
    Word{"lower_rate", "下限 (%)", "lower bound (%)"},
    Word{"upper_rate", "上限 (%)", "upper bound (%)"},
    Word{"site_id", "基地局ID", "site"},
    Word{"level", "確度", "accuracy level"},
    Word{"radius_m", "半径 (m)", "radius (m)"},
    Word{"azimuth", "方位角 (度)", "azimuth (°)"},
    Word{"beamwidth", "ビーム幅 (度)", "beamwidth (°)"},
    Word{"lon", "経度", "longitude"},
    Word{"lat", "緯度", "latitude"},
    Word{"town", "地区", "town"},
    Word{"scope", "範囲", "scope"},
    Word{"gap_id", "圏外地域ID", "gap"},
    Word{"place", "施設の種類", "kind of place"},
    Word{"place_id", "施設ID", "place"},
    Word{"places", "施設数", "places"},
    Word{"inside", "圏内", "inside"},
    Word{"outside", "圏外", "outside"},
    Word{"several_providers", "複数事業者の圏内", "inside of several"},
    Word{"farthest_m", "最も遠い施設 (m)", "farthest (m)"},
    Word{"line", "路線の種類", "kind of line"},
    Word{"line_id", "路線ID", "line"},
    Word{"length_m", "延長 (m)", "length (m)"},
    Word{"length_km", "延長 (km)", "length (km)"},
    Word{"inside_km", "圏内延長 (km)", "inside (km)"},
    Word{"outside_km", "圏外延長 (km)", "outside (km)"},
    Word{"longest_outside_km", "最長の圏外区間 (km)", "longest stretch outside (km)"},
    Word{"longest_name", "その名称", "its name"},
    Word{"cell_level", "メッシュの区分", "level of meshes"},
    Word{"profile", "ルールプロファイル", "profile"},
    Word{"uncounted", "該当しないメッシュ", "not counted"},
    Word{"class", "区分", "class"},
    Word{"cells", "メッシュ数", "cells"},
    Word{"nearest_site", "最寄り基地局", "nearest site"},
    Word{"nearest_site_m", "最寄り基地局まで (m)", "to the nearest site (m)"},
    Word{"nearest_served_cell", "最寄りカバーメッシュ", "nearest covered cell"},
    Word{"nearest_served_m", "最寄りカバーメッシュまで (m)", "to the nearest covered cell (m)"},
    Word{"subsidies", "該当する補助事業", "programmes"},
    Word{"candidate_id", "候補ID", "candidate"},
    Word{"rank", "順位", "rank"},
    Word{"gain_alone", "単独での増加", "gain alone"},
    Word{"model_gain", "選定での増加", "gain of the choice"},
    Word{"gain", "増加", "gain"},
    Word{"cost", "費用", "cost"},
    Word{"cost_cumulative", "費用 累計", "cost so far"},
    Word{"extension", "延伸", "extension"},
    Word{"cell", "メッシュコード", "mesh code"},
    Word{"from", "起点", "from"},
    Word{"from_lon", "起点の経度", "from longitude"},
    Word{"from_lat", "起点の緯度", "from latitude"},
    Word{"to_lon", "終点の経度", "to longitude"},
    Word{"to_lat", "終点の緯度", "to latitude"},
    Word{"cable_m", "ケーブル (m)", "cable (m)"},
    Word{"cable_m_cumulative", "ケーブル累計 (m)", "cable so far (m)"},
    Word{"covered_before", "整備前のカバー", "covered before"},
    Word{"covered_after", "整備後のカバー", "covered after"},
    Word{"rate_before", "整備前 (%)", "before (%)"},
    Word{"rate_after", "整備後 (%)", "after (%)"},
    Word{"sites", "基地局数", "sites"},
    Word{"kpi", "指標", "KPI"},
    Word{"target_scope", "目標の範囲", "scope of the target"},
    Word{"plan", "計画", "plan"},
    Word{"target_fy", "目標年度", "target year"},
    Word{"target", "目標値", "target"},
    Word{"unit", "単位", "unit"},
    Word{"better", "望ましい方向", "better"},
    Word{"series", "系列", "series"},
    Word{"actual_fy", "実績年度", "year of the actual"},
    Word{"actual", "実績値", "actual"},
    Word{"actual_source", "実績の出典", "source of the actual"},
    Word{"gap", "目標との差", "gap to target"},
    Word{"required_per_year", "必要な年間増加", "needed per year"},
    Word{"met", "達成", "met"},
    Word{"status", "状況", "status"},
    Word{"met_fy", "達成年度", "met in"},
    Word{"years_early", "前倒し (年)", "years early"},
    Word{"total", "総数", "total"},
    Word{"needed", "あと必要な数", "still needed"},
    Word{"forecast", "見込み", "forecast"},
    Word{"forecast_meets", "見込みで達成", "forecast meets"},
    Word{"forecast_assumption", "見込みの仮定", "assumption"},
    Word{"projection_year", "将来推計の年", "projection year"},
    Word{"projection_total", "将来推計の総数", "projected total"},
    Word{"projection_covered", "将来推計のカバー", "projected covered"},
    Word{"projection_rate", "将来推計での率 (%)", "projected rate (%)"},
    Word{"target_source", "目標の出典", "source of the target"},
    Word{"note", "備考", "note"},
    Word{"fiscal_year", "年度", "fiscal year"},
    Word{"value", "値", "value"},
    Word{"change", "前回からの変化", "change"},
    Word{"years", "年数", "years"},
    Word{"series_break", "系列の断絶", "series break"},
    Word{"source", "出典", "source"},
    Word{"flag", "注記", "flag"},
    Word{"limit", "比較した値", "compared with"},
    Word{"reason_ja", "理由", "reason (Japanese)"},
    Word{"reason_en", "理由（英語）", "reason"},
    Word{"point", "確認項目", "point"},
    Word{"item", "内容", "item"},
    Word{"subject", "対象", "subject"},
    Word{"detail", "詳細", "detail"},
    Word{"check", "確認", "check"},
    Word{"computed_population", "計算した人口", "computed population"},
    Word{"census_population", "国勢調査の人口", "census population"},
    Word{"error_percent", "誤差 (%)", "error (%)"},
    Word{"computed_households", "計算した世帯数", "computed households"},
    Word{"census_households", "国勢調査の世帯数", "census households"},
    Word{"missing_population", "配分できない人口", "population not placed"},
    Word{"missing_households", "配分できない世帯", "households not placed"},
    Word{"file", "ファイル", "file"},
    Word{"reason", "理由", "reason"},
    Word{"people", "人数", "people"},
    Word{"input", "読み込み", "read"},
    Word{"unassigned", "未割当", "unassigned"},
    Word{"other", "対象外の区域", "other zones"},
    Word{"reported", "報告対象", "reported"},
    Word{"key", "項目", "item"},
    Word{"role", "役割", "role"},
    Word{"date", "時点", "date"},
    Word{"licence", "利用条件", "licence"},
    Word{"sha256", "SHA-256", "SHA-256"},
    Word{"sheet", "シート", "sheet"},
    Word{"table", "同じ内容のファイル", "same as the file"},
    Word{"state", "変化", "change"},
    Word{"part_before", "変更前の面積率", "part before"},
    Word{"part_after", "変更後の面積率", "part after"},
    Word{"draws", "抽選の回数", "draws"},
    Word{"rule", "数え方", "rule"},
    Word{"covered_mean", "カバー 平均", "covered, mean"},
    Word{"covered_sd", "カバー 標準偏差", "covered, standard deviation"},
    Word{"rate_min", "抽選の最小 (%)", "least of the draws (%)"},
    Word{"rate_p10", "10％点 (%)", "10th percentile (%)"},
    Word{"rate_median", "中央値 (%)", "median (%)"},
    Word{"rate_mean", "平均 (%)", "mean (%)"},
    Word{"rate_p90", "90％点 (%)", "90th percentile (%)"},
    Word{"rate_max", "抽選の最大 (%)", "most of the draws (%)"}};

constexpr std::array service_words{
    Word{"fraction", "カバー面積率", "covered fraction"},
    Word{"rate", "カバー率 (%)", "rate (%)"},
    Word{"covered", "カバー", "covered"},
    Word{"uncovered", "圏外", "uncovered"},
    Word{"area_share_rate", "面積按分率 (%)", "area share (%)"},
    Word{"lower_rate", "下限 (%)", "lower bound (%)"},
    Word{"upper_rate", "上限 (%)", "upper bound (%)"},
    Word{"flag", "注記", "flags"},
    Word{"level", "確度", "accuracy level"},
    Word{"rate_min", "カバー率 抽選の最小 (%)", "rate, least of the draws (%)"},
    Word{"rate_max", "カバー率 抽選の最大 (%)", "rate, most of the draws (%)"},
    Word{"left_out", "対象外メッシュ", "in cells not listed"},
    Word{"in", "圏内", "inside"},
    Word{"distance_m", "エリアまで (m)", "to the area (m)"},
    Word{"providers", "事業者", "providers"}};
constexpr std::array provider_words{Word{"fraction", "カバー面積率", "covered fraction"},
                                    Word{"rate", "カバー率 (%)", "rate (%)"}};

/// Columns whose names begin or end with that of a weight.
constexpr std::array weight_words{
    Word{"_gain", "{}の増加", "gain in {}"}, Word{"_cumulative", "{} 累計", "{} so far"},
    Word{"_uncovered", "圏外の{}", "{} left out"}, Word{"_total", "{}の総数", "total {}"},
    Word{"_uncovered_percent", "圏外の{} (%)", "{} left out (%)"}};

}  // namespace

const std::string& shown_name(const ServiceConfig& service) noexcept {
    return service.name.empty() ? service.id : service.name;
}

const std::string& shown_name(const ProviderConfig& provider) noexcept {
    return provider.name.empty() ? provider.id : provider.name;
}

ColumnTitles::ColumnTitles(const Config& config) : m_is_japanese{config.language == "ja"} {
    for (const auto& [column, ja, en] : words) add(column, word(ja, en));
    for (const ServiceConfig& s : config.services) {
        for (const auto& [column, ja, en] : service_words)
            add(fmt::format("{}_{}", s.id, column), fmt::format("{} {}", shown_name(s), word(ja, en)));
        for (const ProviderConfig& p : s.providers) {
            for (const auto& [column, ja, en] : provider_words)
                add(fmt::format("{}_{}_{}", s.id, p.id, column),
                    fmt::format("{} {} {}", shown_name(s), shown_name(p), word(ja, en)));
        }
    }
}

std::string ColumnTitles::of_weight(const std::string& column) const {
    const auto called = [&](const std::string& weight) {
        const auto found = m_titles.find(weight);
        return found == m_titles.end() ? weight : found->second;
    };
    static const std::string cost = "cost_per_";
    if (column.starts_with(cost))
        return fmt::format(fmt::runtime(word("{}1あたり費用", "cost per {}")),
                           called(column.substr(cost.size())));
    for (const auto& [ending, ja, en] : weight_words) {
        if (column.ends_with(ending))
            return fmt::format(fmt::runtime(word(ja, en)),
                               called(column.substr(0, column.size() - std::string_view{ending}.size())));
    }
    static const std::string nearest = "nearest_";
    if (!column.starts_with(nearest)) return {};
    const std::string of = column.substr(nearest.size());
    return of.ends_with("_m") ? fmt::format(fmt::runtime(word("最寄りの{}まで (m)", "to the nearest {} (m)")),
                                            of.substr(0, of.size() - 2))
                              : fmt::format(fmt::runtime(word("最寄りの{}", "nearest {}")), of);
}

std::string ColumnTitles::of(const std::string& column) const {
    const auto found = m_titles.find(column);
    return found == m_titles.end() ? of_weight(column) : found->second;
}

}  // namespace amaneku::app
