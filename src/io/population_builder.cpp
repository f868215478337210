#include "io/population_builder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numeric>
#include <utility>

namespace amaneku::io {

ParsedAmount parse_amount(std::string_view text) noexcept {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    if (text.empty()) return {0, "is blank: only 0 is zero"};
    std::int64_t whole = 0;
    const char* const end = text.data() + text.size();
    if (const auto [next, error] = std::from_chars(text.data(), end, whole);
        error == std::errc{} && next == end) {
        if (whole < 0) return {0, "is negative"};
        if (static_cast<double>(whole) > max_cell_weight) return {0, "is above 9e9"};
        return {whole * amount_per_unit, nullptr};
    }
    double value = 0.0;
    const auto [next, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc{} || next != end || !std::isfinite(value))
        return {0, "is no number: only 0 is zero"};
    if (value < 0.0) return {0, "is negative"};
    if (value > max_cell_weight) return {0, "is above 9e9"};
    return {static_cast<CellAmount>(std::llround(value * amount_per_unit)), nullptr};
}

void reject(Population& out, const std::string& file, std::string place, std::string reason) {
    ++out.rows_rejected;
    if (out.rows_rejected <= most_listed)
        out.issues.push_back({IssueKind::rejected, file, std::move(place), std::move(reason), std::nullopt});
}

void tell_unlisted(Population& out) {
    if (out.rows_rejected <= most_listed) return;
    out.issues.push_back({IssueKind::rejected, "population", "",
                          fmt::format("{} further rows were rejected: only the first {} are listed",
                                      out.rows_rejected - most_listed, most_listed),
                          std::nullopt});
}

void append(PopulationPart part, std::uint32_t file, PopulationRows& rows, Population& out) {
    const auto add = [](auto& to, const auto& from) { to.insert(to.end(), from.begin(), from.end()); };
    add(rows.cells, part.rows.cells);
    rows.weights.resize(part.rows.weights.size());
    for (std::size_t w = 0; w < rows.weights.size(); ++w) add(rows.weights[w], part.rows.weights[w]);
    add(rows.estimated, part.rows.estimated);
    rows.estimated.resize(rows.cells.size(), 0);
    add(rows.partial, part.rows.partial);
    rows.partial.resize(rows.cells.size(), 0);
    rows.file.resize(rows.cells.size(), file);
    take_found(std::move(part.found), out);
}

void take_found(Population found, Population& out) {
    std::uint64_t listed = std::min(out.rows_rejected, most_listed);
    for (Issue& issue : found.issues) {
        if (issue.kind == IssueKind::rejected && ++listed > most_listed) continue;
        out.issues.push_back(std::move(issue));
    }
    out.rows_read += found.rows_read;
    out.rows_rejected += found.rows_rejected;
}

namespace {

/// Indices of rows in ascending order of cells, those of one cell as they were read.
std::vector<std::uint32_t> sorted_rows(const std::vector<Cell>& cells) {
    std::vector<std::uint32_t> order(cells.size());
    std::iota(order.begin(), order.end(), 0U);
    if (std::is_sorted(cells.begin(), cells.end())) return order;
    struct Keyed {
        Cell cell;
        std::uint32_t index;
    };
    std::vector<Keyed> keyed;
    keyed.reserve(cells.size());
    for (const std::uint32_t i : order) keyed.push_back({cells[i], i});
    std::stable_sort(keyed.begin(), keyed.end(),
                     [](const Keyed& a, const Keyed& b) { return a.cell < b.cell; });
    std::transform(keyed.begin(), keyed.end(), order.begin(), [](const Keyed& k) { return k.index; });
    return order;
}

/// Whether parts hold each cell once, in ascending order from the first part to the last.
bool are_ascending(const std::vector<PopulationPart>& parts) {
    const Cell* last = nullptr;
    for (const PopulationPart& part : parts) {
        for (const Cell& cell : part.rows.cells) {
            if (last != nullptr && !(*last < cell)) return false;
            last = &cell;
        }
    }
    return true;
}

}  // namespace

void finish(std::vector<PopulationPart> parts, const std::vector<std::uint32_t>& files,
            const std::vector<std::string>& names, Population& out) {
    if (!are_ascending(parts)) {
        PopulationRows rows;
        for (std::size_t p = 0; p < parts.size(); ++p) append(std::move(parts[p]), files[p], rows, out);
        parts.clear();
        finish(std::move(rows), names, out);
        return;
    }
    std::size_t count = 0;
    for (const PopulationPart& part : parts) count += part.rows.cells.size();
    out.weight_names = names;
    out.weights.assign(names.size(), {});
    out.cells.reserve(count);
    for (auto& weight : out.weights) weight.reserve(count);
    for (PopulationPart& part : parts) {  // each is freed before the next is taken: only one is there twice
        const PopulationRows rows = std::exchange(part.rows, {});
        out.cells.insert(out.cells.end(), rows.cells.begin(), rows.cells.end());
        for (std::size_t w = 0; w < names.size(); ++w)
            out.weights[w].insert(out.weights[w].end(), rows.weights[w].begin(), rows.weights[w].end());
        take_found(std::move(part.found), out);
    }
    out.estimated.assign(count, 0);
}

void finish(PopulationRows rows, const std::vector<std::string>& names, Population& out) {
    const std::vector<std::uint32_t> order = sorted_rows(rows.cells);
    out.weight_names = names;
    out.weights.assign(names.size(), {});
    out.cells.reserve(order.size());
    out.estimated.reserve(order.size());
    for (auto& weight : out.weights) weight.reserve(order.size());
    std::size_t added = 0;
    for (const std::uint32_t i : order) {
        if (!out.cells.empty() && out.cells.back() == rows.cells[i]) {
            if (rows.partial[i] == 0) {
                reject(out, out.sources.empty() ? "" : out.sources[rows.file[i]],
                       out.grid.code(rows.cells[i]), "the cell is there twice: the first is taken");
                continue;
            }
            for (std::size_t w = 0; w < names.size(); ++w) out.weights[w].back() += rows.weights[w][i];
            out.estimated.back() |= rows.estimated[i];
            ++added;
            continue;
        }
        out.cells.push_back(rows.cells[i]);
        for (std::size_t w = 0; w < names.size(); ++w) out.weights[w].push_back(rows.weights[w][i]);
        out.estimated.push_back(rows.estimated[i]);
    }
    if (added > 0)
        out.notes.push_back(fmt::format(
            "{} border cells stand in the files of two prefectures: their parts were added", added));
}

}  // namespace amaneku::io
