#include "core/radio_defaults.hpp"

#include <algorithm>

namespace amaneku {

namespace {

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool same(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](char x, char y) { return lower(x) == lower(y); });
}

const RadioClass* find(const std::vector<RadioClass>& classes, std::string_view name) {
    const auto found = std::find_if(classes.begin(), classes.end(), [&](const RadioClass& c) {
        return same(c.id, name) || std::any_of(c.names.begin(), c.names.end(),
                                               [&](const std::string& n) { return same(n, name); });
    });
    return found == classes.end() ? nullptr : &*found;
}

}  // namespace

RadioValues RadioValues::or_else(const RadioValues& other) const {
    RadioValues out = *this;
    const auto fill = [&](auto member) {
        if (!(out.*member)) out.*member = other.*member;
    };
    for (const auto member : {&RadioValues::frequency_mhz, &RadioValues::bandwidth_mhz,
                              &RadioValues::subcarrier_khz, &RadioValues::power_dbm, &RadioValues::gain_dbi,
                              &RadioValues::feeder_loss_db, &RadioValues::height_m, &RadioValues::beamwidth,
                              &RadioValues::vertical_beamwidth, &RadioValues::tilt})
        fill(member);
    fill(&RadioValues::model);
    return out;
}

const RadioClass* RadioDefaults::band(std::string_view name) const {
    return find(bands, name);
}
const RadioClass* RadioDefaults::type(std::string_view name) const {
    return find(types, name);
}

std::optional<double> RadioDefaults::radius_m(std::string_view band_id, std::string_view type_id) const {
    const auto found = std::find_if(radii.begin(), radii.end(), [&](const RadioRadius& r) {
        return r.band == band_id && r.type == type_id;
    });
    if (found == radii.end()) return std::nullopt;
    return found->radius_m;
}

}  // namespace amaneku
