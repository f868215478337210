#pragma once

#include "core/rule_profile.hpp"
#include "io/toml_cursor.hpp"

#include <string>
#include <vector>

namespace amaneku::io {

/// Sets the keys of a rule profile that a table has; `changed` gets their names.
void read_profile_keys(TomlCursor& table, RuleProfile& profile, std::vector<std::string>& changed);

/// A profile by name (`profiles/NAME.toml` in one of `dirs`) or by the path of a file that ends in .toml.
/// What is wrong with it is added to `problems`; `where` is the place that named it.
[[nodiscard]] RuleProfile read_profile(const std::string& name, const std::vector<std::string>& dirs,
                                       const std::string& where, std::vector<Problem>& problems);

/// Tells of a profile that counts meshes and lacks what that needs, or has what only that may have.
void check_mesh_kpi(TomlCursor& table, const RuleProfile& profile);

}  // namespace amaneku::io
