#pragma once

#include "core/config.hpp"

namespace amaneku::app {

/// Whether files can be written to the output directory, or it can be made; leaves nothing behind.
/// @throws Error (Errc::output) that says where it fails
void check_output_place(const OutputConfig& output);

}  // namespace amaneku::app
