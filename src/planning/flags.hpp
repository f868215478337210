#pragma once

#include "core/amount.hpp"
#include "core/flag_config.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace amaneku::planning {

/// Covered people of some people.
struct Coverage {
    Amount covered = 0;
    Amount total = 0;
};

/// What the flags of a service ask of an area.
struct FlagFacts {
    Coverage area;                       ///< by the service's rule and weight
    std::optional<Coverage> prefecture;  ///< of which the area is a part
    std::optional<Coverage> nation;      ///< all reported zones; nothing of itself
    std::optional<Coverage> earlier;     ///< the area in an earlier run
    std::optional<Amount> uncovered_people;
    std::optional<Amount> uncovered_households;
    std::size_t providers = 0;          ///< of the service
    std::vector<std::string> reaching;  ///< those of them that reach anybody in the area
    int decimals = 1;                   ///< of printed rates
};

/// A word with what the area has and what that is compared with.
struct FlagWord {
    std::string word;
    std::string value;
    std::string limit;
};

/// The words that a rule's limits give an area, in a fixed order; rates of nobody give none. Comparisons are
/// of the amounts, not of what is printed; where a rate would print as its limit it gets further decimals.
[[nodiscard]] std::vector<FlagWord> flag_words(const FlagRule& rule, const FlagFacts& facts);

}  // namespace amaneku::planning
