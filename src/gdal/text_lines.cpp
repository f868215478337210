#include "gdal/text_lines.hpp"

#include <amaneku/error.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace amaneku::gdal {

namespace {

constexpr std::size_t longest_line = std::size_t{64} << 20;
constexpr std::size_t most_held = std::size_t{64} << 20;

/// Whether every byte can stand where it does in CP932.
bool is_cp932_bytes(std::string_view text) noexcept {
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto b = static_cast<unsigned char>(text[i]);
        if (b < 0x80 || (b >= 0xA1 && b <= 0xDF)) continue;
        if (b == 0x80 || b == 0xA0 || b > 0xFC || ++i == text.size()) return false;
        const auto trail = static_cast<unsigned char>(text[i]);
        if (trail < 0x40 || trail == 0x7F || trail > 0xFC) return false;
    }
    return true;
}

/// Whether all of it is ASCII with LF or CRLF at the ends of its lines, and no byte 0.
bool is_plain(std::string_view text) noexcept {
    unsigned char all = 0;
    unsigned char has_zero = 0;
    unsigned char has_cr = 0;
    for (const char c : text) {  // without branches: the compiler makes vectors of it
        all |= static_cast<unsigned char>(c);
        has_zero |= static_cast<unsigned char>(c == '\0');
        has_cr |= static_cast<unsigned char>(c == '\r');
    }
    if (all >= 0x80 || has_zero != 0) return false;
    if (has_cr == 0) return true;
    for (std::size_t at = 0; (at = text.find('\r', at)) != std::string_view::npos; ++at) {
        if (at + 1 == text.size() || text[at + 1] != '\n') return false;
    }
    return true;
}

/// Moves whole lines from the front of `rest` to `to`: up to its last line end, or all of it at the end.
void move_lines(std::string& rest, bool is_end, std::string& to) {
    std::size_t cut = rest.rfind('\n');
    // A CR that ends the piece may be half of a CRLF.
    if (cut == std::string::npos && rest.size() > 1) cut = rest.rfind('\r', rest.size() - 2);
    const std::size_t size = is_end ? rest.size() : cut == std::string::npos ? 0 : cut + 1;
    to.append(rest, 0, size);
    rest.erase(0, size);
}

/// The next whole lines of a file; false at its end.
bool next_lines(FilePieces& file, const std::string& shown, std::string& rest, std::string& to) {
    const std::size_t before = to.size();
    while (to.size() == before) {
        const bool more = file.read(rest);
        move_lines(rest, !more, to);
        if (!more) return to.size() > before;
        if (rest.size() > longest_line)
            throw Error{Errc::input, shown, "has a line of more than 64 MB: it is no table of text"};
    }
    return true;
}

}  // namespace

void EncodingScan::line(std::string_view text) {
    ++m_line;
    if (std::all_of(text.begin(), text.end(),
                    [](char c) { return c != 0 && static_cast<unsigned char>(c) < 0x80; }))
        return;
    if (text.find('\0') != std::string_view::npos) {
        throw Error{Errc::input, fmt::format("{}:{}", m_shown, m_line),
                    "holds a byte 0: it is no text in UTF-8 or CP932; where it is UTF-16, save it as UTF-8"};
    }
    if (is_utf8(std::string{text})) {
        // Of two bytes it may be half-width katakana in CP932.
        const bool is_sure = std::any_of(text.begin(), text.end(),
                                         [](char c) { return static_cast<unsigned char>(c) >= 0xE0; });
        if (is_sure && m_utf8_line == 0) m_utf8_line = m_line;
    } else if (is_cp932_bytes(text)) {
        if (m_cp932_line == 0) m_cp932_line = m_line;
    } else if (m_bad_line == 0) {
        m_bad_line = m_line;
    }
}

void EncodingScan::add(std::string_view lines) {
    if (m_line == 0) {
        if (lines.starts_with("\xFF\xFE") || lines.starts_with("\xFE\xFF"))
            throw Error{Errc::input, m_shown, "is UTF-16: save it as UTF-8 (\"CSV UTF-8\" in a spreadsheet)"};
        m_has_mark = lines.starts_with("\xEF\xBB\xBF");
        if (m_has_mark) lines.remove_prefix(3);
    }
    if (is_plain(lines)) {  // nothing in it can tell encodings apart
        m_line += static_cast<std::uint64_t>(std::count(lines.begin(), lines.end(), '\n'));
        if (!lines.empty() && lines.back() != '\n') ++m_line;
        return;
    }
    while (!lines.empty()) {
        const std::size_t end = std::min(lines.find_first_of("\r\n"), lines.size());
        line(lines.substr(0, end));
        lines.remove_prefix(std::min(end + (lines.substr(end).starts_with("\r\n") ? 2 : 1), lines.size()));
    }
}

bool EncodingScan::is_cp932() const {
    if (m_cp932_line == 0 && m_bad_line == 0) return false;
    if (m_has_mark || m_utf8_line != 0) {
        const std::uint64_t other = m_cp932_line == 0 ? m_bad_line
                                    : m_bad_line == 0 ? m_cp932_line
                                                      : std::min(m_cp932_line, m_bad_line);
        throw Error{Errc::input, fmt::format("{}:{}", m_shown, other),
                    fmt::format("is {}, but {}: save the whole table in one encoding",
                                other == m_cp932_line ? "CP932 (Shift_JIS)" : "not UTF-8",
                                m_has_mark ? "the file begins with the mark of UTF-8"
                                           : fmt::format("line {} is UTF-8", m_utf8_line))};
    }
    if (m_bad_line != 0) {
        throw Error{Errc::input, fmt::format("{}:{}", m_shown, m_bad_line),
                    "is neither UTF-8 nor CP932 (Shift_JIS): save the table as UTF-8"};
    }
    return true;
}

LineReader::LineReader(const std::string& source) : m_file{source}, m_shown{shown_name(source)} {
    EncodingScan scan{m_shown};
    FilePieces file{source};
    std::string rest;
    bool is_small = true;
    for (std::string lines; next_lines(file, m_shown, rest, lines); lines.clear()) {
        scan.add(lines);
        is_small = is_small && m_whole.size() + lines.size() <= most_held;
        if (is_small) m_whole += lines;
    }
    if (!is_small) m_whole = {};
    m_is_cp932 = scan.is_cp932();
}

bool LineReader::next(std::string& to) {
    if (m_whole.empty()) return !m_is_read && next_lines(m_file, m_shown, m_rest, to);
    m_is_read = true;
    if (to.empty()) {
        to.swap(m_whole);
    } else {
        to += m_whole;
    }
    m_whole = {};
    return true;
}

bool LineReader::read(std::string& to) {
    if (!m_is_cp932) return next(to);
    std::string lines;
    if (!next(lines)) return false;
    to += from_cp932(lines);
    return true;
}

}  // namespace amaneku::gdal
