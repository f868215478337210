#include "app/map_style.hpp"

#include <fmt/format.h>

namespace amaneku::app {

std::string Colour::decimal() const {
    return fmt::format("{},{},{}", red, green, blue);
}

std::string Colour::hex() const {
    return fmt::format("#{:02x}{:02x}{:02x}", red, green, blue);
}

std::string xml_escaped(const std::string& text) {
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        switch (c) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '"':
                out += "&quot;";
                break;
            case '\n':
                out += "&#10;";
                break;
            default:
                // XML has no other control characters.
                out += byte < 0x20 && c != '\t' ? std::string{"\uFFFD"} : std::string{c};
        }
    }
    return out;
}

}  // namespace amaneku::app
