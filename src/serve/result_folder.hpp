#pragma once

#include "core/amount.hpp"
#include "core/config.hpp"
#include "io/csv_rows.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace amaneku::serve {

/// A service as the run counted it.
struct ResultService {
    struct Provider {
        std::string id;
        std::string name;
    };
    std::string id, name, profile, weight, rule;
    int decimals = 1;
    std::vector<Provider> providers;
};

/// An area of coverage.csv.
struct ResultArea {
    std::string level;  ///< nation, prefecture, city, municipality, group
    std::string code;
    std::string name;
    std::size_t first = 0;  ///< its lines: [first, first + count) of `ResultFolder::coverage`
    std::size_t count = 0;
};

/// A line of coverage.csv: indices into the services, their providers (from 1; 0 is `*`), weights and rules.
struct CoverageLine {
    std::uint32_t area = 0;
    std::uint16_t service = 0;
    std::uint16_t provider = 0;
    std::uint16_t weight = 0;
    std::uint16_t rule = 0;
    Amount total = 0;
    Amount covered = 0;
};

/// A file of the inputs, as summary.json has it.
struct ResultInput {
    std::string role, path, sha256, source_name;
};

/// What a finished run left in its directory, read once. Tables that are not there are empty; `warnings` says
/// so.
struct ResultFolder {
    std::string path;
    std::string version;  ///< of the program that made it
    std::string title, language, cell_level;
    Date as_of;
    std::vector<std::string> weights, rules;
    std::vector<ResultService> services;
    std::vector<ResultInput> inputs;
    std::string configuration;       ///< as read, without passwords
    std::string configuration_file;  ///< of timing.json: where it was; empty: not known
    std::vector<ResultArea> areas;   ///< in the order of coverage.csv
    std::vector<CoverageLine> coverage;
    std::map<std::string, io::CsvTable> tables;  ///< municipalities.csv, … flags.csv, gaps.csv
    std::vector<std::string> warnings;

    /// An area by code, of any level where `level` is empty (municipalities first).
    [[nodiscard]] std::optional<std::size_t> area(const std::string& code, const std::string& level) const;
    /// Lines of an area by a service's own weight and rule; null where it has none.
    [[nodiscard]] const CoverageLine* own_line(std::size_t area, std::size_t service,
                                               std::size_t provider) const;
    [[nodiscard]] const io::CsvTable* table(const std::string& name) const;
    /// The row of a table whose column `code` (or `group_id`) is this; null where there is none.
    [[nodiscard]] const std::vector<std::string>* row(const std::string& table, const std::string& code) const;
};

/// Reads a directory that `amaneku run` wrote.
/// @param program  version of this program; another one's results are warned of
/// @throws Error (Errc::input) where it is no such directory, or of a version that cannot be read
[[nodiscard]] ResultFolder read_result_folder(const std::string& path, const std::string& program);

}  // namespace amaneku::serve
