#include "io/fetch_plan.hpp"

#include "core/nearest_word.hpp"
#include "io/ascii.hpp"
#include <amaneku/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <set>
#include <string_view>

namespace amaneku::io {

namespace fs = std::filesystem;

namespace {

std::string filled(std::string pattern, std::string_view place, const std::string& value) {
    for (std::size_t at = pattern.find(place); at != std::string::npos;
         at = pattern.find(place, at + value.size())) {
        pattern.replace(at, place.size(), value);
    }
    return pattern;
}

/// Names without the last character of 長崎県, 東京都, 大阪府; 北海道 keeps it.
std::string short_name(const std::string& name) {
    for (const std::string_view suffix : {"県", "都", "府"}) {
        if (name.ends_with(suffix)) return name.substr(0, name.size() - suffix.size());
    }
    return name;
}

const FetchPrefecture& prefecture_of(const FetchSources& sources, const std::string& text) {
    std::string word = ascii_lower(text);
    if (is_digits(word, 1)) word.insert(0, "0");
    std::set<std::string, std::less<>> known;
    for (const FetchPrefecture& p : sources.prefectures) {
        if (word == p.code || word == p.name || word == short_name(p.name) || word == p.romaji) return p;
        known.insert(p.romaji);
    }
    const std::string near = nearest_word(word, known);
    throw Error{
        Errc::usage, "--prefecture",
        fmt::format(
            "'{}' is no prefecture of {}{}: give its code (42), its name (長崎県) or romaji (nagasaki)", text,
            sources.path, near.empty() ? "" : fmt::format("; did you mean {}?", near))};
}

const FetchPrefecture& by_code(const FetchSources& sources, const std::string& code) {
    return *std::find_if(sources.prefectures.begin(), sources.prefectures.end(),
                         [&](const FetchPrefecture& p) { return p.code == code; });
}

FetchItem item_of(const FetchSource& source, std::string_view place, const std::string& value,
                  const std::string& directory) {
    FetchItem item;
    item.url = filled(source.url, place, value);
    item.file = filled(source.file, place, value);
    item.target = (fs::path{directory} / item.file).string();
    item.page = source.page;
    item.minimal_bytes = source.minimal_bytes;
    return item;
}

}  // namespace

std::vector<FetchItem> FetchPlan::items() const {
    std::vector<FetchItem> all = population;
    all.insert(all.end(), zones.begin(), zones.end());
    return all;
}

FetchPlan plan_fetch(const FetchSources& sources, const std::vector<std::string>& prefectures,
                     const std::string& directory) {
    std::set<std::string> reported;
    for (const std::string& text : prefectures) reported.insert(prefecture_of(sources, text).code);
    std::set<std::string> around;
    std::set<std::string> meshes;
    FetchPlan plan;
    plan.directory = directory;
    for (const std::string& code : reported) {
        const FetchPrefecture& p = plan.prefectures.emplace_back(by_code(sources, code));
        meshes.insert(p.mesh1.begin(), p.mesh1.end());
        std::set_difference(p.neighbours.begin(), p.neighbours.end(), reported.begin(), reported.end(),
                            std::inserter(around, around.end()));
    }
    for (const std::string& code : around) plan.neighbours.push_back(by_code(sources, code));
    for (const std::string& mesh : meshes)
        plan.population.push_back(item_of(sources.population, mesh1_place, mesh, directory));
    for (const auto* list : {&plan.prefectures, &plan.neighbours}) {
        for (const FetchPrefecture& p : *list)
            plan.zones.push_back(item_of(sources.zones, pref_place, p.code, directory));
    }
    return plan;
}

}  // namespace amaneku::io
