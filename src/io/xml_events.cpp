#include "io/xml_events.hpp"

#include "gdal/vsi.hpp"

#include <expat.h>
#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <memory>
#include <type_traits>

namespace amaneku::io {

namespace {

struct ParserDeleter {
    void operator()(XML_Parser parser) const noexcept { XML_ParserFree(parser); }
};
using Parser = std::unique_ptr<std::remove_pointer_t<XML_Parser>, ParserDeleter>;

std::string_view local(std::string_view name) noexcept {
    const std::size_t colon = name.rfind(':');
    return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

/// What the parser hands to our functions. Exceptions may not pass through it: they wait here.
struct Run {
    const XmlEvents& events;
    XML_Parser parser;
    std::exception_ptr failure;

    template <typename Call>
    void guarded(const Call& call) noexcept {
        if (failure) return;
        try {
            call();
        } catch (...) {
            failure = std::current_exception();
            XML_StopParser(parser, XML_FALSE);
        }
    }
};

void on_start(void* data, const XML_Char* name, const XML_Char** attributes) {
    Run& run = *static_cast<Run*>(data);
    run.guarded([&] {
        run.events.opened(local(name), [&](std::string_view wanted) -> std::string_view {
            for (const XML_Char** a = attributes; *a != nullptr; a += 2) {
                if (local(a[0]) == wanted) return a[1];
            }
            return {};
        });
    });
}

void on_text(void* data, const XML_Char* characters, int count) {
    Run& run = *static_cast<Run*>(data);
    run.guarded([&] { run.events.text({characters, static_cast<std::size_t>(count)}); });
}

void on_end(void* data, const XML_Char* name) {
    Run& run = *static_cast<Run*>(data);
    run.guarded([&] { run.events.closed(local(name)); });
}

}  // namespace

std::string read_xml(std::string_view text, const XmlEvents& events, bool is_whole) {
    const Parser parser{XML_ParserCreate("UTF-8")};
    Run run{events, parser.get(), {}};
    XML_SetUserData(parser.get(), &run);
    XML_SetElementHandler(parser.get(), on_start, on_end);
    XML_SetCharacterDataHandler(parser.get(), on_text);
    // The parser counts bytes in int.
    constexpr std::size_t most = std::size_t{1} << 28;
    XML_Status status = XML_STATUS_OK;
    for (std::size_t at = 0; status == XML_STATUS_OK && at <= text.size(); at += most) {
        const std::string_view piece = text.substr(at, most);
        const bool is_last = at + most > text.size();
        status = XML_Parse(parser.get(), piece.data(), static_cast<int>(piece.size()),
                           static_cast<int>(is_last && is_whole));
    }
    if (run.failure) std::rethrow_exception(run.failure);
    if (status == XML_STATUS_OK) return {};
    return fmt::format("line {}: {}", XML_GetCurrentLineNumber(parser.get()),
                       XML_ErrorString(XML_GetErrorCode(parser.get())));
}

std::string xml_in_utf8(std::string text) {
    // A cut inside the last character is no sign of another encoding.
    constexpr std::size_t longest_character = 4;
    for (std::size_t cut = 0; cut < longest_character && cut <= text.size(); ++cut) {
        if (gdal::is_utf8(text.substr(0, text.size() - cut))) return text;
        if (text.size() == cut || static_cast<unsigned char>(text[text.size() - cut - 1]) < 0x80U) break;
    }
    return gdal::from_cp932(text);
}

}  // namespace amaneku::io
