#pragma once

#include "core/amount.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace amaneku::planning {

/// What each candidate would reach, and what it costs.
///
/// An element is a cell's people in one zone. A set of candidates reaches of an element the largest amount
/// that one of them does, so that nobody counts twice: what the maximal covering location problem (Church &
/// ReVelle 1974) asks for where all amounts of an element are equal.
struct CoverProblem {
    std::size_t element_count = 0;
    std::vector<std::uint64_t> begin{0};  ///< [candidate + 1]
    std::vector<std::uint32_t> element;   ///< each once in a candidate
    std::vector<CellAmount> amount;       ///< > 0
    std::vector<std::int64_t> cost;       ///< [candidate] > 0; all 1 where sites are counted

    [[nodiscard]] std::size_t size() const noexcept { return begin.size() - 1; }
    void add(std::uint32_t at, CellAmount reached) {
        element.push_back(at);
        amount.push_back(reached);
    }
    /// Ends the candidate whose elements were added since the last call.
    void close(std::int64_t its_cost) {
        begin.push_back(element.size());
        cost.push_back(its_cost);
    }
    [[nodiscard]] bool has_equal_costs() const noexcept;
};

/// Who reaches an element: the entries of a `CoverProblem` by element.
struct ReachedBy {
    explicit ReachedBy(const CoverProblem& problem);

    std::vector<std::uint64_t> begin;      ///< [element + 1]
    std::vector<std::uint32_t> candidate;  ///< ascending
    std::vector<CellAmount> amount;
};

/// A set of candidates and what it reaches. The problem must stay where it is.
class Cover {
public:
    explicit Cover(const CoverProblem& problem);

    /// What a candidate would add.
    [[nodiscard]] Amount gain(std::size_t candidate) const;
    void add(std::size_t candidate);
    /// @returns what is lost by it
    Amount remove(std::size_t candidate, const ReachedBy& reached_by);

    [[nodiscard]] bool has(std::size_t candidate) const { return m_has[candidate] != 0; }
    [[nodiscard]] CellAmount best(std::size_t element) const { return m_best[element]; }
    [[nodiscard]] const std::vector<CellAmount>& best() const noexcept { return m_best; }
    [[nodiscard]] Amount value() const noexcept { return m_value; }
    [[nodiscard]] std::int64_t cost() const noexcept { return m_cost; }

private:
    const CoverProblem* m_problem;
    std::vector<CellAmount> m_best;  ///< [element]
    std::vector<std::uint8_t> m_has;
    Amount m_value = 0;
    std::int64_t m_cost = 0;
};

/// What some candidates reach together.
[[nodiscard]] Amount reached(const CoverProblem& problem, std::span<const std::uint32_t> candidates);

/// Puts candidates in the order in which each adds most for its cost (ties: the smaller index).
[[nodiscard]] std::vector<std::uint32_t> in_order_of_gain(const CoverProblem& problem,
                                                          std::span<const std::uint32_t> candidates);

}  // namespace amaneku::planning
