#pragma once

#include "core/result.hpp"

#include <cstdint>
#include <vector>

namespace amaneku::app {

/// Where stations of a zone may stand.
struct ZoneCandidates {
    std::vector<Point> at;             ///< longitude and latitude
    std::vector<double> people;        ///< of the cell that holds each, in the service's weight
    std::vector<std::uint32_t> cells;  ///< populated cells whose centres the zone holds, ascending
};

/// What of a provider's candidates stands where.
struct CandidateField {
    std::vector<ZoneCandidates> zones;  ///< by zone of the run
    std::uint64_t total = 0;            ///< in some zone
    std::uint64_t in_no_zone = 0;
    std::uint64_t without_people = 0;  ///< in a zone, but in no populated cell
};

/// Reads the candidates of a provider with licences, or takes the centres of populated cells, and sorts them
/// into zones (the first of those that hold a position). Tells rows that cannot be used.
/// @param weight  of the run, that counts the people of cells
/// @throws Error of the reader
[[nodiscard]] CandidateField candidate_field(RunResult& result, const LicenceConfig& config,
                                             std::size_t weight);

}  // namespace amaneku::app
