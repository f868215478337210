#include "io/calibration_table.hpp"

#include "core/kpi.hpp"
#include "io/csv_writer.hpp"

namespace amaneku::io {

std::string calibration_csv(const RunResult& result) {
    CsvWriter csv;
    for (const char* c :
         {"service", "provider", "prefecture_code", "prefecture", "band", "level", "factor", "unit",
          "rate_before", "rate_after", "published", "residual", "year", "source", "stations", "status"})
        csv.field(c);
    csv.end_row();
    constexpr int decimals = 6;
    for (const CalibrationLine& line : result.calibration) {
        const ServiceConfig& service = result.config.services[line.service];
        csv.field(service.id).field(service.providers[line.provider].id);
        csv.field(line.prefecture_code).name(line.prefecture).field(line.band).field(level_id(line.level));
        csv.field(factor_text(line)).field(line.is_offset() ? "dB" : "times");
        csv.field(format_decimal(line.rate_before, decimals))
            .field(format_decimal(line.rate_after, decimals));
        csv.field(format_decimal(line.published)).field(format_decimal(line.residual(), decimals));
        csv.field(line.year).name(line.source).field(std::to_string(line.stations));
        csv.field(calibration_status_id(line.status));
        csv.end_row();
    }
    return csv.text();
}

}  // namespace amaneku::io
