#pragma once

#include "core/geodesic_series.hpp"

namespace amaneku::footprint {

using amaneku::GeodesicSeries;

}  // namespace amaneku::footprint
