#include "cbc/integer_program.hpp"

#include <Cbc_C_Interface.h>

#include <memory>

namespace amaneku::cbc {

namespace {

struct ModelDeleter {
    void operator()(void* model) const noexcept { Cbc_deleteModel(static_cast<Cbc_Model*>(model)); }
};
using ModelPtr = std::unique_ptr<void, ModelDeleter>;

}  // namespace

int IntegerProgram::add_column(double worth, bool integer) {
    objective.push_back(worth);
    is_integer.push_back(integer ? 1 : 0);
    return static_cast<int>(objective.size()) - 1;
}

void IntegerProgram::add_entry(int at, double factor) {
    column.push_back(at);
    value.push_back(factor);
}

void IntegerProgram::close_row(double low, double high) {
    row_begin.push_back(column.size());
    lower.push_back(low);
    upper.push_back(high);
}

IntegerAnswer solve(const IntegerProgram& program, int most_nodes) {
    // The C interface wants whole columns: rows turned around.
    std::vector<int> start(program.column_count() + 1, 0);
    for (const int c : program.column) ++start[static_cast<std::size_t>(c) + 1];
    for (std::size_t c = 1; c < start.size(); ++c) start[c] += start[c - 1];
    std::vector<int> next{start.begin(), start.end() - 1};
    std::vector<int> rows(program.column.size());
    std::vector<double> values(program.column.size());
    for (std::size_t r = 0; r < program.row_count(); ++r) {
        for (std::size_t e = program.row_begin[r]; e < program.row_begin[r + 1]; ++e) {
            const auto at = static_cast<std::size_t>(next[static_cast<std::size_t>(program.column[e])]++);
            rows[at] = static_cast<int>(r);
            values[at] = program.value[e];
        }
    }
    const std::vector<double> low(program.column_count(), 0.0);
    const std::vector<double> high(program.column_count(), 1.0);
    const ModelPtr holder{Cbc_newModel()};
    auto* const model = static_cast<Cbc_Model*>(holder.get());
    Cbc_setLogLevel(model, 0);
    Cbc_setParameter(model, "log", "0");
    Cbc_loadProblem(model, static_cast<int>(program.column_count()), static_cast<int>(program.row_count()),
                    start.data(), rows.data(), values.data(), low.data(), high.data(),
                    program.objective.data(), program.lower.data(), program.upper.data());
    Cbc_setObjSense(model, program.maximise ? -1.0 : 1.0);
    for (std::size_t c = 0; c < program.column_count(); ++c) {
        if (program.is_integer[c] != 0) Cbc_setInteger(model, static_cast<int>(c));
    }
    Cbc_setMaximumNodes(model, most_nodes);
    Cbc_solve(model);

    IntegerAnswer out;
    out.is_infeasible = Cbc_isProvenInfeasible(model) != 0;
    out.is_optimal = Cbc_isProvenOptimal(model) != 0 && !out.is_infeasible;
    out.bound = Cbc_getBestPossibleObjValue(model);
    if (const double* best = Cbc_bestSolution(model); best != nullptr && !out.is_infeasible)
        out.values.assign(best, best + program.column_count());
    return out;
}

std::string version() {
    return Cbc_getVersion();
}

}  // namespace amaneku::cbc
