#pragma once

#include "serve/json_text.hpp"
#include "serve/router.hpp"
#include "serve/what_if_host.hpp"

#include <string>

namespace amaneku::serve {

struct SavePlace {
    std::string folder;       ///< of the result: files go into its folder `scenarios`
    bool is_allowed = false;  ///< --writable
};

/// Sites, edits and scenario files. The host must outlive the router.
void add_what_if_routes(Router& router, WhatIfHost& host, SavePlace place);

/// What api/status says of it.
void write_status(WhatIfHost& host, bool can_save, JsonText& to);

}  // namespace amaneku::serve
