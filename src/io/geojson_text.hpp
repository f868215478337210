#pragma once

#include <cstddef>
#include <memory>
#include <string_view>

namespace amaneku::io {

/// A piece of a file with room behind it.
struct TextWindow {
    std::unique_ptr<char[]> bytes;
    std::size_t size = 0;
    std::size_t capacity = 0;  ///< without what lies behind it for the parser

    explicit TextWindow(std::size_t room);
    [[nodiscard]] std::string_view text() const noexcept { return {bytes.get(), size}; }
};

/// What stands between features: commas in an array, line ends, or record separators (RFC 8142).
enum class FeatureFraming { collection, lines, records };

/// Finds features one after the other.
class FeatureFinder {
public:
    enum class Found {
        feature,
        more,  ///< the text ends inside
        end,   ///< of all features
        odd,   ///< what stands there is no feature
    };

    explicit FeatureFinder(FeatureFraming framing) : m_framing{framing} {}

    /// Looks for the next feature from `at` on, which is moved behind it where one is found or all have been.
    /// @param is_all   nothing comes behind the text
    /// @param feature  its text
    Found next(std::string_view text, bool is_all, std::size_t& at, std::string_view& feature);

private:
    FeatureFraming m_framing;
    bool m_is_first = true;
};

/// The place behind an object that begins at `at`; npos: it does not end in the text.
[[nodiscard]] std::size_t object_end(std::string_view text, std::size_t at) noexcept;

}  // namespace amaneku::io
