#pragma once

#include "core/result.hpp"

#include <functional>
#include <string>

namespace amaneku::app {

/// Fills `inputs`: every file with its role, size, digest and source.
/// @param digest  gives the size and the digest for a role and a path
void list_inputs(RunResult& result,
                 const std::function<InputFile(const std::string&, const std::string&)>& digest);

}  // namespace amaneku::app
