#pragma once

#include <amaneku/geometry.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace amaneku {

/// A piece of a line that is in one zone and, of each service, all in or all out.
struct LinePiece {
    std::uint32_t feature = 0;
    std::uint32_t zone = 0;
    std::uint64_t inside = 0;  ///< bit s: service s holds it
    std::int64_t length_um =
        0;                      ///< geodesic, in whole micrometres, so that sums do not depend on their order
    std::vector<Point> points;  ///< longitude and latitude in degrees
};

/// A way without a service, along one line or on over lines of its class and name.
struct DeadStretch {
    std::int64_t length_um = 0;
    Point from, to;  ///< its ends
    std::string klass, name;
};

/// Lines of one `[[line]]`, in the order of the file.
struct LineTable {
    std::vector<std::string> id, name, klass;    ///< by feature
    std::vector<LinePiece> pieces;               ///< in reported zones: by feature, along it
    std::vector<std::vector<DeadStretch>> dead;  ///< by service: the longest first
    std::int64_t elsewhere_um = 0;               ///< in no reported zone, left out
};

/// What there is of all `[[line]]`, in the order of the configuration.
struct LineResult {
    std::vector<LineTable> tables;
};

}  // namespace amaneku
