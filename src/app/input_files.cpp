#include "app/input_files.hpp"

#include "io/digest.hpp"
#include "parallel/loop.hpp"

#include <utility>

namespace amaneku::app {

namespace {

/// The files of a radio model beside its sites: the values that it takes for granted are inputs too.
void add_radio(const std::string& role, const RadioConfig& radio, const auto& add) {
    const auto source = [&](const char* key) {
        const auto found = radio.sources.find(key);
        return found == radio.sources.end() ? Source{} : found->second;
    };
    if (!radio.defaults.file.empty())
        add(role + "/defaults", {radio.defaults.file}, {radio.defaults.name_en, "", ""});
    add(role + "/terrain", radio.terrain, source("terrain"));
    add(role + "/land_cover", radio.land_cover, source("land_cover"));
    if (!radio.clutter.empty()) add(role + "/clutter", {radio.clutter}, source("clutter"));
    if (radio.calibration) add(role + "/calibrate", {radio.calibration->file}, {});
}

/// The inputs without size and digest, in the order in which reports list them.
std::vector<InputFile> inputs_of(const Config& config) {
    std::vector<InputFile> inputs;
    const auto add = [&](const std::string& role, const std::vector<std::string>& files,
                         const Source& source) {
        for (const std::string& file : files)
            inputs.push_back({role, file, 0, {}, source.name, source.date, source.licence});
    };
    add("population", config.population.files, config.population.source);
    add("zones", config.zones.files, config.zones.source);
    if (config.zones.census) add("census", {config.zones.census->file}, config.zones.census->source);
    if (!config.zones.groups.empty()) add("groups", {config.zones.groups}, {});
    add("list", config.zones.list, {});
    // A file of a section that names several, with the source given for its key.
    const auto add_of = [&](const Sources& sources, const char* key, const std::string& file) {
        const auto source = sources.find(key);
        if (!file.empty()) add(key, {file}, source == sources.end() ? Source{} : source->second);
    };
    if (config.targets) {
        add_of(config.targets->sources, "targets", config.targets->targets);
        add_of(config.targets->sources, "actuals", config.targets->actuals);
        for (const std::string& folder : config.targets->snapshots)
            add("snapshot", {folder + "/summary.json", folder + "/coverage.csv"}, {});
    }
    if (config.projection) add("projection", config.projection->files, config.projection->source);
    for (const auto* services : {&config.services, &config.mesh_kpis}) {
        for (const ServiceConfig& s : *services) {
            for (const ProviderConfig& p : s.providers) {
                add(s.id + "/" + p.id, p.footprints, p.source);
                add(s.id + "/" + p.id, p.sites, p.source);
                if (p.radio) add_radio(s.id + "/" + p.id, *p.radio, add);
                if (p.fiber) add(s.id + "/" + p.id, files_of(*p.fiber), p.source);
                if (p.licences) add(s.id + "/" + p.id, {p.licences->counts}, p.source);
                if (p.licences) add(s.id + "/" + p.id + "/candidates", p.licences->candidates, {});
            }
            if (s.profile.cells == CellSelection::list) add(s.id + "/cells_file", {s.profile.cells_file}, {});
        }
    }
    for (const auto& [kind, features] : {std::pair{"place/", &config.places}, {"line/", &config.lines}}) {
        for (const FeatureConfig& f : *features) add(kind + f.id, f.files, f.source);
    }
    if (config.gaps) {
        for (const auto& [role, file] : {std::pair{"towns", config.gaps->towns},
                                         {"backbone", config.gaps->backbone},
                                         {"subsidies", config.gaps->subsidies},
                                         {"municipalities", config.gaps->municipalities}}) {
            add_of(config.gaps->sources, role, file);
        }
    }
    if (config.plan) {
        add_of(config.plan->sources, "candidates", config.plan->candidates);
        if (config.plan->cable) add_of(config.plan->sources, "nodes", config.plan->cable->nodes);
    }
    return inputs;
}

}  // namespace

InputFiles::InputFiles(const Config& config, int threads, Digest known)
    : m_files{inputs_of(config)}, m_known{std::move(known)} {
    if (!m_known && parallel::worker_count(threads) > 1)
        m_thread = std::jthread{[this](const std::stop_token& stop) { add_digests(stop); }};
}

void InputFiles::add_digests(const std::stop_token& stop) {
    try {
        for (InputFile& file : m_files) {
            if (stop.stop_requested()) return;
            InputFile digest =
                m_known ? m_known(file.role, file.path) : io::digest(file.role, file.path, stop);
            file.size = digest.size;
            file.sha256 = std::move(digest.sha256);
        }
    } catch (...) {
        m_failure = std::current_exception();
    }
}

std::vector<InputFile> InputFiles::take() {
    if (m_thread.joinable()) {
        m_thread.join();
    } else {
        add_digests({});
    }
    if (m_failure) std::rethrow_exception(m_failure);
    return std::move(m_files);
}

}  // namespace amaneku::app
