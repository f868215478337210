#include "app/staged_files.hpp"

#include "io/atomic_file.hpp"
#include <amaneku/error.hpp>

#include <filesystem>

namespace amaneku::app {

namespace fs = std::filesystem;

StagedFiles::~StagedFiles() {
    std::error_code ignored;
    for (const File& file : m_files) {
        for (const char* rest : {"", "-journal", "-wal", "-shm"}) fs::remove(file.temporary + rest, ignored);
    }
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

void StagedFiles::write(const std::string& path, std::string_view content) {
    static_cast<void>(add(path));
    io::write_temporary(path, content);
}

void StagedFiles::publish() {
    for (const File& file : m_files) io::publish(file.temporary, file.path);
    m_files.clear();
}

}  // namespace amaneku::app
