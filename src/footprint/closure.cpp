#include "footprint/closure.hpp"

#include "footprint/cable.hpp"
#include "footprint/capsule.hpp"

namespace amaneku::footprint {

void append_closure(const ClosureTable& closures, std::size_t closure, const Directions& directions,
                    PolygonSet& out) {
    append_buffer({closures.at[closure]}, closures.drop_m[closure], directions, out);
}

std::vector<Stranded> append_along_roads(const ClosureTable& closures, const RoadNetwork& roads,
                                         const AlongRoads& settings, const Directions& directions,
                                         PolygonSet& out) {
    std::vector<Stranded> stranded;
    std::vector<RoadStart> starts;
    for (std::size_t c = 0; c < closures.size(); ++c) {
        const auto road = roads.nearest(closures.at[c], settings.drop_to_road_m);
        const double left_m = road ? closures.drop_m[c] - road->distance_m : 0.0;
        if (left_m > 0.0) {
            starts.push_back({*road, left_m});
        } else {
            stranded.push_back({c, road.has_value()});
        }
    }
    for (const auto& line : roads.reached(starts)) {
        append_buffer(simplified(line, line_tolerance * settings.road_width_m), settings.road_width_m,
                      directions, out);
    }
    return stranded;
}

}  // namespace amaneku::footprint
