#include "core/fiber_config.hpp"

namespace amaneku {

std::vector<std::string> files_of(const FiberConfig& fiber) {
    std::vector<std::string> out;
    for (const auto* files : {&fiber.cables.files, &fiber.closures.files, &fiber.closures.roads,
                              &fiber.towns.areas, &fiber.towns.points})
        out.insert(out.end(), files->begin(), files->end());
    return out;
}

}  // namespace amaneku
