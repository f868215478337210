#include "io/comparison_table.hpp"

#include "core/kpi.hpp"
#include "io/csv_writer.hpp"

#include <fmt/format.h>

namespace amaneku::io {

namespace {

constexpr int points_decimals = 6;

void amount_field(CsvWriter& csv, const std::optional<Amount>& amount) {
    csv.field(amount ? format_amount(*amount) : std::string{});
}

void points_field(CsvWriter& csv, const std::optional<Amount>& points) {
    csv.field(points ? format_decimal(*points, points_decimals) : std::string{});
}

void rate_field(CsvWriter& csv, const std::optional<Amount>& covered, const std::optional<Amount>& total) {
    csv.field(total ? format_rate(*covered, *total, points_decimals) : std::string{});
}

}  // namespace

std::string compare_csv(const Comparison& comparison) {
    CsvWriter csv;
    for (const char* c : {"zone_level",       "zone_code",         "zone_name",
                          "service",          "provider",          "rate_before",
                          "rate_after",       "change_points",     "total_before",
                          "total_after",      "covered_before",    "covered_after",
                          "footprint_points", "population_points", "boundary_points",
                          "other_points",     "footprint_covered", "population_covered",
                          "boundary_covered", "other_covered",     "newly_covered_cells",
                          "newly_covered",    "newly_lost_cells",  "newly_lost"})
        csv.field(c);
    csv.end_row();
    for (const ComparedRate& r : comparison.rates) {
        csv.field(r.area.level).field(r.area.code).name(r.area.name).field(r.service).field(r.provider);
        rate_field(csv, r.area.covered_before, r.area.total_before);
        rate_field(csv, r.area.covered_after, r.area.total_after);
        points_field(csv, r.change);
        amount_field(csv, r.area.total_before);
        amount_field(csv, r.area.total_after);
        amount_field(csv, r.area.covered_before);
        amount_field(csv, r.area.covered_after);
        for (const auto* move : {&r.footprint, &r.population, &r.boundary, &r.other})
            points_field(csv, *move ? (*move)->points : std::nullopt);
        for (const auto* move : {&r.footprint, &r.population, &r.boundary, &r.other})
            amount_field(csv, *move ? std::optional{(*move)->covered} : std::nullopt);
        const bool has_cells = r.footprint.has_value();
        csv.field(has_cells ? std::to_string(r.newly_covered_cells) : "");
        amount_field(csv, has_cells ? std::optional{r.newly_covered} : std::nullopt);
        csv.field(has_cells ? std::to_string(r.newly_lost_cells) : "");
        amount_field(csv, has_cells ? std::optional{r.newly_lost} : std::nullopt);
        csv.end_row();
    }
    return csv.text();
}

std::string compare_cells_csv(const Comparison& comparison) {
    CsvWriter csv;
    for (const char* c :
         {"mesh_code", "zone_code", "service", "state", "part_before", "part_after", "people"})
        csv.field(c);
    csv.end_row();
    for (const ChangedCell& cell : comparison.cells) {
        csv.field(cell.code)
            .field(cell.zone)
            .field(cell.service)
            .field(cell.is_covered ? "newly-covered" : "newly-lost");
        csv.field(fmt::format("{}", cell.part_before)).field(fmt::format("{}", cell.part_after));
        csv.field(format_amount(cell.people));
        csv.end_row();
    }
    return csv.text();
}

}  // namespace amaneku::io
