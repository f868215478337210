#include "io/datum_notes.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace amaneku::io {

void DatumNotes::add(const std::string& what, const std::string& file) {
    if (!what.empty()) m_files[what].push_back(file);
}

void DatumNotes::append_to(std::vector<std::string>& notes) const {
    constexpr std::size_t most_named = 3;
    for (const auto& [what, files] : m_files) {
        const std::size_t named = std::min(files.size(), most_named);
        std::string list;
        for (std::size_t i = 0; i < named; ++i) list += (i == 0 ? "" : ", ") + files[i];
        if (files.size() > named) list += fmt::format(" and {} more", files.size() - named);
        notes.push_back(fmt::format("{} without a shift: {}", what, list));
    }
}

}  // namespace amaneku::io
