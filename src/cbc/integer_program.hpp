#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace amaneku::cbc {

/// A linear program some of whose columns must be whole: every column is in [0, 1].
struct IntegerProgram {
    bool maximise = true;
    std::vector<double> objective;          ///< [column]
    std::vector<std::uint8_t> is_integer;   ///< [column]
    std::vector<std::size_t> row_begin{0};  ///< [row + 1]
    std::vector<int> column;                ///< entries of rows
    std::vector<double> value;
    std::vector<double> lower, upper;  ///< [row], +-infinity where there is no limit

    [[nodiscard]] std::size_t column_count() const noexcept { return objective.size(); }
    [[nodiscard]] std::size_t row_count() const noexcept { return lower.size(); }
    int add_column(double worth, bool integer);
    void add_entry(int at, double factor);
    /// Ends the row whose entries were added since the last call.
    void close_row(double low, double high);
};

struct IntegerAnswer {
    std::vector<double> values;  ///< [column]; empty where no answer was found
    double bound = 0.0;          ///< no answer is better, but for the solver's tolerance of 1e-6
    bool is_optimal = false;     ///< proven
    bool is_infeasible = false;  ///< proven: there is no answer
};

/// Solves by branch and cut on one thread: the same answer every time.
/// @param most_nodes  of the search; after them the best answer so far and the bound are returned
[[nodiscard]] IntegerAnswer solve(const IntegerProgram& program, int most_nodes);

/// `2.10.8`.
[[nodiscard]] std::string version();

}  // namespace amaneku::cbc
