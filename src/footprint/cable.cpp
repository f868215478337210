#include "footprint/cable.hpp"

#include "footprint/capsule.hpp"

namespace amaneku::footprint {

void append_cable(const CableTable& cables, std::size_t cable, const Directions& directions,
                  PolygonSet& out) {
    const double distance_m = cables.distance_m[cable];
    for (const auto& line : cables.lines[cable])
        append_buffer(simplified(line, line_tolerance * distance_m), distance_m, directions, out);
}

}  // namespace amaneku::footprint
