#include "io/ranking_table.hpp"

#include "core/kpi.hpp"
#include "io/csv_writer.hpp"

namespace amaneku::io {

namespace {

/// The difference of two printed rates, so that a reader finds it again.
std::string points_between(const std::string& rate, const std::string& mean, int decimals) {
    const auto a = parse_decimal(rate);
    const auto b = parse_decimal(mean);
    return a && b ? format_decimal(*a - *b, decimals) : std::string{};
}

/// How many percent of the others are not above the area; empty where it is alone.
std::string percentile(const RankingRow& row) {
    return format_rate(static_cast<Amount>(row.count - row.rank), static_cast<Amount>(row.count - 1), 1);
}

}  // namespace

std::string ranking_csv(const std::vector<RankingRow>& rows) {
    CsvWriter csv;
    for (const char* c : {"zone_level", "zone_code", "zone_name", "service", "among", "among_code", "count",
                          "rank", "total", "rate", "mean_rate", "points_from_mean", "percentile"})
        csv.field(c);
    csv.end_row();
    for (const RankingRow& r : rows) {
        const std::string rate = format_rate(r.covered, r.total, r.decimals);
        const std::string mean = format_rate(r.set_covered, r.set_total, r.decimals);
        csv.field(r.level).field(r.code).name(r.name).field(r.service).field(r.among).name(r.among_code);
        csv.field(std::to_string(r.count))
            .field(std::to_string(r.rank))
            .field(std::to_string(whole_units(r.total)));
        csv.field(rate).field(mean).field(points_between(rate, mean, r.decimals)).field(percentile(r));
        csv.end_row();
    }
    return csv.text();
}

}  // namespace amaneku::io
