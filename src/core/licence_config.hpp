#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace amaneku {

/// How stations of which only a number per municipality is known are placed, see
/// `[service.provider.licences]`.
struct LicenceConfig {
    std::string counts;                ///< csv, a row a municipality
    std::string code_column = "code";  ///< municipal codes of 5 or 6 digits
    /// Column of the counts, or several to be added: `sub6+mmwave`.
    std::string count_column = "count";
    std::vector<std::string> candidates;  ///< points and lines; empty: the centres of populated cells
    double spacing_m = 200.0;             ///< between the candidates along a line
    double minimum_distance_m = 100.0;    ///< between two stations of a draw, where it can be kept
    double attachment = 1.0;              ///< exponent of the people of a candidate's cell; 0: all alike
    int draws = 20;
    std::uint64_t seed = 1;
    std::string place;  ///< in the configuration
};

}  // namespace amaneku
