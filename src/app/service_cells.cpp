#include "app/service_cells.hpp"

#include "io/cell_list_reader.hpp"
#include "zonal/counted_cells.hpp"
#include <amaneku/error.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace amaneku::app {

std::vector<std::uint8_t> cells_of_service(const ServiceConfig& service, const Population& population) {
    std::vector<MeshCode> list;
    if (service.profile.cells == CellSelection::list) {
        const auto level = population.grid.level();
        if (!level) {
            throw Error{
                Errc::configuration, service.place,
                fmt::format("service '{}' counts the cells of a list, cells = \"list\": this needs cells of "
                            "the JIS mesh, the population is a raster",
                            service.id)};
        }
        list = io::read_cell_list(service.profile.cells_file, *level);
    }
    return zonal::counted_cells(population, service.profile, list);
}

void find_counted_cells(RunResult& result) {
    for (const ServiceConfig& service : result.config.services) {
        result.cell_counted.push_back(cells_of_service(service, result.population));
        if (service.profile.cells != CellSelection::list) continue;
        const auto& counted = result.cell_counted.back();
        result.notes.push_back(fmt::format(
            "{}: {} of {} cells are in its list; the people of all others are left out of its rates",
            service.id, std::count(counted.begin(), counted.end(), 1), counted.size()));
    }
}

}  // namespace amaneku::app
