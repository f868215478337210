#pragma once

namespace amaneku::app {

/// Whether the system has a font for Japanese, as fontconfig's fc-list tells; true where it cannot be asked.
[[nodiscard]] bool has_japanese_font();

}  // namespace amaneku::app
