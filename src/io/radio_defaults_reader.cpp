#include "io/radio_defaults_reader.hpp"

#include "core/site.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <set>
#include <string_view>
#include <system_error>
#include <utility>

namespace amaneku::io {

namespace fs = std::filesystem;

namespace {

std::string defaults_file(const std::string& name, const std::vector<std::string>& dirs) {
    if (name.ends_with(".toml")) return fs::exists(name) ? name : "";
    for (const std::string& dir : dirs) {
        const fs::path candidate = fs::path{dir} / (name + ".toml");
        if (fs::exists(candidate)) return candidate.string();
    }
    return {};
}

std::string unknown_defaults(const std::string& name, const std::vector<std::string>& dirs) {
    std::set<std::string> known;
    for (const std::string& dir : dirs) {
        std::error_code error;
        for (const auto& entry : fs::directory_iterator{dir, error}) {
            if (entry.path().extension() == ".toml") known.insert(entry.path().stem().string());
        }
    }
    std::string list;
    for (const std::string& k : known) list += (list.empty() ? "; known are: " : ", ") + k;
    return fmt::format("'{}' is not there{}", name, list);
}

std::string in_lower_case(std::string text) {
    for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return text;
}

std::vector<RadioClass> read_classes(TomlCursor& root, std::string_view key) {
    std::vector<RadioClass> out;
    std::set<std::string> taken;
    for (TomlCursor& table : root.tables(key)) {
        RadioClass one;
        one.id = table.text("id").value_or("");
        if (one.id.empty()) table.problem("id", "is missing");
        one.names = table.texts("names");
        one.values = read_radio_values(table);
        one.source = table.text("source").value_or("");
        if (one.source.empty()) table.problem("source", "is missing: say where the values are from");
        // Words are found whatever their case.
        for (const std::string& word : one.names) {
            if (!taken.insert(in_lower_case(word)).second)
                table.problem("names", fmt::format("'{}' is there twice", word));
        }
        if (!taken.insert(in_lower_case(one.id)).second)
            table.problem("id", fmt::format("'{}' is there twice", one.id));
        table.finish();
        out.push_back(std::move(one));
    }
    return out;
}

std::vector<RadioRadius> read_radii(TomlCursor& root, const RadioDefaults& defaults) {
    std::vector<RadioRadius> out;
    std::set<std::pair<std::string, std::string>> taken;
    for (TomlCursor& table : root.tables("radius")) {
        RadioRadius one;
        one.band = table.text("band").value_or("");
        one.type = table.text("type").value_or("");
        one.source = table.text("source").value_or("");
        one.radius_m = table.number("radius_m", 1.0, longest_radius_m).value_or(0.0);
        if (!table.has("radius_m")) table.problem("radius_m", "is missing");
        const RadioClass* const band = defaults.band(one.band);
        const RadioClass* const type = defaults.type(one.type);
        if (band == nullptr) table.problem("band", fmt::format("'{}' is no [[band]] of the file", one.band));
        if (type == nullptr) table.problem("type", fmt::format("'{}' is no [[type]] of the file", one.type));
        // They may be named by any of their words; radii are looked up by ids.
        if (band != nullptr) one.band = band->id;
        if (type != nullptr) one.type = type->id;
        if (!taken.emplace(one.band, one.type).second)
            table.problem("band", fmt::format("'{}' with type '{}' is there twice", one.band, one.type));
        if (one.source.empty()) table.problem("source", "is missing: say where the radius is from");
        table.finish();
        out.push_back(std::move(one));
    }
    return out;
}

}  // namespace

RadioValues read_radio_values(TomlCursor& table) {
    RadioValues out;
    out.frequency_mhz = table.number("frequency_mhz", 30.0, 100'000.0);
    out.bandwidth_mhz = table.number("bandwidth_mhz", 0.2, 2'000.0);
    out.subcarrier_khz = table.number("subcarrier_khz", 15.0, 960.0);
    out.power_dbm = table.number("power_dbm", -30.0, 80.0);
    out.gain_dbi = table.number("gain_dbi", -20.0, 60.0);
    out.feeder_loss_db = table.number("feeder_loss_db", 0.0, 60.0);
    out.height_m = table.number("height_m", 0.5, 3'000.0);
    out.beamwidth = table.number("beamwidth", 1.0, 360.0);
    out.vertical_beamwidth = table.number("vertical_beamwidth", 1.0, 180.0);
    out.tilt = table.number("tilt", -90.0, 90.0);
    if (const auto v = table.text("model")) {
        out.model = parse_path_loss_model(*v);
        if (!out.model)
            table.problem(
                "model",
                fmt::format(
                    "is '{}'; known are free-space, free-space-p2108, tr38901-rma, tr38901-uma, tr38901-umi, "
                    "hata-urban, hata-large-city, hata-suburban, hata-open, cost231, "
                    "cost231-metropolitan",
                    *v));
        if (out.model == PathLossModel::p1812)
            table.problem("model", "p1812 is what level = \"L5\" takes: leave the key out");
    }
    return out;
}

RadioDefaults read_radio_defaults(const std::string& name, const std::vector<std::string>& dirs,
                                  const std::string& where, std::vector<Problem>& problems) {
    RadioDefaults out;
    out.id = name;
    const std::string file = defaults_file(name, dirs);
    if (file.empty()) {
        problems.push_back({where, unknown_defaults(name, dirs)});
        return out;
    }
    out.file = file;
    try {
        const toml::table table = toml::parse_file(file);
        TomlCursor root{table, "", file, problems};
        if (const auto v = root.text("id")) out.id = *v;
        if (auto names = root.table("name")) {
            out.name_ja = names->text("ja").value_or("");
            out.name_en = names->text("en").value_or("");
            names->finish();
        }
        out.note = root.text("note").value_or("");
        out.bands = read_classes(root, "band");
        out.types = read_classes(root, "type");
        out.radii = read_radii(root, out);
        root.finish();
    } catch (const toml::parse_error& error) {
        problems.push_back(
            {fmt::format("{}:{}", file, error.source().begin.line), std::string{error.description()}});
    }
    return out;
}

}  // namespace amaneku::io
