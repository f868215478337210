#pragma once

#include <functional>
#include <set>
#include <string>
#include <string_view>

namespace amaneku {

/// The nearest of `known` to a mistyped word, at most two letters away; empty where none is near.
[[nodiscard]] std::string nearest_word(std::string_view word,
                                       const std::set<std::string, std::less<>>& known);

}  // namespace amaneku
