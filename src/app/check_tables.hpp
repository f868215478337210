#pragma once

#include "app/messages.hpp"
#include "core/result.hpp"

#include <cstddef>
#include <functional>
#include <span>

namespace amaneku::app {

/// Does a piece of a check; what it throws is noted and the check goes on.
using Attempt = std::function<void(const std::function<void()>&)>;

/// Reads the tables of `[gaps]` and `[plan]`, each by itself, and says which of their rows cannot be taken.
/// @param result  with grid and zones, where they could be read: candidates are looked for in them
/// @returns the number of warnings that were said
std::size_t check_tables(RunResult& result, const Attempt& attempt, Messages& messages);

/// Says which rows a run would leave out: the first of them, and how many there are. @returns warnings said
std::size_t tell_rejected(std::span<const Issue> issues, Messages& messages);

}  // namespace amaneku::app
