#pragma once

#include "io/fetch_plan.hpp"
#include "io/fetch_sources.hpp"

#include <cstdint>
#include <string>

namespace amaneku::io {

/// What became of the configuration file.
enum class FetchConfig : std::uint8_t { written, same, kept };

/// `amaneku-42.toml` in the plan's folder; the codes of several prefectures are joined by `-`.
[[nodiscard]] std::string fetch_config_path(const FetchPlan& plan);

/// The text of a configuration over the plan's files; it lacks only a service, of which it holds an example
/// in comments.
[[nodiscard]] std::string fetch_config_text(const FetchSources& sources, const FetchPlan& plan);

/// Writes the configuration, but never over one that reads differently: that may have been worked on.
/// @throws Error (Errc::output)
[[nodiscard]] FetchConfig write_fetch_config(const FetchSources& sources, const FetchPlan& plan);

}  // namespace amaneku::io
