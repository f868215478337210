#include "app/relative_paths.hpp"

#include <algorithm>
#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace amaneku::app {

namespace fs = std::filesystem;

namespace {

/// Absolute and relative names; a name that begins with another stands before it.
using Names = std::vector<std::pair<std::string, std::string>>;

void shorten(std::string& text, const Names& names) {
    for (const auto& [absolute, relative] : names) {
        for (std::size_t at = 0; (at = text.find(absolute, at)) != std::string::npos; at += relative.size())
            text.replace(at, absolute.size(), relative);
    }
}

}  // namespace

void make_paths_relative(RunResult& result) {
    const fs::path folder = fs::absolute(result.config.path).lexically_normal().parent_path();
    std::map<std::string, std::string> names;
    for (InputFile& input : result.inputs) {
        if (!input.path.starts_with('/') || input.path.starts_with("/vsi")) continue;
        const std::string relative =
            fs::path{input.path}.lexically_normal().lexically_relative(folder).string();
        if (relative.empty()) continue;
        names.emplace(input.path, relative);
        input.path = relative;
    }
    Names longest_first{names.begin(), names.end()};
    std::stable_sort(longest_first.begin(), longest_first.end(),
                     [](const auto& a, const auto& b) { return a.first.size() > b.first.size(); });
    std::map<std::string, std::string> files;  // many issues are of few files
    for (Issue& issue : result.issues) {
        const auto [at, is_new] = files.emplace(issue.file, issue.file);
        if (is_new) shorten(at->second, longest_first);
        issue.file = at->second;
        if (issue.reason.find('/') != std::string::npos) shorten(issue.reason, longest_first);
    }
    for (std::string& note : result.notes) shorten(note, longest_first);
}

}  // namespace amaneku::app
