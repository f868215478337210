#pragma once

#include "core/ranking.hpp"

#include <string>
#include <vector>

namespace amaneku::io {

/// ranking.csv; columns as docs/formats.md says.
[[nodiscard]] std::string ranking_csv(const std::vector<RankingRow>& rows);

}  // namespace amaneku::io
