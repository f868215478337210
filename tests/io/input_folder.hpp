#pragma once

#include "gdal/vsi.hpp"
#include <amaneku/error.hpp>

#include <cpl_vsi.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace amaneku {

/// A folder of hand-made inputs, removed with its contents.
class InputFolder {
public:
    InputFolder() {
        gdal::initialise();
        std::string name = (std::filesystem::temp_directory_path() / "amaneku-io-XXXXXX").string();
        if (mkdtemp(name.data()) == nullptr) throw std::runtime_error{"no temporary folder"};
        m_path = name;
    }
    ~InputFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(m_path, ignored);
    }
    InputFolder(const InputFolder&) = delete;
    InputFolder& operator=(const InputFolder&) = delete;
    InputFolder(InputFolder&&) = delete;
    InputFolder& operator=(InputFolder&&) = delete;

    [[nodiscard]] std::string path(const std::string& name) const { return (m_path / name).string(); }
    std::string write(const std::string& name, std::string_view text) const {
        return write_to(path(name), path(name), text);
    }
    std::string write_gz(const std::string& name, std::string_view text) const {
        return write_to("/vsigzip/" + path(name), path(name), text);
    }
    std::string write_zip(const std::string& name,
                          const std::vector<std::pair<std::string, std::string>>& members) const {
        // An open handle on the archive keeps it one archive while members are added.
        VSILFILE* archive = VSIFOpenL(("/vsizip/" + path(name)).c_str(), "wb");
        for (const auto& [member, text] : members) write_to("/vsizip/" + path(name) + "/" + member, "", text);
        VSIFCloseL(archive);
        return path(name);
    }

private:
    static std::string write_to(const std::string& target, std::string shown, std::string_view text) {
        VSILFILE* file = VSIFOpenL(target.c_str(), "wb");
        if (file == nullptr) throw std::runtime_error{"cannot write " + target};
        VSIFWriteL(text.data(), 1, text.size(), file);
        VSIFCloseL(file);
        return shown;
    }

    std::filesystem::path m_path;
};

/// The folder of the real data: AMANEKU_DATA, or beside the source tree; nothing where there is none.
inline std::optional<std::filesystem::path> real_data() {
    if (const char* named = std::getenv("AMANEKU_DATA"); named != nullptr && std::filesystem::exists(named))
        return named;
    const auto beside = std::filesystem::path{AMANEKU_SOURCE_DIR} / ".." / "shared" / "data";
    if (std::filesystem::exists(beside)) return beside;
    return std::nullopt;
}

/// Files of a folder in order.
inline std::vector<std::string> files_in(const std::filesystem::path& folder) {
    std::vector<std::string> files;
    for (const auto& entry : std::filesystem::directory_iterator{folder})
        files.push_back(entry.path().string());
    std::sort(files.begin(), files.end());
    return files;
}

/// The error that a call ends with; `done` and no text where it ends without.
struct Failure {
    Errc code = Errc::done;
    std::string where;
    std::string what;

    [[nodiscard]] bool says(std::string_view text) const { return what.find(text) != std::string::npos; }
};

template <typename Call>
Failure failure_of(Call&& call) {
    try {
        call();
    } catch (const Error& error) {
        return {error.code(), error.where(), error.what()};
    }
    return {};
}

}  // namespace amaneku
