#pragma once

#include "gdal/vsi.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace amaneku::gdal {

/// What the lines of a text are written in, found out line by line, for one bad line must not make the rest
/// unreadable.
class EncodingScan {
public:
    /// @param shown  the file, for messages
    explicit EncodingScan(std::string shown) : m_shown{std::move(shown)} {}

    /// Looks at further whole lines. @throws Error (Errc::input) for UTF-16 and for what is no text
    void add(std::string_view lines);
    /// Whether the text is CP932 (Shift_JIS as Windows has it); else it is UTF-8.
    /// @throws Error (Errc::input) with the line, where it is both or neither
    [[nodiscard]] bool is_cp932() const;

private:
    void line(std::string_view text);

    std::string m_shown;
    std::uint64_t m_line = 0;
    std::uint64_t m_utf8_line = 0;   // the first that is Japanese in UTF-8 only, 0: none
    std::uint64_t m_cp932_line = 0;  // the first that can be CP932 only
    std::uint64_t m_bad_line = 0;    // the first that is neither
    bool m_has_mark = false;         // the file begins with UTF-8's byte order mark
};

/// A text file as UTF-8 in pieces of whole lines: as much memory as a piece.
///
/// The last line may be the first to show the encoding: a file of more than 64 MB of text is read twice, a
/// smaller one is held.
class LineReader {
public:
    /// @param source  a name from `table_sources`
    /// @throws Error (Errc::input) as `FilePieces` and `EncodingScan`
    explicit LineReader(const std::string& source);

    /// Appends further whole lines; false at the end.
    bool read(std::string& to);
    [[nodiscard]] bool is_cp932() const noexcept { return m_is_cp932; }

private:
    bool next(std::string& to);

    FilePieces m_file;
    std::string m_shown;
    std::string m_rest;      // of the last piece: a line that is not yet whole
    std::string m_whole;     // of a small file, until it is read
    bool m_is_read = false;  // what was held
    bool m_is_cp932 = false;
};

}  // namespace amaneku::gdal
