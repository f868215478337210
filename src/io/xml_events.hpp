#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace amaneku::io {

/// An XML text as it is read: names of elements are without their prefix, attributes too.
struct XmlEvents {
    /// An element begins; `attribute(name)` is empty where there is none.
    std::function<void(std::string_view name,
                       const std::function<std::string_view(std::string_view)>& attribute)>
        opened;
    /// Characters inside an element; those of one element may come in several pieces.
    std::function<void(std::string_view characters)> text;
    std::function<void(std::string_view name)> closed;
};

/// Reads a text in UTF-8, whatever encoding its declaration names; no entity is looked up outside the text.
/// @param is_whole  false: the text is the beginning of a longer one
/// @returns what is wrong, with the line: `line 12: mismatched tag`; empty: nothing
[[nodiscard]] std::string read_xml(std::string_view text, const XmlEvents& events, bool is_whole = true);

/// The text in UTF-8: as it is, or from Shift_JIS (CP932). A text that is cut may end inside a character.
[[nodiscard]] std::string xml_in_utf8(std::string text);

}  // namespace amaneku::io
