#pragma once

#include "core/config.hpp"
#include "io/toml_cursor.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace amaneku::io {

/// Reads `[service.provider.licences]` into a provider whose other keys are read; nothing where there is
/// none.
/// @param files  absolute paths of a key's files, which are there
void read_licence_config(
    TomlCursor& provider,
    const std::function<std::vector<std::string>(TomlCursor&, std::string_view key)>& files,
    ProviderConfig& to);

/// What can only be told of a service as a whole: its draws are taken together.
void check_licences(TomlCursor& service, const ServiceConfig& config);

}  // namespace amaneku::io
