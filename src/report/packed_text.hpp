#pragma once

#include <string>
#include <string_view>

namespace amaneku::report {

/// RFC 4648 with padding.
[[nodiscard]] std::string base64(std::string_view bytes);

enum class Content { text, columns };

/// A gzip member; no time and no name in its head, so that the same bytes give the same bytes.
/// @throws Error (Errc::internal) where zlib refuses
[[nodiscard]] std::string gzip(std::string_view bytes, Content content = Content::text);

/// base64 of gzip: nothing in it can end an element of a page.
[[nodiscard]] std::string packed_text(std::string_view bytes, Content content = Content::text);

}  // namespace amaneku::report
