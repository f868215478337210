#include "io/prefecture_cuts.hpp"

#include "core/municipal_code.hpp"
#include "io/ascii.hpp"

#include <filesystem>

namespace amaneku::io {

namespace {

/// `29` of `500m_mesh_2018_29.shp`; empty for a name that does not end with a prefecture.
std::string prefecture_of_name(const std::string& name) {
    const std::string stem = std::filesystem::path{name}.stem().string();
    if (stem.size() < 3 || stem[stem.size() - 3] != '_') return {};
    std::string code = stem.substr(stem.size() - 2);
    return prefecture_name(code).empty() ? std::string{} : code;
}

}  // namespace

void PrefectureCuts::begin_file(const std::string& name) {
    m_files.push_back({prefecture_of_name(name), {}});
}

void PrefectureCuts::add_row(std::string_view municipal_code) {
    std::string code{municipal_code};
    if (is_digits(code, 4)) code.insert(0, "0");
    auto& found = m_files.back().by_rows;
    const std::string_view prefecture = is_digits(code, 5) ? std::string_view{code}.substr(0, 2) : "";
    if (!found.contains(prefecture)) found.emplace(prefecture);
}

std::vector<std::string> PrefectureCuts::prefectures() const {
    std::set<std::string> all;
    for (const File& file : m_files) {
        if (file.by_rows.size() > 1) return {};
        const std::string& one = file.by_rows.empty() ? file.by_name : *file.by_rows.begin();
        if (prefecture_name(one).empty()) return {};
        all.insert(one);
    }
    return {all.begin(), all.end()};
}

}  // namespace amaneku::io
