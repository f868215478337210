#pragma once

#include "core/result.hpp"

#include <string>

namespace amaneku::io {

/// Why an area has a word in `S_flag`, as sentences.
struct FlagReason {
    std::string ja;
    std::string en;
};
[[nodiscard]] FlagReason flag_reason(const RunResult& result, const Flag& flag);

/// Code and name of a flag's area.
struct FlagArea {
    std::string code;
    std::string name;
};
[[nodiscard]] FlagArea flag_area(const RunResult& result, const Flag& flag);

/// flags.csv: one line a word.
[[nodiscard]] std::string flags_csv(const RunResult& result);

}  // namespace amaneku::io
