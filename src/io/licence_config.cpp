#include "io/licence_config.hpp"

#include "core/site.hpp"

#include <fmt/format.h>

#include <optional>

namespace amaneku::io {

namespace {

void read_columns(TomlCursor& licences, LicenceConfig& out) {
    auto columns = licences.table("columns");
    if (!columns) return;
    for (auto& [key, value] : columns->text_pairs()) {
        if (key == "code") {
            out.code_column = value;
        } else if (key == "count") {
            out.count_column = value;
        } else {
            columns->problem(key, "unknown column; known are code, count");
        }
    }
}

/// Of a model only what gives a radius has a meaning for a place that was drawn.
void check_radius(TomlCursor& licences, const ProviderConfig& provider) {
    if (!provider.radio) {
        if (!provider.radius_m)
            licences.problem("radius_m",
                             "is missing: give radius_m, or a band and a type of [service.provider.radio]");
        return;
    }
    const RadioConfig& radio = *provider.radio;
    if (radio.is_by_signal()) {
        licences.problem("counts",
                         "gives places that are drawn: they take radii (radio.level L1 or L2), "
                         "no path loss");
        return;
    }
    if (radio.calibration)
        licences.problem("counts",
                         "gives a range, no one rate that could be brought to a published one: take "
                         "radio.calibrate away");
    const RadioClass* const band = radio.defaults.band(radio.band);
    const RadioClass* const type = radio.defaults.type(radio.type);
    if (!provider.radius_m &&
        !radio.defaults.radius_m(band == nullptr ? "" : band->id, type == nullptr ? "" : type->id))
        licences.problem("radius_m",
                         fmt::format("is missing: '{}' has no radius of band '{}' and type '{}'; give "
                                     "radio.band and radio.type, or radius_m",
                                     radio.defaults.id, radio.band, radio.type));
}

}  // namespace

void read_licence_config(
    TomlCursor& provider,
    const std::function<std::vector<std::string>(TomlCursor&, std::string_view key)>& files,
    ProviderConfig& to) {
    auto table = provider.table("licences");
    if (!table) return;
    LicenceConfig out;
    out.place = table->place();
    if (const auto found = files(*table, "counts"); !found.empty()) out.counts = found.front();
    if (!table->has("counts"))
        table->problem("counts", "is missing: a csv of station counts, a row a municipality");
    read_columns(*table, out);
    out.candidates = files(*table, "candidates");
    if (const auto v = table->number("spacing_m", 10.0, 10'000.0)) out.spacing_m = *v;
    if (const auto v = table->number("minimum_distance_m", 0.0, 50'000.0)) out.minimum_distance_m = *v;
    if (const auto v = table->number("attachment", 0.0, 5.0)) out.attachment = *v;
    if (const auto v = table->integer("draws", 2, 1'000)) out.draws = *v;
    if (const auto v = table->integer("seed", 0, 2'147'483'647)) out.seed = static_cast<std::uint64_t>(*v);
    if (const auto v = table->number("radius_m", 0.0, longest_radius_m)) {
        if (*v <= 0.0) table->problem("radius_m", fmt::format("is {}, must be above 0", *v));
        if (to.radius_m) table->problem("radius_m", "is given twice: here and in [[service.provider]]");
        to.radius_m = *v;
    }
    if (out.candidates.empty() && table->has("spacing_m"))
        table->problem("spacing_m", "is of candidates that are lines: there are none");
    for (const auto* key :
         {"sites", "footprints", "where", "columns", "cables", "closures", "towns", "town_points"}) {
        if (provider.has(key))
            table->problem("counts", fmt::format("cannot stand beside '{}' of the same provider: give "
                                                 "each kind a [[service.provider]] of its own",
                                                 key));
    }
    check_radius(*table, to);
    table->finish();
    to.licences = std::move(out);
}

void check_licences(TomlCursor& service, const ServiceConfig& config) {
    std::optional<int> draws;
    for (const ProviderConfig& provider : config.providers) {
        if (!provider.licences) continue;
        if (config.profile.cell_level)
            service.problem("provider", fmt::format("'{}' has licences: a service that counts meshes needs "
                                                    "sites or areas, for it gives one figure and no range",
                                                    provider.id));
        if (draws && *draws != provider.licences->draws)
            service.problem("provider",
                            fmt::format("'{}' has {} draws, another provider of the service {}: they are "
                                        "taken together, so give both as many",
                                        provider.id, provider.licences->draws, *draws));
        draws = provider.licences->draws;
    }
}

}  // namespace amaneku::io
