#pragma once

#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>
#include <utility>

namespace amaneku {

struct Outcome {
    int status;
    std::string text;  ///< standard output and error
};

/// What a shell command says and how it ends.
inline Outcome shell(const std::string& command) {
    FILE* pipe = popen(("{ " + command + "\n} 2>&1 </dev/null").c_str(), "r");
    if (pipe == nullptr) throw std::runtime_error{"no shell"};
    Outcome out{-1, {}};
    char buffer[4096];
    while (const std::size_t n = fread(buffer, 1, sizeof buffer, pipe)) out.text.append(buffer, n);
    const int status = pclose(pipe);
    out.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return out;
}

inline Outcome run_amaneku(const std::string& arguments) {
    return shell(std::string{AMANEKU_PROGRAM} + " " + arguments);
}

inline std::string content(const std::filesystem::path& path) {
    std::ifstream file{path, std::ios::binary};
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

/// Every file of a folder by name, with its bytes.
inline std::map<std::string, std::string> contents(const std::filesystem::path& folder) {
    std::map<std::string, std::string> files;
    for (const auto& entry : std::filesystem::directory_iterator{folder})
        files[entry.path().filename().string()] = content(entry.path());
    return files;
}

/// A folder of the test's own, gone at the end.
class Folder {
public:
    Folder() {
        std::string name = (std::filesystem::temp_directory_path() / "amaneku-app-XXXXXX").string();
        if (mkdtemp(name.data()) == nullptr) throw std::runtime_error{"no temporary folder"};
        path = name;
    }
    ~Folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path, ignored);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    Folder(Folder&&) = delete;
    Folder& operator=(Folder&&) = delete;

    [[nodiscard]] std::string operator/(const std::string& name) const { return (path / name).string(); }
    std::string write(const std::string& name, const std::string& text) const {
        std::ofstream{path / name, std::ios::binary} << text;
        return (path / name).string();
    }

    std::filesystem::path path;
};

inline std::string replaced(std::string text, const std::string& from, const std::string& to) {
    if (text.find(from) == std::string::npos) throw std::runtime_error{"there is no " + from};
    for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size())
        text.replace(at, from.size(), to);
    return text;
}

/// The sample's configuration with other formats, for a file anywhere; its results go to `out` beside it.
inline std::string sample_config(const std::string& formats) {
    std::string text = content(std::string{AMANEKU_SOURCE_DIR} + "/configs/sample.toml");
    text = replaced(text, "../data/", std::string{AMANEKU_SOURCE_DIR} + "/data/");
    text = replaced(text, "\"../out/sample\"", "\"out\"");
    const std::size_t from = text.find("formats   = [");
    if (from == std::string::npos) throw std::runtime_error{"there are no formats"};
    return text.replace(from, text.find(']', from) + 1 - from, "formats = " + formats);
}

}  // namespace amaneku
