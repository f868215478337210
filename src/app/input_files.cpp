#include "app/input_files.hpp"

namespace amaneku::app {

void list_inputs(RunResult& result,
                 const std::function<InputFile(const std::string&, const std::string&)>& digest) {
    const auto add = [&](const std::string& role, const std::vector<std::string>& files,
                         const Source& source) {
        for (const std::string& file : files) {
            InputFile input = digest(role, file);
            input.source_name = source.name;
            input.source_date = source.date;
            input.source_licence = source.licence;
            result.inputs.push_back(std::move(input));
        }
    };
    add("population", result.config.population.files, result.config.population.source);
    add("zones", result.config.zones.files, result.config.zones.source);
    if (result.config.zones.census)
        add("census", {result.config.zones.census->file}, result.config.zones.census->source);
    if (!result.config.zones.groups.empty()) add("groups", {result.config.zones.groups}, {});
    add("list", result.config.zones.list, {});
    for (const ServiceConfig& s : result.config.services) {
        for (const ProviderConfig& p : s.providers) {
            add(s.id + "/" + p.id, p.footprints, p.source);
            add(s.id + "/" + p.id, p.sites, p.source);
        }
        if (s.profile.cells == CellSelection::list) add(s.id + "/cells_file", {s.profile.cells_file}, {});
    }
}

}  // namespace amaneku::app
