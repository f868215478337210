#include "app/japanese_font.hpp"

#include <sys/wait.h>

#include <array>
#include <cstdio>

namespace amaneku::app {

bool has_japanese_font() {
    std::FILE* const list = ::popen("fc-list :lang=ja family 2>/dev/null", "r");
    if (list == nullptr) return true;
    std::array<char, 4096> part{};
    std::size_t said = 0;
    while (const std::size_t n = std::fread(part.data(), 1, part.size(), list)) said += n;
    const int status = ::pclose(list);
    const bool answered = status != -1 && WIFEXITED(status) && WEXITSTATUS(status) == 0;
    return !answered || said > 0;
}

}  // namespace amaneku::app
