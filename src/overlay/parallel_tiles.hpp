#pragma once

#include "parallel/loop.hpp"

namespace amaneku::overlay {

using parallel::feed;
using parallel::LaneWork;
using parallel::worker_count;

}  // namespace amaneku::overlay
