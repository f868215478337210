#pragma once

#include "core/config.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace amaneku::io {

/// Builds a CSV text (RFC 4180, LF). Names that a spreadsheet would run as a formula (they begin with = + -
/// @) get an apostrophe in front; codes and numbers are written as they are.
class CsvWriter {
public:
    /// A code, number or word of ours.
    CsvWriter& field(std::string_view text);
    /// Text from an input.
    CsvWriter& name(std::string_view text);
    void end_row();
    [[nodiscard]] const std::string& text() const noexcept { return m_text; }

private:
    void write(std::string_view text);
    std::string m_text;
    bool m_first = true;
};

/// A text in another encoding.
struct Recoded {
    std::string bytes;
    std::size_t replaced = 0;  ///< characters that the encoding does not have; each became 〓
};

/// The bytes to write for an encoding, and how many characters it does not have.
/// @throws Error (Errc::output) where the system cannot write CP932
[[nodiscard]] Recoded recode(const std::string& utf8, Encoding encoding);
/// The bytes of `recode` alone.
[[nodiscard]] std::string encoded(const std::string& utf8, Encoding encoding);

}  // namespace amaneku::io
