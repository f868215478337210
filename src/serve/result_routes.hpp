#pragma once

#include "serve/loaded_result.hpp"
#include "serve/router.hpp"
#include "serve/what_if_host.hpp"

namespace amaneku::serve {

/// What is read of a result: zones, rates, gaps, cells, files, tiles. The arguments must outlive the router.
void add_result_routes(Router& router, const LoadedResult& result, WhatIfHost& what_if);

/// `/{name}`: a file of the result. The last of all routes, for it takes what is left.
void add_result_file_route(Router& router, const LoadedResult& result);

}  // namespace amaneku::serve
