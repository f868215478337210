#include "io/site_dates.hpp"

#include "io/ascii.hpp"
#include "io/site_fields.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

namespace amaneku::io {

namespace {

struct Word {
    std::string_view word;
    SiteState state;
};

constexpr std::array words{Word{"on air", SiteState::there},     Word{"on-air", SiteState::there},
                           Word{"on_air", SiteState::there},     Word{"active", SiteState::there},
                           Word{"in service", SiteState::there}, Word{"ok", SiteState::there},
                           Word{"運用中", SiteState::there},     Word{"開局", SiteState::there},
                           Word{"供用中", SiteState::there},     Word{"planned", SiteState::planned},
                           Word{"計画", SiteState::planned},     Word{"計画中", SiteState::planned},
                           Word{"予定", SiteState::planned},     Word{"工事中", SiteState::planned},
                           Word{"off air", SiteState::gone},     Word{"off-air", SiteState::gone},
                           Word{"retired", SiteState::gone},     Word{"ng", SiteState::gone},
                           Word{"廃止", SiteState::gone},        Word{"停波", SiteState::gone},
                           Word{"休止", SiteState::gone},        Word{"撤去", SiteState::gone}};

/// The date in a field. @returns what is wrong with it, else empty
std::string date_in(const gdal::FeatureView& feature, int field, const char* name,
                    std::optional<Date>& date) {
    const std::string text = trimmed(feature.text(field).value_or(""));
    if (text.empty()) return {};
    date = parse_date(std::string_view{text}.substr(0, text.find_first_of(" T")));  // without the time of day
    return date ? "" : fmt::format("{} '{}' is no date: write 2026-03-31, or nothing", name, text);
}

}  // namespace

std::optional<SiteState> state_of_word(std::string_view word) {
    const std::string lower = ascii_lower(std::string{word});
    const auto* const found =
        std::find_if(words.begin(), words.end(), [&](const Word& w) { return w.word == lower; });
    if (found == words.end()) return std::nullopt;
    return found->state;
}

SiteDates::SiteDates(const gdal::VectorSource& layer, const SiteColumns& columns, Date as_of,
                     bool counts_planned)
    : m_status{columns.status.empty() ? -1 : site_field(layer, columns, columns.status, "")},
      m_planned{site_field(layer, columns, columns.planned, "")},
      m_on_air{site_field(layer, columns, columns.on_air, "on_air")},
      m_until{site_field(layer, columns, columns.until, "until")},
      m_as_of{as_of},
      m_counts_planned{counts_planned} {}

std::string SiteDates::state(const gdal::FeatureView& feature, SiteState& state) const {
    std::optional<Date> planned;
    std::optional<Date> on_air;
    std::optional<Date> until;
    for (const auto& [field, name, date] :
         {std::tuple{m_planned, "planned", &planned}, std::tuple{m_on_air, "on_air", &on_air},
          std::tuple{m_until, "until", &until}}) {
        if (std::string problem = date_in(feature, field, name, *date); !problem.empty()) return problem;
    }
    if (on_air && until && *until < *on_air)
        return fmt::format("until {} is before on_air {}", format_date(*until), format_date(*on_air));
    std::optional<SiteState> said;
    if (const std::string word = trimmed(feature.text(m_status).value_or("")); !word.empty()) {
        said = state_of_word(word);
        if (!said)
            return fmt::format(
                "status '{}' is not known: write on air, planned or retired (運用中, 計画, "
                "廃止), or choose rows by where instead",
                word);
    }
    const bool is_planned = said == SiteState::planned || (planned && !on_air && said != SiteState::there);
    if (until && *until < m_as_of) {
        state = SiteState::gone;
    } else if (said == SiteState::gone && !until) {
        state = SiteState::gone;
    } else if (on_air && *on_air > m_as_of) {
        state = SiteState::later;
    } else if (is_planned && !on_air) {
        state = !m_counts_planned               ? SiteState::planned
                : planned && *planned > m_as_of ? SiteState::later
                                                : SiteState::there;
    } else {
        state = SiteState::there;
    }
    return {};
}

}  // namespace amaneku::io
