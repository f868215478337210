#include "app/staged_files.hpp"

#include "io/atomic_file.hpp"
#include <amaneku/error.hpp>

#include <filesystem>

namespace amaneku::app {

namespace fs = std::filesystem;

namespace {

/// Removes a temporary file and what a driver left beside it: a journal, parts of an index.
void remove_with_companions(const fs::path& temporary) {
    const std::string begin = temporary.stem().string();
    std::error_code ignored;
    std::vector<fs::path> found;
    for (const auto& entry : fs::directory_iterator{temporary.parent_path(), ignored}) {
        if (entry.path().filename().string().starts_with(begin)) found.push_back(entry.path());
    }
    for (const fs::path& path : found) fs::remove(path, ignored);
}

}  // namespace

StagedFiles::~StagedFiles() {
    for (const File& file : m_files) remove_with_companions(file.temporary);
}

std::string StagedFiles::add(const std::string& path) {
    std::error_code ignored;
    if (fs::is_directory(path, ignored))
        throw Error{Errc::output, path, "is a folder where a file is to be written: move it"};
    const std::string temporary = io::temporary_name(path);
    fs::remove(temporary, ignored);
    m_files.push_back({temporary, path});
    return temporary;
}

std::set<std::string> StagedFiles::names() const {
    std::set<std::string> out;
    for (const File& file : m_files) out.insert(fs::path{file.path}.filename().string());
    return out;
}

void StagedFiles::publish() {
    for (const File& file : m_files) io::publish(file.temporary, file.path);
    m_files.clear();
}

}  // namespace amaneku::app
