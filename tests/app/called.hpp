#pragma once

#include <sys/wait.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

/// What a call of the program left behind.
struct Called {
    int status = -1;
    std::string out;  ///< standard output
    std::string err;  ///< standard error
};

/// Runs the program with arguments as a shell reads them; `input` is its standard input.
inline Called call_amaneku(const std::string& arguments, const std::string& input = "") {
    namespace fs = std::filesystem;
    std::string folder = (fs::temp_directory_path() / "amaneku-call-XXXXXX").string();
    if (::mkdtemp(folder.data()) == nullptr) throw std::runtime_error{"no temporary folder"};
    std::ofstream{folder + "/in", std::ios::binary} << input;
    const std::string command = "{ " + std::string{AMANEKU_PROGRAM} + " " + arguments + "\n} <" + folder +
                                "/in >" + folder + "/out 2>" + folder + "/err";
    const int status = std::system(command.c_str());
    const auto content = [&](const char* name) {
        std::ifstream file{fs::path{folder} / name, std::ios::binary};
        return std::string{std::istreambuf_iterator<char>{file}, {}};
    };
    Called called{WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status), content("out"),
                  content("err")};
    fs::remove_all(folder);
    return called;
}

inline bool holds(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

/// The pieces of `text` between separators; a separator at its end begins no further piece.
inline std::vector<std::string> split(const std::string& text, char separator) {
    std::vector<std::string> pieces;
    std::istringstream in{text};
    for (std::string piece; std::getline(in, piece, separator);) pieces.push_back(piece);
    return pieces;
}
